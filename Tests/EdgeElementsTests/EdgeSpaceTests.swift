import LinearAlgebra
import Meshing
import Notation
import Testing

@testable import EdgeElements

private let shapes = [
  BulkShape(name: "upper", outerRadius: 0.015, zMin: 0.001, zMax: 0.007),
  BulkShape(name: "lower", outerRadius: 0.010, zMin: -0.006, zMax: -0.001),
]

private func space(mirrored: Bool = false) -> EdgeSpace {
  let mesher = RectangleMesher(shapes: mirrored ? [shapes[0]] : shapes, mirrorPlane: mirrored ? 0 : nil)
  return EdgeSpace(
    mesh: mesher.mesh(.init(radialCells: 4, axialCells: 3, airGrowth: 1.5, farDistance: 0.2)))
}

@Suite struct EdgeSpaceTests {
  @Test func `every interior edge has two cells, and they see it with opposite signs`() {
    let space = space()
    var (uses, signs) = ([Int](repeating: 0, count: space.edgeCount), [Double](repeating: 0, count: space.edgeCount))
    for (edges, sign) in zip(space.cellEdges, space.cellSigns) {
      for k in 0..<4 {
        uses[Int(edges[k])] += 1
        signs[Int(edges[k])] += sign[k]
      }
    }
    for edge in uses.indices {
      #expect(uses[edge] == 1 || (uses[edge] == 2 && signs[edge] == 0))
    }
    // Euler: nodes - edges + cells = 1 for a simply connected sheet.
    #expect(space.mesh.nodes.count - space.edgeCount + space.mesh.cells.count == 1)
  }

  @Test func `air carries no current whatever the unknowns`() {
    let space = space()
    let unknowns = (0..<space.map.unknownCount).map { Double(($0 * 7919) % 101) - 50 }
    let u = space.map.circulations(unknowns: unknowns, appliedField: 3)
    for cell in space.mesh.cells.indices where space.mesh.cellRegions[cell] == Mesh.air {
      let j = space.curlWeights(ofCell: cell).reduce(0) { $0 + $1.weight * u[$1.edge] }
      #expect(abs(j) * space.mesh.signedArea(of: cell) < 1e-11)
    }
  }

  @Test(arguments: [false, true]) func `a uniform field is in the space and has its energy`(mirrored: Bool) throws {
    let space = space(mirrored: mirrored)
    // phi = z everywhere: u of an edge is its height.
    let u = (0..<space.edgeCount).map { edge in
      space.mesh.nodes[Int(space.heads[edge])].y - space.mesh.nodes[Int(space.tails[edge])].y
    }
    for cell in space.mesh.cells.indices {
      let field = space.fieldAtCentre(ofCell: cell, circulations: u)
      #expect(abs(field.x) < 1e-12 && abs(field.y - 1) < 1e-12)
    }
    var (energy, volume) = (0.0, 0.0)
    for cell in space.mesh.cells.indices {
      let local = MagneticEnergy.elementMatrix(space.mesh, cell: cell)
      for a in 0..<4 {
        for b in 0..<4 {
          energy +=
            local[a][b] * space.cellSigns[cell][a] * space.cellSigns[cell][b] * u[Int(space.cellEdges[cell][a])]
            * u[Int(space.cellEdges[cell][b])]
        }
      }
      let corners = space.mesh.corners(of: cell)
      volume += 0.5 * (corners[0].x + corners[2].x) * space.mesh.signedArea(of: cell)
    }
    #expect(abs(energy / (vacuumPermeability * volume) - 1) < 1e-12)
  }

  @Test func `without bulks the applied field fills the air unchanged`() throws {
    // The energy's minimum with phi = z on the boundary is phi = z: the discrete solution must be exact.
    let mesh = RectangleMesher.mesh(
      r: [0, 0.01, 0.025, 0.05], z: [-0.04, -0.01, 0.0, 0.02, 0.05],
      shapes: [])
    let space = EdgeSpace(mesh: mesh)
    var energy = MagneticEnergy(space: space)
    try energy.matrix.factor()
    var right = Matrix(rows: space.map.unknownCount, columns: 1)
    for (i, value) in energy.applied.enumerated() { right[i, 0] = -value }
    try energy.matrix.solve(&right)
    let u = space.map.circulations(unknowns: right.elements, appliedField: 1)
    for cell in mesh.cells.indices {
      let field = space.fieldAtCentre(ofCell: cell, circulations: u)
      #expect(abs(field.x) < 1e-12 && abs(field.y - 1) < 1e-12)
    }
  }
}
