extension Mesh {
  /// The mesh with every cell cut into four of its own kind, at the middles of its edges. Straight edges stay straight, so
  /// that a curved outline is not met any better.
  ///
  /// Nodes are renumbered for a narrow band; the four parts of a cell stand together. O(nodes + cells).
  public func refined() -> Mesh {
    var cutting = CellCutting(self)
    for i in cells.indices { cutting.cut(i) }
    return cutting.mesh.renumbered()
  }

  /// The mesh with some of its cells cut, and with those that would otherwise meet three cells along one side.
  ///
  /// The air follows: an air cell that shares a corner with a bulk's cell that is cut is cut into four, for the field around a
  /// current varies over the size of its cell. Cells that stay keep their order, the parts of a cell stand together in its
  /// place. Nodes are renumbered for a narrow band. O(nodes + cells).
  public func refined(cutting cuts: [CellCut]) -> Mesh {
    let ways = withNeighbours(cuts)
    var cutting = CellCutting(self)
    for i in cells.indices {
      switch ways[i] {
      case []: cutting.keep(i)
      case .both: cutting.cut(i)
      default: cutting.halve(i, ways[i])
      }
    }
    return cutting.mesh.renumbered()
  }

  /// The cuts, those of the air at their corners, and those of the larger neighbours of all these.
  private func withNeighbours(_ cuts: [CellCut]) -> [CellCut.Ways] {
    var ways = [CellCut.Ways](repeating: [], count: cells.count)
    var isAtBulk = [Bool](repeating: false, count: nodes.count)
    for cut in cuts {
      ways[cut.cell].formUnion(cornerCount(of: cut.cell) == 3 ? .both : cut.ways)
      guard cellRegions[cut.cell] != Mesh.air else { continue }
      for k in 0..<cornerCount(of: cut.cell) { isAtBulk[Int(cells[cut.cell][k])] = true }
    }
    for cell in cells.indices where cellRegions[cell] == Mesh.air {
      if (0..<cornerCount(of: cell)).contains(where: { isAtBulk[Int(cells[cell][$0])] }) { ways[cell] = .both }
    }
    guard !hangingNodes.isEmpty else { return ways }
    // Half a side of a larger cell, and which side of which cell that is.
    var larger: [SIMD2<Int32>: (cell: Int, side: Int)] = [:]
    var halves: [SIMD2<Int32>: [SIMD2<Int32>]] = [:]
    for hanging in hangingNodes {
      halves[side(hanging.ends.x, hanging.ends.y)] = [
        side(hanging.ends.x, hanging.node), side(hanging.node, hanging.ends.y),
      ]
    }
    for cell in cells.indices {
      for (k, edge) in sides(of: cell).enumerated() { for half in halves[edge] ?? [] { larger[half] = (cell, k) } }
    }
    var waiting = cells.indices.filter { ways[$0] != [] }
    while let cell = waiting.popLast() {
      for (k, edge) in sides(of: cell).enumerated() where ways[cell].halvesSide(k) || cornerCount(of: cell) == 3 {
        guard let neighbour = larger[edge] else { continue }
        let needed = cornerCount(of: neighbour.cell) == 3 ? .both : CellCut.Ways.halvingSide(neighbour.side)
        guard !ways[neighbour.cell].isSuperset(of: needed) else { continue }
        ways[neighbour.cell].formUnion(needed)
        waiting.append(neighbour.cell)
      }
    }
    return ways
  }

  fileprivate func sides(of cell: Int) -> [SIMD2<Int32>] {
    let count = cornerCount(of: cell)
    return (0..<count).map { side(cells[cell][$0], cells[cell][($0 + 1) % count]) }
  }
}

/// How a cell is to be cut: into two or four.
public struct CellCut: Sendable, Hashable, Codable {
  /// A quadrilateral's sides are counted from its first corner: lower, outer, upper and inner of a generated rectangle.
  public struct Ways: OptionSet, Sendable, Hashable, Codable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Into an inner and an outer part: the lower and the upper side are halved.
    public static let radially = Ways(rawValue: 1)
    /// Into a lower and an upper part.
    public static let axially = Ways(rawValue: 2)
    public static let both: Ways = [.radially, .axially]

