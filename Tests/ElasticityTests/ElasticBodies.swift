import Elasticity
import RealModule

/// Even grid lines.
func lines(_ from: Double, _ to: Double, _ count: Int) -> [Double] {
  (0...count).map { $0 == count ? to : from + (to - from) * Double($0) / Double(count) }
}

/// Every displacement along z is 0: a slice of something long.
func planeStrain(_ mesh: ElasticMesh) -> [NodeDirection] {
  mesh.nodes.indices.map { NodeDirection(node: $0, direction: .axial) }
}

let steel = (young: 193e9, poisson: 0.28)
let bulk = (young: 130e9, poisson: 0.3)

/// A mesh of four-cornered and three-cornered cells whose inner nodes are out of line, on 5 to 9 mm by 0 to 3 mm.
func crookedMesh(_ material: ElasticMaterial, triangles: Bool, count n: Int = 4) -> ElasticMesh {
  var points: [SIMD2<Double>] = []
  for i in 0...n {
    for j in 0...n {
      var (x, y) = (Double(i) / Double(n), Double(j) / Double(n))
      if i > 0, i < n, j > 0, j < n {
        x += 0.2 / Double(n) * Double.sin(5 * Double(i) + 3 * Double(j))
        y += 0.2 / Double(n) * Double.cos(2 * Double(i) - 7 * Double(j))
      }
      points.append(SIMD2(5e-3 + 4e-3 * x, 3e-3 * y))
    }
  }
  var cells: [[Int]] = []
  for i in 0..<n {
    for j in 0..<n {
      let corners = [i * (n + 1) + j, (i + 1) * (n + 1) + j, (i + 1) * (n + 1) + j + 1, i * (n + 1) + j + 1]
      if triangles {
        cells += [[corners[0], corners[1], corners[2]], [corners[0], corners[2], corners[3]]]
      } else {
        cells.append(corners)
      }
    }
  }
  var mesh = ElasticMesh(materials: [material])
  mesh.addCells(cells, points: points, material: 0)
  return mesh
}

/// The largest difference of two arrays.
func largestDifference(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map { abs($0 - $1) }.max() ?? 0 }

/// The stress at a node of the mesh nearest to a point.
func stress(
  at point: SIMD2<Double>, _ displacements: [Double], _ mesh: ElasticMesh, material: Int = 0,
  initialStress: (SIMD2<Double>) -> Stress = { _ in Stress() }
) -> Stress {
  let recovery = StressRecovery(mesh)
  let stresses = recovery.stress(of: displacements)
  let nearest = recovery.sites.indices.filter { recovery.sites[$0].material == material }.min { a, b in
    func distance(_ site: Int) -> Double {
      let offset = mesh.nodes[recovery.sites[site].node] - point
      return (offset * offset).sum()
    }
    return distance(a) < distance(b)
  }
  guard let nearest else { return Stress() }
  return stresses[nearest] - initialStress(mesh.nodes[recovery.sites[nearest].node])
}
