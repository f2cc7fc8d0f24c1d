internal import Notation
import RealModule

/// A property of a material against temperature: heat capacity, thermal conductivity, normal resistivity.
public enum TemperatureCurve: Sendable, Hashable {
  case constant(Double)
  /// `at1K (T / 1 K)^exponent`
  case power(at1K: Double, exponent: Double)
  case table(TemperatureTable)
  /// A heat capacity of lattice and electrons.
  case debye(DebyeCurve)

  /// At a temperature [K]. A table goes on beyond its ends as it is there, for iterates that lead too far: no state of a run may.
  public func value(at temperature: Double) -> Double {
    switch self {
    case .constant(let value): value
    case .power(let value, let exponent): value * .pow(temperature, exponent)
    case .table(let table): table.evaluate(temperature).value
    case .debye(let own): own.table.evaluate(temperature).value
    }
  }

  /// The value, and its integral from 0 K, of a table from its first point. Of a heat capacity that is the enthalpy.
  public func valueAndIntegral(at temperature: Double) -> (value: Double, integral: Double) {
    switch self {
    case .constant(let value): return (value, value * temperature)
    case .power(let factor, let exponent):
      let value = factor * Double.pow(temperature, exponent)
      // The integral of 1/T starts at 1 K.
      return (value, exponent == -1 ? factor * .log(temperature) : value * temperature / (exponent + 1))
    case .table(let table): return table.evaluate(temperature)
    case .debye(let own): return own.table.evaluate(temperature)
    }
  }

  /// Its derivative [1/K].
  public func slope(at temperature: Double) -> Double {
    switch self {
    case .constant: 0
    case .power(_, let exponent): value(at: temperature) * exponent / temperature
    case .table(let table): table.evaluate(temperature).value * table.exponent(at: temperature) / temperature
    case .debye(let own): own.table.evaluate(temperature).value * own.table.exponent(at: temperature) / temperature
    }
  }

  /// The temperatures [K] that it is known for; nil where it holds at all.
  public var range: ClosedRange<Double>? { if case .table(let table) = self { table.range } else { nil } }

  /// Whether it is one number at all temperatures.
  public var isConstant: Bool { if case .constant = self { true } else { false } }

  /// For a table of materials, in a unit.
  public func summary(unit: String) -> String {
    switch self {
    case .constant(let value): "\(compact(value)) \(unit)"
    case .power(let value, let exponent): "\(compact(value)) \(unit) (T / 1 K)^\(compact(exponent))"
    case .table(let table): "from a table, \(compact(table.range.lowerBound)) to \(compact(table.range.upperBound)) K"
    case .debye(let own): "by Debye's model with \(compact(own.temperature)) K"
    }
  }
}

/// Points of a property over temperature. Between them it is a power of T, which keeps it positive, meets every power law exactly,
/// and has an integral in closed form.
public struct TemperatureTable: Sendable {
  /// [K], ascending.
  public let temperatures: [Double]
  public let values: [Double]
  private let exponents: [Double]
  /// From the first point.
  private let integrals: [Double]

  /// - Parameters: as many values as temperatures; those with findings make a table that gives no numbers.
  public init(temperatures: [Double], values: [Double]) {
    (self.temperatures, self.values) = (temperatures, values)
    guard Self.findings(temperatures, values, at: CasePath()).isEmpty else {
      (exponents, integrals) = ([], [])
      return
    }
    guard temperatures.count > 1 else {
      (exponents, integrals) = ([0], [0])
      return
    }
    let exponents = (0..<temperatures.count - 1).map { k in
      Double.log(values[k + 1] / values[k]) / Double.log(temperatures[k + 1] / temperatures[k])
    }
    var integrals = [0.0]
    for k in exponents.indices {
      integrals.append(
        integrals[k] + Self.integral(temperatures[k], values[k], exponents[k], to: temperatures[k + 1]).integral)
    }
    self.exponents = exponents
    self.integrals = integrals
  }

