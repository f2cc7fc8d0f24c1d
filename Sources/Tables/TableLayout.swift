package import Notation

/// A table of which nothing is known: what its columns are called, where they are called anything, and their cells. For one who says what
/// each column is.
package struct TableLayout {
  package struct Column: Sendable, Equatable {
    /// As it stands in the file; empty where nothing does.
    package var head: String
    /// nil where none is written that is known.
    package var unit: String?
  }

  package let columns: [Column]
  /// Of each row, one for each column.
  package let rows: [[String]]

  /// - Parameter file: the name to show in errors.
  /// - Throws: `TableError` for a text without two columns of numbers.
  package init(_ text: String, file: String) throws(TableError) {
    let lines = tableLines(text).filter { !$0.isComment }
    func isRow(_ line: TableLine) -> Bool {
      Separator.allCases.contains { separator in
        separator.cells(line.text).contains { Double($0.replacing(",", with: ".")) != nil }
      }
    }
    // Rows of numbers, or with words between them.
    guard let first = lines.firstIndex(where: { isNumbers($0.text) }) ?? lines.firstIndex(where: isRow) else {
      throw TableError(file: file, line: 1, message: "no number is in it; write columns of them below a header")
    }
    let sample = lines[first].text
    // A comma may be a decimal one: it separates only where nothing else does.
    let candidates = Separator.allCases.filter { $0 != .comma } + [.comma]
    guard let separator = candidates.first(where: { $0.cells(sample).count { !$0.isEmpty } > 1 }) else {
      throw TableError(file: file, line: lines[first].number, message: "one column only; write two or more")
    }
    let count = separator.cells(sample).count
    let titles = lines[..<first].map { Table.heads($0.text, separator, isKnown: { _ in true }) }
    // The lines above the numbers that have as many cells; the first of them are the heads, units may stand below.
    let block = Array(titles.reversed().prefix { $0.count == count }.reversed())
    var heads = block.first ?? (0..<count).map { _ in TableHead("") }
    if block.count > 1, heads.allSatisfy({ $0.unit == nil }) {
      for (index, cell) in block[1].enumerated() { heads[index].unit = TableHead.unit(cell.written) }
    }
    columns = heads.map { head in
      Column(head: head.written, unit: head.unit.flatMap { !$0.isEmpty && TableHead.isKnownUnit($0) ? $0 : nil })
    }
    var rows: [[String]] = []
    for line in lines[first...] {
      let cells = Table.cells(line.text, separator, columns: count)
      guard cells.count == count else {
        throw TableError(
          file: file, line: line.number,
          message: "\(cells.count) value\(cells.count == 1 ? "" : "s") where the first line of numbers has \(count)")
      }
      rows.append(cells)
    }
    self.rows = rows
  }

  /// What a user says that a column is.
  package struct Meaning: Sendable {
    /// Counted from 0.
    package var column: Int
    package var name: String
    /// nil for a plain number.
    package var unit: String?

    package init(column: Int, name: String, unit: String?) {
      (self.column, self.name, self.unit) = (column, name, unit)
    }
  }

  /// The columns that mean something as a table that says so itself.
  ///
  /// - Throws: `QuantityError` for a column that is not there, or a name or a unit that cannot stand in a header.
  package func text(_ meanings: [Meaning]) throws(QuantityError) -> String {
    for meaning in meanings {
      guard columns.indices.contains(meaning.column) else {
        throw QuantityError(description: "there is no column \(meaning.column + 1); the table has \(columns.count)")
      }
      guard (meaning.name + (meaning.unit ?? "")).allSatisfy({ !";\"\n\r[]".contains($0) }), !meaning.name.isEmpty
      else {
        throw QuantityError(description: "\(meaning.name) cannot be the name of a column, or its unit no unit")
      }
    }
    let header = meanings.map { meaning in meaning.name + (meaning.unit.map { $0.isEmpty ? "" : "[\($0)]" } ?? "") }
    // By semicolons, so that decimal commas stay what they are.
    let lines = rows.map { row in meanings.map { row[$0.column] }.joined(separator: ";") }
    return ([header.joined(separator: ";")] + lines).joined(separator: "\n") + "\n"
  }
}
