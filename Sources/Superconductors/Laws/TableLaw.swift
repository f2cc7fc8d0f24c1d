public import Notation
import RealModule

/// Jc(|B|, T) [A/m²] interpolated in a table of measured values.
///
/// `ln Jc` is a monotone piecewise cubic of |B| on each curve and linear in T between the curves: Jc stays positive, rises
/// nowhere between two points where the data fall, and its slope is exact and continuous. Beyond the table:
///
/// - |B| below the first point of a curve: the value at that point;
/// - |B| above the last point: exponential with the slope of the end, and never growing;
/// - T outside the curves: the nearest curve.
///
/// A Jc of 0 is nil, as above the irreversibility field: a millionth of the curve's largest, which carries no field that anybody could
/// report. A curve whose points scatter is smoothed first, by as much as they scatter (`ScatterSmoothing`).
///
/// F. N. Fritsch, R. E. Carlson, SIAM J. Numer. Anal. 17, 238 (1980); slopes of F. N. Fritsch, J. Butland, SIAM J. Sci.
/// Stat. Comput. 5, 300 (1984).
///
/// - Complexity: O(log points) for each flux density.
public struct TableLaw: CriticalCurrentLaw {
  public let table: CriticalCurrentTable
  /// |B| [T] that every curve covers; beyond it the law extrapolates.
  public let fieldRange: ClosedRange<Double>
  /// T [K] between the coldest and the warmest curve; nil when the table holds at every temperature.
  public let temperatureRange: ClosedRange<Double>?

  /// By how much each curve's points are off the smooth curve that stands for them, the root mean square of ln Jc; nil for those
  /// that it goes through.
  public var scatters: [Double?] { curves.map(\.scatter) }

  /// Where a measured curve ends.
  public struct CurveEnd: Sendable, Equatable {
    /// Its last |B| [T].
    public var fluxDensity: Double
    /// The |B| [T] from which on its Jc is 0, as above the irreversibility field; nil where it ends above 0.
    public var nilFrom: Double?
  }

  /// Where the curves end that tell Jc in a range of temperatures [K].
  public func curveEnds(at temperatures: ClosedRange<Double>) -> [CurveEnd] {
    guard !curves.isEmpty else { return [] }
    let (coldest, warmest) = (bracket(temperatures.lowerBound), bracket(temperatures.upperBound))
    return table.curves[coldest.lower...(warmest.weight > 0 ? warmest.upper : warmest.lower)].map { curve in
      let zeros = curve.criticalCurrentDensity.reversed().prefix { $0 == 0 }.count
      return CurveEnd(
        fluxDensity: curve.fluxDensity.last ?? 0,
        nilFrom: zeros > 0 ? curve.fluxDensity[curve.fluxDensity.count - zeros] : nil)
    }
  }

  private let curves: [LogCurve]
  /// ln Jc below which nothing falls: the E-J law needs a positive Jc however far a trial state is extrapolated.
  private let floor: Double

  /// - Parameter table: one with findings makes a law that gives no numbers, only the findings.
  public init(table: CriticalCurrentTable) {
    self.table = table
    guard table.findings(at: CasePath()).isEmpty else {
      (curves, fieldRange, temperatureRange, floor) = ([], 0...0, nil, 0)
      return
    }
    curves = table.curves.map(LogCurve.init)
    let first = table.curves.compactMap(\.fluxDensity.first).max() ?? 0
    let last = table.curves.compactMap(\.fluxDensity.last).min() ?? 0
    fieldRange = first...max(first, last)
    let temperatures = table.curves.compactMap(\.temperature)
    temperatureRange =
      if let coldest = temperatures.first, let warmest = temperatures.last {
        coldest...warmest
      } else {
        nil
      }
    let smallest = curves.compactMap { $0.curve.values.min() }.min() ?? 0
    floor = smallest + .log(TemperatureFactor.floor)
  }

