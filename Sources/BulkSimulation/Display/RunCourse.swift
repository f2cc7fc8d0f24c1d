import EdgeElements
import MagnetEquations
public import Magnets
public import Meshing

/// The currents of a run at any time of its protocol, those of its finest mesh: what pictures over time are made of.
///
/// Numbers are extrapolated from several meshes and are not taken from here.
///
/// ```swift
/// let course = try simulate(checked, keepsCourse: true).course
/// course?.currentDensity(at: 3600)  // of each group of cells [A/m²]
/// ```
public struct RunCourse: Sendable {
  /// The whole section.
  public let mesh: Mesh
  /// Cells of the mesh that carry the same current: one, or one and its mirror image.
  public let groups: [[Int]]
  /// First and last time [s].
  public let times: ClosedRange<Double>
  /// Ends of steps and starts of stages.
  private let rows: [(time: Double, currents: [Double])]

  init(_ run: Transient, magnet: Magnet) {
    let cells = run.model.cells
    var half = run.model.space.mesh
    // Which nodes hang matters to the equations alone.
    half.hangingNodes = []
    let kept = cells.sections.indices.filter { cells.bulks[$0] < magnet.meshed.count }
    if let symmetry = magnet.symmetry {
      mesh = half.unfolded(symmetry, names: magnet.bulks.map(\.shape.name), meshed: magnet.meshed)
      groups = kept.map { [cells.meshCells[$0], half.cells.count + cells.meshCells[$0]] }
    } else {
      mesh = half
      groups = kept.map { [cells.meshCells[$0]] }
    }
    rows = run.history.compactMap { row in row.currents.map { currents in (row.time, kept.map { currents[$0] }) } }
    times = 0...max(0, run.timeline.last?.end ?? 0)
  }

  /// Of each group [A/m²] at a time [s] within the protocol: straight between the ends of two steps. The cubic through their rates, by which
  /// stresses are looked for, goes astray where a front passes a cell within a step: by all of Jc for n = 21.
  public func currentDensity(at time: Double) -> [Double] {
    guard let next = rows.firstIndex(where: { $0.time >= time }) else {
      return rows.last?.currents ?? groups.map { _ in 0 }
    }
    guard next > 0, rows[next].time > time else { return rows[next].currents }
    let (from, to) = (rows[next - 1], rows[next])
    let share = (time - from.time) / (to.time - from.time)
    return zip(from.currents, to.currents).map { $0 + share * ($1 - $0) }
  }

  /// The middle of each cell of each group, (r, z) [m].
  public var centres: [SIMD2<Double>] {
    groups.flatMap { group in group.map { mesh.middle(of: $0) } }
  }
}

extension SimulationCase {
  /// The segment that a time [s] lies in: of two that meet, the first.
  public func segment(at time: Double) -> TimelineSegment? {
    let timeline = segments
    return timeline.first { $0.duration > 0 && time <= $0.end } ?? timeline.last
  }
}

extension AppliedField {
  /// That at a time [s] of a case without findings.
  public init(_ simulationCase: SimulationCase, at time: Double) {
    let timeline = simulationCase.segments
    guard let segment = simulationCase.segment(at: time) else {
      self.init(uniform: 0)
      return
    }
    self.init(
      uniform: segment.duration > 0 ? segment.field(at: min(time, segment.end)) : segment.field.end,
      sources: simulationCase.appliedSources(timeline), states: segment.sourceStates(at: min(time, segment.end)))
  }
}
