internal import Notation
public import Tables

extension CriticalCurrentTable {
  /// Reads a table from the text of a file.
  ///
  /// Columns are named as people name them, in any order: `B (mT)`, `mu0H [T]`, `T/K`, `J_c (kA/cm2)`; or Jc once for each
  /// temperature, which then stands in the head: `Jc 20 K (A/cm2)`. Rows come in any order, and one that is there twice
  /// counts once.
  ///
  /// - Throws: `TableError` for a header or a value that is not right, with the line.
  /// - Parameters:
  ///   - text: header with units, then one point a line.
  ///   - file: the name to show in errors.
  ///   - units: of the columns `B`, `T` and `Jc` where the header has none.
  public init(csv text: String, file: String, units: [String: String] = [:]) throws(TableError) {
    (self, _) = try Self.reading(text, file: file, units: units)
  }

  /// The same, and in words what was read and what was left out.
  package static func reading(
    _ text: String, file: String, units: [String: String] = [:]
  ) throws(TableError) -> (table: CriticalCurrentTable, summary: String) {
    let numbers = try QuantityTable(text, file: file, columns: columns, wide: (column: 2, temperature: 1), units: units)
    var curves: [(temperature: Double?, points: [Point])] = []
    for row in numbers.rows {
      let point = try Point(row, file: file)
      if let index = curves.firstIndex(where: { $0.temperature == row.values[1] }) {
        curves[index].points.append(point)
      } else {
        curves.append((row.values[1], [point]))
      }
    }
    curves.sort { ($0.temperature ?? 0) < ($1.temperature ?? 0) }
    let built = try curves.map { curve throws(TableError) in
      let points = try distinct(curve.points, temperature: curve.temperature, file: file)
      guard points.count >= 2 else { throw onePoint(curve, of: curves.count, file: file) }
      return Curve(
        temperature: curve.temperature, fluxDensity: points.map(\.b), criticalCurrentDensity: points.map(\.jc))
    }
    let table = CriticalCurrentTable(curves: built)
    let leftOut = numbers.leftOut.isEmpty ? "" : "; left out: \(numbers.leftOut.joined(separator: ", "))"
    return (table, table.summary + leftOut)
  }

  /// `37 rows, B 0 to 7 T, Jc 1.2e7 to 8e8 A/m^2 at 5, 10, 20 K`
  package var summary: String {
    let count = curves.reduce(0) { $0 + $1.fluxDensity.count }
    func range(_ values: [Double]) -> String {
      "\(compact(values.min() ?? 0)) to \(compact(values.max() ?? 0))"
    }
    let temperatures = curves.compactMap(\.temperature).map(compact)
    let shown =
      temperatures.count <= 12
      ? temperatures.joined(separator: ", ")
      : "\(temperatures[0]) to \(temperatures[temperatures.count - 1])"
    return "\(count) rows, B \(range(curves.flatMap(\.fluxDensity))) T,"
      + " Jc \(range(curves.flatMap(\.criticalCurrentDensity))) A/m^2"
      + (temperatures.isEmpty ? " at every temperature" : " at \(shown) K")
  }

  private static let columns: [TableColumn] = [
    .field(), .temperature,
    TableColumn(
      "Jc", .currentDensity,
      aliases: ["J", "Jcm", "Jcmag", "critical current density", "current density"]),
  ]

  private struct Point {
    var line: Int
    /// [T], [A/m^2]
    var b, jc: Double
    var cells: [String]

    init(_ row: QuantityTable.Row, file: String) throws(TableError) {
      func fail(_ message: String) -> TableError { TableError(file: file, line: row.line, message: message) }
      (line, b, jc, cells) = (row.line, row.values[0] ?? 0, row.values[2] ?? 0, row.cells)
      guard b >= 0 else { throw fail("B: \(cells[0]) is negative; write |B|") }
      if let temperature = row.values[1], temperature <= 0 {
        throw fail("T: \(cells[1]) is not positive; write kelvins")
      }
      guard jc >= 0 else { throw fail("Jc: \(cells[2]) is negative; write 0 where there is none") }
    }
  }

  /// The points of a curve in the order of B, each once.
  private static func distinct(
    _ points: [Point], temperature: Double?, file: String
  ) throws(TableError) -> [Point] {
    var kept: [Point] = []
    for point in points.sorted(by: { ($0.b, $0.line) < ($1.b, $1.line) }) {
      guard let last = kept.last, last.b == point.b else {
        kept.append(point)
        continue
      }
      guard last.jc == point.jc else {
        let place = "B = \(compact(point.b)) T" + (temperature.map { ", T = \(compact($0)) K" } ?? "")
        throw TableError(
          file: file, line: point.line,
          message: "Jc is \(point.cells[2]) here and \(last.cells[2]) in line \(last.line), both at \(place); keep one")
      }
    }
    return kept
  }

  private static func onePoint(
    _ curve: (temperature: Double?, points: [Point]), of count: Int, file: String
  ) -> TableError {
    let name = curve.temperature.map { "the curve at \(plain($0)) K" } ?? "the table"
    let hint = count > 3 ? "; where the measured T differs from row to row, write the one that was set" : ""
    return TableError(
      file: file, line: curve.points[0].line, message: "\(name) has only 1 point; a curve needs at least 2" + hint)
  }
}

extension TableColumn {
  /// |B| or mu0 H, by the names that people give it.
  static func field(isOptional: Bool = false) -> TableColumn {
    TableColumn(
      "B", .field,
      aliases: [
        "B0", "Ba", "Bext", "Bapp", "H", "Ha", "Hext", "mu0H", "mu0Ha", "field", "magnetic field", "applied field",
        "flux density", "magnetic flux density", "induction",
      ], isOptional: isOptional)
  }

  static var temperature: TableColumn {
    TableColumn("T", .temperature, aliases: ["temp", "temperature"], isOptional: true)
  }
}
