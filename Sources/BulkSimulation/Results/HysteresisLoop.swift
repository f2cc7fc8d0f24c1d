import Magnets
import Superconductors

/// A hysteresis loop: the magnet while the applied field sweeps back and forth. SI units.
///
/// A sweep is a run of ramps in one direction; holds may stand between. The cycle is the last pair of sweeps that leads back
/// to the field where it began.
public struct HysteresisLoop: Sendable {
  public struct Point: Sendable {
    /// Counted from 0; the one from the virgin state is the first.
    public var sweep: Int
    /// [s]
    public var time: Double
    /// [T]
    public var appliedField: Double
    /// [A m²]
    public var moment: Double
    /// Moment by the volume of all bulks [A/m].
    public var magnetisation: Double
    /// B - Ba, the mean over the disc of the largest outer radius at mid-height of the magnet [T].
    public var meanField: Double
    /// Bz - Ba at the probes [T].
    public var probes: [Double]
    /// Magnetisation of the falling branch less that of the rising one in the same applied field [A/m]; nil outside of the
    /// cycle.
    public var width: Double?
    /// Estimated numerical errors of the moment [A m²], the mean field [T] and the field at the probes [T].
    public var momentError: Double
    public var meanFieldError: Double
    public var probeErrors: [Double]
  }

  /// Sweep by sweep, in equal steps of the applied field.
  public var points: [Point]
  /// Sweeps of the cycle: this one and the next.
  public var firstSweepOfCycle: Int
  /// Volume of all bulks [m³].
  public var volume: Double
  /// Energy that one cycle turns into heat [J]: `-∮ m dBa`.
  public var loss: Double
  /// Moment at the end of the cycle less that at its start, relative to the largest: what keeps the loop from closing.
  public var closure: Double
  /// Where the falling branch of the cycle crosses Ba = 0; nil when it does not.
  public var remanence: Point?

  /// Points of each sweep.
  static let pointsPerSweep = 141
}

extension HysteresisLoop {
  /// - Parameters:
  ///   - discArea: of the disc that flux is counted through [m²].
  /// - Returns: nil when the protocol has no cycle.
  init?(_ trace: Trace, segments: [TimelineSegment], volume: Double, discArea: Double) {
    let sweeps = Sweep.all(in: segments)
    guard let first = Sweep.firstOfCycle(sweeps) else { return nil }
    let block = sweeps.filter { $0.block == sweeps[first].block }
    let offset = sweeps.firstIndex { $0.block == sweeps[first].block } ?? 0
    self.volume = volume
    firstSweepOfCycle = first - offset
    points = block.enumerated().flatMap { index, sweep in
      sweep.points(trace).map { Point($0, sweep: index, volume: volume, discArea: discArea) }
    }
    // A ramp too short for the clock has no rows.
    guard points.count == block.count * Self.pointsPerSweep else { return nil }
    let cycle = [sweeps[first], sweeps[first + 1]]
    loss = -cycle.flatMap(\.segments).reduce(0) { $0 + $1.meanFieldRate * Self.momentOverTime(trace.rows(of: $1)) }
    let count = Self.pointsPerSweep
    let start = firstSweepOfCycle * count
    for i in 0..<count {
      // The way back has the same fields in reverse.
      let (out, back) = (start + i, start + 2 * count - 1 - i)
      let width = points[out].magnetisation - points[back].magnetisation
      let sign: Double = sweeps[first].end < sweeps[first].start ? 1 : -1
      (points[out].width, points[back].width) = (sign * width, sign * width)
    }
    let largest = points.map { abs($0.moment) }.max() ?? 0
    closure = largest > 0 ? (points[start + 2 * count - 1].moment - points[start].moment) / largest : 0
    let falling = cycle.first { $0.end < $0.start }
    remanence = falling.flatMap { $0.point(trace, inField: 0) }.map {
      Point($0, sweep: firstSweepOfCycle + (falling == cycle[0] ? 0 : 1), volume: volume, discArea: discArea)
    }
  }

  /// Indices of the segments that a loop's points lie in; none where there is no cycle.
  static func segments(of segments: [TimelineSegment]) -> [Int] {
    let sweeps = Sweep.all(in: segments)
    guard let first = Sweep.firstOfCycle(sweeps) else { return [] }
    return sweeps.filter { $0.block == sweeps[first].block }.flatMap(\.indices)
  }

