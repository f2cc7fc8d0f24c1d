import RealModule

/// A part of an arithmetic expression of quantities and names, and where it stands in its text.
///
/// Numbers, names, `+ - * / ^`, parentheses, `|x|`, and the functions of `Function`. Read by `ExpressionParser`.
package struct Expression: Sendable, Hashable {
  package indirect enum Kind: Sendable, Hashable {
    /// In SI units, and the unit's powers.
    case quantity(Double, UnitPowers)
    /// By its place in the list of names.
    case name(Int)
    case negative(Expression)
    case binary(Operator, Expression, Expression)
    case call(Function, [Expression])
  }

  package enum Operator: Character, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case power = "^"

    package func apply(_ a: Double, _ b: Double) -> Double {
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

  /// `log` is the natural logarithm, as `ln` is.
  package enum Function: String, Sendable, CaseIterable {
    case abs, sqrt, exp, log, ln, log10, tanh, sin, cos, min, max

    package var argumentCount: Int { self == .min || self == .max ? 2 : 1 }

    /// - Parameter y: the second argument of `min` and `max`.
    package func apply(_ x: Double, _ y: Double) -> Double {
      switch self {
      case .abs: Swift.abs(x)
      case .sqrt: x.squareRoot()
      case .exp: Double.exp(x)
      case .log, .ln: Double.log(x)
      case .log10: Double.log10(x)
      case .tanh: Double.tanh(x)
      case .sin: Double.sin(x)
      case .cos: Double.cos(x)
      case .min: Swift.min(x, y)
      case .max: Swift.max(x, y)
      }
    }
  }

  package var kind: Kind
  /// In characters of the text, from 0.
  package var place: Range<Int>

  package init(_ kind: Kind, at place: Range<Int>) { (self.kind, self.place) = (kind, place) }

  /// Its value with values of the names.
  package func value(_ names: [Double]) -> Double {
    switch kind {
    case .quantity(let value, _): value
    case .name(let index): names[index]
    case .negative(let operand): -operand.value(names)
    case .binary(let symbol, let left, let right): symbol.apply(left.value(names), right.value(names))
    case .call(let function, let arguments):
      function.apply(arguments[0].value(names), arguments[arguments.count - 1].value(names))
    }
  }

  /// The parts it is made of.
  package var operands: [Expression] {
    switch kind {
    case .quantity, .name: []
    case .negative(let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .call(_, let arguments): arguments
    }
  }

  /// Whether a name occurs.
  package func contains(name index: Int) -> Bool {
    if case .name(index) = kind { true } else { operands.contains { $0.contains(name: index) } }
  }
}

extension Expression {
  /// Two expressions with a sign between them.
  package struct Comparison: Sendable, Hashable {
    var smaller, larger: Expression
    /// Whether equal values do not do.
    var isStrict: Bool

    /// Must not be above zero; below it, if strict.
    package func excess(_ names: [Double]) -> Double { smaller.value(names) - larger.value(names) }

    /// False also where an expression has no value.
    package func holds(_ names: [Double]) -> Bool { isStrict ? excess(names) < 0 : excess(names) <= 0 }
  }
}

/// Where and why a text is not an expression.
public struct ExpressionError: Error, Equatable, CustomStringConvertible {
  public var text: String
  /// In characters from 1.
  public var position: Int
  /// How many characters are wrong; 0 for a place between two.
  public var length: Int
  public var reason: String

  package init(text: String, place: Range<Int>, reason: String) {
    (self.text, self.reason) = (text, reason)
    (position, length) = (place.lowerBound + 1, place.count)
  }

  public var description: String { "\"\(text)\", character \(position): \(reason)" }

  /// Without the whole text: ``character 5, `B / 0 T`: division by zero``.
  package var message: String { "\(Self.place(in: text, position - 1..<position - 1 + length)): \(reason)" }

  /// ``character 5, `B / 0 T` ``
  package static func place(in text: String, _ place: Range<Int>) -> String {
    let piece = String(Array(text)[place.clamped(to: 0..<text.count)])
    return "character \(place.lowerBound + 1)" + (piece.isEmpty ? "" : ", `\(piece)`")
  }
}
