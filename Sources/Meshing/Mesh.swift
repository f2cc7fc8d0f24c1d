/// A mesh of the r-z half plane: triangles and quadrilaterals with a region each. Lengths in metres.
public struct Mesh: Sendable, Hashable, Codable {
  /// Nodes as (r, z).
  public var nodes: [SIMD2<Double>]
  /// Corners of each cell, counter-clockwise (r to the right, z up); a triangle has -1 as its fourth.
  public var cells: [SIMD4<Int32>]
  /// Index of each cell's region in `regionNames`.
  public var cellRegions: [Int32]
  /// The name of each region; the first is always `air`, the others are bulks.
  public var regionNames: [String]
  /// Where a cell meets two smaller ones: the corner of those that is none of its own. Empty where cells meet side by side.
  public var hangingNodes: [HangingNode]

  public static let air: Int32 = 0

  public init(
    nodes: [SIMD2<Double>], cells: [SIMD4<Int32>], cellRegions: [Int32], regionNames: [String],
    hangingNodes: [HangingNode] = []
  ) {
    self.nodes = nodes
    self.cells = cells
    self.cellRegions = cellRegions
    self.regionNames = regionNames
    self.hangingNodes = hangingNodes
  }

  /// Number of corners of a cell, 3 or 4.
  public func cornerCount(of cell: Int) -> Int { cells[cell][3] < 0 ? 3 : 4 }

  /// Corner coordinates of a cell, 3 or 4 of them.
  public func corners(of cell: Int) -> [SIMD2<Double>] {
    (0..<cornerCount(of: cell)).map { nodes[Int(cells[cell][$0])] }
  }

  /// The mean of a cell's corners.
  public func middle(of cell: Int) -> SIMD2<Double> {
    let corners = corners(of: cell)
    return corners.reduce(SIMD2()) { $0 + $1 } / Double(corners.count)
  }

  /// Lower left and upper right corner of a cell that is an axis-parallel rectangle, listed from its lower left corner, as
  /// generated cells are; nil for any other.
  public func rectangle(of cell: Int) -> (low: SIMD2<Double>, high: SIMD2<Double>)? {
    let c = cells[cell]
    guard c[3] >= 0 else { return nil }
    let (p0, p1, p2, p3) = (nodes[Int(c[0])], nodes[Int(c[1])], nodes[Int(c[2])], nodes[Int(c[3])])
    let isRectangle =
      p0.x == p3.x && p1.x == p2.x && p0.y == p1.y && p2.y == p3.y && p0.x < p1.x && p0.y < p2.y
    return isRectangle ? (p0, p2) : nil
  }

  /// Area of a cell's section [m²]; positive when its corners run counter-clockwise.
  public func signedArea(of cell: Int) -> Double {
    let p = corners(of: cell)
    var twice = 0.0
    for i in p.indices {
      let (a, b) = (p[i], p[(i + 1) % p.count])
      twice += a.x * b.y - b.x * a.y
    }
    return 0.5 * twice
  }
}

/// A node in the middle of a side of one cell, where two smaller ones meet.
public struct HangingNode: Sendable, Hashable, Codable {
  public var node: Int32
  /// The ends of that side.
  public var ends: SIMD2<Int32>

  public init(node: Int32, ends: SIMD2<Int32>) {
    self.node = node
    self.ends = ends
  }
}
