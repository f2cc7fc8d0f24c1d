internal import RealModule

/// Something that is chosen for an experiment: a heating rate, a temperature, a time, or one of a few words such as an atmosphere.
///
/// Values lie on a grid that begins at the lower bound. In the model a parameter is the share of the way from its lower to its
/// upper bound, rounded to 2⁻³²: the same bits whatever unit it is written in. A word is a number from 0 on, and its place in the
/// model the middle of an equal part of the way; the model knows only whether two are the same.
public struct DesignParameter: Sendable, Equatable, Codable {
  public var name: String
  /// As the user writes it; nothing is computed from it.
  public var unit: String
  public var lower: Double
  public var upper: Double
  /// Distance of the values that can be set; a millionth of the range when nothing is said.
  public var step: Double
  /// The words to choose from, of which values are the numbers from 0 on; nil for a quantity.
  public var choices: [String]?

  /// - Precondition: `isValid`.
  public init(name: String, unit: String, lower: Double, upper: Double, step: Double? = nil) {
    self.name = name
    self.unit = unit
    self.lower = lower
    self.upper = upper
    self.step = step ?? (upper - lower) / 1e6
    precondition(isValid, "\(name): \(lower) to \(upper) by \(self.step) is no grid")
  }

  /// - Precondition: two words or more, none twice.
  public init(name: String, choices: [String]) {
    (self.name, unit, self.choices) = (name, "", choices)
    (lower, upper, step) = (0, Double(choices.count - 1), 1)
    precondition(isValid, "\(name): \(choices) are no choice")
  }

  /// The word of a value; nil for a quantity.
  public func word(_ value: Double) -> String? {
    choices.flatMap { choices in choices.indices.first { Double($0) == value }.map { choices[$0] } }
  }

  /// The last value of the grid, which is below the upper bound where steps do not lead there.
  public var last: Double { value(at: lastIndex) }

  /// True for a grid: lower < upper, and a positive step not above their distance, which numbers can tell apart and count.
  public var isValid: Bool {
    let range = upper - lower
    if let choices {
      let isCounted = lower == 0 && step == 1 && range == Double(choices.count - 1)
      return isCounted && choices.count > 1 && Set(choices).count == choices.count
    }
    return range > 0 && range.isFinite && step > 0 && step <= range && range / step <= 1e9
      && lower + step > lower && upper - step < upper
  }

  /// Number of the last value of the grid, the first being 0. A range that is a whole number of steps but for rounding keeps its end.
  public var lastIndex: Int { Int(((upper - lower) / step * (1 + 1e-12) + 1e-9).rounded(.down)) }

  /// A value of the grid; a decimal number of few digits when bound and step are such: 49.8, not 49.800000000000004.
  public func value(at index: Int) -> Double {
    let decimals = max(Self.decimals(of: lower), Self.decimals(of: step))
    let plain = lower + Double(index) * step
    guard decimals <= 22 else { return min(plain, upper) }
    let scale = Double.pow(10, Double(decimals))
    let whole = (lower * scale).rounded() + Double(index) * (step * scale).rounded()
    guard abs(whole) < 0x1p53, abs(whole / scale - plain) <= 1e-9 * step else { return min(plain, upper) }
    return min(whole / scale, upper)
  }

  /// Place in the unit interval; outside of it for values beyond the bounds.
  public func scaled(_ value: Double) -> Double {
    if let choices { return Self.canonical((value + 0.5) / Double(choices.count)) }
    return Self.canonical((value - lower) / (upper - lower))
  }

  /// True within a thousand ranges around the bounds: what is beyond is a slip. Of words only for the number of one.
  public func isNear(_ value: Double) -> Bool {
    if let choices { return choices.indices.contains { Double($0) == value } }
    return abs(scaled(value)) <= 1000
  }

  /// True for a value of the grid, but for rounding.
  public func isOnGrid(_ value: Double) -> Bool {
    abs(self.value(at: nearestIndex(scaled(value))) - value) <= 1e-3 * step
  }

  func scaled(index: Int) -> Double {
    choices == nil ? Self.canonical(Double(index) * step / (upper - lower)) : scaled(Double(index))
  }

  func nearestIndex(_ scaled: Double) -> Int {
    if let choices {
      return min(max(0, Int((min(max(0, scaled), 1) * Double(choices.count)).rounded(.down))), choices.count - 1)
    }
    let place = (scaled * (upper - lower) / step).rounded()
    // Samples may lie anywhere, also where no Int goes.
    return place > 0 ? Int(min(place, Double(lastIndex))) : 0
  }

  private static func canonical(_ share: Double) -> Double { (share * 0x1p32).rounded() * 0x1p-32 }

  /// Digits behind the point that a number has when written as short as it can be.
  private static func decimals(of value: Double) -> Int {
    let parts = value.description.split(separator: "e")
    let fraction = parts[0].split(separator: ".").dropFirst().first.map(String.init) ?? ""
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return max(0, (fraction == "0" ? 0 : fraction.count) - exponent)
  }
}
