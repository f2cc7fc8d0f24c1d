internal import CaseFiles
internal import HostSystem
internal import Magnets
internal import Notation
internal import Tables

/// A CSV file with a point a line, its header the keys with their units: `protocol.0.cool.field[T],materials.kim.n`.
func readPoints(
  _ node: CaseNode, _ editable: EditableCase, tableText: @escaping FileReader
) throws -> SweepDesign.Part {
  let (file, text) = try node.readNeighbour("table", example: "points.csv", with: tableText)
  func fail(_ line: Int, _ message: String) -> InputError { caseError(file: file, line: line, path: "", message) }
  let table: Table
  do throws(TableError) {
    // Whatever names a column is a key, or a slip that the case can tell.
    table = try Table(text, file: file, example: "protocol.0.cool.field[T],gap[mm]", holdsWords: true) {
      $0.written.first?.isLetter == true || $0.written.first == "*"
    }
  } catch {
    throw InputError(error)
  }
  guard table.heads.count <= largestList else {
    throw fail(table.headLine, "\(table.heads.count) columns; a table of points has at most \(largestList)")
  }
  let columns = try table.heads.map { head in
    do throws(CaseChangeError) {
      return try PointColumn(head: head.written, editable)
    } catch {
      throw fail(table.headLine, error.description)
    }
  }
  guard table.rows.count <= sweepPointLimit else {
    throw fail(table.rows[sweepPointLimit].line, "a sweep has at most \(sweepPointLimit) points")
  }
  let rows = try table.rows.map { row in
    try zip(columns, row.cells).map { column, cell in
      guard let unit = column.unit else { return SweepValue.text(cell) }
      let value: Double
      do {
        value = try table.number(cell) * unit.multiplier / unit.divisor
      } catch {
        throw fail(row.line, "\(column.column.keys[0]): \(error)")
      }
      guard value.isFinite else { throw fail(row.line, "\(column.column.keys[0]): \(cell) is beyond all numbers") }
      return .number(value)
    }
  }
  return .table(columns: columns.map(\.column), rows: rows)
}

private struct PointColumn {
  let column: SweepColumn
  /// From the file's unit to the column's; nil for words.
  let unit: Dimension.Unit?

  init(head: String, _ editable: EditableCase) throws(CaseChangeError) {
    var key = head
    var symbol: String?
    let brackets: [(close: String, open: Character)] = [("]", "["), (")", "(")]
    let open = brackets.first { head.hasSuffix($0.close) }?.open
    if let open, let bracket = head.lastIndex(of: open) {
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
    guard let found = symbol.flatMap(dimension.unit) else {
      let known = dimension.units.map(\.symbol).joined(separator: ", ")
      throw CaseChangeError(
        symbol.map { "unknown unit \($0) of \(key); use \(known)" }
          ?? "the column \(key) has no unit; write it as in \(key)[\(dimension.usualUnit)]")
    }
    let base = dimension.units[0]
    unit = Dimension.Unit(found.symbol, times: found.multiplier * base.divisor, over: found.divisor * base.multiplier)
  }
}