  /// `∫ m dt` [A m² s], exact for the cubics between the rows.
  private static func momentOverTime(_ rows: ArraySlice<Trace.Row>) -> Double {
    zip(rows, rows.dropFirst()).reduce(0) { sum, pair in
      let (from, to) = pair
      let step = to.time - from.time
      return sum + 0.5 * step * (from.values.moment + to.values.moment)
        + step * step / 12 * (from.departingRates.moment - to.rates.moment)
    }
  }
}

extension HysteresisLoop.Point {
  fileprivate init(_ point: Sweep.Point, sweep: Int, volume: Double, discArea: Double) {
    let (values, errors) = (point.values, point.errors)
    self.init(
      sweep: sweep, time: point.time, appliedField: point.appliedField, moment: values.moment,
      magnetisation: values.moment / volume, meanField: values.flux / discArea, probes: values.probes.map(\.y),
      momentError: errors.moment, meanFieldError: errors.flux / discArea, probeErrors: errors.probes.map(\.y))
  }
}

/// Ramps in one direction, one after the other.
private struct Sweep: Equatable {
  struct Point {
    /// [s]
    var time: Double
    /// [T]
    var appliedField: Double
    /// What the currents make, and how wrong that is.
    var values: Observables.Values
    var errors: Observables.Values
  }

  /// Ramps and the holds between and after them.
  var segments: [TimelineSegment]
  /// Of these among the segments of the protocol.
  var indices: [Int]
  /// Sweeps of one block follow each other at one temperature.
  var block: Int
  /// [T]
  var start: Double
  var end: Double

  static func all(in segments: [TimelineSegment]) -> [Sweep] {
    var sweeps: [Sweep] = []
    var block = 0
    for (index, segment) in segments.enumerated() {
      switch segment.stage {
      case .cool, .temperature, .move, .pulse, .sine, .discharge, .drive, .ramp(_, _, .some), .ramp(_, .relaxation, _):
        block += 1
      case .hold:
        if let last = sweeps.indices.last, sweeps[last].block == block { sweeps[last].append(segment, index) }
      case .ramp:
        let (start, end) = (segment.field.start, segment.field.end)
        guard start != end else { continue }
        if let last = sweeps.indices.last, sweeps[last].block == block,
          (end > start) == (sweeps[last].end > sweeps[last].start)
        {
          sweeps[last].append(segment, index)
          sweeps[last].end = end
        } else {
          sweeps.append(Sweep(segments: [segment], indices: [index], block: block, start: start, end: end))
        }
      }
    }
    return sweeps
  }

  private mutating func append(_ segment: TimelineSegment, _ index: Int) {
    segments.append(segment)
    indices.append(index)
  }

  /// The first sweep of the last pair that leads back to the field where it began.
  static func firstOfCycle(_ sweeps: [Sweep]) -> Int? {
    sweeps.indices.dropLast().last { i in
      let (out, back) = (sweeps[i], sweeps[i + 1])
      return out.block == back.block && abs(back.end - out.start) <= 1e-9 * abs(out.end - out.start)
    }
  }

  /// In equal steps of the applied field.
  func points(_ trace: Trace) -> [Point] {
    let count = HysteresisLoop.pointsPerSweep
    return (0..<count).compactMap { i in
      let field = i == count - 1 ? end : start + (end - start) * Double(i) / Double(count - 1)
      return point(trace, inField: field)
    }
  }

  /// Where the applied field has a value; nil where it never has.
  func point(_ trace: Trace, inField field: Double) -> Point? {
    for segment in segments where segment.field.start != segment.field.end {
      guard min(segment.field.start, segment.field.end) <= field, field <= max(segment.field.start, segment.field.end)
      else { continue }
      let share = (field - segment.field.start) / (segment.field.end - segment.field.start)
      let time = share == 1 ? segment.end : segment.start + share * segment.duration
      let rows = trace.rows(of: segment)
      guard let next = rows.indices.dropFirst().first(where: { rows[$0].time >= time }) else { continue }
      let (from, to) = (rows[next - 1], rows[next])
      let length = to.time - from.time
      let cubic = HermiteCubic(at: (time - from.time) / length, length: length)
      return Point(
        time: time, appliedField: field,
        values: cubic.value(from.values, to.values, from.departingRates, to.rates),
        errors: from.errors.largest(to.errors))
    }
    return nil
  }
}
