public import Notation

/// A part of a JSON Schema.
public typealias SchemaNode = JSONValue

extension JSONValue {
  /// What it says of itself.
  var documentation: String? {
    if case .object(let members) = self, case .text(let text)? = members["description"] { text } else { nil }
  }

  /// A mapping with fixed keys.
  static func mapping(
    _ properties: [String: SchemaNode], required: [String] = [], description: String? = nil
  ) -> SchemaNode {
    var members: [String: SchemaNode] = [
      "type": .text("object"), "additionalProperties": .flag(false), "properties": .object(properties),
    ]
    if !required.isEmpty { members["required"] = .list(required.map { .text($0) }) }
    if let description { members["description"] = .text(description) }
    return .object(members)
  }

  /// The mapping that entries make.
  static func mapping<Owner>(_ entries: [Entry<Owner>], _ description: String) -> SchemaNode {
    .mapping(
      Dictionary(entries.map { ($0.name, $0.schema()) }) { first, _ in first },
      required: entries.filter(\.isRequired).map(\.name), description: description)
  }

  /// What a key takes.
  init<Owner>(_ key: Key<Owner>) {
    let documentation = key.documentation
    switch key.kind {
    case .quantity(let dimension):
      self = .quantity(dimension, positive: key.bounds.lower >= 0 && !key.bounds.includesLower, documentation)
    case .number:
      self = .number(
        above: key.bounds.includesLower ? nil : key.bounds.lower,
        from: key.bounds.includesLower ? key.bounds.lower : nil,
        to: key.bounds.upper, documentation)
    case .integer: self = .integer(key.bounds, documentation)
    case .word(let known): self = .words(known, documentation)
    case .name: self = .name(documentation)
    case .text: self = .string(documentation)
    }
  }

  static func constant(_ word: String) -> SchemaNode { .object(["const": .text(word)]) }

  /// A mapping whose keys are the user's names.
  static func named(_ value: SchemaNode, description: String) -> SchemaNode {
    .object([
      "type": .text("object"), "propertyNames": .object(["pattern": .text("^[A-Za-z0-9_-]+$")]),
      "additionalProperties": value, "minProperties": .number(1), "description": .text(description),
    ])
  }

  static func anyOf(_ nodes: [SchemaNode], description: String? = nil) -> SchemaNode {
    var members: [String: SchemaNode] = ["anyOf": .list(nodes)]
    if let description { members["description"] = .text(description) }
    return .object(members)
  }

  static func words(_ known: [String], _ description: String? = nil) -> SchemaNode {
    var members: [String: SchemaNode] = ["enum": .list(known.map { .text($0) })]
    if let description { members["description"] = .text(description) }
    return .object(members)
  }

  static func string(_ description: String) -> SchemaNode {
    .object(["type": .text("string"), "description": .text(description)])
  }

  static func name(_ description: String) -> SchemaNode {
    .object([
      "type": .list([.text("string"), .text("number")]), "pattern": .text("^[A-Za-z0-9_-]+$"),
      "description": .text(description),
    ])
  }

  private static func number(above: Double?, from: Double?, to: Double, _ description: String) -> SchemaNode {
    var members: [String: SchemaNode] = ["type": .text("number"), "description": .text(description)]
    if let above, above.isFinite { members["exclusiveMinimum"] = .number(above) }
    if let from, from.isFinite { members["minimum"] = .number(from) }
    if to.isFinite { members["maximum"] = .number(to) }
    return .object(members)
  }

  private static func integer(_ bounds: Bounds, _ description: String) -> SchemaNode {
    .object([
      "type": .text("integer"), "minimum": .number(bounds.lower), "maximum": .number(bounds.upper),
      "description": .text(description),
    ])
  }

  static func list(of node: SchemaNode, _ description: String) -> SchemaNode {
    .object(["type": .text("array"), "items": node, "minItems": .number(1), "description": .text(description)])
  }

  /// `<number> <unit>`.
  static func quantity(_ dimension: Dimension, positive: Bool = false, _ description: String) -> SchemaNode {
    let units = dimension.units.map(\.symbol)
    // As people write them too: the micro sign, a raised 2.
    let spellings =
      units + units.filter { $0.hasPrefix("u") }.flatMap { ["µ\($0.dropFirst())", "μ\($0.dropFirst())"] }
      + units.filter { $0.contains("^2") }.map { $0.replacing("^2", with: "²") }
    let escaped = spellings.map { $0.replacing("^", with: "\\^").replacing("/", with: "\\/") }
    let sign = positive ? "\\+?" : "[-+]?"
    return .object([
      "type": .text("string"),
      "pattern": .text(
        "^\\s*\(sign)([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*(\(escaped.joined(separator: "|")))\\s*$"),
      "description": .text("\(description) Units: \(units.joined(separator: ", "))."),
    ])
  }
}
