extension Mesh {
  /// Distances below this share of the mesh's extent are none.
  static let relativeSlack = 1e-9

  /// Throws for a mesh whose cells do not meet edge to edge, without cracks, in one piece that reaches the axis, with bulks in
  /// air; O(nodes + cells). What `checkInvariants` finds has to be found before.
  ///
  /// Generated meshes have no such defects; imported ones and those of other programs may.
  ///
  /// - Parameter cutsBulks: a bulk may reach the outline, where the field is along it: a slice of a bulk that goes on for ever.
  /// - Throws: the first `MeshDefect` found.
  public func checkTopology(cutsBulks: Bool = false) throws(MeshDefect) {
    for cell in cells.indices where !isConvex(cell) { throw .notConvex(cell: cell) }
    guard cellRegions.contains(Mesh.air) else { throw .noAir }
    guard cellRegions.contains(where: { $0 != Mesh.air }) else { throw .noBulk }
    if let (first, second) = coincidentNodes() { throw .coincidentNodes(first, second) }
    var cellOfEdge: [SIMD2<Int32>: Int] = [:]
    for cell in cells.indices {
      let count = cornerCount(of: cell)
      for k in 0..<count {
        let edge = SIMD2(cells[cell][k], cells[cell][(k + 1) % count])
        if let other = cellOfEdge.updateValue(cell, forKey: edge) { throw .overlapping(cell: cell, other: other) }
      }
    }
    let curves = boundaryCurves()
    guard let start = curves.axis.first else { throw .noAxis }
    for edge in curves.far where !cutsBulks {
      if let cell = cellOfEdge[edge], cellRegions[cell] != Mesh.air { throw .bulkOnOutline(cell: cell) }
    }
    // One closed walk around the outline, with the mesh on its left, must meet all of its edges.
    var following: [Int32: Int32] = [:]
    for edge in curves.axis + curves.far { following[edge.x] = edge.y }
    var (node, steps) = (start.y, 1)
    while node != start.x, steps < following.count, let next = following[node] { (node, steps) = (next, steps + 1) }
    // It follows the axis once: a gap there is a bulk that was not meshed.
    let axisStarts = Set(curves.axis.map(\.x))
    let axisEnds = curves.axis.count { !axisStarts.contains($0.y) }
    guard node == start.x, steps == curves.axis.count + curves.far.count, axisEnds == 1 else { throw .severalOutlines }
  }

  /// Not a slim cell is none, but one whose area is rounding; also what turns the other way.
  private func isConvex(_ cell: Int) -> Bool {
    let p = corners(of: cell)
    let sides = p.indices.map { p[($0 + 1) % p.count] - p[$0] }
    let longest = sides.map { ($0 * $0).sum() }.max() ?? 0
    return sides.indices.allSatisfy { k in
      let (u, v) = (sides[k], sides[(k + 1) % sides.count])
      return u.x * v.y - u.y * v.x > 1e-10 * longest
    }
  }

  /// The first two nodes that lie within the slack of each other.
  private func coincidentNodes() -> (Int, Int)? {
    let low = nodes.reduce(SIMD2(repeating: Double.infinity)) { pointwiseMin($0, $1) }
    let high = nodes.reduce(SIMD2(repeating: -Double.infinity)) { pointwiseMax($0, $1) }
    let slack = Self.relativeSlack * (high - low).max()
    // Squares twice as wide as the slack: whatever is that near lies in the same one or in one next to it.
    let width = 2 * slack
    guard width > 0, width.isFinite else { return nodes.count > 1 ? (0, 1) : nil }
    var first: [SIMD2<Int64>: Int] = [:]
    for (i, node) in nodes.enumerated() {
      // At most 1e9 squares each way, by the definition of the slack.
      let scaled = ((node - low) / width).rounded(.down)
      let square = SIMD2(Int64(scaled.x), Int64(scaled.y))
      for dx in -1...1 {
        for dy in -1...1 {
          guard let other = first[square &+ SIMD2(Int64(dx), Int64(dy))] else { continue }
          let offset = nodes[other] - node
          if (offset * offset).sum() <= slack * slack { return (other, i) }
        }
      }
      first[square] = i
    }
    return nil
  }
}
