/// Where a value stands in a case: `materials.ba122.jc.jc0`, `protocol[1].ramp.rate`.
///
/// An element of a list goes by its number from 0, also as in `protocol.1.ramp.rate`, or by its name, `bulks.A.z_min`; `*` is
/// every entry that has what follows.
public struct CasePath: Sendable, Hashable, CustomStringConvertible {
  public enum Step: Sendable, Hashable {
    case name(String)
    case index(Int)
    case every
  }

  public var steps: [Step]

  public init(_ steps: [Step] = []) { self.steps = steps }

  /// Reads a path as people write it; nil for a text that is none.
  public init?(_ text: String) {
    steps = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      let name = String(pieces[0])
      guard name == "*" || isName(name) else { return nil }
      steps.append(name == "*" ? .every : .name(name))
      for piece in pieces.dropFirst() {
        guard piece.hasSuffix("]"), let index = Int(piece.dropLast()), index >= 0 else { return nil }
        steps.append(.index(index))
      }
    }
  }

  public var description: String {
    steps.reduce(into: "") { text, step in
      switch step {
      case .name(let name): text += (text.isEmpty ? "" : ".") + name
      case .index(let index): text += "[\(index)]"
      case .every: text += text.isEmpty ? "*" : ".*"
      }
    }
  }

  /// The path of a key below this one.
  public func key(_ name: String) -> CasePath { CasePath(steps + [.name(name)]) }

  /// The path of an entry of the list that this one names.
  public subscript(index: Int) -> CasePath { CasePath(steps + [.index(index)]) }

  /// The path without its last step; nil for the whole case.
  public var parent: CasePath? { steps.isEmpty ? nil : CasePath(steps.dropLast()) }
}

extension CasePath: ExpressibleByStringLiteral, Codable {
  /// A single key of the case.
  public init(stringLiteral name: String) { steps = [.name(name)] }

  /// - Throws: `DecodingError` for a text that is no path.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let path = text.isEmpty ? CasePath() : CasePath(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\(text) is not a key of a case"))
    }
    self = path
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// True for one or more ASCII letters, digits, `-` and `_`: what can become a column of a table or a part of a path.
package func isName(_ text: String) -> Bool {
  !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
}
