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
    let curves = try FieldCurves(numbers, of: "Jc", file: file) { row in
      (row.values[2] ?? 0) >= 0 ? nil : ": \(row.cells[2]) is negative; write 0 where there is none"
    }.curves
    if let short = curves.first(where: { $0.points.count < 2 }) {
      throw onePoint(short, of: curves.count, file: file)
    }
    let built = curves.map { curve in
      Curve(temperature: curve.temperature, fluxDensity: curve.fluxDensity, criticalCurrentDensity: curve.values)
    }
    let table = CriticalCurrentTable(curves: built)
    let leftOut = numbers.leftOut.isEmpty ? "" : "; left out: \(numbers.leftOut.joined(separator: ", "))"
    return (table, table.summary + leftOut)
  }

  /// `37 rows, B 0 to 7 T, Jc 1.2e7 to 8e8 A/m^2 at 5, 10, 20 K`
  package var summary: String {
    FieldCurves.summary(
      fluxDensity: curves.flatMap(\.fluxDensity), of: "Jc", values: curves.flatMap(\.criticalCurrentDensity),
      unit: " A/m^2", temperatures: curves.compactMap(\.temperature))
  }

  /// What such a table has; temperatures may stand in the heads of Jc instead.
  package static let columns: [TableColumn] = [
    .field(), .temperature,
    TableColumn(
      "Jc", .currentDensity,
      aliases: ["J", "Jcm", "Jcmag", "critical current density", "current density"]),
  ]

  private static func onePoint(
    _ curve: FieldCurves.Curve, of count: Int, file: String
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
