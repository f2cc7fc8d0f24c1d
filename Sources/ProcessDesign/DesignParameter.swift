internal import RealModule

/// Something that is chosen for an experiment: a heating rate, a temperature, a time.
///
/// Values lie on a grid that begins at the lower bound. In the model a parameter is the share of the way from its lower to its
/// upper bound, rounded to 2⁻³²: the same bits whatever unit it is written in.
public struct DesignParameter: Sendable, Equatable, Codable {
  public var name: String
  /// As the user writes it; nothing is computed from it.
  public var unit: String
  public var lower: Double
  public var upper: Double
  /// Distance of the values that can be set; a millionth of the range when nothing is said.
  public var step: Double

  /// - Precondition: `isValid`.
  public init(name: String, unit: String, lower: Double, upper: Double, step: Double? = nil) {
    self.name = name
    self.unit = unit
    self.lower = lower
    self.upper = upper
    self.step = step ?? (upper - lower) / 1e6
    precondition(isValid, "\(name): \(lower) to \(upper) by \(self.step) is no grid")
  }

  /// True for a grid: lower < upper, and a positive step not above their distance, which numbers can tell apart and count.
  public var isValid: Bool {
    let range = upper - lower
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
  public func scaled(_ value: Double) -> Double { Self.canonical((value - lower) / (upper - lower)) }

  /// True within a thousand ranges around the bounds: what is beyond is a slip.
  public func isNear(_ value: Double) -> Bool { abs(scaled(value)) <= 1000 }

  func scaled(index: Int) -> Double { Self.canonical(Double(index) * step / (upper - lower)) }

  func nearestIndex(_ scaled: Double) -> Int {
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
