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
    guard
      let first = sweeps.indices.dropLast().last(where: { i in
        let (out, back) = (sweeps[i], sweeps[i + 1])
        return out.block == back.block && abs(back.end - out.start) <= 1e-9 * abs(out.end - out.start)
      })
    else { return nil }
    let block = sweeps.filter { $0.block == sweeps[first].block }
    let offset = sweeps.firstIndex { $0.block == sweeps[first].block } ?? 0
    self.volume = volume
    firstSweepOfCycle = first - offset
    points = block.enumerated().flatMap { index, sweep in
      sweep.points(trace).map { time, field, values in
        Point(
          sweep: index, time: time, appliedField: field, moment: values.moment, magnetisation: values.moment / volume,
          meanField: values.flux / discArea, probes: values.probes.map(\.y))
      }
    }
    // A ramp too short for the clock has no rows.
    guard points.count == block.count * Self.pointsPerSweep else { return nil }
    let cycle = [sweeps[first], sweeps[first + 1]]
    loss = -cycle.flatMap(\.segments).reduce(0) { $0 + $1.fieldRate * Self.momentOverTime(trace.rows(of: $1)) }
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
    remanence = falling.flatMap { $0.point(trace, inField: 0) }.map { time, values in
      Point(
        sweep: firstSweepOfCycle + (falling == cycle[0] ? 0 : 1), time: time, appliedField: 0, moment: values.moment,
        magnetisation: values.moment / volume, meanField: values.flux / discArea, probes: values.probes.map(\.y))
    }
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

/// Ramps in one direction, one after the other.
private struct Sweep: Equatable {
  /// Ramps and the holds between and after them.
  var segments: [TimelineSegment]
  /// Sweeps of one block follow each other at one temperature.
  var block: Int
  /// [T]
  var start: Double
  var end: Double

  static func all(in segments: [TimelineSegment]) -> [Sweep] {
    var sweeps: [Sweep] = []
    var block = 0
    for segment in segments {
      switch segment.stage {
      case .cool, .temperature: block += 1
      case .hold:
        if let last = sweeps.indices.last, sweeps[last].block == block { sweeps[last].segments.append(segment) }
      case .ramp:
        let (start, end) = (segment.field.start, segment.field.end)
        guard start != end else { continue }
        if let last = sweeps.indices.last, sweeps[last].block == block,
          (end > start) == (sweeps[last].end > sweeps[last].start)
        {
          sweeps[last].segments.append(segment)
          sweeps[last].end = end
        } else {
          sweeps.append(Sweep(segments: [segment], block: block, start: start, end: end))
        }
      }
    }
    return sweeps
  }

  /// Time [s], applied field [T] and what the currents make, in equal steps of the field.
  func points(_ trace: Trace) -> [(Double, Double, Observables.Values)] {
    let count = HysteresisLoop.pointsPerSweep
    return (0..<count).compactMap { i in
      let field = i == count - 1 ? end : start + (end - start) * Double(i) / Double(count - 1)
      return point(trace, inField: field).map { ($0.time, field, $0.values) }
    }
  }

  /// Where the applied field has a value; nil where it never has.
  func point(_ trace: Trace, inField field: Double) -> (time: Double, values: Observables.Values)? {
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
      return (time, cubic.value(from.values, to.values, from.departingRates, to.rates))
    }
    return nil
  }
}
