/// Refuses numbers in notations that other programs read and this one does not: to read their first digits would be wrong.
///
/// - Throws: `QuantityError` with the number as it is to be written.
func refuseOtherNotation(_ text: String) throws(QuantityError) {
  let written = trimmed(text)
  let sign = written.hasPrefix("-") ? "-" : ""
  let unsigned = written.first == "-" || written.first == "+" ? written.dropFirst() : written[...]
  guard let first = unsigned.first, first.isASCII, first.isNumber else { return }
  for (prefix, radix, name) in [("0x", 16, "hexadecimal"), ("0o", 8, "octal"), ("0b", 2, "binary")]
  where unsigned.lowercased().hasPrefix(prefix) {
    let digits = unsigned.dropFirst(2).prefix { $0.isHexDigit || $0 == "_" }.filter { $0 != "_" }
    let rest = trimmed(unsigned.dropFirst(2).drop { $0.isHexDigit || $0 == "_" })
    guard let value = Int(digits, radix: radix) else {
      throw QuantityError(description: "\(written) is not a decimal number; write one as in 21")
    }
    throw QuantityError(
      description: "\(written) is \(name); write the decimal number \(sign)\(value)\(rest.isEmpty ? "" : " \(rest)")")
  }
  if let (number, groups) = grouped(unsigned, by: { $0 == "_" || $0 == "'" || $0 == "’" }) {
    throw QuantityError(
      description: "\(written) has digits grouped by \(groups); write \(sign)\(number) without")
  }
  if let (number, _) = grouped(unsigned, by: \.isWhitespace, inThrees: true) {
    throw QuantityError(description: "\(written) has digits grouped by blanks; write \(sign)\(number) without")
  }
  // YAML 1.1 takes 1:30 for 90.
  let clock = unsigned.split(separator: ":", omittingEmptySubsequences: false)
  if clock.count > 1, clock.allSatisfy({ $0.first?.isNumber == true }) {
    throw QuantityError(description: "\(written) has parts of sixty; write one decimal number, as in 1.5")
  }
}

/// A number whose digits have something between them: without it, and what it was.
private func grouped(
  _ text: Substring, by isGroup: (Character) -> Bool, inThrees: Bool = false
) -> (number: String, group: String)? {
  let characters = Array(text)
  var (number, group) = ("", "")
  for (index, character) in characters.enumerated() {
    let following = characters[(index + 1)...].prefix { $0.isNumber }.count
    let isBetween = index > 0 && characters[index - 1].isNumber && (inThrees ? following == 3 : following > 0)
    if isGroup(character), isBetween {
      group = "\(character)"
    } else if character.isNumber || ".eE".contains(character)
      || ("+-".contains(character) && index > 0 && "eE".contains(characters[index - 1]))
    {
      number.append(character)
    } else {
      number += String(characters[index...])
      break
    }
  }
  return group.isEmpty ? nil : (number, group)
}
