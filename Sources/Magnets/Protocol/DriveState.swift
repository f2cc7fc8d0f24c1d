public import Meshing

/// Where the fields and the sources are between two stages.
struct DriveState {
  /// Of one stage.
  struct Courses {
    var field: DriveCourse
    var sources: [TimelineSegment.SourceCourse]
  }

  private let sources: [FieldSource]
  private let shapes: [BulkShape]
  /// [T]
  private var field = 0.0
  /// Bz at the reference points [T], of a coil with turns its current [A], 1 of a magnet; and how much each source has risen [m].
  private var strengths: [Double]
  private(set) var rises: [Double]

  init(sources: [FieldSource], shapes: [BulkShape]) {
    (self.sources, self.shapes) = (sources, shapes)
    strengths = sources.map { $0.isDriven ? 0 : 1 }
    rises = sources.map { _ in 0 }
  }

  /// Nothing moves.
  var resting: Courses {
    Courses(
      field: DriveCourse(constant: field),
      sources: zip(strengths, rises).map {
        .init(strength: DriveCourse(constant: $0), rise: DriveCourse(constant: $1))
      })
  }

  /// A later cooling begins where the sources stand.
  mutating func cool(_ stage: MagnetisationStage) {
    guard case .cool(let field, _, let fields) = stage else { return }
    self.field = field
    for (i, source) in sources.enumerated() where source.isDriven { strengths[i] = fields[source.name] ?? 0 }
  }

  /// Goes through a stage that drives or moves something, and returns how long that takes [s].
  mutating func drive(_ stage: MagnetisationStage, _ courses: inout Courses) -> Double {
    let index = stage.source.flatMap { name in sources.firstIndex { $0.name == name } }
    if case .move(_, let destination, let pace) = stage {
      guard let index else { return 0 }
      let distance = distance(of: index, to: destination) ?? 0
      courses.sources[index].rise.end += distance
      rises[index] = courses.sources[index].rise.end
      return pace.duration(over: abs(distance))
    }
    let before = index.map { strengths[$0] } ?? field
    guard let (course, duration) = Self.course(of: stage, from: before) else { return 0 }
    if let index {
      courses.sources[index].strength = course
      strengths[index] = course.end
    } else {
      courses.field = course
      field = course.end
    }
    return duration
  }

  private static func course(
    of stage: MagnetisationStage, from before: Double
  ) -> (course: DriveCourse, duration: Double)? {
    switch stage {
    case .ramp(let target, .relaxation(let constant, let duration), _):
      return (
        DriveCourse(from: before, shape: .exponential(limit: target, timeConstant: constant), duration: duration),
        duration
      )
    case .ramp(let target, let pace, _):
      return (DriveCourse(start: before, end: target), pace.duration(over: abs(target - before)))
    case .pulse(let peak, let rise, let duration, _):
      return (DriveCourse(from: before, shape: .pulse(peak: peak, riseTime: rise), duration: duration), duration)
    case .sine(let amplitude, let period, let periods, _):
      let duration = period * periods
      return (
        DriveCourse(from: before, shape: .sine(amplitude: amplitude, period: period), duration: duration), duration
      )
    case .discharge(let circuit, let duration, _):
      return (DriveCourse(from: before, shape: .discharge(circuit), duration: duration), duration)
    case .drive(let table, _):
      return (DriveCourse(from: before, shape: .table(table), duration: table.duration), table.duration)
    case .cool, .hold, .temperature, .move: return nil
    }
  }

  /// How far a source goes along z [m]; nil for a gap that there is not, since it is neither above nor below all bulks.
  func distance(of source: Int, to destination: MagnetisationStage.Destination) -> Double? {
    switch destination {
    case .distance(let distance): return distance
    case .z(let z): return onPicometreGrid(z - (sources[source].zMin + rises[source]))
    case .gap(let gap):
      let floor = sources[source].zMin + rises[source]
      guard let (own, isAbove) = sources[source].gap(to: shapes, zMin: floor) else { return nil }
      // To a picometre, so that there and back is where it was.
      return onPicometreGrid(isAbove ? gap - own : own - gap)
    }
  }

  /// The section of a source as it stands.
  func section(of source: Int) -> BulkShape { sources[source].shape(raisedBy: rises[source]) }
}

extension FieldSource {
  /// Between its face and the nearest one of the bulks with its lower face at a height [m], and whether it is above them; nil where it is
  /// neither above nor below all of them.
  public func gap(to bulks: [BulkShape], zMin floor: Double) -> (gap: Double, isAbove: Bool)? {
    guard let top = bulks.map(\.zMax).max(), let bottom = bulks.map(\.zMin).min() else { return nil }
    if floor >= top { return (floor - top, true) }
    let ceiling = floor + (zMax - zMin)
    return ceiling <= bottom ? (bottom - ceiling, false) : nil
  }

  /// Its section, higher by so much [m].
  func shape(raisedBy rise: Double) -> BulkShape {
    BulkShape(
      name: name, innerRadius: innerRadius, outerRadius: outerRadius, zMin: zMin + rise, zMax: zMax + rise)
  }
}
