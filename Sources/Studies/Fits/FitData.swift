package import BulkSimulation
package import CaseFiles
package import Magnets
internal import Notation

/// Measured values of one kind that a fit compares with a simulation. SI units.
public struct FitData: Sendable {
  package enum Kind: String, CaseIterable {
    case trapped
    /// One number at the end of a stage: a force, a stiffness, how much the field varies over a sample.
    case measured
    case scan
    case warming
    case decay
    case loop
  }

  /// When a value was measured.
  package enum Instant: Equatable {
    case end
    /// [s] after the stage's start.
    case elapsed(Double)
    /// [K]
    case temperature(Double)
    /// Applied field [T]; values of a loop stand in the order in which they were measured.
    case field(Double)
  }

  package struct Point: Equatable {
    package var instant: Instant
    /// Probes go by their index in the case, the probes of the data behind it.
    package var quantity: ReportedQuantity.Observable
    package var value: Double
    /// Standard deviation of the value.
    package var sigma: Double?
    /// Where the value stands, `hall.csv:3`.
    package var place: String
  }

  package var kind: Kind
  /// For tables of results: `scan hall.csv`.
  package var name: String
  /// Index in the protocol; of a loop the stage that it begins with.
  package var stage: Int
  package var points: [Point]
  /// Points where B was measured besides the probes of the case.
  package var probes: [SimulationCase.Probe] = []

  /// Heads of columns of its table that mean nothing here.
  package var leftOut: [String] = []

  package var unit: String { points.first?.quantity.unit ?? (kind == .loop ? "A m^2" : "T") }

  /// The time [s] of each point.
  package func times(in timeline: [TimelineSegment]) throws(CaseChangeError) -> [Double] {
    guard timeline.indices.contains(stage) else { throw CaseChangeError("\(name): the protocol has no stage \(stage)") }
    let segment = timeline[stage]
    // A loop goes through stages, and through the same fields again and again.
    var reached = segment.start
    var times: [Double] = []
    for point in points {
      switch point.instant {
      case .end: times.append(segment.end)
      case .elapsed(let time):
        guard time >= 0, time <= segment.duration else {
          throw refusal(point, "t = \(plain(time)) s is outside of the stage, which takes \(plain(segment.duration)) s")
        }
        times.append(segment.start + time)
      case .temperature(let temperature):
        // That of the first bulk, as in `history.csv`.
        let course = segment.temperatures[0]
        guard let time = Self.time(when: temperature, in: course, of: segment, from: segment.start) else {
          throw refusal(
            point,
            "\(plain(temperature)) K is outside of the stage, which goes from \(plain(course.start)) to "
              + "\(plain(course.end)) K")
        }
        times.append(time)
      case .field(let field):
        let found = timeline[stage...].lazy.compactMap { Self.time(when: field, in: $0.field, of: $0, from: reached) }
        guard let time = found.first else {
          throw refusal(
            point,
            "the applied field does not come to \(plain(field)) T from the stage on, or not after the lines before;"
              + " write lines in the order of measurement")
        }
        reached = time
        times.append(time)
      }
    }
    return times
  }

  /// When a linear quantity has a value, not before a time; nil if it never has.
  private static func time(
    when value: Double, in interval: DriveCourse, of segment: TimelineSegment, from earliest: Double
  ) -> Double? {
    guard interval.shape == .linear else { return nil }
    let change = interval.end - interval.start
    // Values of a table that were rounded on their way through units.
    let slack = 1e-9 * max(abs(interval.start), abs(interval.end))
    if change == 0 {
      let time = max(segment.start, earliest)
      return abs(value - interval.end) <= slack && time <= segment.end ? time : nil
    }
    guard value >= min(interval.start, interval.end) - slack, value <= max(interval.start, interval.end) + slack else {
      return nil
    }
    let time = segment.start + segment.duration * min(1, max(0, (value - interval.start) / change))
    return time >= earliest - 1e-9 * segment.duration ? time : nil
  }

  private func refusal(_ point: Point, _ message: String) -> CaseChangeError {
    CaseChangeError("\(point.place): \(message)")
  }
}
