import Meshing
import Notation
import Testing

@testable import CoilFields
@testable import EdgeElements

/// One cell, as all kinds of cells that meshes have.
struct SingleCell: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var corners: [SIMD2<Double>]

  var mesh: Mesh {
    Mesh(
      nodes: corners, cells: [SIMD4(0, 1, 2, corners.count == 4 ? 3 : -1)], cellRegions: [1],
      regionNames: ["air", "A"])
  }

  static let all = [
    SingleCell(testDescription: "rectangle", corners: [[0.01, 0.02], [0.04, 0.02], [0.04, 0.03], [0.01, 0.03]]),
    SingleCell(
      testDescription: "rectangle from another corner",
      corners: [[0.04, 0.02], [0.04, 0.03], [0.01, 0.03], [0.01, 0.02]]),
    SingleCell(
      testDescription: "parallelogram", corners: [[0.01, 0.02], [0.04, 0.03], [0.05, 0.05], [0.02, 0.04]]),
    SingleCell(testDescription: "trapezoid on the axis", corners: [[0, 0], [0.03, 0], [0.02, 0.02], [0, 0.02]]),
    SingleCell(
      testDescription: "quadrilateral", corners: [[0.01, 0.02], [0.04, 0.01], [0.05, 0.05], [0.02, 0.03]]),
    SingleCell(testDescription: "triangle", corners: [[0.01, 0.02], [0.04, 0.01], [0.03, 0.05]]),
    SingleCell(testDescription: "triangle with a side on the axis", corners: [[0, 0.01], [0.02, 0.02], [0, 0.03]]),
    SingleCell(
      testDescription: "triangle with a corner on the axis", corners: [[0, 0.01], [0.02, 0.005], [0.01, 0.03]]),
  ]

  /// `∫H·dl` along each edge of the space for H linear in the place: its value in the middle is its mean.
  func circulations(_ space: EdgeSpace, _ field: (SIMD2<Double>) -> SIMD2<Double>) -> [Double] {
    (0..<space.edgeCount).map { edge in
      let (tail, head) = (corners[Int(space.tails[edge])], corners[Int(space.heads[edge])])
      return (field(0.5 * (tail + head)) * (head - tail)).sum()
    }
  }
}

@Suite struct `Edge elements of every shape` {
  @Test(arguments: SingleCell.all) func `hold uniform fields and their energy`(cell: SingleCell) {
    let space = EdgeSpace(mesh: cell.mesh)
    let m = MagneticEnergy.elementMatrix(cell.mesh, cell: 0)
    for field in [SIMD2(0.0, 1), SIMD2(1, 0), SIMD2(0.6, -0.8)] {
      let u = cell.circulations(space) { _ in field }
      let centre = space.fieldAtCentre(ofCell: 0, circulations: u)
      #expect(abs(centre.x - field.x) < 1e-13 && abs(centre.y - field.y) < 1e-13)
      var energy = 0.0
      for a in 0..<cell.corners.count {
        for b in 0..<cell.corners.count {
          let (i, j) = (Int(space.cellEdges[0][a]), Int(space.cellEdges[0][b]))
          energy += m[a][b] * space.cellSigns[0][a] * space.cellSigns[0][b] * u[i] * u[j]
        }
      }
      let exact = vacuumPermeability * CoilSection(cell.mesh, cell: 0).radialMoment
      #expect(abs(energy / exact - 1) < 1e-13)
    }
  }

  @Test(arguments: SingleCell.all) func `have no curl of gradients and the right one of a turn`(cell: SingleCell) {
    let space = EdgeSpace(mesh: cell.mesh)
    func curl(_ u: [Double]) -> Double { space.curlWeights(ofCell: 0).reduce(0) { $0 + $1.weight * u[$1.edge] } }
    let potential = [3.0, -1, 0.5, 7]
    let gradient = (0..<space.edgeCount).map { potential[Int(space.heads[$0])] - potential[Int(space.tails[$0])] }
    #expect(abs(curl(gradient)) * cell.mesh.signedArea(of: 0) < 1e-13)
    // J = dHr/dz - dHz/dr
    #expect(abs(curl(cell.circulations(space) { SIMD2(2 * $0.y, -3 * $0.x) }) - 5) < 1e-12)
  }