    static func halvingSide(_ side: Int) -> Ways { side.isMultiple(of: 2) ? .radially : .axially }

    func halvesSide(_ side: Int) -> Bool { contains(Self.halvingSide(side)) }
  }

  public var cell: Int
  /// A triangle is always cut into four.
  public var ways: Ways

  public init(cell: Int, ways: Ways = .both) {
    self.cell = cell
    self.ways = ways
  }
}

/// A side of a cell, whatever its direction.
private func side(_ a: Int32, _ b: Int32) -> SIMD2<Int32> { SIMD2(min(a, b), max(a, b)) }

/// A mesh in the making from another, some of whose cells are cut into four.
private struct CellCutting {
  private let whole: Mesh
  private var nodes: [SIMD2<Double>]
  private var cells: [SIMD4<Int32>] = []
  private var regions: [Int32] = []
  /// Of the sides that are cut or were before.
  private var middles: [SIMD2<Int32>: Int32] = [:]
  /// Sides that a cell was cut at, in the order in which they were met, each once.
  private var cutSides: [SIMD2<Int32>] = []
  private var keepsAny = false

  init(_ mesh: Mesh) {
    whole = mesh
    nodes = mesh.nodes
    cells.reserveCapacity(4 * mesh.cells.count)
    for hanging in mesh.hangingNodes { middles[side(hanging.ends.x, hanging.ends.y)] = hanging.node }
  }

  private mutating func middle(_ a: Int32, _ b: Int32) -> Int32 {
    let key = side(a, b)
    if let known = middles[key] { return known }
    let node = Int32(nodes.count)
    nodes.append(0.5 * (nodes[Int(a)] + nodes[Int(b)]))
    middles[key] = node
    cutSides.append(key)
    return node
  }

  mutating func keep(_ i: Int) {
    cells.append(whole.cells[i])
    regions.append(whole.cellRegions[i])
    keepsAny = true
  }

  mutating func cut(_ i: Int) {
    let c = whole.cells[i]
    if whole.cornerCount(of: i) == 3 {
      let (a, b, d) = (middle(c[0], c[1]), middle(c[1], c[2]), middle(c[2], c[0]))
      cells += [SIMD4(c[0], a, d, -1), SIMD4(a, c[1], b, -1), SIMD4(d, b, c[2], -1), SIMD4(a, b, d, -1)]
    } else {
      let (a, b) = (middle(c[0], c[1]), middle(c[1], c[2]))
      let (d, e) = (middle(c[2], c[3]), middle(c[3], c[0]))
      let centre = Int32(nodes.count)
      nodes.append(0.5 * (nodes[Int(a)] + nodes[Int(d)]))
      // Each part starts from its lower left corner when the whole does.
      cells += [
        SIMD4(c[0], a, centre, e), SIMD4(a, c[1], b, centre), SIMD4(centre, b, c[2], d), SIMD4(e, centre, d, c[3]),
      ]
    }
    regions += [Int32](repeating: whole.cellRegions[i], count: 4)
  }

  /// Cuts a quadrilateral into two.
  mutating func halve(_ i: Int, _ way: CellCut.Ways) {
    let c = whole.cells[i]
    if way == .radially {
      let (a, d) = (middle(c[0], c[1]), middle(c[2], c[3]))
      cells += [SIMD4(c[0], a, d, c[3]), SIMD4(a, c[1], c[2], d)]
    } else {
      let (b, e) = (middle(c[1], c[2]), middle(c[3], c[0]))
      cells += [SIMD4(c[0], c[1], b, e), SIMD4(e, b, c[2], c[3])]
    }
    regions += [Int32](repeating: whole.cellRegions[i], count: 2)
    keepsAny = true
  }

  /// A node hangs where a cell still has the whole side that it lies on.
  var mesh: Mesh {
    var result = Mesh(nodes: nodes, cells: cells, cellRegions: regions, regionNames: whole.regionNames)
    guard keepsAny || !whole.hangingNodes.isEmpty else { return result }
    let present = Set(cells.indices.flatMap(result.sides))
    let cut = whole.hangingNodes.map { side($0.ends.x, $0.ends.y) } + cutSides
    result.hangingNodes = cut.filter(present.contains).map { HangingNode(node: middles[$0] ?? -1, ends: $0) }
    return result
  }
}
