internal import Notation
public import Tables

extension ExponentTable {
  /// Reads a table from the text of a file, with columns and units as a table of Jc has them; B or T may be missing.
  ///
  /// - Parameters:
  ///   - text: header with units, then one point a line, in any order.
  ///   - file: the name to show in errors.
  ///   - units: of the columns `B` and `T` where the header has none.
  /// - Throws: `TableError` for a header or a value that is not right, with the line.
  public init(csv text: String, file: String, units: [String: String] = [:]) throws(TableError) {
    (self, _) = try Self.reading(text, file: file, units: units)
  }

  /// The same, and in words what was read and what was left out.
  package static func reading(
    _ text: String, file: String, units: [String: String] = [:]
  ) throws(TableError) -> (table: ExponentTable, summary: String) {
    let numbers = try QuantityTable(
      text, file: file,
      columns: [
        .field(isOptional: true), .temperature,
        TableColumn("n", nil, aliases: ["n value", "n-value", "exponent", "index", "nB"]),
      ], wide: (column: 2, temperature: 1), units: units)
    let curves = try FieldCurves(numbers, of: "n", file: file) { row in
      if row.values[0] == nil, row.values[1] == nil {
        return " without B and T; write n: \(row.cells[2]) into the case"
      }
      return PowerLawExponent.range.contains(row.values[2] ?? 0)
        ? nil : ": \(row.cells[2]) is not from 1, which is ohmic, to 10000"
    }.curves
    let table = ExponentTable(
      curves: curves.map {
        Curve(temperature: $0.temperature, fluxDensity: $0.fluxDensity, exponent: $0.values)
      })
    let leftOut = numbers.leftOut.isEmpty ? "" : "; left out: \(numbers.leftOut.joined(separator: ", "))"
    return (table, table.summary + leftOut)
  }

  /// `12 rows, B 0 to 7 T, n 12 to 60 at 5, 10, 20 K`
  package var summary: String {
    FieldCurves.summary(
      fluxDensity: dependsOnField ? curves.flatMap(\.fluxDensity) : nil, of: "n", values: curves.flatMap(\.exponent),
      unit: "", temperatures: curves.compactMap(\.temperature))
  }
}
