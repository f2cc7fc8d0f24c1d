/// What is wrong with a table of critical currents; tells where and how to put it right.
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

/// Measured critical current densities: Jc [A/m²] against |B| [T], one curve for each temperature.
///
/// ```
/// # Ba122, sample 3
/// B[T],T[K],Jc[A/m^2]
/// 0,5,5.5e8
/// 2,5,2.4e8
/// ```
///
/// Without the column `T[K]` there is one curve, which holds at every temperature. A valid table has at least two points
/// in each curve, |B| ascending within it, and only finite, positive Jc.
public struct CriticalCurrentTable: Sendable, Equatable {
  public struct Curve: Sendable, Equatable {
    /// [K]; nil when the table has no temperature column.
    public var temperature: Double?
    /// |B| [T], ascending.
    public var fluxDensity: [Double]
    /// [A/m²]
    public var criticalCurrentDensity: [Double]
  }

  /// In ascending order of temperature.
  public private(set) var curves: [Curve]

  public var dependsOnTemperature: Bool { curves.first?.temperature != nil }

  static let header = "B[T],Jc[A/m^2]"
  static let headerWithTemperature = "B[T],T[K],Jc[A/m^2]"

  /// Reads a table from the text of a CSV file.
  ///
  /// - Parameters:
  ///   - text: header, then one point a line. Blanks around values, empty lines and lines that begin with `#` are
  ///     skipped.
  ///   - file: the name to show in errors.
  public init(csv text: String, file: String) throws(TableError) {
    var columns: [String] = []
    var builders: [(curve: Curve, line: Int)] = []
    var number = 0
    for rawLine in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      // A byte order mark is not white space, and spreadsheets write one.
      let line = trimmed(rawLine.drop { $0 == "\u{FEFF}" })
      if line.isEmpty || line.hasPrefix("#") { continue }
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0) }
      if columns.isEmpty {
        columns = try Self.columns(of: cells, file: file, line: number)
      } else {
        try Self.add(cells, columns: columns, to: &builders, file: file, line: number)
      }
    }
    guard !columns.isEmpty else {
      throw TableError(
        file: file, line: 1, message: "the table is empty; begin with the header \(Self.headerWithTemperature)")
    }
    guard !builders.isEmpty else {
      throw TableError(file: file, line: number, message: "no points below the header; write at least 2")
    }
    for builder in builders where builder.curve.fluxDensity.count < 2 {
      let curve = builder.curve.temperature.map { "the curve at \($0) K" } ?? "the table"
      throw TableError(
        file: file, line: builder.line, message: "\(curve) has only 1 point; a curve needs at least 2")
    }
    curves = builders.map(\.curve).sorted { ($0.temperature ?? 0) < ($1.temperature ?? 0) }
  }

  /// The table in the format that `init(csv:file:)` reads, numbers in full precision.
  public var csv: String {
    var text = (dependsOnTemperature ? Self.headerWithTemperature : Self.header) + "\n"
    for curve in curves {
      for (b, jc) in zip(curve.fluxDensity, curve.criticalCurrentDensity) {
        text += curve.temperature.map { "\(b),\($0),\(jc)\n" } ?? "\(b),\(jc)\n"
      }
    }
    return text
  }

  private static func columns(of cells: [String], file: String, line: Int) throws(TableError) -> [String] {
    for header in [headerWithTemperature, header] {
      let columns = header.split(separator: ",").map(String.init)
      if cells.map({ $0.filter { !$0.isWhitespace } }) == columns { return columns }
    }
    throw TableError(
      file: file, line: line,
      message: "the header is \(cells.joined(separator: ",")); write \(headerWithTemperature) or \(header)")
  }

  private static func add(
    _ cells: [String], columns: [String], to builders: inout [(curve: Curve, line: Int)], file: String, line: Int
  ) throws(TableError) {
    func fail(_ message: String) -> TableError { TableError(file: file, line: line, message: message) }
    guard cells.count == columns.count else {
      throw fail(
        "\(cells.count) values where the header has \(columns.count) columns (\(columns.joined(separator: ",")));"
          + " write one value for each, separated by commas")
    }
    var values: [Double] = []
    for (cell, column) in zip(cells, columns) {
      guard let value = Double(cell) else {
        throw fail("\(column): \(cell.isEmpty ? "no value" : "\(cell) is not a number"); write one as in 5.5e8")
      }
      guard value.isFinite else { throw fail("\(column): \(cell) is not finite; leave the line out") }
      values.append(value)
    }
    let (b, jc) = (values[0], values[values.count - 1])
    let temperature = values.count == 3 ? values[1] : nil
    guard b >= 0 else { throw fail("B[T]: \(cells[0]) is negative; write |B|") }
    if let temperature, temperature <= 0 { throw fail("T[K]: \(cells[1]) is not positive; write kelvins") }
    guard jc > 0 else {
      throw fail("Jc[A/m^2]: \(cells[cells.count - 1]) is not positive; leave the line out")
    }
    let index = builders.firstIndex { $0.curve.temperature == temperature }
    guard let index else {
      let curve = Curve(temperature: temperature, fluxDensity: [b], criticalCurrentDensity: [jc])
      return builders.append((curve, line))
    }
    if let last = builders[index].curve.fluxDensity.last, b <= last {
      throw fail("B[T]: \(cells[0]) after \(last); B must ascend within one temperature, so sort the lines")
    }
    builders[index].curve.fluxDensity.append(b)
    builders[index].curve.criticalCurrentDensity.append(jc)
    builders[index].line = line
  }
}

/// Without blanks at both ends.
private func trimmed(_ text: Substring) -> String {
  var text = text.drop(while: \.isWhitespace)
  while let last = text.last, last.isWhitespace { text.removeLast() }
  return String(text)
}
