internal import Meshing

/// The geometry of one cell as the element matrices want it, corners counter-clockwise.
enum CellShape {
  /// Axis-parallel, its first corner the lower left one: generated cells. Has formulas of its own, exact and quick.
  case rectangle(low: SIMD2<Double>, high: SIMD2<Double>)
  case triangle(WhitneyTriangle)
  case quadrilateral(PiolaQuadrilateral)

  init(_ mesh: borrowing Mesh, cell: Int) {
    if let (low, high) = mesh.rectangle(of: cell) {
      self = .rectangle(low: low, high: high)
      return
    }
    let c = mesh.cells[cell]
    let (p0, p1, p2) = (mesh.nodes[Int(c[0])], mesh.nodes[Int(c[1])], mesh.nodes[Int(c[2])])
    self =
      c[3] < 0
      ? .triangle(WhitneyTriangle(p0, p1, p2))
      : .quadrilateral(PiolaQuadrilateral(p0, p1, p2, mesh.nodes[Int(c[3])]))
  }
}

/// Lowest-order edge functions of a triangle, `w_k = l_k grad l_m - l_m grad l_k` with m the corner after k: circulation 1
/// along its own edge from k to m, 0 along the others. H. Whitney, Geometric Integration Theory (1957).
struct WhitneyTriangle {
  private let radii: SIMD3<Double>
  private let area: Double
  /// Gradients of the barycentric coordinates [1/m].
  private let gradients: [3 of SIMD2<Double>]

  init(_ p0: SIMD2<Double>, _ p1: SIMD2<Double>, _ p2: SIMD2<Double>) {
    let (u, v) = (p1 - p0, p2 - p0)
    let twice = u.x * v.y - u.y * v.x
    func gradient(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> { SIMD2(a.y - b.y, b.x - a.x) / twice }
    radii = SIMD3(p0.x, p1.x, p2.x)
    area = 0.5 * twice
    gradients = [gradient(p1, p2), gradient(p2, p0), gradient(p0, p1)]
  }

  /// The functions at barycentric coordinates.
  func functions(at l: SIMD3<Double>) -> [4 of SIMD2<Double>] {
    [
      l[0] * gradients[1] - l[1] * gradients[0], l[1] * gradients[2] - l[2] * gradients[1],
      l[2] * gradients[0] - l[0] * gradients[2], .zero,
    ]
  }

  /// `∫ w·w' r dr dz` [m], exact: `∫ l1^a l2^b l3^c = 2 area a! b! c! / (a + b + c + 2)!`.
  var mass: [4 of SIMD4<Double>] {
    /// `∫ l_i l_j r`
    func moment(_ i: Int, _ j: Int) -> Double {
      let others = radii.sum() - radii[i]
      return i == j
        ? area * (radii[i] / 10 + others / 30)
        : area * ((radii[i] + radii[j]) / 30 + (others - radii[j]) / 60)
    }
    func product(_ i: Int, _ j: Int) -> Double { (gradients[i] * gradients[j]).sum() }
    var m: [4 of SIMD4<Double>] = [.zero, .zero, .zero, .zero]
    for a in 0..<3 {
      let b = (a + 1) % 3
      for c in 0..<3 {
        let d = (c + 1) % 3
        m[a][c] =
          moment(a, c) * product(b, d) - moment(a, d) * product(b, c) - moment(b, c) * product(a, d)
          + moment(b, d) * product(a, c)
      }
    }
    return m
  }
}

/// Lowest-order edge functions of a convex quadrilateral: those of the unit square under the covariant Piola map
/// `w = J^-T w'`, which keeps circulations.
struct PiolaQuadrilateral {
  private let corners: [4 of SIMD2<Double>]

  init(_ p0: SIMD2<Double>, _ p1: SIMD2<Double>, _ p2: SIMD2<Double>, _ p3: SIMD2<Double>) {
    corners = [p0, p1, p2, p3]
  }

  /// The functions at (x, y) of the unit square, edges counter-clockwise, and the determinant of the map [m²].
  func functions(at x: Double, _ y: Double) -> (functions: [4 of SIMD2<Double>], determinant: Double) {
    let along = (1 - y) * (corners[1] - corners[0]) + y * (corners[2] - corners[3])
    let across = (1 - x) * (corners[3] - corners[0]) + x * (corners[2] - corners[1])
    let determinant = along.x * across.y - along.y * across.x
    // Columns of J^-T.
    let (first, second) = (SIMD2(across.y, -across.x) / determinant, SIMD2(-along.y, along.x) / determinant)
    return ([(1 - y) * first, x * second, -y * first, (x - 1) * second], determinant)
  }

  /// `∫ w·w' r dr dz` [m] by Gauss's rule of three points each way: exact for parallelograms.
  var mass: [4 of SIMD4<Double>] {
    let points = [0.5 - 0.5 * 0.6.squareRoot(), 0.5, 0.5 + 0.5 * 0.6.squareRoot()]
    let weights = [5.0 / 18, 8.0 / 18, 5.0 / 18]
    var m: [4 of SIMD4<Double>] = [.zero, .zero, .zero, .zero]
    for (x, wx) in zip(points, weights) {
      for (y, wy) in zip(points, weights) {
        let (w, determinant) = functions(at: x, y)
        let lower = (1 - x) * corners[0].x + x * corners[1].x
        let upper = (1 - x) * corners[3].x + x * corners[2].x
        let weight = wx * wy * determinant * ((1 - y) * lower + y * upper)
        for a in 0..<4 {
          for b in 0..<4 { m[a][b] += weight * (w[a] * w[b]).sum() }
        }
      }
    }
    return m
  }
}
