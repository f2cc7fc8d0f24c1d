internal import Notation

/// The head of a column as people write it: `B (mT)`, `mu0H [T]`, `T/K`, `J_c, kA/cm^2`, `Jc 20 K (A/cm2)`, `20 K`.
package struct TableHead {
  /// As it stands in the file.
  package let written: String
  /// Without unit and temperature.
  package let name: String
  /// nil where none is written.
  package var unit: String?
  /// The temperature [K] at which the column holds, in a table with a column for each.
  var temperature: Double?

  /// - Parameter written: one cell.
  init(_ written: String) {
    self.written = written
    var rest = written.filter { !"$\\{}".contains($0) }.replacing("mathrm", with: "")
    let groups = Self.groups(rest)
    // In `Jc(B) [A/m^2]` the last that is a unit counts; where none is, the last is a unit that nobody knows.
    let unitGroup =
      groups.lastIndex { Self.isKnownUnit(trimmed($0.content)) }
      ?? groups.lastIndex { Self.looksLikeUnit(trimmed($0.content)) && Self.temperature(trimmed($0.content)) == nil }
    for (index, group) in groups.enumerated() {
      let content = trimmed(group.content)
      if let temperature = Self.temperature(content) {
        self.temperature = temperature
      } else if let (value, unit) = Self.pair(content) {
        (temperature, self.unit) = (value, unit)
      } else if index == unitGroup {
        unit = content
      } else {
        continue
      }
      rest = rest.replacing("\(group.open)\(group.content)\(group.close)", with: " ")
    }
    if temperature == nil, let (value, remainder) = Self.trailingTemperature(rest) {
      (temperature, rest) = (value, remainder)
    }
    if unit == nil {
      for (mark, length) in [("/", 1), (",", 1), (" in ", 4)] {
        guard let place = rest.ranges(of: mark).first, place.lowerBound > rest.startIndex else { continue }
        let candidate = trimmed(rest[place.lowerBound...].dropFirst(length))
        guard Self.looksLikeUnit(candidate), Self.isKnownUnit(candidate) else { continue }
        (unit, rest) = (Self.withoutBrackets(candidate), String(rest[..<place.lowerBound]))
        break
      }
    }
    // What stood between the name and a unit in brackets: `Jc/(A/m^2)`.
    let bare = trimmed(rest)
    name = (bare.last == "/" ? bare.dropLast() : bare[...]).split { $0.isWhitespace || $0 == "," }.joined(
      separator: " ")
  }

  /// The brackets of a head that hold no other.
  private static func groups(_ text: String) -> [(open: Character, content: String, close: Character)] {
    var groups: [(open: Character, content: String, close: Character)] = []
    var depth = 0
    var open: Character = "("
    var content = ""
    for character in text {
      if "([".contains(character) {
        if depth == 0 { (open, content) = (character, "") } else { content.append(character) }
        depth += 1
      } else if ")]".contains(character), depth > 0 {
        depth -= 1
        if depth == 0 { groups.append((open, content, character)) } else { content.append(character) }
      } else if depth > 0 {
        content.append(character)
      }
    }
    return groups
  }

  /// `5 K, A/m^2`
  private static func pair(_ text: String) -> (temperature: Double, unit: String)? {
    let parts = text.split(separator: ",").map(trimmed)
    guard parts.count == 2 else { return nil }
    for (one, other) in [(parts[0], parts[1]), (parts[1], parts[0])] {
      if let temperature = temperature(one), looksLikeUnit(other) { return (temperature, other) }
    }
    return nil
  }

  /// `5 K`, `T=5K`
  private static func temperature(_ text: String) -> Double? {
    var rest = text[...]
    if let equals = rest.firstIndex(of: "=") {
      guard trimmed(rest[..<equals]).lowercased() == "t" else { return nil }
      rest = rest[equals...].dropFirst()
    }
    let written = trimmed(rest)
    guard written.first?.isNumber == true, written.last?.lowercased() == "k" || written.hasSuffix("Kelvin") else {
      return nil
    }
    return try? parseQuantity(written.replacing("k", with: "K").replacing(",", with: "."), .temperature)
  }

  /// `Jc @ T = 5 K`, `Jc_5K`, `Jc 5 K`, `5 K Jc`: the temperature, and the rest without it.
  private static func trailingTemperature(_ text: String) -> (Double, rest: String)? {
    guard text.utf8.contains(UInt8(ascii: "K")) else { return nil }
    let pattern = /(?:^|[\s,_@;:])(?:at\s+)?@?\s*(?:T\s*=\s*)?(\d+(?:[.,]\d+)?)[\s_]*K(?=$|[\s,;:_])/
    guard let match = text.firstMatch(of: pattern), let value = Double(match.1.replacing(",", with: ".")) else {
      return nil
    }
    return (value, String(text[..<match.range.lowerBound] + " " + text[match.range.upperBound...]))
  }

  private static func looksLikeUnit(_ text: String) -> Bool {
    guard text != "-", text != "1" else { return true }
    return UnitText(text) != nil
  }

  static func isKnownUnit(_ text: String) -> Bool {
    UnitText(text).map { unit in Dimension.allCases.contains { $0.unit(unit.symbol) != nil } }
      ?? (text == "-" || text == "1")
  }

  private static func withoutBrackets(_ text: String) -> String {
    text.first == "(" && text.last == ")" ? String(text.dropFirst().dropLast()) : text
  }
}

/// The unit of a column, which may have a power of ten before it: `10^5 A/cm^2`.
struct UnitText {
  let factor: Double
  let symbol: String

  /// nil for what cannot be a unit.
  init?(_ text: String) {
    var rest = trimmed(text)
    if rest.first == "(", rest.last == ")" { rest = trimmed(rest.dropFirst().dropLast()) }
    var factor = 1.0
    let mayHaveFactor = rest.first.map { $0.isNumber || "x×*".contains($0) } ?? false
    if mayHaveFactor,
      let match = rest.prefixMatch(
        of: /[x×*]?\s*10\s*(?:\^|\*\*)?\s*\(?([-−+]?\d+|[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)\)?\s*[x×*·]?\s*(?=\p{L})/)
    {
      let digits = match.1.map { raised[$0] ?? $0 }
      guard let exponent = Int(String(digits)), abs(exponent) <= 20 else { return nil }
      factor = Double("1e\(exponent)") ?? 1
      rest = String(rest[match.range.upperBound...])
    } else if mayHaveFactor, let match = rest.prefixMatch(of: /[x×*]?\s*1[eE]([-+]?\d+)\s*(?=\p{L})/),
      let value = Double("1e\(match.1)")
    {
      factor = value
      rest = String(rest[match.range.upperBound...])
    }
    // A word of letters alone, or a product of such.
    guard rest.first.map({ $0.isLetter || "%µΩ°".contains($0) }) == true,
      !rest.contains(where: { "=[]#".contains($0) })
    else { return nil }
    (self.factor, symbol) = (factor, rest)
  }
}

private let raised: [Character: Character] = [
  "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9", "⁻": "-",
  "−": "-",
]
