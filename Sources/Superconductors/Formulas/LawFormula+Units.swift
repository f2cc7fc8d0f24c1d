internal import Notation

// What the parts of a formula measure. Checked once, when the formula is made.

/// A formula that is being checked.
struct UnitCheck {
  let text: String
  /// Of the names, in their order.
  let powers: [UnitPowers]
  /// Of names whose value is fixed.
  let values: [Double?]

  /// What an expression measures.
  ///
  /// - Throws: `ExpressionError` for a sum of different quantities, and a power or function of one that has none.
  func powers(of expression: Expression) throws(ExpressionError) -> UnitPowers {
    switch expression.kind {
    case .quantity(_, let powers): return powers
    case .name(let index): return powers[index]
    case .negative(let operand): return try powers(of: operand)
    case .binary(let symbol, let left, let right):
      let (a, b) = (try powers(of: left), try powers(of: right))
      switch symbol {
      case .times: return a * b
      case .over: return a / b
      case .plus, .minus: return try same(a, b, in: expression, verb: symbol == .plus ? "added" : "subtracted")
      case .power:
        guard b == .none else {
          throw error(right, "an exponent is a plain number, and this is \(b.description)")
        }
        if a == .none { return .none }
        guard let exponent = constant(right) else {
          throw error(
            left, "\(a.description) has fixed powers only; divide it by \(a.unitWord) first, as in (B / 1 T)^n")
        }
        return a.raised(to: exponent)
      }
    case .call(let function, let arguments):
      let measures = try arguments.map { argument throws(ExpressionError) in try powers(of: argument) }
      switch function {
      case .abs: return measures[0]
      case .sqrt: return measures[0].raised(to: 0.5)
      case .min, .max: return try same(measures[0], measures[1], in: expression, verb: "compared")
      case .exp, .log, .ln, .log10, .tanh, .sin, .cos:
        guard measures[0] == .none else {
          throw error(
            arguments[0],
            "\(function.rawValue) is of a plain number, and this is \(measures[0].description);"
              + " divide it by \(measures[0].unitWord)")
        }
        return .none
      }
    }
  }

  private func same(
    _ a: UnitPowers, _ b: UnitPowers, in expression: Expression, verb: String
  ) throws(ExpressionError) -> UnitPowers {
    guard a != b else { return a }
    throw error(expression, "\(a.description) and \(b.description) cannot be \(verb)")
  }

  func error(_ expression: Expression, _ reason: String) -> ExpressionError {
    ExpressionError(text: text, place: expression.place, reason: reason)
  }

  /// The value of what no variable occurs in.
  func constant(_ expression: Expression) -> Double? {
    guard values.indices.allSatisfy({ values[$0] != nil || !expression.contains(name: $0) }) else { return nil }
    return expression.value(values.map { $0 ?? 0 })
  }

  /// - Throws: `ExpressionError` for a divisor that is 0 and for what has no value, whatever field and temperature.
  func checkValues(of expression: Expression) throws(ExpressionError) {
    for operand in expression.operands { try checkValues(of: operand) }
    if case .binary(.over, _, let divisor) = expression.kind, constant(divisor) == 0 {
      throw error(expression, "division by zero")
    }
    guard let value = constant(expression), !value.isFinite else { return }
    throw error(expression, "\(faultWords(expression, values.map { $0 ?? 0 }))")
  }
}

extension UnitPowers {
  /// `1 T`, `its unit`
  fileprivate var unitWord: String { dimension.map { "1 \($0.units[0].symbol)" } ?? "its unit" }
}

/// Why an expression has no value although its parts have.
func faultWords(_ expression: Expression, _ names: [Double]) -> String {
  switch expression.kind {
  case .binary(.over, _, let divisor) where divisor.value(names) == 0: return "division by zero"
  case .binary(.power, let base, let exponent):
    if base.value(names) < 0 { return "a negative number has whole powers only" }
    if base.value(names) == 0, exponent.value(names) < 0 { return "division by zero" }
  case .call(.sqrt, _): return "a negative number has no root"
  case .call(.log, let arguments), .call(.ln, let arguments), .call(.log10, let arguments):
    return arguments[0].value(names) == 0 ? "0 has no logarithm" : "a negative number has no logarithm"
  default: break
  }
  return "is not finite"
}
