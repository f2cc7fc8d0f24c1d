package import EdgeElements
package import Meshing

/// Where heat flows between the current cells of a mesh and out of them: finite volumes, one temperature for each cell.
///
/// The flux through a side is that between two points on the line through its middle along which heat flows, one in each cell. In a
/// mesh of rectangles these are the cells' middles; where a side is half of a larger cell's, or cells are no rectangles, the temperature there
/// is extrapolated by the cell's gradient, so that linear temperatures are exact on every mesh. What leaves one cell enters the other, so
/// heat is conserved.
package struct HeatPaths: Sendable {
  /// A side between two cells.
  struct Side: Sendable {
    var cells: (first: Int, second: Int)
    /// `∫ r dl` [m²]
    var area: Double
    /// From the first to the second.
    var normal: SIMD2<Double>
    /// From each middle to the side, along the normal [m].
    var distances: (first: Double, second: Double)
    /// From each middle to the line through the side's middle, across the normal [m].
    var offsets: (first: SIMD2<Double>, second: SIMD2<Double>)
  }

  /// A side to the outside of the bulks.
  package struct Surface: Sendable {
    package var cell: Int
    /// `∫ r dl` [m²]
    package var area: Double
    /// Outwards.
    package var normal: SIMD2<Double>
    package var distance: Double
    /// Middle and ends (r, z) [m].
    package var middle: SIMD2<Double>
    package var ends: [SIMD2<Double>]
  }

  package let cellCount: Int
  /// Of these the first carry currents; those of supports follow.
  package let currentCells: Int
  /// `∫ r dr dz` [m³]
  package let weights: [Double]
  package let bodies: [Int]
  /// [m]
  package let middles: [SIMD2<Double>]
  let sides: [Side]
  package let surfaces: [Surface]
  /// Of each cell, by least squares over its neighbours in its body: `grad T = sum_k g_k T_k` [1/m].
  let gradients: [[(cell: Int, weight: SIMD2<Double>)]]

  /// - Parameter mirrorPlane: z of a plane of symmetry, through which no heat flows [m].
  package init(mesh: Mesh, cells: CurrentCells, mirrorPlane: Double?) {
    let middles = cells.meshCells.map { cell in
      if let (low, high) = mesh.rectangle(of: cell) { return 0.5 * (low + high) }
      return mesh.middle(of: cell)
    }
    var halves: [SIMD2<Int32>: Int32] = [:]
    for hanging in mesh.hangingNodes { halves[Self.key(hanging.ends.x, hanging.ends.y)] = hanging.node }
    // Each side once, in the order of the cells: who has it first, and who has it too.
    var found: [SIMD2<Int32>: Int] = [:]
    var owners: [(nodes: SIMD2<Int32>, first: Int, second: Int?)] = []
    for (i, cell) in cells.meshCells.enumerated() {
      let corners = mesh.cells[cell]
      let count = mesh.cornerCount(of: cell)
      for k in 0..<count {
        let (a, b) = (corners[k], corners[(k + 1) % count])
        let parts = halves[Self.key(a, b)].map { [SIMD2(a, $0), SIMD2($0, b)] } ?? [SIMD2(a, b)]
        for nodes in parts {
          let key = Self.key(nodes.x, nodes.y)
          if let side = found[key] {
            owners[side].second = i
          } else {
            found[key] = owners.count
            owners.append((nodes, i, nil))
          }
        }
      }
    }
    var (sides, surfaces) = ([Side](), [Surface]())
    for owner in owners {
      let (p, q) = (mesh.nodes[Int(owner.nodes.x)], mesh.nodes[Int(owner.nodes.y)])
      let along = q - p
      let length = (along * along).sum().squareRoot()
      // Corners run counter-clockwise, so that outside lies to the right.
      let normal = SIMD2(along.y, -along.x) / length
      let (middle, area) = (0.5 * (p + q), 0.5 * (p.x + q.x) * length)
      func distance(_ cell: Int) -> Double { abs(((middle - middles[cell]) * normal).sum()) }
      func offset(_ cell: Int) -> SIMD2<Double> {
        let way = middle - middles[cell]
        return way - (way * normal).sum() * normal
      }
      if let second = owner.second {
        sides.append(
          Side(
            cells: (owner.first, second), area: area, normal: normal,
            distances: (distance(owner.first), distance(second)),
            offsets: (offset(owner.first), offset(second))))
      } else if area > 0, mirrorPlane.map({ abs(p.y - $0) > 1e-9 * length || abs(q.y - $0) > 1e-9 * length }) ?? true {
        surfaces.append(
          Surface(
            cell: owner.first, area: area, normal: normal, distance: distance(owner.first), middle: middle,
            ends: [p, q]))
      }
    }
    self.init(
      middles, weights: cells.weights, bodies: cells.bulks, sides: sides, surfaces: surfaces,
      currentCells: cells.count)
  }

  init(
    _ middles: [SIMD2<Double>], weights: [Double], bodies: [Int], sides: [Side], surfaces: [Surface], currentCells: Int
  ) {
    (cellCount, self.currentCells) = (middles.count, currentCells)
    (self.middles, self.weights, self.bodies) = (middles, weights, bodies)
    (self.sides, self.surfaces) = (sides, surfaces)
    gradients = Self.gradients(sides, middles: middles, bodies: bodies)
  }

  private static func key(_ a: Int32, _ b: Int32) -> SIMD2<Int32> { SIMD2(min(a, b), max(a, b)) }

  private static func gradients(
    _ sides: [Side], middles: [SIMD2<Double>], bodies: [Int]
  ) -> [[(cell: Int, weight: SIMD2<Double>)]] {
    var neighbours = [[Int]](repeating: [], count: middles.count)
    for side in sides where bodies[side.cells.first] == bodies[side.cells.second] {
      neighbours[side.cells.first].append(side.cells.second)
      neighbours[side.cells.second].append(side.cells.first)
    }
    return middles.indices.map { i in
      // A' A = sum of d d'/|d|², which makes every neighbour count the same.
      var (rr, rz, zz) = (0.0, 0.0, 0.0)
      let ways = neighbours[i].map { middles[$0] - middles[i] }
      for way in ways {
        let square = (way * way).sum()
        rr += way.x * way.x / square
        rz += way.x * way.y / square
        zz += way.y * way.y / square
      }
      // Neighbours in a line know nothing of the other direction, in which the gradient is then 0.
      let least = 1e-9 * (rr + zz)
      (rr, zz) = (rr + least, zz + least)
      let determinant = rr * zz - rz * rz
      guard determinant > 0 else { return [] }
      var own = SIMD2(0.0, 0.0)
      var weights: [(cell: Int, weight: SIMD2<Double>)] = []
      for (k, way) in zip(neighbours[i], ways) {
        let scaled = way / (way * way).sum()
        let weight = SIMD2(zz * scaled.x - rz * scaled.y, rr * scaled.y - rz * scaled.x) / determinant
        weights.append((k, weight))
        own -= weight
      }
      return weights + [(i, own)]
    }
  }

  /// The temperature at a place [m] in a cell, by its gradient.
  package func temperature(at place: SIMD2<Double>, inCell i: Int, _ temperatures: [Double]) -> Double {
    let way = place - middles[i]
    return gradients[i].reduce(temperatures[i]) { $0 + ($1.weight * way).sum() * temperatures[$1.cell] }
  }
}
