internal import CaseFiles
internal import HostSystem
internal import Magnets
internal import Notation

/// A CSV file with a point a line, its header the keys with their units: `protocol.0.cool.field[T],materials.kim.n`.
func readPoints(
  _ node: CaseNode, _ editable: EditableCase, tableText: @escaping FileReader
) throws -> SweepDesign.Part {
  let (file, text) = try node.readNeighbour("table", example: "points.csv", with: tableText)
  func fail(_ line: Int, _ message: String) -> InputError { caseError(file: file, line: line, path: "", message) }
  var heads: [PointColumn]?
  var rows: [[SweepValue]] = []
  var number = 0
  for content in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
    number += 1
    // Spreadsheets write a byte order mark.
    let line = content.drop { $0 == "\u{FEFF}" || $0.isWhitespace }
    if line.isEmpty || line.hasPrefix("#") { continue }
    let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
    guard let columns = heads else {
      guard cells.count <= largestList else {
        throw fail(number, "\(cells.count) columns; a table of points has at most \(largestList)")
      }
      heads = try cells.map { cell in
        do throws(CaseChangeError) {
          return try PointColumn(head: cell, editable)
        } catch {
          throw fail(number, error.description)
        }
      }
      continue
    }
    guard cells.count == columns.count else {
      throw fail(number, "\(cells.count) values where the header has \(columns.count) columns")
    }
    guard rows.count < sweepPointLimit else { throw fail(number, "a sweep has at most \(sweepPointLimit) points") }
    rows.append(
      try zip(columns, cells).map { column, cell in
        guard let unit = column.unit else { return .text(cell) }
        let value: Double
        do {
          value = try parseNumber(cell) * unit.multiplier / unit.divisor
        } catch {
          throw fail(number, "\(column.column.keys[0]): \(error)")
        }
        guard value.isFinite else { throw fail(number, "\(column.column.keys[0]): \(cell) is beyond all numbers") }
        return .number(value)
      })
  }
  guard let heads else {
    throw fail(1, "the table is empty; begin with a header as in protocol.0.cool.field[T],gap[mm]")
  }
  guard !rows.isEmpty else { throw fail(number, "no points below the header") }
  return .table(columns: heads.map(\.column), rows: rows)
}

private struct PointColumn {
  let column: SweepColumn
  /// From the file's unit to the column's; nil for words.
  let unit: Dimension.Unit?

  init(head: String, _ editable: EditableCase) throws(CaseChangeError) {
    var key = head
    var symbol: String?
    if head.hasSuffix("]"), let bracket = head.lastIndex(of: "[") {
      let content = head[bracket...].dropFirst().dropLast()
      // `protocol[1]` is a key.
      if !content.allSatisfy(\.isNumber) {
        symbol = trimmed(content)
        key = trimmed(head[..<bracket])
      }
    }
    let quantity: CaseQuantity
    do throws(CaseChangeError) {
      quantity = try editable.quantity(key)
    } catch {
      guard symbol == nil, editable.hasWord(key) else { throw error }
      column = SweepColumn(name: "", keys: [key], unit: "")
      unit = nil
      return
    }
    column = SweepColumn(name: "", keys: [key], unit: quantity.unit)
    guard let dimension = quantity.dimension else {
      if let symbol {
        throw CaseChangeError("\(key) is a plain number; leave [\(symbol)] out of the header")
      }
      unit = Dimension.Unit("")
      return
    }
    guard let found = dimension.units.first(where: { $0.symbol == symbol }) else {
      let known = dimension.units.map(\.symbol).joined(separator: ", ")
      throw CaseChangeError(
        symbol.map { "unknown unit \($0) of \(key); use \(known)" }
          ?? "the column \(key) has no unit; write it as in \(key)[\(dimension.usualUnit)]")
    }
    let base = dimension.units[0]
    unit = Dimension.Unit(found.symbol, times: found.multiplier * base.divisor, over: found.divisor * base.multiplier)
  }
}
