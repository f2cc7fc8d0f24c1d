/// The temperature [K] that a stage gives to the bulks: to all of them, or to each its own by its name.
///
/// A number in the source is a temperature of all bulks: `.cool(field: 7, temperature: 5)`.
public enum BulkTemperature: Sendable, Equatable, Codable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
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

  /// What is wrong with it for the bulks of these names, as a sentence with the remedy; nil when nothing is.
  public func problem(forBulks names: [String]) -> String? {
    guard case .byBulk(let values) = self else { return nil }
    let known = names.joined(separator: ", ")
    if let stranger = values.keys.sorted().first(where: { !names.contains($0) }) {
      return "no bulk is named \(stranger); give a temperature to each of \(known)"
    }
    let missing = names.filter { values[$0] == nil }
    guard let first = missing.first else { return nil }
    return
      "the temperature of \(missing.joined(separator: ", ")) is missing; write \(first): 5 K, or one temperature for "
      + "all bulks"
  }
}
