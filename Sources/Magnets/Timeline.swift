internal import Notation

/// One stage with its start and end resolved: everything linear in time in between.
public struct TimelineSegment: Sendable, Hashable, Codable {
  public var stage: MagnetisationStage
  /// [s]; equal for `cool`.
  public var start: Double
  public var end: Double
  /// Applied flux density [T] at start and end.
  public var field: ClosedInterval
  /// Temperature [K] of each bulk at start and end; a single one holds for all bulks.
  public var temperatures: [ClosedInterval]

  /// A quantity that goes linearly from one value to another.
  public struct ClosedInterval: Sendable, Hashable, Codable {
    public var start: Double
    public var end: Double

    func value(at share: Double) -> Double { start + (end - start) * share }
  }

  /// The temperatures [K] of all bulks at one time. Made in every step, so it shares the segment's storage.
  public struct Temperatures: Sendable {
    private let courses: [ClosedInterval]
    private let share: Double

    fileprivate init(courses: [ClosedInterval], share: Double) {
      self.courses = courses
      self.share = share
    }

    public subscript(bulk: Int) -> Double { courses[courses.count == 1 ? 0 : bulk].value(at: share) }

    /// One for each bulk, or one for all.
    public var all: [Double] { courses.map { $0.value(at: share) } }
  }

  public var duration: Double { end - start }

  /// Applied flux density [T] at a time [s] within the segment.
  public func field(at time: Double) -> Double { field.value(at: share(time)) }

  /// Temperatures at a time [s] within the segment.
  public func temperatures(at time: Double) -> Temperatures { Temperatures(courses: temperatures, share: share(time)) }

  /// Whether nothing but time goes on.
  public var isHold: Bool {
    if case .hold = stage { duration > 0 } else { false }
  }

  /// [T/s]
  public var fieldRate: Double { duration > 0 ? (field.end - field.start) / duration : 0 }

  /// The state at the end of the segment, held from there on.
  public var held: TimelineSegment {
    var held = self
    held.start = end
    held.field.start = field.end
    for bulk in temperatures.indices { held.temperatures[bulk].start = temperatures[bulk].end }
    return held
  }

  private func share(_ time: Double) -> Double { duration > 0 ? (time - start) / duration : 1 }
}

/// The stages of a protocol laid out in time. Time runs on over a later `cool`, which forgets all currents.
///
/// - Parameters:
///   - stages: in order, first `cool`.
///   - bulks: names of the bulks, in the order of the segments' temperatures; without them temperatures are those of all
///     bulks.
/// - Throws: `InvalidCase` for stages that cannot be run.
public func timeline(
  of stages: [MagnetisationStage], bulks: [String] = []
) throws(InvalidCase) -> [TimelineSegment] {
  var findings = protocolFindings(stages, bulks: bulks)
  if bulks.isEmpty {
    for (index, stage) in stages.enumerated() {
      guard case .byBulk = stage.temperature else { continue }
      findings.append(
        Finding(
          CasePath("protocol")[index], "temperatures of bulks that have no names here", remedy: "name the bulks"))
    }
  }
  guard findings.isEmpty else { throw InvalidCase(findings) }
  return segments(of: stages, bulks: bulks)
}

/// The same for stages without findings.
func segments(of stages: [MagnetisationStage], bulks: [String]) -> [TimelineSegment] {
  func resolve(_ temperature: BulkTemperature) -> [Double] { (bulks.isEmpty ? [""] : bulks).compactMap(temperature.of) }
  var (time, field, temperatures) = (0.0, 0.0, [Double]())
  return stages.map { stage in
    var (start, oldField, oldTemperatures) = (time, field, temperatures)
    switch stage {
    case .cool(let newField, let newTemperature):
      (field, temperatures) = (newField, resolve(newTemperature))
      (start, oldField, oldTemperatures) = (time, field, temperatures)
    case .ramp(let target, let pace):
      time += pace.duration(over: abs(target - field))
      field = target
    case .hold(let duration):
      time += duration
    case .temperature(let target, let pace):
      temperatures = resolve(target)
      time += pace.duration(over: zip(temperatures, oldTemperatures).map { abs($0 - $1) }.max() ?? 0)
    }
    return TimelineSegment(
      stage: stage, start: start, end: time, field: .init(start: oldField, end: field),
      temperatures: zip(oldTemperatures, temperatures).map { .init(start: $0, end: $1) })
  }
}
