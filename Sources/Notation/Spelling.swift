/// How many letters must be inserted, removed, replaced or swapped with their neighbour to turn one word into another.
///
/// The restricted Damerau-Levenshtein distance.
///
/// - Complexity: O(m n).
package func editDistance(_ first: String, _ second: String) -> Int {
  let a = Array(first)
  let b = Array(second)
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
      row.append(best)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}

/// Words in order of their distance from what was written; equally near ones stay in their own order.
package func nearestFirst(_ words: [String], to written: String) -> [String] {
  words.enumerated()
    .map {
      (distance: editDistance($0.element.lowercased(), written.lowercased()), offset: $0.offset, word: $0.element)
    }
    .sorted { ($0.distance, $0.offset) < ($1.distance, $1.offset) }
    .map(\.word)
}