  public var range: ClosedRange<Double> {
    guard let first = temperatures.first, let last = temperatures.last, first <= last else { return 0...0 }
    return first...last
  }

  func evaluate(_ temperature: Double) -> (value: Double, integral: Double) {
    guard !exponents.isEmpty else { return (.nan, .nan) }
    let k = segment(temperature)
    let (value, integral) = Self.integral(temperatures[k], values[k], exponents[k], to: temperature)
    return (value, integrals[k] + integral)
  }

  func exponent(at temperature: Double) -> Double { exponents.isEmpty ? .nan : exponents[segment(temperature)] }

  private func segment(_ temperature: Double) -> Int {
    var (low, high) = (0, exponents.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if temperatures[middle] <= temperature { low = middle } else { high = middle }
    }
    return low
  }

  /// Of `value (T/start)^exponent`: at T, and its integral from the start on.
  private static func integral(
    _ start: Double, _ value: Double, _ exponent: Double, to temperature: Double
  ) -> (value: Double, integral: Double) {
    let end = value * Double.pow(temperature / start, exponent)
    if abs(exponent + 1) < 1e-6 { return (end, value * start * .log(temperature / start)) }
    return (end, (end * temperature - value * start) / (exponent + 1))
  }

  /// What is wrong with a table that was not read from a file; `place` is its path in the case.
  func findings(at place: CasePath) -> [Finding] { Self.findings(temperatures, values, at: place) }

  private static func findings(_ temperatures: [Double], _ values: [Double], at place: CasePath) -> [Finding] {
    func finding(_ problem: String, _ remedy: String) -> [Finding] { [Finding(place, problem, remedy: remedy)] }
    guard temperatures.count == values.count, !values.isEmpty else {
      return finding(
        "\(temperatures.count) temperatures and \(values.count) values", "write one value for each temperature")
    }
    guard temperatures.allSatisfy({ $0 > 0 && $0.isFinite }),
      zip(temperatures, temperatures.dropFirst()).allSatisfy({ $0 < $1 })
    else { return finding("temperatures that are not positive and ascending", "sort the points, in kelvins") }
    if let k = values.indices.first(where: { !(values[$0] > 0 && values[$0].isFinite) }) {
      return finding(
        "\(plain(values[k])) at \(plain(temperatures[k])) K is not positive", "leave out what was not measured")
    }
    return []
  }
}

// All else follows from the points.
extension TemperatureTable: Hashable, Codable {
  private enum CodingKeys: String, CodingKey { case temperatures, values }

  public static func == (first: TemperatureTable, second: TemperatureTable) -> Bool {
    first.temperatures == second.temperatures && first.values == second.values
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(temperatures)
    hasher.combine(values)
  }

  /// - Throws: `DecodingError` for what is no table.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      temperatures: try container.decode([Double].self, forKey: .temperatures),
      values: try container.decode([Double].self, forKey: .values))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(temperatures, forKey: .temperatures)
    try container.encode(values, forKey: .values)
  }
}

/// A number is written as it is.
extension TemperatureCurve: Codable {
  private enum CodingKeys: String, CodingKey { case at1K, exponent, table, debye }

  /// - Throws: `DecodingError` for what is no number, power law or table.
  public init(from decoder: any Decoder) throws {
    if let number = try? decoder.singleValueContainer().decode(Double.self) {
      self = .constant(number)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let table = try container.decodeIfPresent(TemperatureTable.self, forKey: .table) {
      self = .table(table)
    } else if let own = try container.decodeIfPresent(DebyeCurve.self, forKey: .debye) {
      self = .debye(own)
    } else {
      self = .power(
        at1K: try container.decode(Double.self, forKey: .at1K),
        exponent: try container.decode(Double.self, forKey: .exponent))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .constant(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    case .power(let value, let exponent):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(value, forKey: .at1K)
      try container.encode(exponent, forKey: .exponent)
    case .table(let table):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(table, forKey: .table)
    case .debye(let own):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(own, forKey: .debye)
    }
  }
}
