internal import Notation

/// A case file before it is text.
indirect enum CaseTree {
  /// As it stands behind a key.
  case plain(String)
  /// Lines of text, kept as they are.
  case block(String)
  /// On one line, `{key: value, key: value}`.
  case flow([(key: String, value: CaseTree)])
  /// A line for each key.
  case mapping([(key: String, value: CaseTree)])
  /// A line for each element.
  case list([CaseTree])

  /// A mapping's lines.
  static func lines(_ entries: [(key: String, value: CaseTree)], indent: String = "") -> [String] {
    entries.flatMap { key, value -> [String] in
      let head = "\(indent)\(key):"
      switch value {
      case .plain, .flow: return ["\(head) \(value.inline)"]
      case .block(let text): return ["\(head) |"] + text.split(separator: "\n").map { "\(indent)  \($0)" }
      case .mapping(let entries): return [head] + lines(entries, indent: indent + "  ")
      case .list(let elements): return [head] + elements.map { "\(indent)  - \($0.inline)" }
      }
    }
  }

  private var inline: String {
    switch self {
    case .plain(let text): text
    case .block(let text): quoted(text)
    case .flow(let entries), .mapping(let entries):
      "{" + entries.map { "\($0.key): \($0.value.inline)" }.joined(separator: ", ") + "}"
    case .list(let elements): "[" + elements.map(\.inline).joined(separator: ", ") + "]"
    }
  }

  /// The value of a key, in the SI unit.
  init(_ value: KeyValue, _ kind: KeyKind) {
    switch (value, kind) {
    case (.number(let number), .quantity(.ratio)): self = .plain(ratioText(number))
    case (.number(let number), .quantity(let dimension)): self = .plain("\(number) \(dimension.units[0].symbol)")
    case (.number(let number), _): self = .plain(Notation.plain(number))
    case (.integer(let number), _): self = .plain("\(number)")
    case (.text(let text), .word): self = .plain(text)
    case (.text(let text), _): self = .plain(quoted(text))
    }
  }
}

/// A ratio in a unit and with digits that are read back as exactly the same number.
private func ratioText(_ ratio: Double) -> String {
  for (unit, divisor) in [("%", 100.0), ("ppm", 1e6)] {
    let value = ratio * divisor
    for candidate in [value, value.nextUp, value.nextDown] where candidate / divisor == ratio {
      return "\(plain(candidate)) \(unit)"
    }
  }
  return "\(ratio * 100) %"
}

/// A text between double quotes; a plain name stays as it is, unless YAML would take it for a number or nothing.
func quoted(_ text: String) -> String {
  if isName(text), text.first?.isLetter == true,
    !["null", "true", "false", "yes", "no", "on", "off"].contains(text.lowercased())
  {
    return text
  }
  return doubleQuoted(text)
}

/// The same, always between quotes.
func doubleQuoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    default:
      if scalar.value < 0x20 || scalar.value == 0x7F || (0x80...0x9F).contains(scalar.value) {
        let hex = String(scalar.value, radix: 16)
        result += "\\x" + (hex.count < 2 ? "0" : "") + hex
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result + "\""
}
