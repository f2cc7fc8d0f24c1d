/// In which order the unknowns of a sparse matrix are eliminated: nested dissection of the elements that couple them.
///
/// The elements are halved again and again, each time across the cut that the fewest unknowns share. An unknown is
/// eliminated in the smallest part that holds all its elements, together with the others of that part, in a dense matrix
/// (a front) that has as further rows and columns only what the part shares with its surroundings.
///
/// Source: A. George, SIAM J. Numer. Anal. 10, 345 (1973); J. W. H. Liu, SIAM Review 34, 82 (1992).
public struct Dissection: Sendable {
  /// A dense matrix in which `own` unknowns are eliminated; the others, `shared`, are left to those above.
  struct Front: Sendable {
    /// Places in the order of elimination.
    var own: Range<Int>
    /// Places in the order of elimination, ascending.
    var shared: [Int]
    /// Where the matrix begins in the storage of all.
    var start: Int
    /// The front that takes over the shared ones, and their rows in it.
    var parent: Int
    var rowsInParent: [Int32]

    var order: Int { own.count + shared.count }

    /// The row of a place that is known to be here.
    func row(of place: Int) -> Int {
      if own.contains(place) { return place - own.lowerBound }
      var (low, high) = (0, shared.count)
      while low < high {
        let middle = (low + high) / 2
        if shared[middle] < place { low = middle + 1 } else { high = middle }
      }
      precondition(low < shared.count && shared[low] == place, "unknown at \(place) shares no element with its front")
      return own.count + low
    }
  }

  public let order: Int
  /// Every front stands before its parent; the last holds the unknowns that were to be last, and shares none.
  let fronts: [Front]
  /// Place of each unknown in the order of elimination, and the front in which the unknown at each place is eliminated.
  let places: [Int]
  let frontAtPlace: [Int32]

  /// Elements below which a part is not halved further. Of 4 to 64 none was faster, on 160 to 640 cells, and none by more
  /// than a fifth slower up to 16.
  private static let leafSize = 8

  /// - Parameters:
  ///   - order: number of unknowns; each has to belong to an element or to be among the `last`.
  ///   - elements: the unknowns that each element couples.
  ///   - points: where each element lies in the plane.
  ///   - last: unknowns to be kept to the end, where all of them couple with all.
  public init(order: Int, elements: [[Int]], points: [SIMD2<Double>], last: [Int]) {
    precondition(elements.count == points.count, "\(elements.count) elements at \(points.count) points")
    var isLast = [Bool](repeating: false, count: order)
    for unknown in last { isLast[unknown] = true }
    var halving = Halving(elements: elements, points: points, isLast: isLast, leafSize: Self.leafSize)
    if !elements.isEmpty { _ = halving.whole() }

    // The leaves are numbered from left to right, so an unknown's smallest part is known by its first and last leaf.
    var spans = [(first: Int, last: Int)](repeating: (.max, -1), count: order)
    for (leaf, members) in halving.leaves.enumerated() {
      for element in members {
        for unknown in elements[element] {
          spans[unknown] = (min(spans[unknown].first, leaf), max(spans[unknown].last, leaf))
        }
      }
    }
    var (owned, shared): ([[Int]], [[Int]]) = ([], [])
    var seen = [Int](repeating: -1, count: order)
    for (number, part) in halving.parts.enumerated() {
      var (own, rest): ([Int], [Int]) = ([], [])
      let candidates =
        part.children.map { children in [shared[children.0], shared[children.1]] }
        ?? halving.leaves[part.leaves.lowerBound].map { elements[$0] }
      for unknown in candidates.joined() where seen[unknown] != number {
        seen[unknown] = number
        let (first, end) = spans[unknown]
        if !isLast[unknown] && first >= part.leaves.lowerBound && end < part.leaves.upperBound {
          own.append(unknown)
        } else {
          rest.append(unknown)
        }
      }
      owned.append(own)
      shared.append(rest)
    }
    owned.append(last)
    shared.append([])

    var places = [Int](repeating: -1, count: order)
    var frontAtPlace: [Int32] = []
    for (front, own) in owned.enumerated() {
      for unknown in own {
        places[unknown] = frontAtPlace.count
        frontAtPlace.append(Int32(front))
      }
    }
    precondition(frontAtPlace.count == order, "an unknown belongs to no element, or is named twice")
    var (fronts, place, start): ([Front], Int, Int) = ([], 0, 0)
    for (number, own) in owned.enumerated() {
      let front = Front(
        own: place..<place + own.count, shared: shared[number].map { places[$0] }.sorted(), start: start,
        parent: number < halving.parts.count ? halving.parts[number].parent ?? halving.parts.count : -1,
        rowsInParent: [])
      fronts.append(front)
      place += own.count
      start += front.order * front.order
    }
    for i in fronts.indices where fronts[i].parent >= 0 {
      let parent = fronts[fronts[i].parent]
      fronts[i].rowsInParent = fronts[i].shared.map { Int32(parent.row(of: $0)) }
    }
    (self.order, self.fronts, self.places, self.frontAtPlace) = (order, fronts, places, frontAtPlace)
  }

