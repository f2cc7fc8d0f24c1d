/// An order of unknowns that keeps those of one element near each other: breadth first from one end, backwards.
///
/// E. Cuthill and J. McKee, Proc. 24th ACM National Conference, 157 (1969); reversed: J. A. George (1971).
enum UnknownOrder {
  /// - Parameter elements: the unknowns of each element.
  /// - Returns: the place of each unknown.
  static func places(count: Int, elements: [[Int]]) -> [Int] {
    var owners = [[Int]](repeating: [], count: count)
    for (index, element) in elements.enumerated() {
      for unknown in element { owners[unknown].append(index) }
    }
    let degrees = owners.map { $0.reduce(0) { $0 + elements[$1].count } }
    var places = [Int](repeating: -1, count: count)
    var next = count
    var walk = Walk(elements: elements, owners: owners, degrees: degrees)
    for seed in (0..<count).sorted(by: { (degrees[$0], $0) < (degrees[$1], $1) }) where places[seed] < 0 {
      // What is farthest from the farthest lies at an end.
      let end = walk.order(from: walk.order(from: seed).last ?? seed).last ?? seed
      for unknown in walk.order(from: end) {
        next -= 1
        places[unknown] = next
      }
    }
    return places
  }

  private struct Walk {
    let elements: [[Int]]
    let owners: [[Int]]
    let degrees: [Int]
    private var seen: [Int]
    private var seenElements: [Int]
    private var round = 0

    init(elements: [[Int]], owners: [[Int]], degrees: [Int]) {
      (self.elements, self.owners, self.degrees) = (elements, owners, degrees)
      seen = [Int](repeating: 0, count: owners.count)
      seenElements = [Int](repeating: 0, count: elements.count)
    }

    mutating func order(from seed: Int) -> [Int] {
      round += 1
      var order = [seed]
      seen[seed] = round
      var position = 0
      while position < order.count {
        let first = order.count
        for element in owners[order[position]] where seenElements[element] != round {
          seenElements[element] = round
          for unknown in elements[element] where seen[unknown] != round {
            seen[unknown] = round
            order.append(unknown)
          }
        }
        order[first...].sort { (degrees[$0], $0) < (degrees[$1], $1) }
        position += 1
      }
      return order
    }
  }
}
