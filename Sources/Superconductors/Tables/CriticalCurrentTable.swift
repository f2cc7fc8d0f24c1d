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
/// in each curve, |B| ascending within it, and only finite Jc of 0 or more, not all 0. `init(csv:file:units:)` takes other units, orders and
/// separators, too.
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
}
