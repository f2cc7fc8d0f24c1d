/// What a number of an expression measures: powers of metre, second, ampere, tesla and kelvin. The tesla stands for the kilogram, so
/// that the units of magnets are short.
package struct UnitPowers: Sendable, Hashable {
  private var length, time, current, field, temperature: Double

  package static let none = UnitPowers()

  init(length: Double = 0, time: Double = 0, current: Double = 0, field: Double = 0, temperature: Double = 0) {
    (self.length, self.time, self.current, self.field, self.temperature) = (length, time, current, field, temperature)
  }

  package static func * (a: UnitPowers, b: UnitPowers) -> UnitPowers { a.adding(b, times: 1) }

  package static func / (a: UnitPowers, b: UnitPowers) -> UnitPowers { a.adding(b, times: -1) }

  /// Powers are kept to 1e-9, so that `(x^0.1)^10` measures what x does.
  package func raised(to power: Double) -> UnitPowers { UnitPowers.none.adding(self, times: power) }

  private func adding(_ other: UnitPowers, times factor: Double) -> UnitPowers {
    func sum(_ path: KeyPath<UnitPowers, Double>) -> Double {
      let value = ((self[keyPath: path] + factor * other[keyPath: path]) * 1e9).rounded() / 1e9
      return value == 0 ? 0 : value
    }
    return UnitPowers(
      length: sum(\.length), time: sum(\.time), current: sum(\.current), field: sum(\.field),
      temperature: sum(\.temperature))
  }

  /// The quantity of the case file that has these powers; nil for a plain number and for all others.
  package var dimension: Dimension? { self == .none ? nil : Dimension.allCases.first { $0.powers == self } }

  /// `a field (T)`, `a plain number`, `K/T`
  package var description: String {
    if self == .none { return "a plain number" }
    guard let dimension else { return symbol }
    let article = "aeiou".contains(dimension.rawValue.prefix(1)) ? "an" : "a"
    return "\(article) \(dimension.rawValue) (\(dimension.units[0].symbol))"
  }

  /// The SI unit.
  private var symbol: String {
    let parts = [("T", field), ("A", current), ("K", temperature), ("m", length), ("s", time)].filter { $0.1 != 0 }
    func text(_ parts: [(String, Double)]) -> String {
      parts.map { $0.1 == 1 ? $0.0 : "\($0.0)^\(plain($0.1))" }.joined(separator: " ")
    }
    let (above, below) = (parts.filter { $0.1 > 0 }, parts.filter { $0.1 < 0 }.map { ($0.0, -$0.1) })
    if above.isEmpty { return text(parts) }
    return text(above) + (below.isEmpty ? "" : below.count == 1 ? "/\(text(below))" : "/(\(text(below)))")
  }
}

extension Dimension {
  package var powers: UnitPowers {
    switch self {
    case .length: UnitPowers(length: 1)
    case .field: UnitPowers(field: 1)
    case .currentDensity: UnitPowers(length: -2, current: 1)
    // 1 V = 1 T m^2/s
    case .electricField: UnitPowers(length: 1, time: -1, field: 1)
    case .resistivity: UnitPowers(length: 3, time: -1, current: -1, field: 1)
    case .time: UnitPowers(time: 1)
    case .fieldRate: UnitPowers(time: -1, field: 1)
    case .current: UnitPowers(current: 1)
    case .voltage: UnitPowers(length: 2, time: -1, field: 1)
    case .resistance: UnitPowers(length: 2, time: -1, current: -1, field: 1)
    case .capacitance: UnitPowers(length: -2, time: 2, current: 1, field: -1)
    case .inductance: UnitPowers(length: 2, current: -1, field: 1)
    case .currentRate: UnitPowers(time: -1, current: 1)
    case .temperature: UnitPowers(temperature: 1)
    case .temperatureRate: UnitPowers(time: -1, temperature: 1)
    case .moment: UnitPowers(length: 2, current: 1)
    case .speed: UnitPowers(length: 1, time: -1)
    // 1 Pa = 1 T A/m
    case .stress: UnitPowers(length: -1, current: 1, field: 1)
    // 1 N = 1 T A m
    case .force: UnitPowers(length: 1, current: 1, field: 1)
    case .stiffness: UnitPowers(current: 1, field: 1)
    case .volume: UnitPowers(length: 3)
    case .ratio: .none
    // 1 J = 1 T A m^2
    case .heatCapacity: UnitPowers(length: -1, current: 1, field: 1, temperature: -1)
    case .thermalConductivity: UnitPowers(length: 1, time: -1, current: 1, field: 1, temperature: -1)
    case .heatTransfer: UnitPowers(time: -1, current: 1, field: 1, temperature: -1)
    }
  }
}

/// A unit in an expression: one of a case file, or a product of symbols, as `A K/m^2` is.
struct ExpressionUnit {
  var unit: Dimension.Unit
  var powers: UnitPowers

  /// nil for what is no unit.
  init?(_ text: String) {
    for dimension in Dimension.allCases {
      if let unit = dimension.unit(text) {
        (self.unit, powers) = (unit, dimension.powers)
        return
      }
    }
    guard let spelling = UnitSpelling(text) else { return nil }
    (unit, powers) = (Dimension.Unit(text), .none)
    for (symbol, power) in spelling.powers.sorted(by: { $0.key < $1.key }) {
      guard let known = Self.symbols[symbol] else { return nil }
      powers = powers * known.powers.raised(to: Double(power))
      for _ in 0..<abs(power) {
        unit.multiplier *= power > 0 ? known.unit.multiplier : known.unit.divisor
        unit.divisor *= power > 0 ? known.unit.divisor : known.unit.multiplier
      }
    }
  }

  /// Single symbols: those of the quantities, and what products are made of besides.
  static let symbols: [String: (unit: Dimension.Unit, powers: UnitPowers)] = {
    let own = Dimension.allCases.flatMap { dimension in
      dimension.units.filter { $0.symbol.allSatisfy { $0.isLetter || $0 == "%" } }.map { ($0, dimension.powers) }
    }
    let (current, voltage) = (UnitPowers(current: 1), UnitPowers(length: 2, time: -1, field: 1))
    let resistance = voltage / current
    let energy = voltage * current * UnitPowers(time: 1)
    let charge = 1.602176634e-19
    let others: [(Dimension.Unit, UnitPowers)] = [
      (.init("A"), current), (.init("mA", over: 1e3), current), (.init("kA", times: 1e3), current),
      (.init("MA", times: 1e6), current), (.init("GA", times: 1e9), current),
      (.init("V"), voltage), (.init("mV", over: 1e3), voltage), (.init("uV", over: 1e6), voltage),
      (.init("nV", over: 1e9), voltage), (.init("ohm"), resistance), (.init("uohm", over: 1e6), resistance),
      (.init("J"), energy), (.init("eV", times: charge), energy), (.init("meV", times: charge, over: 1e3), energy),
    ]
    return Dictionary((own + others).map { ($0.0.symbol, (unit: $0.0, powers: $0.1)) }) { first, _ in first }
  }()
}