  /// Elements of all fronts together.
  var storage: Int { fronts.last.map { $0.start + $0.order * $0.order } ?? 0 }

  /// Where the element of two unknowns that share an element stands in the storage: in the front of the earlier one.
  public func location(row: Int, column: Int) -> Int {
    let (rowPlace, columnPlace) = (places[row], places[column])
    let front = fronts[Int(frontAtPlace[min(rowPlace, columnPlace)])]
    return front.start + front.row(of: columnPlace) * front.order + front.row(of: rowPlace)
  }

  /// Floating point operations of a factorisation and of a solve.
  public var work: (factor: Double, solve: Double) {
    fronts.reduce(into: (0, 0)) { sum, front in
      let (p, q) = (Double(front.own.count), Double(front.shared.count))
      sum.factor += 2.0 / 3 * p * p * p + 2 * p * q * (p + q) + (p + q) * (p + q)
      sum.solve += 2 * p * (p + 2 * q)
    }
  }
}

/// Halves a set of elements down to leaves.
private struct Halving {
  struct Part {
    var leaves: Range<Int>
    var children: (Int, Int)?
    var parent: Int?
  }

  let elements: [[Int]]
  let points: [SIMD2<Double>]
  let isLast: [Bool]
  let leafSize: Int
  /// Children before their parents.
  private(set) var parts: [Part] = []
  /// The elements of each leaf.
  private(set) var leaves: [[Int]] = []
  private var side: [Int8]
  /// Whether an element is in the first half of its part, in the last cut.
  private var isFirst: [Bool]
  private var touched: [Int] = []

  init(elements: [[Int]], points: [SIMD2<Double>], isLast: [Bool], leafSize: Int) {
    (self.elements, self.points, self.isLast, self.leafSize) = (elements, points, isLast, leafSize)
    side = [Int8](repeating: 0, count: isLast.count)
    isFirst = [Bool](repeating: false, count: elements.count)
  }

  /// - Returns: the number of the part that all elements make up.
  mutating func whole() -> Int {
    let points = points
    let orders = (0..<2).map { axis in
      elements.indices.sorted { (points[$0][axis], $0) < (points[$1][axis], $1) }
    }
    return part(orders, cut: 0)
  }

  /// - Parameters:
  ///   - orders: the elements in the order of each coordinate.
  ///   - axis: the coordinate across which they were cut off.
  /// - Returns: the number of the part that they make up.
  private mutating func part(_ orders: [[Int]], cut axis: Int) -> Int {
    let firstLeaf = leaves.count
    guard orders[0].count > leafSize else {
      leaves.append(orders[axis])
      parts.append(Part(leaves: firstLeaf..<firstLeaf + 1))
      return parts.count - 1
    }
    let (across, along) = (halves(orders[0], across: 0), halves(orders[1], across: 1))
    let best = separator(across) <= separator(along) ? 0 : 1
    for element in orders[0] { isFirst[element] = false }
    for element in best == 0 ? across.0 : along.0 { isFirst[element] = true }
    let first = orders.map { order in order.filter { isFirst[$0] } }
    let second = orders.map { order in order.filter { !isFirst[$0] } }
    let children = (part(first, cut: best), part(second, cut: best))
    parts.append(Part(leaves: firstLeaf..<leaves.count, children: children))
    let number = parts.count - 1
    parts[children.0].parent = number
    parts[children.1].parent = number
    return number
  }

  /// In the middle, or where the coordinate steps nearest to it: a cut between two columns of a regular mesh is straight.
  private func halves(_ order: [Int], across axis: Int) -> (ArraySlice<Int>, ArraySlice<Int>) {
    let middle = order.count / 2
    for offset in 0...order.count / 4 {
      for cut in [middle - offset, middle + offset] where points[order[cut - 1]][axis] != points[order[cut]][axis] {
        return (order[..<cut], order[cut...])
      }
    }
    return (order[..<middle], order[middle...])
  }

  /// Number of unknowns that both halves touch and that are not last anyway.
  private mutating func separator(_ halves: (ArraySlice<Int>, ArraySlice<Int>)) -> Int {
    var count = 0
    for element in halves.0 {
      for unknown in elements[element] where side[unknown] == 0 && !isLast[unknown] {
        side[unknown] = 1
        touched.append(unknown)
      }
    }
    for element in halves.1 {
      for unknown in elements[element] where side[unknown] == 1 {
        side[unknown] = 2
        count += 1
      }
    }
    for unknown in touched { side[unknown] = 0 }
    touched.removeAll(keepingCapacity: true)
    return count
  }
}
