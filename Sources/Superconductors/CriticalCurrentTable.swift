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
/// in each curve, |B| ascending within it, and only finite Jc of 0 or more, not all of them 0.
public struct CriticalCurrentTable: Sendable, Hashable, Codable {
  public struct Curve: Sendable, Hashable, Codable {
    /// [K]; nil when the table has no temperature column.
    public var temperature: Double?
    /// |B| [T], ascending.
    public var fluxDensity: [Double]
    /// [A/m²], as many.
    public var criticalCurrentDensity: [Double]

    public init(temperature: Double? = nil, fluxDensity: [Double], criticalCurrentDensity: [Double]) {
      self.temperature = temperature
      self.fluxDensity = fluxDensity
      self.criticalCurrentDensity = criticalCurrentDensity
    }
  }

  /// In ascending order of temperature.
  public var curves: [Curve]

  /// More points in all than anybody measures.
  public static let largestCount = 1_000_000

  /// - Parameter curves: in ascending order of temperature; one without a temperature stands alone.
  public init(curves: [Curve]) { self.curves = curves }

  public var dependsOnTemperature: Bool { curves.first?.temperature != nil }

  /// The same table with Jc multiplied by a factor.
  public func scaled(by factor: Double) -> CriticalCurrentTable {
    var table = self
    for index in table.curves.indices {
      table.curves[index].criticalCurrentDensity = table.curves[index].criticalCurrentDensity.map { factor * $0 }
    }
    return table
  }

  static let header = "B[T],Jc[A/m^2]"
  static let headerWithTemperature = "B[T],T[K],Jc[A/m^2]"

  /// Reads a table from the text of a CSV file.
  ///
  /// - Throws: `TableError` for a header, a value or an order that is not right, with the line.
  /// - Parameters:
  ///   - text: header, then one point a line. Blanks around values, empty lines and lines that begin with `#` are
  ///     skipped.
  ///   - file: the name to show in errors.
  public init(csv text: String, file: String) throws(TableError) {
    let numbers = try NumberTable(csv: text, file: file, headers: [Self.headerWithTemperature, Self.header])
    var builders: [(curve: Curve, line: Int)] = []
    for row in numbers.rows { try Self.add(row, to: &builders, file: file) }
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

  private static func add(
    _ row: NumberTable.Row, to builders: inout [(curve: Curve, line: Int)], file: String
  ) throws(TableError) {
    func fail(_ message: String) -> TableError { TableError(file: file, line: row.line, message: message) }
    let (cells, values, line) = (row.cells, row.values, row.line)
    let (b, jc) = (values[0], values[values.count - 1])
    let temperature = values.count == 3 ? values[1] : nil
    guard b >= 0 else { throw fail("B[T]: \(cells[0]) is negative; write |B|") }
    if let temperature, temperature <= 0 { throw fail("T[K]: \(cells[1]) is not positive; write kelvins") }
    guard jc >= 0 else {
      throw fail("Jc[A/m^2]: \(cells[cells.count - 1]) is negative; write 0 where there is none")
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