  public func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperature: Double, places: Span<SIMD2<Double>>,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>
  ) {
    guard !curves.isEmpty else {
      for i in points { (value[i], slope[i]) = (.nan, .nan) }
      return
    }
    let (lower, upper, weight) = bracket(temperature)
    for i in points {
      var (logarithm, derivative) = curves[lower].curve.evaluate(fluxDensity[i])
      if weight > 0 {
        let warm = curves[upper].curve.evaluate(fluxDensity[i])
        logarithm += weight * (warm.value - logarithm)
        derivative += weight * (warm.slope - derivative)
      }
      if logarithm < floor { (logarithm, derivative) = (floor, 0) }
      value[i] = .exp(logarithm)
      slope[i] = value[i] * derivative
    }
  }

  public var summary: String {
    let points = table.curves.reduce(0) { $0 + $1.fluxDensity.count }
    let temperatures = temperatureRange.map { ", T \($0.lowerBound) to \($0.upperBound) K" } ?? ", at every T"
    let scatter = scatters.compactMap { $0 }.max().map {
      ", smoothed: its points scatter by \(($0 * 1000).rounded() / 10) % around the curve used"
    }
    return "Jc from a table of \(points) points, |B| \(fieldRange.lowerBound) to \(fieldRange.upperBound) T"
      + temperatures + (scatter ?? "")
  }

  public var dependsOnTemperature: Bool { temperatureRange != nil }

  public func scaled(by factor: Double) -> TableLaw { TableLaw(table: table.scaled(by: factor)) }

  /// The curves on both sides of a temperature [K] and the weight of the warmer one.
  private func bracket(_ temperature: Double) -> (lower: Int, upper: Int, weight: Double) {
    var lower = 0
    while lower + 1 < curves.count, curves[lower + 1].temperature <= temperature { lower += 1 }
    let upper = min(lower + 1, curves.count - 1)
    let width = curves[upper].temperature - curves[lower].temperature
    guard width > 0 else { return (lower, upper, 0) }
    return (lower, upper, max(0, (temperature - curves[lower].temperature) / width))
  }
}

// Two laws are equal when their tables are; all else follows from the table.
extension TableLaw {
  public static let name = "table"
  public static let documentation = "Interpolated in a table of measured values."
  public static let keys: [Key<TableLaw>] = []
  public static let blank: TableLaw? = TableLaw(table: CriticalCurrentTable(curves: []))

  public static func == (first: TableLaw, second: TableLaw) -> Bool { first.table == second.table }

  public func hash(into hasher: inout Hasher) { hasher.combine(table) }

  /// - Throws: `DecodingError` for what is no table.
  public init(from decoder: any Decoder) throws { self.init(table: try CriticalCurrentTable(from: decoder)) }

  public func encode(to encoder: any Encoder) throws { try table.encode(to: encoder) }

  public func findings(at place: CasePath) -> [Finding] { table.findings(at: place.key("data")) }
}

/// `ln Jc` against |B| at one temperature.
private struct LogCurve: Sendable {
  /// Of the curve's largest Jc what a Jc of 0 counts as.
  static let nothing = 1e-6

  /// [K]; 0 when the table has none.
  let temperature: Double
  /// Of ln Jc.
  let curve: MonotoneCurve
  /// Root mean square of what the points are off the curve; nil where it goes through them.
  let scatter: Double?

  init(_ curve: CriticalCurrentTable.Curve) {
    temperature = curve.temperature ?? 0
    let (fields, measured) = (curve.fluxDensity, curve.criticalCurrentDensity)
    let positive = measured.indices.filter { measured[$0] > 0 }
    let smooth = ScatterSmoothing(x: positive.map { fields[$0] }, y: positive.map { .log(measured[$0]) })
    let largest = measured.max() ?? 0
    let least = positive.reduce(largest) { min($0, measured[$1]) }
    var logarithms = measured.map { Double.log(max($0, min(Self.nothing * largest, least))) }
    if let smooth { for (k, index) in positive.enumerated() { logarithms[index] = smooth.values[k] } }
    (self.curve, scatter) = (MonotoneCurve(fields, logarithms), smooth?.residual)
  }
}
