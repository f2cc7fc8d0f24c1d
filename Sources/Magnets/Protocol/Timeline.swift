internal import Meshing
internal import Notation

/// One stage with its start and end resolved, and the course of everything in between.
public struct TimelineSegment: Sendable, Hashable, Codable {
  /// What a source does.
  public struct SourceCourse: Sendable, Hashable, Codable {
    /// Bz at the reference point of a coil [T], or its current if it has turns [A]; 1 of a magnet.
    public var strength: DriveCourse
    /// How much higher it is than at the start of the protocol [m].
    public var rise: DriveCourse
  }

  public var stage: MagnetisationStage
  /// [s]; equal for `cool`.
  public var start: Double
  public var end: Double
  /// The uniform applied flux density [T].
  public var field: DriveCourse
  /// Temperature [K] of each bulk; a single one holds for all bulks.
  public var temperatures: [DriveCourse]
  /// In the order of the case's sources.
  public var sources: [SourceCourse] = []

  /// The temperatures [K] of all bulks at one time. Made in every step, so it shares the segment's storage.
  public struct Temperatures: Sendable {
    private let courses: [DriveCourse]
    private let share: Double

    fileprivate init(courses: [DriveCourse], share: Double) {
      self.courses = courses
      self.share = share
    }

    public subscript(bulk: Int) -> Double { value(courses[courses.count == 1 ? 0 : bulk]) }

    /// One for each bulk, or one for all.
    public var all: [Double] { courses.map(value) }

    private func value(_ course: DriveCourse) -> Double { course.start + (course.end - course.start) * share }
  }

  public var duration: Double { end - start }

  /// The uniform applied flux density [T] at a time [s] within the segment.
  public func field(at time: Double) -> Double { field.value(after: time - start, of: duration) }

  /// Its rate of change [T/s].
  public func fieldRate(at time: Double) -> Double { field.rate(after: time - start, of: duration) }

  /// Temperatures at a time [s] within the segment.
  public func temperatures(at time: Double) -> Temperatures { Temperatures(courses: temperatures, share: share(time)) }

  /// A source's strength and how much it has risen at a time [s], and the rates of both.
  public func source(
    _ index: Int, at time: Double
  ) -> (strength: Double, strengthRate: Double, rise: Double, speed: Double) {
    let (course, after) = (sources[index], time - start)
    return (
      course.strength.value(after: after, of: duration), course.strength.rate(after: after, of: duration),
      course.rise.value(after: after, of: duration), course.rise.rate(after: after, of: duration)
    )
  }

  /// Whether nothing but time goes on.
  public var isHold: Bool {
    if case .hold = stage { duration > 0 } else { false }
  }

  /// From the start to the end [T/s].
  public var meanFieldRate: Double { duration > 0 ? (field.end - field.start) / duration : 0 }

  /// The state at the end of the segment, held from there on.
  public var held: TimelineSegment {
    var held = self
    held.start = end
    held.field = DriveCourse(constant: field.end)
    held.temperatures = temperatures.map { DriveCourse(constant: $0.end) }
    held.sources = sources.map {
      SourceCourse(strength: DriveCourse(constant: $0.strength.end), rise: DriveCourse(constant: $0.rise.end))
    }
    return held
  }

  /// The courses of everything that drives the magnet.
  private var drives: [DriveCourse] { [field] + sources.flatMap { [$0.strength, $0.rise] } }

  /// Parts of the segment in each of which every drive is smooth and goes one way [s].
  public var pieces: [(start: Double, end: Double)] {
    let breaks = Set(drives.flatMap { $0.breaks(within: duration) }).sorted()
    let bounds = [start] + breaks.map { start + $0 } + [end]
    return zip(bounds, bounds.dropFirst()).map { ($0, $1) }
  }

  /// Whether some field or position goes one way and then the other, or all of them one way (+1, -1); 0 for none that changes.
  public var directions: Set<Double> {
    Set(
      drives.flatMap { course -> [Double] in
        let values = course.turns(within: duration)
        return zip(values, values.dropFirst()).compactMap { $1 > $0 ? 1 : $1 < $0 ? -1 : nil }
      })
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
  var findings = protocolFindings(stages, bulks: bulks, sources: [])
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
///
/// - Parameter shapes: of the bulks, between which and a source a gap counts.
func segments(
  of stages: [MagnetisationStage], bulks: [String], sources: [FieldSource] = [], shapes: [BulkShape] = []
) -> [TimelineSegment] {
  func resolve(_ temperature: BulkTemperature) -> [Double] { (bulks.isEmpty ? [""] : bulks).compactMap(temperature.of) }
  var state = DriveState(sources: sources, shapes: shapes)
  var (time, temperatures) = (0.0, [Double]())
  return stages.map { stage in
    var (start, oldTemperatures) = (time, temperatures)
    var courses = state.resting
    switch stage {
    case .cool(_, let newTemperature, _):
      state.cool(stage)
      temperatures = resolve(newTemperature)
      (start, courses, oldTemperatures) = (time, state.resting, temperatures)
    case .hold(let duration): time += duration
    case .temperature(let target, let pace):
      temperatures = resolve(target)
      time += pace.duration(over: zip(temperatures, oldTemperatures).map { abs($0 - $1) }.max() ?? 0)
    case .ramp, .move, .pulse, .sine, .discharge, .drive:
      time += state.drive(stage, &courses)
    }
    return TimelineSegment(
      stage: stage, start: start, end: time, field: courses.field,
      temperatures: zip(oldTemperatures, temperatures).map { DriveCourse(start: $0, end: $1) },
      sources: courses.sources)
  }
}

extension SimulationCase {
  /// Its stages laid out in time; of a case without findings.
  package var segments: [TimelineSegment] {
    let shapes = bulks.map(\.shape)
    return Magnets.segments(of: stages, bulks: shapes.map(\.name), sources: sources, shapes: shapes)
  }
}
