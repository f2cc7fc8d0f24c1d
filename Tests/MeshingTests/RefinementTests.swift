import Meshing
import Testing

@Suite struct `A refined mesh` {
  @Test func `has four cells of the same region in the place of each`() throws {
    let mesh = pairMesh()
    let fine = mesh.refined()
    try fine.checkInvariants()
    #expect(fine.cells.count == 4 * mesh.cells.count)
    for i in mesh.cells.indices {
      let parts = 4 * i..<4 * i + 4
      #expect(parts.allSatisfy { fine.cellRegions[$0] == mesh.cellRegions[i] })
      #expect(parts.allSatisfy { fine.cornerCount(of: $0) == mesh.cornerCount(of: i) })
      let area = parts.reduce(0) { $0 + fine.signedArea(of: $1) }
      #expect(abs(area / mesh.signedArea(of: i) - 1) < 1e-12)
    }
  }

  @Test func `shares the middles of edges`() {
    let (mesh, fine) = (pairMesh(), pairMesh().refined())
    #expect(Set(fine.nodes).count == fine.nodes.count)
    let (before, after) = (mesh.boundaryCurves(), fine.boundaryCurves())
    #expect(after.axis.count == 2 * before.axis.count && after.far.count == 2 * before.far.count)
    // Euler: nodes - edges + cells = 1, with edges = (sides + outline) / 2.
    let sides = fine.cells.indices.reduce(0) { $0 + fine.cornerCount(of: $1) }
    #expect(fine.nodes.count - (sides + after.axis.count + after.far.count) / 2 + fine.cells.count == 1)
  }

  @Test func `keeps rectangles that start from their lower left corner`() {
    let fine = pairMesh().refined()
    for i in fine.cells.indices where fine.cornerCount(of: i) == 4 {
      let p = fine.corners(of: i)
      #expect(p[0].x == p[3].x && p[0].y == p[1].y && p[0].x < p[2].x && p[0].y < p[2].y)
    }
  }
}

@Suite struct `A renumbered mesh` {
  @Test func `has the same cells and a band as wide as the section is across`() throws {
    let mesh = RectangleMesher.mesh(
      r: (0...6).map(Double.init), z: (0...30).map(Double.init),
      shapes: [BulkShape(name: "A", outerRadius: 2, zMin: 3, zMax: 5)])
    // Numbers all over the place.
    let count = mesh.nodes.count
    var shuffled = mesh
    for i in 0..<count { shuffled.nodes[(i * 101) % count] = mesh.nodes[i] }
    for i in mesh.cells.indices {
      for k in 0..<4 { shuffled.cells[i][k] = (mesh.cells[i][k] * 101) % Int32(count) }
    }
    try shuffled.checkInvariants()
    let renumbered = shuffled.renumbered()
    try renumbered.checkInvariants()
    #expect(mesh.nodeBandwidth == 8 && shuffled.nodeBandwidth > 100)
    #expect(renumbered.nodeBandwidth <= 2 * 8)
    for i in mesh.cells.indices { #expect(renumbered.corners(of: i) == mesh.corners(of: i)) }
    #expect(renumbered.cellRegions == mesh.cellRegions)
    #expect(shuffled.renumbered() == renumbered)
  }

  @Test func `is left alone when it is numbered well`() {
    let mesh = RectangleMesher.mesh(r: (0...6).map(Double.init), z: (0...30).map(Double.init), shapes: [])
    #expect(mesh.renumbered() == mesh)
  }
}
