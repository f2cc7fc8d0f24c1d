/// Where and why a text is not a constraint.
public struct ExpressionError: Error, Equatable, CustomStringConvertible {
  public var text: String
  /// In characters from 1.
  public var position: Int
  public var reason: String

  public var description: String { "\"\(text)\", character \(position): \(reason)" }
}

/// Reads constraints by recursive descent.
struct ExpressionParser {
  private let text: String
  private let characters: [Character]
  private let parameters: [String]
  private var position = 0
  private var depth = 0

  /// Deeper nesting is a slip, or meant to exhaust the stack.
  private static let depthLimit = 100
  /// A chain of sums is a tree as deep as it is long.
  private static let lengthLimit = 2000

  private init(_ text: String, parameters: [String]) {
    self.text = text
    characters = Array(text)
    self.parameters = parameters
  }

  static func comparisons(
    _ text: String, parameters: [String]
  ) throws(ExpressionError) -> [InputConstraint.Comparison] {
    guard text.utf8.count <= lengthLimit else {
      throw ExpressionError(
        text: "\(text.prefix(20))...", position: lengthLimit + 1,
        reason: "longer than \(lengthLimit) bytes; write it as several constraints")
    }
    var parser = ExpressionParser(text, parameters: parameters)
    var left = try parser.sum()
    var comparisons: [InputConstraint.Comparison] = []
    while let sign = try parser.comparison() {
      let right = try parser.sum()
      let (smaller, larger) = sign.isLess ? (left, right) : (right, left)
      comparisons.append(.init(excess: .binary(.minus, smaller, larger), isStrict: sign.isStrict))
      left = right
    }
    parser.skipBlanks()
    guard parser.position == parser.characters.count else {
      throw parser.error("\(parser.characters[parser.position]) is not expected here")
    }
    guard !comparisons.isEmpty else {
      throw parser.error("a comparison is missing; write one as in \(parameters.first ?? "x") <= 10")
    }
    return comparisons
  }

  private func error(_ reason: String, at place: Int? = nil) -> ExpressionError {
    ExpressionError(text: text, position: (place ?? position) + 1, reason: reason)
  }

  private mutating func skipBlanks() {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    skipBlanks()
    guard position < characters.count, characters[position] == character else { return false }
    position += 1
    return true
  }

  private mutating func comparison() throws(ExpressionError) -> (isLess: Bool, isStrict: Bool)? {
    skipBlanks()
    let start = position
    for (less, orEqual) in [(Character("<"), Character("≤")), (">", "≥")] {
      if take(orEqual) { return (less == "<", false) }
      if take(less) { return (less == "<", !take("=")) }
    }
    if take("=") { throw error("an equation leaves nothing to choose; write <= or >=", at: start) }
    return nil
  }

  private mutating func sum() throws(ExpressionError) -> Expression {
    var value = try product()
    while true {
      if take("+") {
        value = .binary(.plus, value, try product())
      } else if take("-") {
        value = .binary(.minus, value, try product())
      } else {
        return value
      }
    }
  }

  private mutating func product() throws(ExpressionError) -> Expression {
    var value = try signed()
    while true {
      if take("*") {
        value = .binary(.times, value, try signed())
      } else if take("/") {
        value = .binary(.over, value, try signed())
      } else {
        return value
      }
    }
  }

  private mutating func signed() throws(ExpressionError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthLimit else { throw error("nested too deeply") }
    if take("-") { return .negative(try signed()) }
    if take("+") { return try signed() }
    let base = try operand()
    // Binds tighter than a sign on its left, looser than one on its right, and from the right: -2^2 = -4, 2^3^2 = 2^9.
    return take("^") ? .binary(.power, base, try signed()) : base
  }

  private mutating func operand() throws(ExpressionError) -> Expression {
    skipBlanks()
    guard position < characters.count else { throw error("the expression ends too early") }
    if take("(") {
      let value = try sum()
      guard take(")") else { throw error("a closing parenthesis is missing") }
      return value
    }
    let start = position
    let first = characters[position]
    if first.isNumber || first == "." { return try number() }
    while position < characters.count,
      characters[position] == "_" || characters[position].isLetter
        || (position > start && characters[position].isNumber)
    {
      position += 1
    }
    let name = String(characters[start..<position])
    guard !name.isEmpty else { throw error("\(first) is not expected here") }
    if let index = parameters.firstIndex(of: name) { return .parameter(index) }
    guard let function = Expression.Function(rawValue: name) else {
      let known = (parameters + Expression.Function.allCases.map(\.rawValue)).joined(separator: ", ")
      throw error("unknown name \(name) (known: \(known))", at: start)
    }
    guard take("(") else { throw error("\(name) needs its argument in parentheses") }
    var arguments = [try sum()]
    while take(",") { arguments.append(try sum()) }
    guard take(")") else { throw error("a closing parenthesis is missing") }
    guard arguments.count == function.argumentCount else {
      throw error("\(name) takes \(function.argumentCount) arguments, not \(arguments.count)", at: start)
    }
    return .call(function, arguments)
  }

  private mutating func number() throws(ExpressionError) -> Expression {
    let start = position
    func isDigit(_ place: Int) -> Bool {
      place < characters.count && characters[place].isASCII && characters[place].isNumber
    }
    while isDigit(position) || (position < characters.count && characters[position] == ".") { position += 1 }
    if position < characters.count, "eE".contains(characters[position]) {
      let isSigned = position + 1 < characters.count && "+-".contains(characters[position + 1])
      if isDigit(position + (isSigned ? 2 : 1)) {
        position += isSigned ? 2 : 1
        while isDigit(position) { position += 1 }
      }
    }
    let written = String(characters[start..<position])
    guard let value = Double(written), value.isFinite else { throw error("\(written) is not a number", at: start) }
    return .number(value)
  }
}
