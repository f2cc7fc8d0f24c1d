internal import CaseFiles
internal import HostSystem
package import Notation

/// Numbers of a CSV file whose header names a quantity and its unit for each column: `r[mm],Bz[T]`.
package struct MeasuredTable {
  /// A column that a table must or may have.
  package struct Column {
    var name: String
    var dimension: Dimension
    var isOptional: Bool

    package init(name: String, dimension: Dimension, isOptional: Bool = false) {
      self.name = name
      self.dimension = dimension
      self.isOptional = isOptional
    }

    var example: String { "\(name)[\(dimension.units[0].symbol)]" }
  }

  package struct Row {
    /// In the file, from 1.
    var line: Int
    /// In SI units, in the order of the columns asked for; nil for an optional column that is missing.
    package var values: [Double?]
  }

  package let file: String
  package let rows: [Row]

  /// - Parameters:
  ///   - text: header, then a point a line; empty lines and such as begin with `#` are skipped.
  ///   - columns: in any order in the file.
  package init(csv text: String, file: String, columns: [Column]) throws {
    func fail(_ line: Int, _ message: String) -> InputError {
      caseError(file: file, line: line, path: "", message)
    }
    self.file = file
    let example = columns.filter { !$0.isOptional }.map(\.example).joined(separator: ",")
    var header: [(column: Int, unit: Dimension.Unit)]?
    var rows: [Row] = []
    var number = 0
    for content in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      // Spreadsheets write a byte order mark.
      let line = content.drop { $0 == "\u{FEFF}" || $0.isWhitespace }
      if line.isEmpty || line.hasPrefix("#") { continue }
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
      guard let header else {
        let heads = try cells.map { head in
          guard let found = try Self.column(head, of: columns, fail: { fail(number, $0) }) else {
            throw fail(number, "unknown column \(head); write the header as in \(example)")
          }
          return found
        }
        for (index, column) in columns.enumerated() {
          let count = heads.count { $0.column == index }
          if count > 1 { throw fail(number, "the column \(column.name) appears twice; keep one") }
          if count == 0, !column.isOptional {
            throw fail(number, "the column \(column.name) is missing; write the header as in \(example)")
          }
        }
        header = heads
        continue
      }
      guard cells.count == header.count else {
        throw fail(number, "\(cells.count) values where the header has \(header.count) columns")
      }
      var values = [Double?](repeating: nil, count: columns.count)
      for (cell, head) in zip(cells, header) {
        do {
          let value = try parseNumber(cell) * head.unit.multiplier / head.unit.divisor
          // A measured value may be as small as it likes.
          guard abs(value) <= columns[head.column].dimension.magnitudes.upperBound else {
            throw QuantityError(description: "\(cell) is too large for a \(columns[head.column].dimension.rawValue)")
          }
          values[head.column] = value
        } catch {
          throw fail(number, "\(columns[head.column].name): \(error)")
        }
      }
      rows.append(Row(line: number, values: values))
    }
    guard header != nil else { throw fail(1, "the table is empty; begin with the header \(example)") }
    guard !rows.isEmpty else { throw fail(number, "no points below the header") }
    self.rows = rows
  }

  /// `Bz[mT]`: which of the columns, and its unit.
  private static func column(
    _ head: String, of columns: [Column], fail: (String) -> InputError
  ) throws -> (column: Int, unit: Dimension.Unit)? {
    let parts = head.split(separator: "[", maxSplits: 1).map(trimmed)
    guard parts.count == 2, parts[1].hasSuffix("]") else {
      throw fail("the column \(head) has no unit; write it as in \(columns[0].example)")
    }
    guard let index = columns.firstIndex(where: { $0.name == parts[0] }) else { return nil }
    let units = columns[index].dimension.units
    let symbol = trimmed(parts[1].dropLast())
    guard let unit = units.first(where: { $0.symbol == symbol }) else {
      throw fail("unknown unit \(symbol) of the column \(parts[0]); use \(units.map(\.symbol).joined(separator: ", "))")
    }
    return (index, unit)
  }
}
