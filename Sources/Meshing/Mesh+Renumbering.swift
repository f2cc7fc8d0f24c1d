extension Mesh {
  /// The same mesh with nodes numbered for a narrow band, by the reverse Cuthill-McKee method; as it is when that would
  /// not be narrower. Cells keep their order and corners.
  ///
  /// E. Cuthill and J. McKee, Proc. 24th ACM National Conference, 157 (1969); start nodes as A. George and J. W. H. Liu,
  /// ACM Trans. Math. Softw. 5, 284 (1979). O(nodes + cells), times a few rounds to find the start.
  public func renumbered() -> Mesh {
    let order = NodeGraph(self).reverseCuthillMcKee()
    var newIndex = [Int32](repeating: 0, count: nodes.count)
    for (new, old) in order.enumerated() { newIndex[old] = Int32(new) }
    var result = self
    result.nodes = order.map { nodes[$0] }
    for i in cells.indices {
      for k in 0..<cornerCount(of: i) { result.cells[i][k] = newIndex[Int(cells[i][k])] }
    }
    result.hangingNodes = hangingNodes.map { hanging in
      HangingNode(
        node: newIndex[Int(hanging.node)],
        ends: SIMD2(newIndex[Int(hanging.ends.x)], newIndex[Int(hanging.ends.y)]))
    }
    return result.nodeBandwidth < nodeBandwidth ? result : self
  }

  /// The largest difference of two node numbers in one cell.
  public var nodeBandwidth: Int {
    cells.indices.reduce(0) { widest, i in
      let corners = (0..<cornerCount(of: i)).map { Int(cells[i][$0]) }
      return max(widest, (corners.max() ?? 0) - (corners.min() ?? 0))
    }
  }
}

/// Which nodes share a cell.
private struct NodeGraph {
  /// Neighbours of node i: `neighbours[starts[i]..<starts[i + 1]]`, each once.
  private var starts: [Int]
  private var neighbours: [Int]

  init(_ mesh: Mesh) {
    var pairs: Set<SIMD2<Int32>> = []
    for i in mesh.cells.indices {
      let count = mesh.cornerCount(of: i)
      for a in 0..<count {
        for b in 0..<count where a != b { pairs.insert(SIMD2(mesh.cells[i][a], mesh.cells[i][b])) }
      }
    }
    var degrees = [Int](repeating: 0, count: mesh.nodes.count)
    for pair in pairs { degrees[Int(pair.x)] += 1 }
    starts = [0]
    for degree in degrees { starts.append(starts[starts.count - 1] + degree) }
    neighbours = [Int](repeating: 0, count: pairs.count)
    var next = starts
    for pair in pairs {
      neighbours[next[Int(pair.x)]] = Int(pair.y)
      next[Int(pair.x)] += 1
    }
    // By degree, then by number: the set's own order changes from run to run.
    for node in degrees.indices {
      neighbours[starts[node]..<starts[node + 1]].sort { (degrees[$0], $0) < (degrees[$1], $1) }
    }
  }

  private func degree(_ node: Int) -> Int { starts[node + 1] - starts[node] }

  func reverseCuthillMcKee() -> [Int] {
    let count = starts.count - 1
    var isDone = [Bool](repeating: false, count: count)
    var order: [Int] = []
    for node in 0..<count where !isDone[node] {
      let walk = breadthFirst(from: peripheralNode(near: node)).order
      for found in walk { isDone[found] = true }
      order += walk
    }
    return order.reversed()
  }

  /// A node whose farthest node is no farther than it is from that one.
  private func peripheralNode(near node: Int) -> Int {
    var (start, depth) = (node, -1)
    while true {
      let walk = breadthFirst(from: start)
      guard walk.depth > depth else { return start }
      depth = walk.depth
      start = walk.lastLevel.min { (degree($0), $0) < (degree($1), $1) } ?? start
    }
  }

  private func breadthFirst(from start: Int) -> (order: [Int], depth: Int, lastLevel: ArraySlice<Int>) {
    var isFound = [Bool](repeating: false, count: starts.count - 1)
    isFound[start] = true
    var order = [start]
    var (level, depth) = (0, 0)
    while true {
      let end = order.count
      for i in level..<end {
        for neighbour in neighbours[starts[order[i]]..<starts[order[i] + 1]] where !isFound[neighbour] {
          isFound[neighbour] = true
          order.append(neighbour)
        }
      }
      guard order.count > end else { return (order, depth, order[level...]) }
      (level, depth) = (end, depth + 1)
    }
  }
}
