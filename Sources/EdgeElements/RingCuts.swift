internal import Meshing

/// Cuts through the air that make its potential single-valued around rings.
///
/// A bulk that does not touch the axis carries a net current, around which `∮H·dl` is not zero: the potential of the air
/// jumps by it across a cut that leads from the ring to the axis, or to a bulk that is itself joined to it. The jump is an
/// unknown of its own, one for each ring.
enum RingCuts {
  /// An edge that a cut crosses, with the sign that the jump has along it.
  struct Crossing {
    var edge: Int
    var sign: Double
  }

  /// One cut for each piece of bulk off the axis, in the order of their first cells. Pieces walled in by others, which no
  /// path through air reaches, have none.
  /// A cut leads through halves where a cell meets two smaller ones.
  static func cuts(
    mesh: Mesh, cellEdges: [SIMD4<Int32>], cellSigns: [SIMD4<Double>], edgeCount: Int, splits: [SplitEdge]
  ) -> [[Crossing]] {
    var neighbours = [SIMD2<Int32>](repeating: SIMD2(-1, -1), count: edgeCount)
    for (cell, edges) in cellEdges.enumerated() {
      for k in 0..<4 where edges[k] >= 0 {
        let edge = Int(edges[k])
        neighbours[edge][neighbours[edge].x < 0 ? 0 : 1] = Int32(cell)
      }
    }
    // The whole's cell lies across each half, and each half's across the whole, where it takes the half to cross.
    var halvesOf: [Int: SplitEdge] = [:]
    for split in splits {
      halvesOf[Int(split.parent)] = split
      for k in 0..<2 { neighbours[Int(split.halves[k])].y = neighbours[Int(split.parent)].x }
    }
    /// The cells across side k of a cell, each with the edge to cross.
    func across(_ k: Int, of cell: Int) -> [(cell: Int, crossing: Crossing)] {
      let (edge, sign) = (Int(cellEdges[cell][k]), cellSigns[cell][k])
      if let split = halvesOf[edge] {
        return (0..<2).map { half in
          let edge = Int(split.halves[half])
          return (Int(neighbours[edge].x), Crossing(edge: edge, sign: sign * split.signs[half]))
        }
      }
      let pair = neighbours[edge]
      let other = Int(pair.x == Int32(cell) ? pair.y : pair.x)
      return other < 0 ? [] : [(other, Crossing(edge: edge, sign: sign))]
    }
    let pieces = bulkPieces(of: mesh, across: across)
    var joined = Set(
      mesh.cells.indices.filter { cell in
        pieces[cell] != nil
          && (0..<mesh.cornerCount(of: cell)).contains { mesh.nodes[Int(mesh.cells[cell][$0])].x == 0 }
      }.compactMap { pieces[$0] })
    var waiting = Array(Set(pieces.compactMap { $0 }).subtracting(joined)).sorted()
    var cuts: [Int: [Crossing]] = [:]
    // A ring around another ring waits until that one is joined to the axis.
    while let (index, cut) = waiting.lazy.enumerated().compactMap({ index, piece in
      path(from: piece, to: joined, mesh, cellEdges, cellSigns, pieces, across).map { (index, $0) }
    }).first {
      cuts[waiting[index]] = cut
      joined.insert(waiting.remove(at: index))
    }
    return cuts.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The connected piece of bulk of each cell, named by its first cell; nil in air.
  private static func bulkPieces(
    of mesh: Mesh, across: (Int, Int) -> [(cell: Int, crossing: Crossing)]
  ) -> [Int?] {
    var pieces = [Int?](repeating: nil, count: mesh.cells.count)
    for start in mesh.cells.indices where mesh.cellRegions[start] != Mesh.air && pieces[start] == nil {
      pieces[start] = start
      var stack = [start]
      while let cell = stack.popLast() {
        for k in 0..<mesh.cornerCount(of: cell) {
          for (next, _) in across(k, cell) where pieces[next] == nil && mesh.cellRegions[next] != Mesh.air {
            pieces[next] = start
            stack.append(next)
          }
        }
      }
    }
    return pieces
  }

  /// The shortest way through air cells from a piece to the axis or to a piece joined to it, as the edges it crosses.
  private static func path(
    from piece: Int, to joined: Set<Int>, _ mesh: Mesh, _ cellEdges: [SIMD4<Int32>], _ cellSigns: [SIMD4<Double>],
    _ pieces: [Int?], _ across: (Int, Int) -> [(cell: Int, crossing: Crossing)]
  ) -> [Crossing]? {
    var cameFrom = [Int: (cell: Int, crossing: Crossing)]()
    var queue = mesh.cells.indices.filter { pieces[$0] == piece }
    var next = 0
    while next < queue.count {
      let cell = queue[next]
      next += 1
      for k in 0..<mesh.cornerCount(of: cell) {
        let neighbours = across(k, cell)
        let atAxis =
          neighbours.isEmpty
          && [k, (k + 1) % mesh.cornerCount(of: cell)].allSatisfy { mesh.nodes[Int(mesh.cells[cell][$0])].x == 0 }
        let last =
          atAxis
          ? Crossing(edge: Int(cellEdges[cell][k]), sign: cellSigns[cell][k])
          : neighbours.first { pieces[$0.cell].map(joined.contains) == true }?.crossing
        if let last {
          var (cut, at) = ([last], cell)
          while let step = cameFrom[at] {
            cut.append(step.crossing)
            at = step.cell
          }
          return cut
        }
        for (neighbour, crossing) in neighbours where pieces[neighbour] == nil && cameFrom[neighbour] == nil {
          cameFrom[neighbour] = (cell, crossing)
          queue.append(neighbour)
        }
      }
    }
    return nil
  }
}
