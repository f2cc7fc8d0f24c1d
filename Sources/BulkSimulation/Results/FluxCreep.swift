import Magnets
import RealModule
import Superconductors

/// How the trapped field decays while nothing but time changes: one hold of the protocol. SI units.
public struct FluxCreep: Sendable {
  /// One probe in the course of the hold.
  public struct Probe: Sendable {
    /// Bz [T], the applied field included, at the start of the hold and at its sampling times.
    public var start: Double
    public var bz: [Double]
    /// Estimated numerical errors of these [T].
    public var error: [Double]
    /// dBz/dt / Bz [ppm/h]; nil where Bz is 0.
    public var drift: [Double?]
    /// d ln|Bz| / d ln t, t counted from the start of the hold; -1/(n-1) is its value in a magnet that was fully charged.
    public var exponent: [Double?]
    /// The time of the hold [s] after which |drift| stays below `quietDrift`; nil when that cannot be told.
    public var quietAfter: Double?
    /// True when that lies beyond the hold and follows from the law of creep.
    public var quietAfterIsExtrapolated: Bool
  }

  /// Index of the hold among the stages.
  public var stage: Int
  /// [s]
  public var start: Double
  public var duration: Double
  /// Since the start of the hold [s]: equal ratios from one second on, the end last.
  public var times: [Double]
  /// In the order of the case's probes.
  public var probes: [Probe]

  /// The drift that counts as none [ppm/h].
  public static let quietDrift = 0.1
  static let timesPerDecade = 10
}

extension FluxCreep {
  /// - Parameter applied: Bz of everything but the currents at each probe [T].
  init(_ trace: Trace, stage: Int, segment: TimelineSegment, applied: [Double]) {
    self.stage = stage
    start = segment.start
    duration = segment.duration
    let rows = Array(trace.rows(of: segment))
    let times = Self.times(upTo: segment.duration)
    self.times = times
    let samples = times.map { Self.sample(rows, at: $0) }
    probes = (rows.first?.values.probes.indices ?? 0..<0).map { k in
      let bz = samples.map { $0.values.probes[k].y + applied[k] }
      let rates = samples.map { $0.rates.probes[k].y }
      let error = samples.map { $0.errors.probes[k].y }
      let drift = zip(bz, rates).map { bz, rate in bz == 0 ? nil : 1e6 * 3600 * rate / bz }
      let exponent = zip(zip(bz, rates), times).map { pair, time in pair.0 == 0 ? nil : time * pair.1 / pair.0 }
      let quiet = Self.quietAfter(times, drift)
      return Probe(
        start: (rows.first?.values.probes[k].y ?? 0) + applied[k], bz: bz, error: error, drift: drift,
        exponent: exponent,
        quietAfter: quiet?.time, quietAfterIsExtrapolated: quiet?.isExtrapolated ?? false)
    }
  }

  /// From a second, or a thousandth of a short hold, to the end.
  private static func times(upTo duration: Double) -> [Double] {
    let first = min(1, 1e-3 * duration)
    let count = Int((Double(timesPerDecade) * Double.log10(duration / first)).rounded(.up))
    return (0..<max(1, count)).map { first * Double.pow(10, Double($0) / Double(timesPerDecade)) }.filter {
      $0 < duration
    }
      + [duration]
  }

  /// Values and rates at a time since the first row [s]. Creep goes with the logarithm of time, so the cubic between two
  /// rows is one of ln t, but for the first step, which begins at no time at all.
  private static func sample(
    _ rows: [Trace.Row], at time: Double
  ) -> (values: Observables.Values, rates: Observables.Values, errors: Observables.Values) {
    let origin = rows[0].time
    guard let next = rows.indices.dropFirst().first(where: { rows[$0].time - origin >= time }) else {
      let last = rows[rows.count - 1]
      return (last.values, last.rates, last.errors)
    }
    let (from, to) = (rows[next - 1], rows[next])
    let (t0, t1) = (from.time - origin, to.time - origin)
    guard t1 > time else { return (to.values, to.rates, to.errors) }
    let errors = from.errors.largest(to.errors)
    guard t0 > 0 else {
      let cubic = HermiteCubic(at: time / t1, length: t1)
      return (
        cubic.value(from.values, to.values, from.departingRates, to.rates),
        cubic.rate(from.values, to.values, from.departingRates, to.rates), errors
      )
    }
    let cubic = HermiteCubic(at: Double.log(time / t0) / Double.log(t1 / t0), length: Double.log(t1 / t0))
    let (slope0, slope1) = (from.departingRates.scaled(by: t0), to.rates.scaled(by: t1))
    return (
      cubic.value(from.values, to.values, slope0, slope1),
      cubic.rate(from.values, to.values, slope0, slope1).scaled(by: 1 / time), errors
    )
  }

  /// When |drift| falls below `quietDrift` for good; beyond the samples by the law of creep, in which 1/drift is linear in
  /// time: |drift| = c / (t0 + t).
  static func quietAfter(_ times: [Double], _ drift: [Double?]) -> (time: Double, isExtrapolated: Bool)? {
    guard let last = drift.last, let end = times.last, let final = last else { return nil }
    if abs(final) <= quietDrift {
      guard let loud = drift.lastIndex(where: { abs($0 ?? .infinity) > quietDrift }) else { return (0, false) }
      guard let before = drift[loud], let after = drift[loud + 1] else { return nil }
      // Between two samples along the straight line of the logarithms.
      let (a, b) = (Double.log(abs(before) / quietDrift), Double.log(max(abs(after), 1e-30) / quietDrift))
      return (times[loud] * Double.pow(times[loud + 1] / times[loud], a / (a - b)), false)
    }
    // A decade apart: each of them is uncertain by a per cent.
    guard let before = times.lastIndex(where: { $0 <= 0.1 * end }), let earlier = drift[before], earlier * final > 0
    else { return nil }
    let c = (end - times[before]) / (1 / abs(final) - 1 / abs(earlier))
    guard c > 0, c.isFinite else { return nil }
    return (end + c * (1 / quietDrift - 1 / abs(final)), true)
  }
}