  @Test(arguments: SingleCell.all) func `have a symmetric positive mass`(cell: SingleCell) {
    let m = MagneticEnergy.elementMatrix(cell.mesh, cell: 0)
    let n = cell.corners.count
    for a in 0..<4 {
      for b in 0..<4 {
        #expect(abs(m[a][b] - m[b][a]) <= 1e-15 * abs(m[a][a]))
        if a >= n || b >= n { #expect(m[a][b] == 0) }
      }
    }
    for pattern in 1..<81 {
      // Every vector of -1, 0 and 1.
      let digits = [pattern % 3, pattern / 3 % 3, pattern / 9 % 3, pattern / 27]
      let x = (0..<4).map { $0 < n ? Double(digits[$0] - 1) : 0 }
      guard x.contains(where: { $0 != 0 }) else { continue }
      var energy = 0.0
      for a in 0..<4 { for b in 0..<4 { energy += x[a] * m[a][b] * x[b] } }
      #expect(energy > 0)
    }
  }

  @Test func `of a triangle have circulation 1 along their own edge and 0 along the others`() {
    let p = SingleCell.all[5].corners
    let triangle = WhitneyTriangle(p[0], p[1], p[2])
    for edge in 0..<3 {
      let next = (edge + 1) % 3
      for t in [0.1, 0.5, 0.8] {
        var place = SIMD3<Double>()
        (place[edge], place[next]) = (1 - t, t)
        let w = triangle.functions(at: place)
        for k in 0..<3 { #expect(abs((w[k] * (p[next] - p[edge])).sum() - (k == edge ? 1 : 0)) < 1e-13) }
      }
    }
  }

  @Test func `of a quadrilateral have circulation 1 along their own edge and 0 along the others`() {
    let p = SingleCell.all[4].corners
    let quadrilateral = PiolaQuadrilateral(p[0], p[1], p[2], p[3])
    for t in [0.1, 0.5, 0.8] {
      for (edge, (x, y)) in [(t, 0), (1, t), (1 - t, 1), (0, 1 - t)].enumerated() {
        let w = quadrilateral.functions(at: x, y).functions
        for k in 0..<4 { #expect(abs((w[k] * (p[(edge + 1) % 4] - p[edge])).sum() - (k == edge ? 1 : 0)) < 1e-13) }
      }
    }
  }

  @Test func `of a rectangle are the same by both formulas`() {
    let p = SingleCell.all[0].corners
    let general = PiolaQuadrilateral(p[0], p[1], p[2], p[3]).mass
    let special = MagneticEnergy.elementMatrix(SingleCell.all[0].mesh, cell: 0)
    for a in 0..<4 {
      for b in 0..<4 {
        #expect(abs(vacuumPermeability * general[a][b] - special[a][b]) < 1e-14 * special[a][a])
      }
    }
  }

  @Test(arguments: [5, 6, 7]) func `of a triangle have the mass of their products, integrated`(index: Int) {
    let cell = SingleCell.all[index]
    let p = cell.corners
    let triangle = WhitneyTriangle(p[0], p[1], p[2])
    let area = cell.mesh.signedArea(of: 0)
    for a in 0..<3 {
      for b in 0..<3 {
        var sum = 0.0
        for (l, weight) in zip(TriangleRule.degree4.points, TriangleRule.degree4.weights) {
          let w = triangle.functions(at: l)
          sum += weight * area * (w[a] * w[b]).sum() * (l[0] * p[0].x + l[1] * p[1].x + l[2] * p[2].x)
        }
        #expect(abs(triangle.mass[a][b] - sum) < 1e-13 * triangle.mass[a][a])
      }
    }
  }
}
