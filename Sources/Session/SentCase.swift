internal import CaseFiles
internal import FoundationEssentials
internal import Notation

/// A case as the client sends it: the text of a case file, or the same as an object.
struct SentCase: Decodable {
  /// Of a case file. JSON is YAML, so that there is one reader and one schema.
  var text: String

  init(from decoder: any Decoder) throws {
    switch try JSONValue(from: decoder) {
    case .text(let text): self.text = text
    case let value:
      // An object has no order: that of the alphabet is the same every time.
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      text = String(decoding: try encoder.encode(value), as: UTF8.self)
    }
  }
}

/// A value that a key of the case is set to.
struct ChangedValue: Decodable {
  var setting: EditableCase.Setting

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      setting = .number(number)
    } else {
      setting = .text(try container.decode(String.self))
    }
  }
}
