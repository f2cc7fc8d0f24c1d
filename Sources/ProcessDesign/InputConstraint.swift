public import Notation

/// Something that must hold for every suggestion: two or three expressions with `<`, `<=`, `>`, `>=` between them, as in
/// `heating_rate * hold <= 3000` or `10 <= power / area <= 50`. Numbers are in the parameters' own units.
public struct InputConstraint: Sendable, Equatable {
  public let text: String
  let comparisons: [Expression.Comparison]

  /// - Parameter parameters: names that may occur.
  /// - Throws: `ExpressionError` with the place in the text that cannot be read.
  public init(_ text: String, parameters: [String]) throws(ExpressionError) {
    self.text = text
    comparisons = try ExpressionParser.comparisons(text, names: parameters)
  }

  /// False also where an expression has no value.
  public func holds(_ values: [Double]) -> Bool { comparisons.allSatisfy { $0.holds(values) } }
}
