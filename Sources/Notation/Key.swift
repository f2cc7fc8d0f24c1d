/// A value that a key holds.
public enum KeyValue: Sendable, Hashable {
  /// In SI units.
  case number(Double)
  case integer(Int)
  case text(String)

  public var number: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    case .text: nil
    }
  }
}

/// What a key holds.
public enum KeyKind: Sendable, Hashable {
  case quantity(Dimension)
  /// Without a unit.
  case number
  case integer
  /// One of these.
  case word([String])
  /// Letters, digits, `-` and `_`.
  case name
  /// A sentence.
  case text
}

/// A named value of something: what it measures, its range, what it means, and how to get and set it.
///
/// The table of the keys of a type stands beside the type. Checks, files, schemas, documentation and edits by key path all
/// follow from it, so that a new value is one entry.
public struct Key<Owner>: Sendable {
  /// As in case files.
  public let name: String
  public let kind: KeyKind
  public let bounds: Bounds
  public let isRequired: Bool
  /// A sentence for schema and reference.
  public let documentation: String
  /// A value to show where one is missing.
  public let example: String
  /// nil where the owner has no such value.
  public let get: @Sendable (Owner) -> KeyValue?
  /// Takes values of the kind of the key, in the range or not.
  public let set: @Sendable (inout Owner, KeyValue) -> Void

  public init(
    _ name: String, _ kind: KeyKind, _ bounds: Bounds = .any, isRequired: Bool = true, example: String,
    _ documentation: String, get: @escaping @Sendable (Owner) -> KeyValue?,
    set: @escaping @Sendable (inout Owner, KeyValue) -> Void
  ) {
    self.name = name
    self.kind = kind
    self.bounds = bounds
    self.isRequired = isRequired
    self.documentation = documentation
    self.example = example
    self.get = get
    self.set = set
  }

  /// The same key where it holds another quantity, for a value of it to show.
  package func measuring(_ dimension: Dimension, example: String) -> Key {
    Key(
      name, .quantity(dimension), bounds, isRequired: isRequired, example: example, documentation, get: get, set: set)
  }

  /// What is wrong with the value that the owner has.
  ///
  /// - Parameters:
  ///   - owner: whose value is looked at.
  ///   - place: the owner's path in the case.
  public func findings(in owner: Owner, at place: CasePath) -> [Finding] {
    guard let value = get(owner) else { return [] }
    let path = place.key(name)
    switch (kind, value) {
    case (.quantity(let dimension), .number(let number)):
      return findings(number, path, magnitudes: dimension, text: dimension.text)
    case (.number, .number(let number)): return findings(number, path, text: compact)
    case (.integer, .integer(let number)): return findings(Double(number), path, text: plain)
    case (.word(let known), .text(let word)):
      guard !known.contains(word) else { return [] }
      return [Finding(path, "\(word) is none of \(known.joined(separator: ", "))", remedy: "write one of them")]
    case (.name, .text(let name)):
      return isName(name)
        ? []
        : [
          Finding(
            path, "the name \"\(name)\" does not consist of letters, digits, - and _",
            remedy: "write one as in \(example)")
        ]
    default: return []
    }
  }

  private func findings(
    _ value: Double, _ path: CasePath, magnitudes dimension: Dimension? = nil, text: (Double) -> String
  ) -> [Finding] {
    guard value.isFinite else {
      return [Finding(path, "\(value) is not finite", remedy: "write a number as in \(example)")]
    }
    if let (problem, remedy) = bounds.complaint(value, text: text) { return [Finding(path, problem, remedy: remedy)] }
    guard let dimension, value != 0, !dimension.magnitudes.contains(abs(value)) else { return [] }
    return [
      Finding(path, "\(text(value)) is no \(dimension.rawValue) of a magnet", remedy: dimension.magnitudesRemedy)
    ]
  }
}

extension Key {
  /// A number with a unit that is always there; without `isRequired` the owner's own value is the default.
  public static func quantity(
    _ name: String, _ dimension: Dimension, _ path: any WritableKeyPath<Owner, Double> & Sendable,
    _ bounds: Bounds = .any, isRequired: Bool = true, example: String, _ documentation: String
  ) -> Key {
    number(name, .quantity(dimension), path, bounds, isRequired: isRequired, example: example, documentation)
  }

  /// A number without a unit, likewise.
  public static func number(
    _ name: String, _ path: any WritableKeyPath<Owner, Double> & Sendable, _ bounds: Bounds = .any,
    isRequired: Bool = true, example: String, _ documentation: String
  ) -> Key {
    number(name, .number, path, bounds, isRequired: isRequired, example: example, documentation)
  }

  private static func number(
    _ name: String, _ kind: KeyKind, _ path: any WritableKeyPath<Owner, Double> & Sendable, _ bounds: Bounds,
    isRequired: Bool, example: String, _ documentation: String
  ) -> Key {
    Key(
      name, kind, bounds, isRequired: isRequired, example: example, documentation,
      get: { .number($0[keyPath: path]) }, set: { if let number = $1.number { $0[keyPath: path] = number } })
  }

  /// A text that may be missing, which an empty one stands for.
  public static func text(
    _ name: String, _ path: any WritableKeyPath<Owner, String> & Sendable, example: String, _ documentation: String
  ) -> Key {
    Key(
      name, .text, isRequired: false, example: example, documentation,
      get: { $0[keyPath: path].isEmpty ? nil : .text($0[keyPath: path]) },
      set: { if case .text(let text) = $1 { $0[keyPath: path] = text } })
  }

  /// A name that must be there.
  public static func name(
    _ name: String, _ path: any WritableKeyPath<Owner, String> & Sendable, isRequired: Bool = true, example: String,
    _ documentation: String
  ) -> Key {
    Key(
      name, .name, isRequired: isRequired, example: example, documentation, get: { .text($0[keyPath: path]) },
      set: { if case .text(let text) = $1 { $0[keyPath: path] = text } })
  }

  /// One of the words of an enumeration.
  public static func word<Word: RawRepresentable<String> & CaseIterable & SendableMetatype>(
    _ name: String, _ path: any WritableKeyPath<Owner, Word> & Sendable, example: String, _ documentation: String
  ) -> Key {
    Key(
      name, .word(Word.allCases.map(\.rawValue)), isRequired: false, example: example, documentation,
      get: { .text($0[keyPath: path].rawValue) },
      set: { if case .text(let text) = $1, let word = Word(rawValue: text) { $0[keyPath: path] = word } })
  }
}
