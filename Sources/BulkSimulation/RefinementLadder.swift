#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import Meshing

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
    farDistance = magnet.radius * cbrt(5 / accuracy)
  }

  /// The fineness at which a bulk has the given number of cells.
  func fineness(of cells: SimulationCase.CellCounts) -> Double {
    (Double(cells.radial * cells.axial) / (radialCells * axialCells)).squareRoot()
  }

  /// Cells per bulk at a fineness, in the proportions of `cells` when given.
  func cellCounts(fineness: Double, proportions cells: SimulationCase.CellCounts?) -> SimulationCase.CellCounts {
    let scale = cells.map { fineness / self.fineness(of: $0) } ?? fineness
    let (radial, axial) = cells.map { (Double($0.radial), Double($0.axial)) } ?? (radialCells, axialCells)
    return SimulationCase.CellCounts(
      radial: max(1, Int((radial * scale).rounded())), axial: max(1, Int((axial * scale).rounded())))
  }

  /// An imported mesh has fineness 1; it is refined once at 2 and beyond, and there is nothing coarser.
  func mesh(fineness: Double, proportions: SimulationCase.CellCounts?) -> Mesh {
    if let mesh = magnet.importedMesh { return fineness < 2 ? mesh : mesh.refined() }
    let cells = cellCounts(fineness: fineness, proportions: proportions)
    return magnet.mesh(
      RectangleMesher.Resolution(
        radialCells: cells.radial, axialCells: cells.axial, airGrowth: exp(0.5 / fineness), farDistance: farDistance,
        grading: 0.8))
  }
}
