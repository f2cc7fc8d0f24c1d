import Foundation
import Meshing
import Testing

struct RevolvedMeshTests {
  /// Corners of VTK's solids as tetrahedra of positive volume, if they stand in VTK's order.
  private func tetrahedra(_ kind: RevolvedMesh.Solid) -> [[Int]] {
    switch kind {
    case .tetrahedron: [[0, 1, 2, 3]]
    case .pyramid: [[0, 1, 2, 4], [0, 2, 3, 4]]
    // A wedge's first triangle looks at its second one, as VTK 9.7 has it.
    case .wedge: [[0, 1, 2, 3], [1, 2, 3, 5], [1, 3, 4, 5]]
    case .hexahedron: [[0, 1, 3, 4], [1, 2, 3, 6], [1, 6, 4, 5], [3, 4, 6, 7], [1, 3, 4, 6]]
    }
  }

  private func volume(_ mesh: RevolvedMesh, _ solid: (kind: RevolvedMesh.Solid, corners: [Int])) -> Double {
    tetrahedra(solid.kind).reduce(0) { sum, corners in
      let p = corners.map { mesh.points[solid.corners[$0]] }
      let (a, b, c) = (p[1] - p[0], p[2] - p[0], p[3] - p[0])
      let cross = SIMD3(b.y * c.z - b.z * c.y, b.z * c.x - b.x * c.z, b.x * c.y - b.y * c.x)
      return sum + (a * cross).sum() / 6
    }
  }

  /// A cylinder of radius 2 and height 1: two rectangles, one cut into two triangles, on the axis and beside it.
  private func section(_ cells: [SIMD4<Int32>]) -> Mesh {
    Mesh(
      nodes: [SIMD2(0, 0), SIMD2(1, 0), SIMD2(2, 0), SIMD2(0, 1), SIMD2(1, 1), SIMD2(2, 1)], cells: cells,
      cellRegions: cells.map { _ in 1 }, regionNames: ["air", "bulk"])
  }

  @Test(arguments: [
    [SIMD4<Int32>(0, 1, 4, 3), SIMD4(1, 2, 5, 4)],
    [SIMD4(0, 1, 4, -1), SIMD4(0, 4, 3, -1), SIMD4(1, 2, 5, -1), SIMD4(1, 5, 4, -1)],
    [SIMD4(4, 3, 0, 1), SIMD4(2, 5, 4, 1)],
  ])
  func `solids have positive volumes that add up to the prism's`(cells: [SIMD4<Int32>]) {
    let sectors = 12
    let mesh = RevolvedMesh(section(cells), sectors: sectors)
    #expect(mesh.solids.count == cells.count * sectors && mesh.origins.count == mesh.solids.count)
    // One block for each kind of solid: a mesh of rectangles has one in all.
    let kinds = mesh.solids.map(\.kind)
    let blocks = zip(kinds, kinds.dropFirst()).count { $0 != $1 } + 1
    #expect(blocks == Set(kinds).count && (cells[0][3] < 0 || blocks == 1))
    // On the axis two points, around it four rings.
    #expect(mesh.points.count == 2 + 4 * sectors)
    let volumes = mesh.solids.map { volume(mesh, $0) }
    #expect(volumes.allSatisfy { $0 > 0 })
    let prism = 0.5 * 4 * Double(sectors) * sin(2 * Double.pi / Double(sectors))
    #expect(abs(volumes.reduce(0, +) - prism) < 1e-12)
  }
}
