/// Why a text is not a value; a sentence with the remedy, to be put behind the name of the key or option.
public struct QuantityError: Error, Equatable, Sendable, CustomStringConvertible {
  public var description: String

  package init(description: String) { self.description = description }
}

/// The value of `<number> <unit>` in SI units; the blank may be left out.
///
/// ```swift
/// try parseQuantity("4.8 T/h", .fieldRate)  // 0.001333… [T/s]
/// ```
///
/// - Throws: `QuantityError` for what is no number, has no unit, or one of another quantity.
public func parseQuantity(_ text: String, _ dimension: Dimension) throws(QuantityError) -> Double {
  let (number, rest) = try splitNumber(text, example: "7 \(dimension.usualUnit)")
  guard !rest.isEmpty else {
    throw QuantityError(description: "\(number.text) has no unit; write \(proposal(for: number, dimension))")
  }
  guard let unit = dimension.unit(rest) else {
    let known = nearestFirst(dimension.units.map(\.symbol), to: normalised(unit: rest)).joined(separator: ", ")
    throw QuantityError(description: "unknown unit \(rest) of a \(dimension.rawValue); use \(known)")
  }
  return number.value * unit.multiplier / unit.divisor
}

/// The value of a number without a unit.
///
/// - Throws: `QuantityError` for what is no finite number, or has a unit.
public func parseNumber(_ text: String) throws(QuantityError) -> Double {
  let (number, rest) = try splitNumber(text, example: "21")
  guard rest.isEmpty else {
    throw QuantityError(description: "\(text) has a unit where none belongs; write \(number.text)")
  }
  return number.value
}

/// The value of a whole number.
///
/// - Throws: `QuantityError` for anything else.
public func parseInteger(_ text: String) throws(QuantityError) -> Int {
  guard let value = Int(text) else {
    try refuseOtherNotation(text)
    throw QuantityError(description: "\(text.isEmpty ? "nothing" : text) is not a whole number; write one as in 20")
  }
  return value
}

/// What to write instead of a bare number.
private func proposal(for number: (value: Double, text: String), _ dimension: Dimension) -> String {
  // Nobody means 0.001 % by accuracy: 0.001; the number is the ratio itself.
  if dimension == .ratio, number.value > 0, number.value <= 0.1 {
    return "\(plain((number.value * 1e8).rounded() / 1e6)) %"
  }
  return "\(number.text) \(dimension.usualUnit)"
}

/// Splits a text behind its leading number.
package func splitNumber(
  _ text: String, example: String
) throws(QuantityError) -> (number: (value: Double, text: String), rest: String) {
  try refuseOtherNotation(text)
  let characters = Array(text.drop(while: \.isWhitespace))
  var end = 0
  func digits(from start: Int) -> Int {
    characters[start...].prefix { $0.isASCII && $0.isNumber }.count
  }
  if end < characters.count, characters[end] == "-" || characters[end] == "+" { end += 1 }
  let whole = digits(from: end)
  end += whole
  var fraction = 0
  if end < characters.count, characters[end] == "." {
    fraction = digits(from: end + 1)
    end += 1 + fraction
  }
  let word = String(characters[min(end, characters.count)...].prefix { $0.isLetter }).lowercased()
  if whole + fraction == 0, ["nan", "inf", "infinity"].contains(word) || [".nan", ".inf"].contains(text.lowercased()) {
    throw QuantityError(description: "\(text) is not finite; write a number as in \(example)")
  }
  guard whole + fraction > 0 else {
    throw QuantityError(
      description: "\(text.isEmpty ? "nothing" : text) is not a number; write one as in \(example)")
  }
  if end < characters.count, characters[end] == "e" || characters[end] == "E" {
    let sign = end + 1 < characters.count && (characters[end + 1] == "-" || characters[end + 1] == "+") ? 1 : 0
    let exponent = digits(from: min(end + 1 + sign, characters.count))
    if exponent > 0 { end += 1 + sign + exponent }
  }
  if end < characters.count, characters[end] == "," {
    throw QuantityError(description: "\(text) has a comma; write a decimal point, as in 4.8")
  }
  let number = String(characters[..<end])
  guard let value = Double(number), value.isFinite else {
    throw QuantityError(description: "\(number) is not finite; write a number as in \(example)")
  }
  var rest = characters[end...].drop(while: \.isWhitespace)
  while let last = rest.last, last.isWhitespace { rest.removeLast() }
  return ((value, number), String(rest))
}

/// The plain spelling of a unit: `um` for both micro signs, `^2` for a raised 2.
package func normalised(unit: String) -> String {
  var result = ""
  for character in unit {
    switch character {
    case "\u{B5}", "\u{3BC}": result += "u"
    case "²": result += "^2"
    default: result.append(character)
    }
  }
  return result
}
