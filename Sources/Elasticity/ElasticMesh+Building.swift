extension ElasticMesh {
  /// Which nodes and elements were added.
  public struct Added: Sendable {
    public var nodes: Range<Int>
    public var elements: Range<Int>

    public init(nodes: Range<Int>, elements: Range<Int>) { (self.nodes, self.elements) = (nodes, elements) }
  }

  /// Adds a body of rectangles between grid lines [m], ascending, with nodes of its own.
  @discardableResult
  public mutating func addRectangle(r: [Double], z: [Double], material: Int) -> Added {
    let (firstNode, firstElement) = (nodes.count, elements.count)
    let (rs, zs) = (Self.withMiddles(r), Self.withMiddles(z))
    func node(_ i: Int, _ j: Int) -> Int { firstNode + i * zs.count + j }
    for r in rs { nodes += zs.map { SIMD2(r, $0) } }
    for i in stride(from: 0, to: rs.count - 1, by: 2) {
      for j in stride(from: 0, to: zs.count - 1, by: 2) {
        elements.append(
          Element(
            shape: .quadrilateral,
            nodes: [
              node(i, j), node(i + 2, j), node(i + 2, j + 2), node(i, j + 2), node(i + 1, j), node(i + 2, j + 1),
              node(i + 1, j + 2), node(i, j + 1), node(i + 1, j + 1),
            ], material: material))
      }
    }
    return Added(nodes: firstNode..<nodes.count, elements: firstElement..<elements.count)
  }

  private static func withMiddles(_ lines: [Double]) -> [Double] {
    zip(lines, lines.dropFirst()).flatMap { [$0, 0.5 * ($0 + $1)] } + lines.suffix(1)
  }

  /// Adds a body of cells of three or four corners, which get nodes in the middles of their sides and, with four, in the centre.
  ///
  /// - Parameters:
  ///   - cells: corners counter-clockwise, as indices of `points`.
  ///   - points: (r, z) [m].
  @discardableResult
  public mutating func addCells(_ cells: [[Int]], points: [SIMD2<Double>], material: Int) -> Added {
    let (firstNode, firstElement) = (nodes.count, elements.count)
    var corners: [Int: Int] = [:]
    var middles: [SIMD2<Int>: Int] = [:]
    for cell in cells {
      var own = cell.map { corner in
        if let node = corners[corner] { return node }
        nodes.append(points[corner])
        corners[corner] = nodes.count - 1
        return nodes.count - 1
      }
      for k in cell.indices {
        let (a, b) = (cell[k], cell[(k + 1) % cell.count])
        let side = SIMD2(min(a, b), max(a, b))
        if let node = middles[side] {
          own.append(node)
        } else {
          nodes.append(0.5 * (points[a] + points[b]))
          middles[side] = nodes.count - 1
          own.append(nodes.count - 1)
        }
      }
      if cell.count == 4 {
        nodes.append(0.25 * cell.reduce(SIMD2()) { $0 + points[$1] })
        own.append(nodes.count - 1)
      }
      elements.append(Element(shape: cell.count == 4 ? .quadrilateral : .triangle, nodes: own, material: material))
    }
    return Added(nodes: firstNode..<nodes.count, elements: firstElement..<elements.count)
  }
}
