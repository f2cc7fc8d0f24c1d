import Meshing
import Testing

struct BoundaryCurvesTests {
  @Test func `the outer boundary splits into axis and far`() throws {
    let mesh = pairMesh()
    try mesh.checkInvariants()
    let curves = mesh.boundaryCurves()
    #expect(curves.axis.count == 6)
    #expect(curves.far.count == 6 + 4 + 4)
    for edge in curves.axis {
      #expect(mesh.nodes[Int(edge.x)].x == 0 && mesh.nodes[Int(edge.y)].x == 0)
      // The mesh lies on the left of its boundary, so the axis runs downwards.
      #expect(mesh.nodes[Int(edge.x)].y > mesh.nodes[Int(edge.y)].y)
    }
  }

  @Test func `the boundary is closed: every node on it is left as often as reached`() {
    let curves = pairMesh().boundaryCurves()
    let edges = curves.axis + curves.far
    #expect(edges.map(\.x).sorted() == edges.map(\.y).sorted())
  }

  @Test func `a ring that keeps clear of the axis has no axis edge`() {
    let mesh = Mesh(
      nodes: [SIMD2(1, 0), SIMD2(2, 0), SIMD2(2, 1), SIMD2(1, 1)], cells: [SIMD4(0, 1, 2, 3)], cellRegions: [1],
      regionNames: ["air", "ring"])
    #expect(mesh.boundaryCurves().axis.isEmpty)
    #expect(mesh.boundaryCurves().far.count == 4)
    let text = gmshText(mesh, format: .v4_1)
    #expect(!text.contains("\"axis\""))
    #expect(!text.contains("\"air\""), "a physical name without elements")
  }
}
