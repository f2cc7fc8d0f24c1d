import RealModule

/// A heat capacity by Debye's lattice and free electrons:
///
///     c = 9 N k (T/theta)³ ∫ x⁴ eˣ/(eˣ - 1)² dx + gamma T,   x from 0 to theta/T
///
/// P. Debye, Ann. Phys. 344, 789 (1912). It is evaluated as a table of 200 points a decade, powers of T between: right to 1e-4, and the
/// enthalpy is exactly the integral of it.
public struct DebyeCurve: Sendable {
  /// theta [K]
  public let temperature: Double
  /// `3 N k`, what c of the lattice goes to when warm [J/(m³ K)].
  public let limit: Double
  /// gamma T at 1 K [J/(m³ K)].
  public let electronsAt1K: Double
  let table: TemperatureTable

  private static let range = (low: 0.05, high: 2000.0, perDecade: 200)

  public init(temperature: Double, limit: Double, electronsAt1K: Double = 0) {
    (self.temperature, self.limit, self.electronsAt1K) = (temperature, limit, electronsAt1K)
    guard temperature > 0, limit > 0, electronsAt1K >= 0, temperature.isFinite, limit.isFinite, electronsAt1K.isFinite
    else {
      table = TemperatureTable(temperatures: [], values: [])
      return
    }
    let count = Int(Double(Self.range.perDecade) * Double.log10(Self.range.high / Self.range.low))
    let temperatures = (0...count).map {
      Self.range.low * Double.pow(Self.range.high / Self.range.low, Double($0) / Double(count))
    }
    let values = temperatures.map { limit * Self.share($0 / temperature) + electronsAt1K * $0 }
    table = TemperatureTable(temperatures: temperatures, values: values)
  }

  /// `c/(3 N k)` at T/theta.
  static func share(_ x: Double) -> Double {
    let limit = 1 / x
    // Below a fiftieth nothing is left but the cube.
    if limit > 50 { return 0.8 * Double.pow(.pi, 4) * x * x * x }
    let count = 200
    let step = limit / Double(count)
    func value(_ t: Double) -> Double {
      let e = Double.expMinusOne(t)
      return t > 0 ? t * t * t * t * (e + 1) / (e * e) : 0
    }
    let sum = (1..<count).reduce(value(limit)) { $0 + ($1.isMultiple(of: 2) ? 2 : 4) * value(step * Double($1)) }
    return 3 * x * x * x * sum * step / 3
  }
}

// All else follows from the three numbers.
extension DebyeCurve: Hashable, Codable {
  private enum CodingKeys: String, CodingKey { case temperature, limit, electronsAt1K }

  public static func == (a: DebyeCurve, b: DebyeCurve) -> Bool {
    a.temperature == b.temperature && a.limit == b.limit && a.electronsAt1K == b.electronsAt1K
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(temperature)
    hasher.combine(limit)
    hasher.combine(electronsAt1K)
  }

  /// - Throws: `DecodingError` for what is no such curve.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      temperature: try container.decode(Double.self, forKey: .temperature),
      limit: try container.decode(Double.self, forKey: .limit),
      electronsAt1K: try container.decode(Double.self, forKey: .electronsAt1K))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(temperature, forKey: .temperature)
    try container.encode(limit, forKey: .limit)
    try container.encode(electronsAt1K, forKey: .electronsAt1K)
  }
}
