import RealModule

/// What a superconducting ceramic about takes to become warmer, and lets through: cases say nothing about that, for temperatures are
/// prescribed. It serves one question, whether heat matters, for which a factor of two is good enough.
///
/// Heat capacity by Debye's model, `c = 9 N k (T/θ)³ ∫ x⁴ eˣ/(eˣ - 1)² dx` up to x = θ/T (P. Debye, Ann. Phys. 344, 789 (1912)),
/// with the 13 atoms of YBa2Cu3O7 in 0.1734 nm³ and θ = 400 K: 470 J/(m³ K) at 5 K, 3e4 at 20 K, 1e6 at 77 K. With what is known of
/// their lattices MgB2 (3 atoms in 0.0290 nm³, θ about 750 K) has half of that at 20 K, Ba122 (10 atoms in 0.2045 nm³, θ about
/// 270 K) twice as much; a rise of temperature goes with the fourth root. The conductivity is 10 W/(m K), between the two axes of
/// melt-grown REBCO and about that of polycrystals above 20 K; below, ceramics conduct worse.
enum LatticeHeat {
  /// [K]
  private static let debyeTemperature = 400.0
  /// `9 N k` [J/(m³ K)], with Boltzmann's constant.
  private static let scale = 9 * 13 / 0.1734e-27 * 1.380649e-23
  /// [W/(m K)]
  static let conductivity = 10.0

  /// Heat per volume from 0 K on [J/m³].
  static func enthalpy(_ temperature: Double) -> Double {
    guard temperature > 0 else { return 0 }
    let share = temperature / debyeTemperature
    return scale * temperature * share * share * share * integral(1 / share)
  }

  /// [J/(m³ K)]
  static func capacity(_ temperature: Double) -> Double {
    guard temperature > 0 else { return 0 }
    let share = temperature / debyeTemperature
    let limit = 1 / share
    // c = dU/dT, with the integral by parts.
    let edge = limit < 500 ? limit / (.exp(limit) - 1) : 0
    return scale * (4 * share * share * share * integral(limit) - edge)
  }

  /// The temperature [K] of a heat per volume [J/m³], by bisection.
  static func temperature(ofEnthalpy enthalpy: Double) -> Double {
    var (low, high) = (0.0, debyeTemperature)
    while Self.enthalpy(high) < enthalpy { (low, high) = (high, 2 * high) }
    for _ in 0..<50 {
      let middle = 0.5 * (low + high)
      if Self.enthalpy(middle) < enthalpy { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }

  /// `∫ x³/(eˣ - 1) dx` from 0 to a limit, by Simpson's rule; beyond 50 nothing is left of it.
  private static func integral(_ limit: Double) -> Double {
    let (end, count) = (min(limit, 50), 100)
    let step = end / Double(count)
    func value(_ x: Double) -> Double { x > 0 ? x * x * x / .expMinusOne(x) : 0 }
    let sum = (1..<count).reduce(value(end)) { $0 + ($1.isMultiple(of: 2) ? 2 : 4) * value(step * Double($1)) }
    return sum * step / 3
  }
}
