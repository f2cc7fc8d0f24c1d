import Meshing
import Testing

struct LocalRefinementTests {
  private let whole = RectangleMesher.mesh(
    r: [0, 1, 2, 3, 4], z: [0, 1, 2, 3, 4],
    shapes: [BulkShape(name: "A", innerRadius: 1, outerRadius: 3, zMin: 1, zMax: 3)])

  private func bulkCells(_ mesh: Mesh) -> [Int] { mesh.cells.indices.filter { mesh.cellRegions[$0] != Mesh.air } }

  private func area(_ mesh: Mesh) -> Double { mesh.cells.indices.reduce(0) { $0 + mesh.signedArea(of: $1) } }

  @Test func `cutting every cell is what refining all does`() {
    let cut = whole.refined(cutting: whole.cells.indices.map { CellCut(cell: $0) })
    #expect(cut == whole.refined())
    #expect(cut.hangingNodes.isEmpty)
  }

  @Test func `air at the corners of a cut cell follows, and nothing else`() {
    let mesh = whole.refined(cutting: [CellCut(cell: bulkCells(whole)[0])])
    // The cell, and five of the air around its corners.
    #expect(mesh.cells.count == 16 + 3 * 6)
    #expect(abs(area(mesh) - 16) < 1e-12)
  }

  @Test(arguments: [CellCut.Ways.radially, .axially, .both])
  func `a side never meets more than two cells`(ways: CellCut.Ways) {
    var mesh = whole
    for _ in 0..<4 { mesh = mesh.refined(cutting: [CellCut(cell: bulkCells(mesh)[0], ways: ways)]) }
    #expect(abs(area(mesh) - 16) < 1e-12)
    for hanging in mesh.hangingNodes {
      let (a, b, m) = (mesh.nodes[Int(hanging.ends.x)], mesh.nodes[Int(hanging.ends.y)], mesh.nodes[Int(hanging.node)])
      #expect(m == 0.5 * (a + b))
      // Both halves are sides of cells, and hang on nothing themselves.
      #expect(!mesh.hangingNodes.contains { $0.ends == SIMD2(hanging.node, hanging.ends.x) })
    }
    #expect(mesh.refined().cells.count == 4 * mesh.cells.count)
    #expect(throws: Never.self) { try mesh.checkInvariants() }
  }

  @Test func `nodes hang on after the whole mesh was refined`() {
    let mesh = whole.refined(cutting: [CellCut(cell: bulkCells(whole)[0])])
    #expect(!mesh.hangingNodes.isEmpty)
    // Each half of a side is halved on one side of it only.
    #expect(mesh.refined().hangingNodes.count == 2 * mesh.hangingNodes.count)
  }

  @Test func `triangles are cut into four`() {
    let triangles = Mesh(
      nodes: [SIMD2(0, 0), SIMD2(1, 0), SIMD2(1, 1), SIMD2(0, 1)], cells: [SIMD4(0, 1, 2, -1), SIMD4(0, 2, 3, -1)],
      cellRegions: [1, 1], regionNames: ["air", "A"])
    let mesh = triangles.refined(cutting: [CellCut(cell: 0, ways: .radially)])
    #expect(mesh.cells.count == 5)
    #expect(mesh.hangingNodes.count == 1)
  }
}
