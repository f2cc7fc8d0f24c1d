public import Meshing

/// The cells of the bulks: where current flows, a constant density in each.
public struct CurrentCells: Sendable {
  /// Index of each current cell in the mesh.
  public let meshCells: [Int]
  /// Bulk of each cell, counted from 0.
  public let bulks: [Int]
  public let sections: [RectangularCoil]
  /// `∫ r dr dz` over each cell [m³]: what its electric field weighs in the weak form.
  public let weights: [Double]

  public var count: Int { meshCells.count }

  public init(mesh: Mesh) {
    meshCells = mesh.cells.indices.filter { mesh.cellRegions[$0] != Mesh.air }
    bulks = meshCells.map { Int(mesh.cellRegions[$0]) - 1 }
    sections = meshCells.map { cell in
      let (low, high) = (mesh.nodes[Int(mesh.cells[cell][0])], mesh.nodes[Int(mesh.cells[cell][2])])
      return RectangularCoil(r0: low.x, r1: high.x, z0: low.y, z1: high.y)
    }
    weights = sections.map { 0.5 * ($0.r0 + $0.r1) * $0.area }
  }
}
