internal import Notation

extension Table {
  /// The first line that has heads which are looked for, and what separates them.
  static func header(
    among lines: some Sequence<TableLine>, isKnown: (TableHead) -> Bool
  ) -> (line: TableLine, separator: Separator)? {
    for line in lines {
      if let separator = split(line, isKnown: isKnown) { return (line, separator) }
    }
    return nil
  }

  /// The separator by which a line is best read as heads that are looked for; nil when it has none by any.
  private static func split(_ line: TableLine, isKnown: (TableHead) -> Bool) -> Separator? {
    var best: (separator: Separator, score: Int)?
    for separator in Separator.allCases {
      let heads = heads(line.text, separator, isKnown: isKnown)
      guard heads.contains(where: isKnown) else { continue }
      let score = score(heads, isKnown)
      if best.map({ score > $0.score }) ?? true { best = (separator, score) }
    }
    return best?.separator
  }

  /// The heads of a header.
  static func heads(_ text: String, _ separator: Separator, isKnown: (TableHead) -> Bool) -> [TableHead] {
    let line = remark(in: text).map { String(text[..<$0]) } ?? text
    let cells = separator.cells(line, protectingBrackets: true).map { TableHead($0) }
    guard separator == .blanks else { return cells }
    // By blanks, names may have some as well: two columns and more have two blanks between them, or end with their units.
    let wide = line.split(separator: /\s{2,}/).map { TableHead(trimmed($0)) }
    let bracketed = Separator.bracketedCells(line).map { TableHead($0) }
    return [cells, wide, bracketed].max { score($0, isKnown) < score($1, isKnown) } ?? cells
  }

  /// How many heads of a reading are looked for, those with their units twice, less those that are not.
  private static func score(_ heads: [TableHead], _ isKnown: (TableHead) -> Bool) -> Int {
    heads.reduce(0) { score, head in
      if isKnown(head) { return score + (head.unit != nil || head.temperature != nil ? 2 : 1) }
      return score - (head.written.isEmpty ? 0 : 2)
    }
  }

  /// The separator of the numbers, which need not be that of a header in a comment.
  static func separator(
    of line: String, columns: Int, header: Separator, holdsWords: Bool
  ) -> Separator {
    let candidates = [header] + Separator.allCases
    func fits(_ separator: Separator) -> Bool {
      cells(line, separator, columns: columns).count == columns
    }
    func areNumbers(_ separator: Separator) -> Bool {
      cells(line, separator, columns: columns).allSatisfy { !$0.contains(where: \.isWhitespace) && $0.last != "," }
    }
    return candidates.first { fits($0) && (holdsWords || areNumbers($0)) } ?? candidates.first(where: fits) ?? header
  }

  /// The cells of a row. A remark behind the last one, from `#` or `//`, is left out, and so are empty cells that no head has.
  static func cells(_ line: String, _ separator: Separator, columns: Int) -> [String] {
    func cut(_ cells: [String]) -> [String] {
      guard cells.count > columns, cells[columns...].allSatisfy(\.isEmpty) else { return cells }
      return Array(cells[..<columns])
    }
    if let remark = remark(in: line) {
      let cells = cut(separator.cells(String(line[..<remark])))
      if cells.count == columns { return cells }
    }
    return cut(separator.cells(line))
  }

  /// Where a remark behind the cells of a line begins: at a blank before `#` or `//`.
  private static func remark(in line: String) -> String.Index? {
    let bytes = line.utf8
    guard bytes.contains(UInt8(ascii: "#")) || bytes.contains(UInt8(ascii: "/")) else { return nil }
    return bytes.indices.first { index in
      guard bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t") else { return false }
      let rest = bytes[index...].dropFirst()
      return rest.first == UInt8(ascii: "#") || rest.starts(with: "//".utf8)
    }
  }

  /// Takes units from the row below the heads, and temperatures from the next, as in the headers of Origin; returns how many
  /// rows these were.
  static func takeRemarks(
    _ heads: inout [TableHead], from body: [TableLine], _ separator: Separator, holdsWords: Bool
  ) -> Int {
    guard let line = body.first, heads.allSatisfy({ $0.unit == nil }), !isPlainNumbers(line, separator) else {
      return 0
    }
    let units = cells(line.text, separator, columns: heads.count).map(TableHead.unit)
    guard units.count == heads.count, units.allSatisfy({ $0 != nil }), units.contains(where: { $0?.isEmpty == false })
    else {
      return 0
    }
    for (index, unit) in units.enumerated() where unit?.isEmpty == false { heads[index].unit = unit }
    guard !holdsWords, let remarks = body.dropFirst().first, !isPlainNumbers(remarks, separator) else { return 1 }
    let texts = cells(remarks.text, separator, columns: heads.count)
    guard texts.count == heads.count, texts.allSatisfy({ Double($0) == nil }) else { return 1 }
    for (index, text) in texts.enumerated() {
      heads[index].temperature = heads[index].temperature ?? TableHead(text).temperature
    }
    return 2
  }

  private static func isPlainNumbers(_ line: TableLine, _ separator: Separator) -> Bool {
    separator.cells(line.text).contains { Double($0.replacing(",", with: ".")) != nil }
  }
}

extension TableHead {
  /// A cell of a row of units: one that is known, or nothing; nil for any other.
  static func unit(_ cell: String) -> String? {
    let text = cell.first == "[" || cell.first == "(" ? String(cell.dropFirst().dropLast()) : cell
    if text.isEmpty || text == "-" { return "" }
    return isKnownUnit(text) ? text : nil
  }
}
