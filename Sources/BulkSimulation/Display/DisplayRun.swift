import EdgeElements
import MagnetEquations
public import Magnets
internal import Meshing

/// One more integration of a case, for its pictures alone: on a mesh fine enough for the eye, however few cells the numbers
/// need.
///
/// Numbers are extrapolated from meshes of a dozen cells and more; a map of such a mesh shows cells instead of currents. No
/// number that is reported comes from this run.
///
/// ```swift
/// let fields = try DisplayRun(checked).run()  // DisplayFields
/// ```
public struct DisplayRun: Sendable {
  private let simulationCase: ValidCase
  private let magnet: Magnet
  private let mesh: Mesh
  /// From edge to edge of the narrowest bulk, its hole left out.
  private let cellsAcross: Int

  /// So many at least from edge to edge of each bulk, unless `cellLimit` forbids it.
  private static let leastAcross = 40.0
  /// In the whole section. The pair needs 320, for which its pictures take 0.2 s of a processor; four times as many took 2.5 s.
  private static let cellLimit = 1600.0
  /// With heat, whose system is dense, of the part that is solved.
  private static let heatedCellLimit = 240.0
  /// Of the integrator. Steps of a steep law are as long as Newton's iteration allows: a tolerance of 0.3 saves none of them.
  private static let tolerance = 0.01
  /// Maps along the ramps.
  private static let instantCount = 6

  public init(_ simulationCase: ValidCase) {
    self.simulationCase = simulationCase
    magnet = Magnet(simulationCase.simulationCase)
    if let imported = magnet.importedMesh {
      (mesh, cellsAcross) = Self.refined(imported, limit: magnet.isHeated ? Self.heatedCellLimit : Self.cellLimit)
    } else {
      (mesh, cellsAcross) = Self.mesh(magnet)
    }
  }

  /// Cells about as wide as high where that takes no more than `cellLimit`, up to four times as high where it does.
  private static func mesh(_ magnet: Magnet) -> (Mesh, across: Int) {
    let shapes = magnet.bulks.map(\.shape)
    let (widths, heights) = (shapes.map(\.width), shapes.map(\.height))
    let (width, height) = (widths.max() ?? 1, heights.max() ?? 1)
    let area = zip(widths, heights).reduce(0) { $0 + $1.0 * $1.1 }
    let narrowest = widths.min() ?? 1
    // Per length. From the axis or the hole to the edge is half of the way.
    let cellLimit = magnet.isHeated ? heatedCellLimit * (magnet.symmetry == nil ? 1 : 2) : cellLimit
    let across = min(0.5 * leastAcross / narrowest, 2 * (cellLimit / area).squareRoot())
    let along = min(across, cellLimit / (area * across))
    let mesh = magnet.mesh(
      RectangleMesher.Resolution(
        radialCells: (width * across).rounded(.up), axialCells: max(4, height * along), airGrowth: 1.3,
        farDistance: 8 * magnet.radius, grading: 0.5))
    return (mesh, 2 * Int((narrowest * across).rounded()))
  }

  /// An imported mesh, its cells halved until there are enough.
  private static func refined(_ imported: Mesh, limit: Double) -> (Mesh, across: Int) {
    let bulk = imported.cells.indices.filter { imported.cellRegions[$0] != Mesh.air }
    let area = bulk.reduce(0) { $0 + imported.signedArea(of: $1) }
    let narrowest = imported.boundingShapes().map(\.width).min() ?? 0
    // As if all cells were squares.
    var across = 2 * narrowest / (area / Double(max(1, bulk.count))).squareRoot()
    var (mesh, cells) = (imported, Double(bulk.count))
    while across < leastAcross, 4 * cells <= limit {
      (mesh, cells, across) = (mesh.refined(), 4 * cells, 2 * across)
    }
    return (mesh, Int(across))
  }

  /// - Throws: `SimulationError` when the integration cannot go on.
  public func run() throws(SimulationError) -> DisplayFields {
    let model: FieldModel
    do { model = try FieldModel(mesh: mesh, solver: simulationCase.solving) } catch { throw SimulationError(error) }
    let times = instants
    var transient = Transient(
      model: model, magnet: magnet, probes: [], timeline: simulationCase.timeline, solver: simulationCase.solving,
      keepsCurrents: true)
    let outputTimes = times.map(\.time)
    try transient.run(tolerance: Self.tolerance, outputTimes: { _ in outputTimes }, onStep: nil)
    let (history, parts) = (transient.history, magnet.symmetry == nil ? 1 : 2)
    return DisplayFields(
      stageEnds: FieldSnapshot.all(transient.stageEnds, model: model, magnet: magnet),
      instants: times.compactMap { instant in
        history.last { $0.time == instant.time }?.currents.map { currents in
          var density = [Double](repeating: 0, count: model.space.mesh.cells.count)
          for (cell, value) in zip(model.cells.meshCells, currents) { density[cell] = value }
          return DisplayFields.Instant(
            time: instant.time, appliedField: instant.segment.field(at: instant.time),
            fieldRate: instant.segment.fieldRate(at: instant.time),
            currentDensity: parts == 1 ? density : density + density)
        }
      },
      cells: parts * model.cells.count, cellsAcross: cellsAcross)
  }

  /// Where the applied field has gone a sixth, two sixths, ... of its way through all ramps.
  private var instants: [(time: Double, segment: TimelineSegment)] {
    let ways = simulationCase.timeline.map { $0.duration > 0 ? abs($0.field.end - $0.field.start) : 0 }
    let whole = ways.reduce(0, +)
    guard whole > 0 else { return [] }
    return (1...Self.instantCount).compactMap { count in
      var rest = whole * Double(count) / Double(Self.instantCount)
      for (segment, way) in zip(simulationCase.timeline, ways) where way > 0 {
        // A hair of room for what sums are off by.
        if rest <= way * (1 + 1e-9) {
          let share = rest / way
          return (share > 1 - 1e-9 ? segment.end : segment.start + share * segment.duration, segment)
        }
        rest -= way
      }
      return nil
    }
  }
}
