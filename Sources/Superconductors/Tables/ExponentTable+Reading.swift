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
    var curves: [(temperature: Double?, points: [(b: Double, n: Double, row: QuantityTable.Row)])] = []
    for row in numbers.rows {
      func fail(_ message: String) -> TableError { TableError(file: file, line: row.line, message: message) }
      let (b, n) = (row.values[0] ?? 0, row.values[2] ?? 0)
      guard row.values[0] != nil || row.values[1] != nil else {
        throw fail("n without B and T; write n: \(row.cells[2]) into the case")
      }
      guard b >= 0 else { throw fail("B: \(row.cells[0]) is negative; write |B|") }
      if let temperature = row.values[1], temperature <= 0 {
        throw fail("T: \(row.cells[1]) is not positive; write kelvins")
      }
      guard PowerLawExponent.range.contains(n) else {
        throw fail("n: \(row.cells[2]) is not from 1, which is ohmic, to 10000")
      }
      let index = curves.firstIndex { $0.temperature == row.values[1] } ?? curves.count
      if index == curves.count { curves.append((row.values[1], [])) }
      if let twin = curves[index].points.first(where: { $0.b == b }) {
        guard twin.n == n else {
          throw fail(
            "n is \(row.cells[2]) here and \(twin.row.cells[2]) in line \(twin.row.line), at the same B and T; keep one"
          )
        }
        continue
      }
      curves[index].points.append((b, n, row))
    }
    let table = ExponentTable(
      curves: curves.sorted { ($0.temperature ?? 0) < ($1.temperature ?? 0) }.map { curve in
        let points = curve.points.sorted { $0.b < $1.b }
        return Curve(temperature: curve.temperature, fluxDensity: points.map(\.b), exponent: points.map(\.n))
      })
    let leftOut = numbers.leftOut.isEmpty ? "" : "; left out: \(numbers.leftOut.joined(separator: ", "))"
    return (table, table.summary + leftOut)
  }

  /// `12 rows, B 0 to 7 T, n 12 to 60 at 5, 10, 20 K`
  package var summary: String {
    func range(_ values: [Double]) -> String { "\(compact(values.min() ?? 0)) to \(compact(values.max() ?? 0))" }
    let temperatures = curves.compactMap(\.temperature).map(compact)
    let fields = dependsOnField ? ", B \(range(curves.flatMap(\.fluxDensity))) T" : ""
    return "\(curves.reduce(0) { $0 + $1.exponent.count }) rows\(fields), n \(range(curves.flatMap(\.exponent)))"
      + (temperatures.isEmpty ? " at every temperature" : " at \(temperatures.joined(separator: ", ")) K")
  }
}
