package import Notation

/// A table as it was read: the heads of its columns and the cells of its rows, whatever they are about.
///
/// Cells are separated by commas, semicolons, tabs or blanks, numbers may have decimal commas where a comma does not separate,
/// comments begin with `#`, `%` or `//`. The header may be the last comment above the numbers, as COMSOL and numpy write it, and
/// have rows of units and remarks below it, as those of Origin.
package struct Table {
  package struct Row {
    /// Counted from 1.
    package var line: Int
    /// One for each head; empty where nothing is written.
    package var cells: [String]
  }

  package let file: String
  package private(set) var heads: [TableHead]
  package let rows: [Row]
  /// Where the heads stand.
  package let headLine: Int
  private let separator: Separator

  /// - Parameters:
  ///   - text: the file's.
  ///   - file: the name to show in errors.
  ///   - example: of a header, for errors.
  ///   - holdsWords: true when cells may be words, so that a row without numbers is one of the table.
  ///   - isKnown: whether a head is one of those that are looked for; a header has at least one.
  package init(
    _ text: String, file: String, example: String, holdsWords: Bool = false, isKnown: (TableHead) -> Bool
  ) throws(TableError) {
    self.file = file
    func fail(_ line: Int, _ message: String) -> TableError { TableError(file: file, line: line, message: message) }
    let lines = tableLines(text)
    var body = lines.filter { !$0.isComment }
    guard let first = body.first else {
      throw fail(1, "the table is empty; begin with the header \(example)")
    }
    let titles = body.prefix(100).prefix { !isNumbers($0.text) }
    var (header, separator): (TableLine, Separator)
    if let found = Self.header(among: titles, isKnown: isKnown) {
      (header, separator) = found
      body.removeFirst(1 + (body.firstIndex { $0.number == header.number } ?? 0))
    } else if titles.isEmpty || !holdsWords {
      // Of the comments above the numbers the nearest that names columns.
      let comments = lines.prefix { $0.isComment || !isNumbers($0.text) }.filter(\.isComment).reversed()
      guard let found = Self.header(among: comments, isKnown: isKnown) else {
        throw titles.isEmpty
          ? fail(
            first.number, "the first line is numbers; name the columns and their units above them, as in \(example)")
          : fail(first.number, "the header is \(trimmed(first.text)); write one as in \(example)")
      }
      (header, separator) = found
      body.removeFirst(titles.count)
    } else {
      throw fail(first.number, "the header is \(trimmed(first.text)); write one as in \(example)")
    }
    headLine = header.number
    var heads = Self.heads(header.text, separator, isKnown: isKnown)
    while let last = heads.last, last.written.isEmpty { heads.removeLast() }
    guard heads.count <= 10_000 else { throw fail(header.number, "\(heads.count) columns; a table has at most 10000") }
    guard let sample = body.first(where: { isNumbers($0.text) }) ?? body.first else {
      throw fail(lastLine(of: text), "no points below the header; write at least 2")
    }
    separator = Self.separator(of: sample.text, columns: heads.count, header: separator, holdsWords: holdsWords)
    let remarks = Self.takeRemarks(&heads, from: body, separator, holdsWords: holdsWords)
    body.removeFirst(remarks)
    let known = heads.indices.filter { isKnown(heads[$0]) }
    var rows: [Row] = []
    var decimal: (mark: Character, line: Int)?
    for line in body {
      let cells = Self.cells(line.text, separator, columns: heads.count)
      guard cells.count == heads.count else {
        let hint = separator == .comma ? "; where numbers have decimal commas, separate them by semicolons" : ""
        throw fail(
          line.number,
          "\(cells.count) value\(cells.count == 1 ? "" : "s") where the header has \(heads.count) columns, separated by"
            + " \(separator.rawValue) (\(heads.map(\.written).joined(separator: " | ")))" + hint)
      }
      rows.append(Row(line: line.number, cells: cells))
      guard let mark = known.lazy.compactMap({ decimalMark(cells[$0]) }).first else { continue }
      if let decimal, decimal.mark != mark {
        let words = mark == "," ? "decimal commas" : "decimal points"
        throw fail(
          line.number,
          "has \(words) where line \(decimal.line) has \(mark == "," ? "points" : "commas"); write one kind")
      }
      decimal = decimal ?? (mark, line.number)
    }
    guard !rows.isEmpty else { throw fail(lastLine(of: text), "no points below the header; write at least 2") }
    (self.heads, self.rows, self.separator) = (heads, rows, separator)
  }

  /// A cell as a number; in the notation of the whole table.
  ///
  /// - Throws: `QuantityError` for what is no finite number.
  package func number(_ cell: String) throws(QuantityError) -> Double {
    if cell.isEmpty { throw QuantityError(description: "no value; write one as in 5.5e8") }
    if cell.utf8.allSatisfy({ plainNumber.contains($0) }), let value = Double(cell), value.isFinite { return value }
    guard cell.contains(",") else { return try parseNumber(cell) }
    let groups = cell.drop { "+-".contains($0) }.split(separator: ",", omittingEmptySubsequences: false)
    // "1,500" between quotes, as a cell has to be in a file with commas, may be 1500 or 1.5.
    let isAmbiguous =
      groups.count > 2 || cell.contains(".")
      || (separator == .comma && groups[0].count <= 3 && groups[1].count == 3 && groups[0] != "0")
    guard !isAmbiguous else {
      throw QuantityError(
        description: "\(cell) may have its digits grouped by commas; write it without, and with a decimal point")
    }
    return try parseNumber(cell.replacing(",", with: "."))
  }

  /// Gives the heads without a unit one that the case names.
  package mutating func setUnit(_ unit: String, at column: Int) { heads[column].unit = unit }
}

private let plainNumber = Set("0123456789+-.eE".utf8)

/// The mark of a number's fraction; nil for what has none, or is no plain number.
private func decimalMark(_ cell: String) -> Character? {
  let comma = UInt8(ascii: ",")
  guard let mark = cell.utf8.first(where: { $0 == comma || $0 == UInt8(ascii: ".") }),
    cell.utf8.allSatisfy({ $0 == comma || plainNumber.contains($0) })
  else { return nil }
  return mark == comma ? "," : "."
}

/// True when every cell of a line that is not empty is a number, however they are separated.
func isNumbers(_ line: String) -> Bool {
  let cells = line.split { ",;\t\"".contains($0) || $0.isWhitespace }
  let numbers = cells.prefix { $0 != "#" && $0 != "//" }
  return !numbers.isEmpty
    && numbers.allSatisfy { cell in
      ["nan", "inf", "--", "-"].contains(cell.lowercased())
        || (cell.first.map { $0.isNumber || "+-.".contains($0) } == true
          && cell.allSatisfy { "0123456789+-.eExXoObB_".contains($0) || $0.isHexDigit })
    } && numbers.contains { $0.contains(where: \.isNumber) }
}
