internal import FoundationEssentials

/// The shortest decimal that reads back as the same number, with a point whatever the locale; `nan`, `inf`, `-inf`.
/// Every number in a text file of results goes through here; JSON follows the same rule, with null for what is not finite.
package func plain(_ value: Double) -> String {
  let text = value.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// The same with a power of ten for numbers that nobody would count the digits of: 5e8 instead of 500000000.
package func compact(_ value: Double) -> String {
  let text = plain(value)
  guard value.isFinite, abs(value) >= 1e6, !text.contains("e") else { return text }
  let digits = text.drop { $0 == "-" }.prefix { $0 != "." }
  let fraction = text.contains(".") ? text[text.index(after: text.firstIndex(of: ".") ?? text.startIndex)...] : ""
  var mantissa = String(digits + fraction)
  while mantissa.hasSuffix("0") { mantissa.removeLast() }
  if mantissa.count > 1 { mantissa.insert(".", at: mantissa.index(after: mantissa.startIndex)) }
  return (value < 0 ? "-" : "") + "\(mantissa)e\(digits.count - 1)"
}

/// A number as JSON can hold it: null when it is not finite, or missing.
public struct JSONNumber: Sendable, Hashable {
  /// nil for null.
  public var value: Double?

  /// - Parameter value: what is not finite becomes null, as nil does.
  public init(_ value: Double?) { self.value = value.flatMap { $0.isFinite ? $0 : nil } }
}

extension JSONNumber: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    value = container.decodeNil() ? nil : try container.decode(Double.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}

extension KeyedDecodingContainer {
  /// A key that an older document does not have reads as null.
  public func decode(_: JSONNumber.Type, forKey key: Key) throws -> JSONNumber {
    try decodeIfPresent(JSONNumber.self, forKey: key) ?? JSONNumber(nil)
  }
}

/// A document as JSON text, pretty printed with sorted keys. The document must hold finite numbers, or `JSONNumber`s: then
/// nothing can fail to encode.
public func encodeJSON(_ document: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  do {
    return String(decoding: try encoder.encode(document), as: UTF8.self)
  } catch {
    preconditionFailure("\(type(of: document)) does not encode: \(error)")
  }
}
