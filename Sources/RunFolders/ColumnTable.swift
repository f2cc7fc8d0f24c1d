internal import Notation
internal import Tables

/// A CSV file of numbers: columns by name, units in the names, every number exact.
public struct ColumnTable: Sendable {
  /// As in the header.
  public let names: [String]
  /// As long as each other.
  private let columns: [[Double]]

  /// - Parameter rows: each with a value for every name.
  init(_ names: [String], rows: [[Double]]) {
    precondition(rows.allSatisfy { $0.count == names.count }, "a row does not have \(names.count) values")
    self.names = names
    columns = names.indices.map { column in rows.map { $0[column] } }
  }

  /// - Parameter file: the name to show in errors.
  /// - Throws: `RecordError` with the line that does not fit the header or has no number.
  init(csv: String, file: String) throws(RecordError) {
    let lines = csv.split(whereSeparator: \.isNewline)
    guard let header = lines.first else { throw .wrong(path: file, reason: "is empty") }
    names = csvCells(header)
    var columns = names.map { _ in [Double]() }
    for (row, line) in lines.dropFirst().enumerated() {
      let fields = csvCells(line)
      guard fields.count == names.count else {
        throw .wrong(path: "\(file):\(row + 2)", reason: "\(fields.count) values for \(names.count) columns")
      }
      for (column, field) in fields.enumerated() {
        guard let value = Double(field) else {
          throw .wrong(path: "\(file):\(row + 2)", reason: "\(names[column]): \(field) is not a number")
        }
        columns[column].append(value)
      }
    }
    self.columns = columns
  }

  /// The file.
  public var csv: String {
    csvText(names, (0..<count).map { row in columns.map { $0[row] } })
  }

  /// How many rows there are.
  public var count: Int { columns.first?.count ?? 0 }

  /// nil when there is no such column.
  public func column(_ name: String) -> [Double]? { names.firstIndex(of: name).map { columns[$0] } }
}

extension ColumnTable: Equatable {
  /// By bits, so that what is not a number is equal to itself.
  public static func == (one: ColumnTable, other: ColumnTable) -> Bool {
    one.names == other.names
      && one.columns.map { $0.map(\.bitPattern) } == other.columns.map { $0.map(\.bitPattern) }
  }
}
