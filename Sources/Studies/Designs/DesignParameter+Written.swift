package import Notation
package import ProcessDesign

extension DesignParameter {
  /// - Parameters:
  ///   - unit: of the parameter.
  ///   - from, to, step: as written; nil for a step of which the range has some hundred.
  /// - Throws: `QuantityError` for what makes no grid.
  init(name: String, unit: String, from: String, to: String, step: String?) throws(QuantityError) {
    let lower = try ProcessUnit.value(from, in: unit)
    let upper = try ProcessUnit.value(to, in: unit)
    let size: Double? = if let step { try ProcessUnit.value(step, in: unit, isDifference: true) } else { nil }
    guard lower < upper else {
      throw QuantityError(description: "\(from) is not below \(to); write the lower bound first")
    }
    let part = (upper - lower) / 1e6
    guard part.isFinite, lower + part > lower, upper - part < upper else {
      throw QuantityError(description: "from \(from) to \(to) there are too few numbers between; widen the range")
    }
    if let size, size <= 0 || size > upper - lower {
      throw QuantityError(description: "the step, \(step ?? ""), is not between 0 and the range; write a smaller one")
    }
    if let size, (upper - lower) / size > 1e9 || lower + size == lower || upper - size == upper {
      throw QuantityError(description: "the step, \(step ?? ""), is too fine for the range; write a larger one")
    }
    self.init(
      name: name, unit: unit, lower: lower, upper: upper, step: size ?? Self.roundStep(from: lower, to: upper))
  }

  /// With other bounds and another step, as written.
  package func changed(from: String, to: String, step: String) throws(QuantityError) -> DesignParameter {
    try DesignParameter(name: name, unit: unit, from: from, to: to, step: step)
  }

  /// A step of one digit of which a range has some hundred, and a whole number where there is such: what a person would set.
  static func roundStep(from lower: Double, to upper: Double) -> Double {
    let most = (upper - lower) / 500
    func power(_ exponent: Int, _ digit: Int = 1) -> Double { Double("\(digit)e\(exponent)") ?? .infinity }
    var exponent = 0
    while power(exponent) > most { exponent -= 1 }
    while power(exponent + 1) <= most { exponent += 1 }
    let steps = (0...3).flatMap { less in [5, 2, 1].map { power(exponent - less, $0) } }.filter { $0 <= most }
    func divides(_ step: Double) -> Bool {
      let count = (upper - lower) / step
      return abs(count - count.rounded()) < 1e-9 * count
    }
    return steps.first(where: divides) ?? steps.first ?? most
  }
}
