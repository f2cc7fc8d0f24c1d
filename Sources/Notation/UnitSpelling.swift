/// A unit however people write it: `A/cm^2`, `A/cm2`, `A cm-2`, `A·cm⁻²` and `A/(cm^2)` are one.
struct UnitSpelling: Hashable {
  /// The power of each base symbol; prefixes belong to the symbol.
  let powers: [String: Int]

  /// nil for what is no product of symbols and their powers.
  init?(_ text: String) {
    var powers: [String: Int] = [:]
    var characters = Self.plain(text)[...]
    var (sign, depth, next) = (1, 0, 1)
    while let first = characters.first {
      switch first {
      case " ", "*", ".": characters.removeFirst()
      case "/":
        guard !powers.isEmpty else { return nil }
        (next, characters) = (-1, characters.dropFirst())
      case "(":
        (sign, next, depth, characters) = (sign * next, 1, depth + 1, characters.dropFirst())
      case ")":
        guard depth > 0 else { return nil }
        (sign, depth, characters) = (1, depth - 1, characters.dropFirst())
      default:
        let symbol = characters.prefix { $0.isLetter || $0 == "%" }
        guard !symbol.isEmpty else { return nil }
        characters = characters.dropFirst(symbol.count)
        if characters.first == "^" { characters.removeFirst() }
        let digits = characters.prefix { $0 == "-" || $0 == "+" || ($0.isASCII && $0.isNumber) }
        characters = characters.dropFirst(digits.count)
        guard digits.isEmpty || Int(digits) != nil else { return nil }
        let power = sign * next * (Int(digits) ?? 1)
        guard abs(power) < 10 else { return nil }
        powers[Self.words[symbol.lowercased()] ?? String(symbol), default: 0] += power
        next = 1
      }
    }
    guard depth == 0, !powers.isEmpty else { return nil }
    self.powers = powers
  }

  /// Raised digits as powers, all signs for a product as one.
  private static func plain(_ text: String) -> String {
    var result = ""
    var isRaised = false
    for character in text {
      let raised = raisedDigits.firstIndex(of: character)
      if let raised {
        if !isRaised { result += "^" }
        result += raised == 10 ? "-" : "\(raised)"
      } else {
        switch character {
        case "\u{B5}", "\u{3BC}": result += "u"
        case "Ω", "\u{2126}": result += "ohm"
        case "·", "⋅", "×", "\u{A0}", "\t", "\u{2009}", "\u{202F}": result += " "
        case "−", "–": result += "-"
        case "*" where result.hasSuffix("*"): result = result.dropLast() + "^"
        default: result.append(character)
        }
      }
      isRaised = raised != nil
    }
    return result
  }

  private static let raisedDigits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹⁻")

  /// Units that people also write as words.
  private static let words = [
    "tesla": "T", "millitesla": "mT", "gauss": "G", "oersted": "Oe", "kelvin": "K", "sec": "s", "second": "s",
    "seconds": "s", "minute": "min", "minutes": "min", "hr": "h", "hour": "h", "hours": "h", "day": "d", "days": "d",
    "ohm": "ohm", "ohms": "ohm",
  ]
}

/// True for two spellings of one unit: `A/cm2` and `A cm^-2`.
package func isSameUnit(_ one: String, _ other: String) -> Bool {
  if one == other { return true }
  guard let spelling = UnitSpelling(one) else { return false }
  return spelling == UnitSpelling(other)
}

extension Dimension {
  /// One of its units, by any of its spellings; nil for what is none.
  package func unit(_ text: String) -> Unit? {
    let symbol = normalised(unit: text)
    if let unit = units.first(where: { $0.symbol == symbol }) { return unit }
    guard let spelling = UnitSpelling(text) else { return nil }
    return units.first { UnitSpelling($0.symbol) == spelling }
  }
}
