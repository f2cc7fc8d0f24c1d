/// The range of a number, and what to say of a number outside.
public struct Bounds: Sendable, Hashable {
  public var lower: Double
  /// False when the lower bound itself is outside.
  public var includesLower: Bool
  public var upper: Double
  /// What to write instead, where that is more than a value within the range.
  public var remedy: String?

  public init(
    from lower: Double = -.infinity, includesLower: Bool = true, to upper: Double = .infinity, remedy: String? = nil
  ) {
    self.lower = lower
    self.includesLower = includesLower
    self.upper = upper
    self.remedy = remedy
  }

  public static let any = Bounds()
  public static let positive = Bounds(from: 0, includesLower: false)

  public static func positive(remedy: String) -> Bounds { Bounds(from: 0, includesLower: false, remedy: remedy) }

  public static func notNegative(remedy: String) -> Bounds { Bounds(from: 0, remedy: remedy) }

  public func contains(_ value: Double) -> Bool {
    (includesLower ? value >= lower : value > lower) && value <= upper
  }

  /// What is wrong with a number, and the remedy; nil for one within the range.
  ///
  /// - Parameter text: a number with its unit.
  func complaint(_ value: Double, text: (Double) -> String) -> (problem: String, remedy: String)? {
    guard !contains(value) else { return nil }
    let written = text(value)
    if lower == 0, value <= 0 {
      return includesLower
        ? ("\(written) is negative", remedy ?? "write 0 or more")
        : ("\(written) is not positive", remedy ?? "write a value above 0")
    }
    if value < lower || (value == lower && !includesLower) {
      return ("\(written) is below \(text(lower))", remedy ?? "write \(text(lower)) or more")
    }
    return ("\(written) is beyond \(text(upper))", remedy ?? "write \(text(upper)) or less")
  }
}
