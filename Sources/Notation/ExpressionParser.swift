/// Reads expressions and comparisons of expressions by recursive descent.
package struct ExpressionParser {
  private let text: String
  private let characters: [Character]
  private let names: [String]
  /// Whether a number may have a unit.
  private let takesUnits: Bool
  private var position = 0
  private var depth = 0

  /// Deeper nesting is a slip, or meant to exhaust the stack.
  private static let depthLimit = 100
  /// A chain of sums is a tree as deep as it is long.
  private static let lengthLimit = 2000

  private init(_ text: String, names: [String], takesUnits: Bool, remedy: String) throws(ExpressionError) {
    guard text.utf8.count <= Self.lengthLimit else {
      throw ExpressionError(
        text: "\(text.prefix(20))...", place: Self.lengthLimit..<Self.lengthLimit,
        reason: "longer than \(Self.lengthLimit) bytes; \(remedy)")
    }
    (self.text, self.names, self.takesUnits) = (text, names, takesUnits)
    characters = Array(text)
  }

  /// One expression, in which numbers may have units.
  ///
  /// - Throws: `ExpressionError` with the place in the text that cannot be read.
  package static func formula(_ text: String, names: [String]) throws(ExpressionError) -> Expression {
    var parser = try ExpressionParser(text, names: names, takesUnits: true, remedy: "write a table instead")
    let expression = try parser.sum()
    try parser.end()
    return expression
  }

  /// Two or more expressions of plain numbers with signs between them.
  ///
  /// - Throws: `ExpressionError` with the place in the text that cannot be read.
  package static func comparisons(
    _ text: String, names: [String]
  ) throws(ExpressionError) -> [Expression.Comparison] {
    var parser = try ExpressionParser(
      text, names: names, takesUnits: false, remedy: "write it as several constraints")
    var left = try parser.sum()
    var comparisons: [Expression.Comparison] = []
    while let sign = try parser.comparison() {
      let right = try parser.sum()
      let (smaller, larger) = sign.isLess ? (left, right) : (right, left)
      comparisons.append(.init(smaller: smaller, larger: larger, isStrict: sign.isStrict))
      left = right
    }
    try parser.end()
    guard !comparisons.isEmpty else {
      throw parser.error("a comparison is missing; write one as in \(names.first ?? "x") <= 10")
    }
    return comparisons
  }

  private mutating func end() throws(ExpressionError) {
    skipBlanks()
    guard position < characters.count else { return }
    let start = position
    let next = characters[start]
    if next == "*", start > 0, characters[start - 1] == "*" {
      throw error("a power is written with ^", from: start - 1, to: start + 1)
    }
    while position < characters.count, Self.isWord(characters[position]) { position += 1 }
    guard position > start else { throw error("\(next) is not expected here", from: start, to: start + 1) }
    let word = String(characters[start..<position])
    throw error("\(word) is not expected here; a product is written with *", from: start)
  }

  private static func isWord(_ character: Character) -> Bool {
    character == "_" || character.isLetter || character.isNumber
  }

  /// - Parameters:
  ///   - from: where the wrong piece begins; by default here.
  ///   - to: where it ends; by default here.
  private func error(_ reason: String, from start: Int? = nil, to end: Int? = nil) -> ExpressionError {
    let start = start ?? position
    return ExpressionError(
      text: text, place: start..<max(start, min(end ?? position, characters.count)), reason: reason)
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
    if take("=") { throw error("an equation leaves nothing to choose; write <= or >=", from: start) }
    return nil
  }

  private mutating func sum() throws(ExpressionError) -> Expression {
    var value = try product()
    while true {
      if take("+") {
        value = joined(.plus, value, try product())
      } else if take("-") || take("−") {
        value = joined(.minus, value, try product())
      } else {
        return value
      }
    }
  }

  private mutating func product() throws(ExpressionError) -> Expression {
    var value = try signed()
    while true {
      if take("*") || take("·") || take("×") {
        if position < characters.count, characters[position] == "*" {
          throw error("a power is written with ^", from: position - 1, to: position + 1)
        }
        value = joined(.times, value, try signed())
      } else if take("/") {
        value = joined(.over, value, try signed())
      } else {
        return value
      }
    }
  }

  private func joined(_ symbol: Expression.Operator, _ left: Expression, _ right: Expression) -> Expression {
    Expression(.binary(symbol, left, right), at: left.place.lowerBound..<right.place.upperBound)
  }

  private mutating func signed() throws(ExpressionError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthLimit else { throw error("nested too deeply") }
    skipBlanks()
    let start = position
    if take("-") || take("−") {
      let operand = try signed()
      return Expression(.negative(operand), at: start..<operand.place.upperBound)
    }
    if take("+") { return try signed() }
    let base = try operand()
    // Binds tighter than a sign on its left, looser than one on its right, and from the right: -2^2 = -4, 2^3^2 = 2^9.
    return take("^") ? joined(.power, base, try signed()) : base
  }

  private mutating func operand() throws(ExpressionError) -> Expression {
    skipBlanks()
    guard position < characters.count else { throw error("the expression ends too early") }
    let start = position
    if take("(") {
      let value = try sum()
      guard take(")") else { throw error("a closing parenthesis is missing") }
      return Expression(value.kind, at: start..<position)
    }
    if take("|") {
      let value = try sum()
      guard take("|") else { throw error("a closing | is missing") }
      return Expression(.call(.abs, [value]), at: start..<position)
    }
    let first = characters[position]
    if first.isNumber || first == "." { return try number() }
    while position < characters.count, Self.isWord(characters[position]) { position += 1 }
    let name = String(characters[start..<position])
    guard !name.isEmpty else { throw error("\(first) is not expected here", to: start + 1) }
    if let index = names.firstIndex(of: name) { return Expression(.name(index), at: start..<position) }
    guard let function = Expression.Function(rawValue: name) else {
      let known = names + Expression.Function.allCases.map(\.rawValue)
      throw error("unknown name \(name) (known: \(known.joined(separator: ", ")))", from: start)
    }
    guard take("(") else { throw error("\(name) needs its argument in parentheses", to: position) }
    var arguments = [try sum()]
    while take(",") { arguments.append(try sum()) }
    guard take(")") else { throw error("a closing parenthesis is missing") }
    guard arguments.count == function.argumentCount else {
      throw error("\(name) takes \(function.argumentCount) arguments, not \(arguments.count)", from: start)
    }
    return Expression(.call(function, arguments), at: start..<position)
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
    guard let value = Double(written), value.isFinite else { throw error("\(written) is not a number", from: start) }
    guard takesUnits, let unit = try unit() else { return Expression(.quantity(value, .none), at: start..<position) }
    return Expression(
      .quantity(value * unit.unit.multiplier / unit.unit.divisor, unit.powers), at: start..<position)
  }
}

