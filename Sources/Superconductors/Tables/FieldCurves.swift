internal import Notation
internal import Tables

/// The rows of a table of some value against |B| and T, sorted into a curve for each temperature: what tables of Jc and of n are made of.
struct FieldCurves {
  struct Point {
    /// In the file.
    var line: Int
    /// [T]
    var fluxDensity: Double
    var value: Double
    /// As the file has the value.
    var cell: String
  }

  struct Curve {
    /// [K]; nil in a table without temperatures.
    var temperature: Double?
    /// In the order of |B|, each once.
    var points: [Point]

    var fluxDensity: [Double] { points.map(\.fluxDensity) }
    var values: [Double] { points.map(\.value) }
  }

  /// In the order of temperatures.
  let curves: [Curve]

  /// - Parameters:
  ///   - table: with the columns B, T and the value, in this order.
  ///   - name: of the value: `Jc`.
  ///   - complaint: what is wrong with a value, and the remedy; nil for a right one.
  /// - Throws: `TableError` for a row that is not right, or contradicts another, with its line.
  init(
    _ table: QuantityTable, of name: String, file: String, complaint: (QuantityTable.Row) -> String?
  ) throws(TableError) {
    var curves: [Curve] = []
    for row in table.rows {
      let fluxDensity = row.values[0] ?? 0
      func fail(_ message: String) -> TableError { TableError(file: file, line: row.line, message: message) }
      guard fluxDensity >= 0 else { throw fail("B: \(row.cells[0]) is negative; write |B|") }
      if let temperature = row.values[1], temperature <= 0 {
        throw fail("T: \(row.cells[1]) is not positive; write kelvins")
      }
      if let complaint = complaint(row) { throw fail("\(name)\(complaint)") }
      let point = Point(line: row.line, fluxDensity: fluxDensity, value: row.values[2] ?? 0, cell: row.cells[2])
      if let index = curves.firstIndex(where: { $0.temperature == row.values[1] }) {
        curves[index].points.append(point)
      } else {
        curves.append(Curve(temperature: row.values[1], points: [point]))
      }
    }
    curves.sort { ($0.temperature ?? 0) < ($1.temperature ?? 0) }
    self.curves = try curves.map { curve throws(TableError) in
      Curve(temperature: curve.temperature, points: try Self.distinct(curve, name, file: file))
    }
  }

  private static func distinct(_ curve: Curve, _ name: String, file: String) throws(TableError) -> [Point] {
    var kept: [Point] = []
    for point in curve.points.sorted(by: { ($0.fluxDensity, $0.line) < ($1.fluxDensity, $1.line) }) {
      guard let last = kept.last, last.fluxDensity == point.fluxDensity else {
        kept.append(point)
        continue
      }
      guard last.value == point.value else {
        let place =
          "B = \(compact(point.fluxDensity)) T" + (curve.temperature.map { ", T = \(compact($0)) K" } ?? "")
        throw TableError(
          file: file, line: point.line,
          message: "\(name) is \(point.cell) here and \(last.cell) in line \(last.line), both at \(place); keep one")
      }
    }
    return kept
  }

  /// `37 rows, B 0 to 7 T, Jc 1.2e7 to 8e8 A/m^2 at 5, 10, 20 K`
  ///
  /// - Parameters:
  ///   - fluxDensity: of all curves [T]; nil for a table without fields.
  ///   - unit: of the values, with a blank before it; empty for numbers.
  static func summary(
    fluxDensity: [Double]?, of name: String, values: [Double], unit: String, temperatures: [Double]
  ) -> String {
    func range(_ values: [Double]) -> String { "\(compact(values.min() ?? 0)) to \(compact(values.max() ?? 0))" }
    let names = temperatures.map(compact)
    let shown = names.count <= 12 ? names.joined(separator: ", ") : "\(names[0]) to \(names[names.count - 1])"
    return "\(values.count) rows" + (fluxDensity.map { ", B \(range($0)) T" } ?? "")
      + ", \(name) \(range(values))\(unit)"
      + (names.isEmpty ? " at every temperature" : " at \(shown) K")
  }
}
