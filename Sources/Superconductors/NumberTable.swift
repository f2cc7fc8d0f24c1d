internal import Notation

/// What is wrong with a table of numbers; tells where and how to put it right.
public struct TableError: Error, Equatable, CustomStringConvertible {
  /// The name under which the table was read.
  public var file: String
  /// Counted from 1.
  public var line: Int
  public var message: String

  public init(file: String, line: Int, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  public var description: String { "\(file):\(line): \(message)" }
}

/// A CSV file of numbers under a header that is known beforehand. Blanks around values, empty lines and lines that begin with
/// `#` are skipped; there is at least one row, and every number is finite.
struct NumberTable {
  struct Row {
    /// Counted from 1.
    var line: Int
    /// As written.
    var cells: [String]
    var values: [Double]
  }

  /// The header that the file has.
  private(set) var header = ""
  private(set) var rows: [Row] = []

  /// - Parameter headers: those that are allowed, without blanks; errors propose the first.
  init(csv text: String, file: String, headers: [String]) throws(TableError) {
    var number = 0
    for rawLine in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      // A byte order mark is not white space, and spreadsheets write one.
      let line = trimmed(rawLine.drop { $0 == "\u{FEFF}" })
      if line.isEmpty || line.hasPrefix("#") { continue }
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0) }
      do throws(Complaint) {
        if header.isEmpty {
          header = try Self.header(of: cells, among: headers)
        } else {
          rows.append(Row(line: number, cells: cells, values: try values(of: cells)))
        }
      } catch {
        throw TableError(file: file, line: number, message: error.message)
      }
    }
    guard !header.isEmpty else {
      throw TableError(file: file, line: 1, message: "the table is empty; begin with the header \(headers[0])")
    }
    guard !rows.isEmpty else {
      throw TableError(file: file, line: number, message: "no points below the header; write at least 2")
    }
  }

  /// What is wrong in a line.
  private struct Complaint: Error {
    var message: String
  }

  private static func header(of cells: [String], among headers: [String]) throws(Complaint) -> String {
    let written = cells.map { $0.filter { !$0.isWhitespace } }.joined(separator: ",")
    guard headers.contains(written) else {
      throw Complaint(
        message: "the header is \(cells.joined(separator: ",")); write \(headers.joined(separator: " or "))")
    }
    return written
  }

  private func values(of cells: [String]) throws(Complaint) -> [Double] {
    let columns = header.split(separator: ",")
    guard cells.count == columns.count else {
      throw Complaint(
        message: "\(cells.count) values where the header has \(columns.count) columns (\(header));"
          + " write one value for each, separated by commas")
    }
    var values: [Double] = []
    for (cell, column) in zip(cells, columns) {
      guard let value = Double(cell) else {
        throw Complaint(
          message: "\(column): \(cell.isEmpty ? "no value" : "\(cell) is not a number"); write one as in 5.5e8")
      }
      guard value.isFinite else { throw Complaint(message: "\(column): \(cell) is not finite; leave the line out") }
      values.append(value)
    }
    return values
  }
}
