internal import RealModule

/// An arithmetic expression of parameters: numbers, names, `+ - * / ^`, parentheses, `abs sqrt exp log min max`.
indirect enum Expression: Sendable, Equatable {
  case number(Double)
  /// By its place in the list of parameters.
  case parameter(Int)
  case negative(Expression)
  case binary(Operator, Expression, Expression)
  case call(Function, [Expression])

  enum Operator: Character, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case power = "^"
  }

  enum Function: String, Sendable, CaseIterable {
    case abs, sqrt, exp, log, min, max

    var argumentCount: Int { self == .min || self == .max ? 2 : 1 }
  }

  func value(_ parameters: [Double]) -> Double {
    switch self {
    case .number(let value): value
    case .parameter(let index): parameters[index]
    case .negative(let operand): -operand.value(parameters)
    case .binary(let symbol, let left, let right):
      symbol.apply(left.value(parameters), right.value(parameters))
    case .call(let function, let arguments): function.apply(arguments.map { $0.value(parameters) })
    }
  }
}

extension Expression.Operator {
  fileprivate func apply(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .plus: a + b
    case .minus: a - b
    case .times: a * b
    case .over: a / b
    // A negative base has whole powers only.
    case .power: Int(exactly: b).map { Double.pow(a, $0) } ?? Double.pow(a, b)
    }
  }
}

extension Expression.Function {
  fileprivate func apply(_ arguments: [Double]) -> Double {
    switch self {
    case .abs: Swift.abs(arguments[0])
    case .sqrt: arguments[0].squareRoot()
    case .exp: Double.exp(arguments[0])
    case .log: Double.log(arguments[0])
    case .min: Swift.min(arguments[0], arguments[1])
    case .max: Swift.max(arguments[0], arguments[1])
    }
  }
}

/// Something that must hold for every suggestion: two or three expressions with `<`, `<=`, `>`, `>=` between them, as in
/// `heating_rate * hold <= 3000` or `10 <= power / area <= 50`. Numbers are in the parameters' own units.
public struct InputConstraint: Sendable, Equatable {
  struct Comparison: Sendable, Equatable {
    /// Must not be above zero; below it, if strict.
    var excess: Expression
    var isStrict: Bool
  }

  public let text: String
  let comparisons: [Comparison]

  /// - Parameter parameters: names that may occur.
  /// - Throws: `ExpressionError` with the place in the text that cannot be read.
  public init(_ text: String, parameters: [String]) throws(ExpressionError) {
    self.text = text
    comparisons = try ExpressionParser.comparisons(text, parameters: parameters)
  }

  /// False also where an expression has no value.
  public func holds(_ values: [Double]) -> Bool {
    comparisons.allSatisfy { comparison in
      let excess = comparison.excess.value(values)
      return comparison.isStrict ? excess < 0 : excess <= 0
    }
  }
}
