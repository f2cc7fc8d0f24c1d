package import Notation

/// The temperature [K] that a stage gives to the bulks: one for all, or one for each by its name.
///
/// A number in the source is a temperature of all bulks: `.cool(field: 7, temperature: 5)`.
public enum BulkTemperature: Sendable, Hashable, Codable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  case uniform(Double)
  case byBulk([String: Double])

  public init(floatLiteral value: Double) { self = .uniform(value) }

  public init(integerLiteral value: Int) { self = .uniform(Double(value)) }

  /// [K]; nil for a bulk that is not listed.
  public func of(_ bulk: String) -> Double? {
    switch self {
    case .uniform(let value): value
    case .byBulk(let values): values[bulk]
    }
  }

  /// What is wrong with it for the bulks of these names; `path` is its own in the case.
  func findings(at path: CasePath, bulks names: [String]) -> [Finding] {
    switch self {
    case .uniform(let value): return Self.findings(value, at: path)
    case .byBulk(let values):
      let known = names.joined(separator: ", ")
      let strangers = values.keys.sorted().filter { !names.contains($0) }.map {
        Finding(path.key($0), "no bulk is named \($0)", remedy: "give a temperature to each of \(known)")
      }
      let missing = names.filter { values[$0] == nil }
      let gap = missing.first.map { first in
        Finding(
          path, "the temperature of \(missing.joined(separator: ", ")) is missing",
          remedy: "write \(first): 5 K, or one temperature for all bulks")
      }
      return strangers + [gap].compactMap { $0 }
        + values.sorted { $0.key < $1.key }.flatMap { Self.findings($0.value, at: path.key($0.key)) }
    }
  }

  private static func findings(_ value: Double, at path: CasePath) -> [Finding] {
    guard let parent = path.parent, case .name(let name)? = path.steps.last else { return [] }
    return key(name, example: "5 K", "").findings(in: value, at: parent)
  }

  /// The key of one temperature [K].
  package static func key(_ name: String, example: String, _ documentation: String) -> Key<Double> {
    .quantity(name, .temperature, \.self, .positive, example: example, documentation)
  }
}
