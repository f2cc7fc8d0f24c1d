internal import Notation
import RealModule

/// The exponent n of the power law against |B| [T], against T [K], or both: one curve for each temperature.
///
/// ```
/// B[T],T[K],n
/// 0,20,45
/// 3,20,21
/// 0,30,32
/// 3,30,14
/// ```
///
/// Between its points n is a monotone cubic of |B| and linear in T, so that it stays between those measured; beyond them it is that of
/// the nearest point. A curve whose points scatter is smoothed first (`ScatterSmoothing`).
public struct ExponentTable: Sendable {
  public struct Curve: Sendable, Hashable, Codable {
    /// [K]; nil when the table has no temperatures.
    public var temperature: Double?
    /// |B| [T], ascending; one of 0 when the table has no fields.
    public var fluxDensity: [Double]
    /// As many.
    public var exponent: [Double]

    public init(temperature: Double? = nil, fluxDensity: [Double], exponent: [Double]) {
      self.temperature = temperature
      self.fluxDensity = fluxDensity
      self.exponent = exponent
    }
  }

  /// In ascending order of temperature.
  public let curves: [Curve]
  private let splines: [MonotoneCurve]

  /// - Parameter curves: in ascending order of temperature; those with findings make a table that gives no numbers.
  public init(curves: [Curve]) {
    self.curves = curves
    guard Self.findings(curves, at: CasePath()).isEmpty else {
      splines = []
      return
    }
    splines = curves.map { curve in
      let smooth = ScatterSmoothing(x: curve.fluxDensity, y: curve.exponent.map { .log($0) })
      return MonotoneCurve(curve.fluxDensity, smooth?.values.map { max(1, .exp($0)) } ?? curve.exponent)
    }
  }

  public var dependsOnField: Bool { curves.contains { $0.fluxDensity.count > 1 } }

  /// |B| [T] and T [K] that it covers; the latter nil when it holds at every temperature.
  public var fieldRange: ClosedRange<Double>? {
    guard dependsOnField, let last = curves.compactMap(\.fluxDensity.last).min(),
      let first = curves.compactMap(\.fluxDensity.first).max()
    else { return nil }
    return min(first, last)...last
  }
  public var temperatureRange: ClosedRange<Double>? {
    let temperatures = curves.compactMap(\.temperature)
    guard let coldest = temperatures.first, let warmest = temperatures.last, coldest <= warmest else { return nil }
    return coldest...warmest
  }

  /// Writes n and dn/d|B| [1/T] at `points`.
  func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperature: Double, value: inout MutableSpan<Double>,
    slope: inout MutableSpan<Double>
  ) {
    guard !splines.isEmpty else {
      for i in points { (value[i], slope[i]) = (.nan, .nan) }
      return
    }
    let temperatures = curves.map { $0.temperature ?? 0 }
    let lower = bracket(temperatures, temperature)
    let upper = min(lower + 1, curves.count - 1)
    let width = temperatures[upper] - temperatures[lower]
    let weight = width > 0 ? max(0, (temperature - temperatures[lower]) / width) : 0
    for i in points {
      var own = Self.level(splines[lower], fluxDensity[i])
      if weight > 0 {
        let warm = Self.level(splines[upper], fluxDensity[i])
        own.value += weight * (warm.value - own.value)
        own.slope += weight * (warm.slope - own.slope)
      }
      (value[i], slope[i]) = own
    }
  }

  private static func level(_ curve: MonotoneCurve, _ b: Double) -> (value: Double, slope: Double) {
    guard let last = curve.points.last, b < last else { return (curve.values[curve.values.count - 1], 0) }
    return curve.evaluate(b)
  }

  /// What is wrong with a table that was not read from a file; `place` is its path in the case.
  func findings(at place: CasePath) -> [Finding] { Self.findings(curves, at: place) }

  private static func findings(_ curves: [Curve], at place: CasePath) -> [Finding] {
    func finding(_ problem: String, _ remedy: String) -> [Finding] { [Finding(place, problem, remedy: remedy)] }
    guard !curves.isEmpty else { return finding("the table is empty", "begin with the header B[T],T[K],n") }
    let temperatures = curves.compactMap(\.temperature)
    guard temperatures.count == curves.count || curves.count == 1 else {
      return finding("several curves, of which one has no temperature", "give each curve its temperature")
    }
    guard temperatures.allSatisfy({ $0 > 0 && $0.isFinite }),
      zip(temperatures, temperatures.dropFirst()).allSatisfy({ $0 < $1 })
    else { return finding("temperatures that are not positive and ascending", "sort the curves, in kelvins") }
    for curve in curves {
      guard curve.fluxDensity.count == curve.exponent.count, !curve.exponent.isEmpty else {
        return finding(
          "\(curve.fluxDensity.count) values of B and \(curve.exponent.count) of n", "write one n for each B")
      }
      guard curve.fluxDensity.allSatisfy({ $0 >= 0 && $0.isFinite }),
        zip(curve.fluxDensity, curve.fluxDensity.dropFirst()).allSatisfy({ $0 < $1 })
      else { return finding("values of B that are not 0 or more and ascending", "sort the points of each curve") }
      if let n = curve.exponent.first(where: { !PowerLawExponent.range.contains($0) }) {
        return finding("n = \(n), which is not from 1 to 10000", "leave out what was not measured")
      }
    }
    return []
  }

  /// The table in the format that `init(csv:file:units:)` reads, numbers in full precision.
  public var csv: String {
    let (hasFields, hasTemperatures) = (dependsOnField, temperatureRange != nil)
    let heads = (hasFields || !hasTemperatures ? ["B[T]"] : []) + (hasTemperatures ? ["T[K]"] : []) + ["n"]
    var text = heads.joined(separator: ",") + "\n"
    for curve in curves {
      for (b, n) in zip(curve.fluxDensity, curve.exponent) {
        let cells = (hasFields || !hasTemperatures ? [b] : []) + (curve.temperature.map { [$0] } ?? []) + [n]
        text += cells.map { "\($0)" }.joined(separator: ",") + "\n"
      }
    }
    return text
  }
}

// All else follows from the curves.
extension ExponentTable: Hashable, Codable {
  public static func == (first: ExponentTable, second: ExponentTable) -> Bool { first.curves == second.curves }

  public func hash(into hasher: inout Hasher) { hasher.combine(curves) }

  /// - Throws: `DecodingError` for what is no table.
  public init(from decoder: any Decoder) throws { self.init(curves: try [Curve](from: decoder)) }

  public func encode(to encoder: any Encoder) throws { try curves.encode(to: encoder) }
}
