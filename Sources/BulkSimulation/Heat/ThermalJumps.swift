import Magnets
import Superconductors

/// Watches for flux jumps: heat that lowers Jc, which lets flux move, which heats.
///
/// Whatever a drive does to a magnet slowly, a jump does at once. It is told by a body whose warmest place rises by a share of what is left
/// to Tc while the applied fields change by next to nothing of all that the protocol changes them by.
struct ThermalJumps: Sendable {
  /// A flux jump of one mesh.
  struct Jump: Sendable, Equatable, Codable {
    /// When the warmest place had come to where a jump begins [s], and the applied field then and when it was over [T].
    var time: Double
    var appliedField: Double
    var fieldAfter: Double
    /// Index in the case.
    var bulk: Int
    /// Largest temperatures before and after [K].
    var before: Double
    var after: Double
  }

  /// What it has seen.
  struct State: Sendable, Equatable, Codable {
    /// Time, applied field and the largest temperature of each bulk at the steps within reach.
    var points: [Point] = []
    /// The jump of each bulk that goes on.
    var open: [Int?] = []
    /// The largest temperatures of the bulks at the first step [K].
    var start: [Double] = []
    /// Since when each bulk is as warm as where a jump begins.
    var onsets: [Onset?] = []
    var jumps: [Jump] = []
  }

  struct Onset: Sendable, Equatable, Codable {
    var time: Double
    var field: Double
  }

  struct Point: Sendable, Equatable, Codable {
    var time: Double
    /// How far the drives have gone, as a share of all that they go [1], and the applied field [T].
    var way: Double
    var field: Double
    var temperatures: [Double]
    /// Joule heat, and what has left the magnet [J].
    var heat: Double
    var removed: Double
  }

  var state = State()
  /// Tc of each bulk; nil where Jc does not depend on the temperature.
  private let criticalTemperatures: [Double?]
  /// All that the uniform field and sources change by in the protocol.
  private let whole: Double
  /// What a unit of each source's drive makes [T].
  let fieldsPerUnit: [Double]

  /// The share of the way of the drives that a jump takes at most.
  private static let reach = 0.01
  /// Of what there is from the start to Tc, that a jump warms by at least.
  private static let share = 0.1
  /// And by which a jump is dated: as the warmest place has come so far. From 5 K in a bulk of Tc = 37 K that is at 8 K.
  private static let onset = 3.0 / 32
  private static let pointLimit = 400

  init(magnet: Magnet, timeline: [TimelineSegment]) {
    criticalTemperatures = magnet.bulks.map { $0.material.temperatureFactor?.criticalTemperature }
    fieldsPerUnit = magnet.fieldsPerUnit
    whole = timeline.reduce(0) { $0 + $1.way(until: $1.end, magnet.fieldsPerUnit) }
  }

  /// The magnet is cooled afresh.
  mutating func restart() { (state.points, state.open, state.start, state.onsets) = ([], [], [], []) }

  /// Takes the end of a step; `way` is how far all drives have gone [T].
  mutating func add(_ step: Point) {
    var point = step
    point.way = whole > 0 ? step.way / whole : 0
    let (field, temperatures) = (point.field, point.temperatures)
    if state.open.isEmpty {
      (state.open, state.start, state.onsets) = (
        temperatures.map { _ in nil }, temperatures, temperatures.map { _ in nil }
      )
    }
    state.points.removeAll { point.way - $0.way > Self.reach }
    if state.points.count > Self.pointLimit {
      state.points = state.points.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    }
    for bulk in temperatures.indices {
      let now = temperatures[bulk]
      let warmed =
        (now - state.start[bulk]) / (criticalTemperatures[bulk].map { $0 - state.start[bulk] } ?? state.start[bulk])
      if warmed < Self.onset {
        state.onsets[bulk] = nil
      } else if state.onsets[bulk] == nil {
        state.onsets[bulk] = Onset(time: point.time, field: field)
      }
      if let open = state.open[bulk] {
        // It goes on as long as it warms.
        if now > state.jumps[open].after {
          (state.jumps[open].after, state.jumps[open].fieldAfter) = (now, field)
        } else if now < 0.5 * (state.jumps[open].before + state.jumps[open].after) {
          state.open[bulk] = nil
          state.points = []
        }
        continue
      }
      guard let coldest = state.points.min(by: { $0.temperatures[bulk] < $1.temperatures[bulk] }) else { continue }
      let before = coldest.temperatures[bulk]
      let left = criticalTemperatures[bulk].map { $0 - state.start[bulk] } ?? state.start[bulk]
      // A bath that warms the magnet is no jump: less comes in from outside than is dissipated.
      if now - before > Self.share * left, coldest.removed - point.removed < point.heat - coldest.heat {
        state.open[bulk] = state.jumps.count
        let onset = state.onsets[bulk] ?? Onset(time: point.time, field: field)
        state.jumps.append(
          Jump(
            time: onset.time, appliedField: onset.field, fieldAfter: field, bulk: bulk, before: before, after: now))
      }
    }
    state.points.append(point)
  }
}

extension TimelineSegment {
  /// How far the fields of all drives have gone since its start, up and down [T].
  ///
  /// - Parameter fieldsPerUnit: of the drive of each source [T].
  func way(until time: Double, _ fieldsPerUnit: [Double]) -> Double {
    func way(_ course: DriveCourse) -> Double { course.way(until: time - start, of: duration) }
    return way(field) + zip(sources, fieldsPerUnit).reduce(0) { $0 + $1.1 * way($1.0.strength) }
  }
}

extension Transient {
  /// Shows the end of a step to who watches for jumps.
  mutating func watch(_ temperatures: [Double], _ segment: TimelineSegment, at time: Double) {
    guard let thermal else { return }
    let values = thermal.values(temperatures, segment, at: time)
    let scales = thermalJumps.fieldsPerUnit
    let before = timeline.prefix { $0.end <= segment.start && $0 != segment }.reduce(0) {
      $0 + $1.way(until: $1.end, scales)
    }
    thermalJumps.add(
      .init(
        time: time, way: before + segment.way(until: time, scales), field: segment.field(at: time),
        temperatures: (0..<thermal.layout.bulks).map { values[thermal.layout.largest(ofBody: $0)] },
        heat: parts * spent.heat, removed: parts * spent.removed))
    course.jumps = thermalJumps.state.jumps
  }

  /// When the heat of a segment's bulks was last set [s]: by the `cool` before.
  func startOfHeat(_ segment: TimelineSegment) -> Double {
    timeline.last { $0.start <= segment.start && $0.startsAfresh }?.start ?? segment.start
  }
}
