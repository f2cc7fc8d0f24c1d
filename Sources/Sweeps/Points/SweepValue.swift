/// What a column of a sweep has at a point.
public enum SweepValue: Sendable, Hashable {
  /// In the SI unit of its column.
  case number(Double)
  /// A word, as a material's name.
  case text(String)

  public var number: Double? { if case .number(let value) = self { value } else { nil } }
}

extension SweepValue: Codable {
  /// - Throws: `DecodingError` for what is neither number nor text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self =
      if let value = try? container.decode(Double.self) { .number(value) } else {
        .text(try container.decode(String.self))
      }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let value): try container.encode(value)
    case .text(let text): try container.encode(text)
    }
  }
}

extension SweepValue: CustomStringConvertible {
  public var description: String {
    switch self {
    case .number(let value): "\(value)"
    case .text(let text): text
    }
  }
}

/// A quantity that a sweep varies.
public struct SweepColumn: Codable, Sendable, Equatable {
  /// Names the column in the store: letters, digits, `-` and `_`.
  public var name: String
  /// Keys of the case that are all set to its value.
  public var keys: [String]
  /// The SI unit; empty for a plain number, a factor or a word.
  public var unit: String
  /// True when the keys' own values are multiplied by it.
  public var isFactor: Bool

  public init(name: String, keys: [String], unit: String, isFactor: Bool = false) {
    self.name = name
    self.keys = keys
    self.unit = unit
    self.isFactor = isFactor
  }
}

extension SweepColumn {
  /// The unit and the factor with which people are shown its values: lengths in mm.
  private var display: (unit: String, factor: Double) { unit == "m" ? ("mm", 1e3) : (unit, 1) }

  /// A value as people are shown it, without its unit.
  public func shown(_ value: Double) -> Double { value * display.factor }

  /// The unit that goes with it; `times` for a factor, empty for a plain number.
  public var shownUnit: String { isFactor ? "times" : display.unit }

  /// For the head of a table or an axis.
  public var label: String { shownUnit.isEmpty ? name : "\(name) (\(shownUnit))" }
}
