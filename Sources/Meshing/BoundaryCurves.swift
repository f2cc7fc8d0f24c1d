/// The two parts of the outer boundary of a mesh, as directed edges with the mesh on their left.
public struct BoundaryCurves: Sendable, Equatable {
  /// Edges on the axis of revolution, r = 0.
  public var axis: [SIMD2<Int32>]
  /// All other edges of the outer boundary.
  public var far: [SIMD2<Int32>]
}

extension Mesh {
  /// Edges that belong to one cell only, in the order of the cells. O(cells).
  public func boundaryCurves() -> BoundaryCurves {
    // Cells run counter-clockwise, so an inner edge occurs once in each direction.
    var directed: Set<SIMD2<Int32>> = []
    forEachEdge { directed.insert($0) }
    var curves = BoundaryCurves(axis: [], far: [])
    forEachEdge { edge in
      guard !directed.contains(SIMD2(edge.y, edge.x)) else { return }
      if nodes[Int(edge.x)].x == 0 && nodes[Int(edge.y)].x == 0 {
        curves.axis.append(edge)
      } else {
        curves.far.append(edge)
      }
    }
    return curves
  }

  private func forEachEdge(_ body: (SIMD2<Int32>) -> Void) {
    for i in cells.indices {
      let count = cornerCount(of: i)
      for k in 0..<count { body(SIMD2(cells[i][k], cells[i][(k + 1) % count])) }
    }
  }
}