// MARK: Units

extension ExpressionParser {
  /// The unit behind a number; nil where there is none.
  ///
  /// What follows a number is a unit, even if a name is spelled the same: `1.5 T` is 1.5 tesla. `/` and `·` belong to it only where no
  /// blank stands beside them: `3 K/T` is kelvins per tesla, `3 K / T` three kelvins by the temperature.
  private mutating func unit() throws(ExpressionError) -> ExpressionUnit? {
    var start = position
    while start < characters.count, characters[start].isWhitespace { start += 1 }
    guard let first = symbol(at: start) else { return nil }
    guard ExpressionUnit.symbols[first.symbol] != nil else {
      let known = names.contains(first.symbol) || Expression.Function(rawValue: first.symbol) != nil
      throw error(
        known
          ? "\(first.symbol) is no unit; a product is written with *"
          : "unknown unit \(first.symbol) behind a number; write one as in 1.5 T, and a product with *",
        from: start, to: first.end)
    }
    var end = try power(from: first.end)
    while let next = try factor(at: end) { end = next }
    let text = String(characters[start..<end])
    guard let unit = ExpressionUnit(text) else { throw error("\(text) is no unit", from: start, to: end) }
    position = end
    return unit
  }

  /// The letters from a place on, as a unit spells them.
  private func symbol(at start: Int) -> (symbol: String, end: Int)? {
    var end = start
    while end < characters.count, characters[end].isLetter || characters[end] == "%" { end += 1 }
    guard end > start else { return nil }
    let text = String(characters[start..<end])
    return (UnitSpelling(text)?.powers.keys.first ?? text, end)
  }

  /// Behind the power of a unit: `^2`, `^-2`, `2` or `⁻²`.
  private func power(from start: Int) throws(ExpressionError) -> Int {
    var end = start
    let isMarked = end < characters.count && characters[end] == "^"
    if isMarked { end += 1 }
    let sign = end < characters.count && (characters[end] == "-" || characters[end] == "⁻") ? 1 : 0
    var digits = end + sign
    while digits < characters.count, characters[digits].isNumber { digits += 1 }
    guard digits > end + sign else {
      // A power in parentheses is one of the whole number.
      guard isMarked else { return start }
      throw error("a unit has whole powers; write ( ) around a number with its unit to raise it", from: start, to: end)
    }
    if digits < characters.count, characters[digits] == "." {
      throw error(
        "a unit has whole powers; write ( ) around a number with its unit to raise it", from: start, to: digits + 1)
    }
    return digits
  }

  /// Behind the next factor of a unit; nil where the unit ends.
  private func factor(at start: Int) throws(ExpressionError) -> Int? {
    guard start < characters.count else { return nil }
    var next = start
    switch characters[start] {
    case "/", "·", "⋅":
      next += 1
      if characters[start] == "/", let end = denominator(at: next) { return end }
    default:
      while next < characters.count, characters[next].isWhitespace { next += 1 }
      guard next > start else { return nil }
    }
    guard let (symbol, end) = symbol(at: next), ExpressionUnit.symbols[symbol] != nil,
      !(end < characters.count && (characters[end] == "(" || characters[end] == "_"))
    else { return nil }
    return try power(from: end)
  }

  /// Behind `(m^2 T)`; nil where the parentheses hold more than a unit.
  private func denominator(at start: Int) -> Int? {
    guard start < characters.count, characters[start] == "(", let close = characters[start...].firstIndex(of: ")"),
      ExpressionUnit(String(characters[start + 1..<close])) != nil
    else { return nil }
    return close + 1
  }
}
