public import CoilFields
public import Meshing

/// The cells of the bulks: where current flows, a constant density in each.
public struct CurrentCells: Sendable {
  /// Index of each current cell in the mesh.
  public let meshCells: [Int]
  /// Bulk of each cell, counted from 0.
  public let bulks: [Int]
  public let sections: [CoilSection]
  /// `∫ r dr dz` over each cell [m³]: what its electric field weighs in the weak form.
  public let weights: [Double]
  /// Magnetic moment per current density, `π ∫ r² dr dz` [m⁴].
  public let moments: [Double]

  public var count: Int { meshCells.count }

  /// - Parameter airIncluded: cells of the air then count as those of one more bulk, the last.
  public init(mesh: Mesh, airIncluded: Bool = false) {
    meshCells = mesh.cells.indices.filter { airIncluded || mesh.cellRegions[$0] != Mesh.air }
    let air = mesh.regionNames.count - 1
    bulks = meshCells.map { mesh.cellRegions[$0] == Mesh.air ? air : Int(mesh.cellRegions[$0]) - 1 }
    sections = meshCells.map { CoilSection(mesh, cell: $0) }
    weights = sections.map(\.radialMoment)
    moments = sections.map(\.moment)
  }
}
