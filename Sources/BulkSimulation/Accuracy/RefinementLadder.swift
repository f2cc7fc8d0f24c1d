import MagnetEquations
import Magnets
internal import Meshing
import RealModule

/// Meshes of one magnet that differ in nothing but fineness: bulks, gaps and air are refined together, so that halving
/// the cell size halves it everywhere and errors fall regularly.
struct RefinementLadder: Sendable {
  let magnet: Magnet
  /// Cells across and along the reference bulk at fineness 1.
  private let radialCells: Double
  private let axialCells: Double
  private let farDistance: Double

  /// Fineness 1 has about ten cells in a bulk: as square as whole numbers allow.
  private static let baseCells = 10.0

  /// From one cell of the air to the next. Air that grows by a third is wrong by 0.05 %, and that falls with the square of
  /// the excess over 1: by 6 % it is exact enough for any accuracy, while on the finest meshes most unknowns would be air.
  private static let leastAirGrowth = 1.06

  /// - Parameter accuracy: the far boundary's own error stays below a tenth of it. A far boundary at distance R reflects
  ///   the magnet's dipole field; its share at the magnet, of radius a, is below (a/R)³ / 2 (measured on the pair: 3e-5
  ///   at R = 13 a).
  init(magnet: Magnet, accuracy: Double) {
    self.magnet = magnet
    let shapes = magnet.bulks.map(\.shape)
    let width = shapes.map(\.width).max() ?? 1
    let height = shapes.map(\.height).max() ?? 1
    let radial = min(16, max(2, (Self.baseCells * width / height).squareRoot().rounded()))
    radialCells = radial
    axialCells = min(16, max(1, (radial * height / width).rounded()))
    farDistance = magnet.radius * Double.root(5 / accuracy, 3)
  }

  /// The divisions that there are meshes of, coarsest first: of an imported mesh there is no coarse one.
  var divisions: [Int] { magnet.importedMesh == nil ? [1, 2, 4] : [2, 4] }

  /// The fineness at which a bulk has the given number of cells.
  func fineness(of cells: SimulationCase.CellCounts) -> Double {
    (Double(cells.radial * cells.axial) / (radialCells * axialCells)).squareRoot()
  }

  /// The meshes of one fineness: divided by 1 the coarse one, by 2 the medium one, by 4 the fine one.
  ///
  /// An imported mesh is the medium one, and the fine one when refined once.
  ///
  /// - Parameter cells: cells of the fine mesh when the case gives them; they need not be multiples of four.
  func mesh(fineness: Double, division: Int, cells: SimulationCase.CellCounts?) -> Mesh {
    if let mesh = magnet.importedMesh { return division < 4 ? mesh : mesh.refined() }
    return magnet.mesh(resolution(fineness: fineness, division: division, cells: cells))
  }

  /// The mesh that is refined locally: the medium one of a fineness, in air whose cells grow by a given factor, since that is
  /// not refined with the rest. An imported mesh as it is.
  func baseMesh(fineness: Double, airGrowth: Double, cells: SimulationCase.CellCounts?) -> Mesh {
    if let mesh = magnet.importedMesh { return mesh }
    var resolution = resolution(fineness: fineness, division: 2, cells: cells)
    resolution.airGrowth = min(resolution.airGrowth, airGrowth)
    return magnet.mesh(resolution)
  }

  /// The size of a mesh without making it: nodes along its shorter and its longer side, and current cells.
  func size(
    fineness: Double, division: Int, cells: SimulationCase.CellCounts?
  ) -> (across: Int, along: Int, currentCells: Int) {
    if let mesh = magnet.importedMesh {
      let factor = division < 4 ? 1 : 4
      let across = Int(Double(factor * mesh.nodes.count).squareRoot())
      return (across, across, factor * mesh.cellRegions.count { $0 != Mesh.air })
    }
    let lines = magnet.mesher.lines(resolution(fineness: fineness, division: division, cells: cells))
    let currentCells = magnet.mesher.shapes.reduce(0) { sum, shape in
      let floor = magnet.symmetry?.plane ?? -.infinity
      let across = place(of: shape.outerRadius, in: lines.r) - place(of: shape.innerRadius, in: lines.r)
      return sum + across * (place(of: shape.zMax, in: lines.z) - place(of: max(shape.zMin, floor), in: lines.z))
    }
    return (min(lines.r.count, lines.z.count), max(lines.r.count, lines.z.count), currentCells)
  }

  private func resolution(
    fineness: Double, division: Int, cells: SimulationCase.CellCounts?
  ) -> RectangleMesher.Resolution {
    let share = Double(division) / 4
    return RectangleMesher.Resolution(
      radialCells: cells.map { Double($0.radial) * share } ?? (0.25 * radialCells * fineness).rounded(.up),
      axialCells: cells.map { Double($0.axial) * share } ?? 0.25 * axialCells * fineness,
      division: cells == nil ? division : 1, airGrowth: max(Self.leastAirGrowth, Double.exp(0.5 / (fineness * share))),
      farDistance: farDistance)
  }

  /// The equations on one of these meshes.
  ///
  /// - Throws: `SimulationError.degenerateMesh`, or `tooLarge` for a condensed system of too many cells.
  func model(
    fineness: Double, division: Int, cells: SimulationCase.CellCounts?, solver: SimulationCase.Solver
  ) throws(SimulationError) -> FieldModel {
    let mesh = mesh(fineness: fineness, division: division, cells: cells)
    do { try mesh.checkInvariants() } catch { throw .degenerateMesh("\(error)") }
    do { return try FieldModel(mesh: mesh, solver: solver) } catch { throw SimulationError(error) }
  }
}

/// Index of the first line that is not below a value.
private func place(of value: Double, in lines: [Double]) -> Int {
  var (low, high) = (0, lines.count)
  while low < high {
    let middle = (low + high) / 2
    if lines[middle] < value { low = middle + 1 } else { high = middle }
  }
  return low
}
