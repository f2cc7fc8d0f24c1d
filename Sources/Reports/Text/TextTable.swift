/// Columns as wide as their longest entry: names flush left, numbers flush right.
package func aligned(_ rows: [[String]], left: Set<Int> = [0]) -> String {
  let columns = rows.map(\.count).max() ?? 0
  let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
  return rows.map { row in
    let cells = row.enumerated().map { column, text in
      let blanks = String(repeating: " ", count: widths[column] - text.count)
      return left.contains(column) ? text + blanks : blanks + text
    }
    return cells.joined(separator: "  ")
  }.joined(separator: "\n")
}

/// The head of a column with its unit.
package func head(_ name: String, _ unit: String) -> String { unit.isEmpty ? name : "\(name) [\(unit)]" }
