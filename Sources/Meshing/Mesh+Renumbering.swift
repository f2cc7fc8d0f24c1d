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
    // The cells at each node, one node's after the other's.
    var ends = [Int](repeating: 0, count: mesh.nodes.count)
    for i in mesh.cells.indices { for k in 0..<mesh.cornerCount(of: i) { ends[Int(mesh.cells[i][k])] += 1 } }
    for node in ends.indices.dropFirst() { ends[node] += ends[node - 1] }
    var cellsAtNodes = [Int](repeating: 0, count: ends.last ?? 0)
    var next = [0] + ends.dropLast()
    for i in mesh.cells.indices {
      for k in 0..<mesh.cornerCount(of: i) {
        let node = Int(mesh.cells[i][k])
        cellsAtNodes[next[node]] = i
        next[node] += 1
      }
    }
    (starts, neighbours) = ([0], [])
    var seen = [Int](repeating: -1, count: mesh.nodes.count)
    var first = 0
    for (node, end) in ends.enumerated() {
      seen[node] = node
      for cell in cellsAtNodes[first..<end] {
        for k in 0..<mesh.cornerCount(of: cell) {
          let other = Int(mesh.cells[cell][k])
          guard seen[other] != node else { continue }
          seen[other] = node
          neighbours.append(other)
        }
      }
      first = end
      starts.append(neighbours.count)
    }
    let degrees = mesh.nodes.indices.map { starts[$0 + 1] - starts[$0] }
    for node in mesh.nodes.indices {
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
