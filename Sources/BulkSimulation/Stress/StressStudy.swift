import CoilFields
import EdgeElements
import Elasticity
import Magnets
import MagnetEquations
internal import Meshing

/// Stresses of a run that is done, from its currents: at every row of its history, at the ends of its stages, and when the hoop stress
/// in bulks is largest.
struct StressStudy: ~Copyable {
  let simulationCase: SimulationCase
  let timeline: [TimelineSegment]
  /// Rows of the medium run are at the times of those of the fine one.
  let runs: Runs
  let whole: HoopStress
  /// Where current cells end [m].
  let lines: (r: [Double], z: [Double])
  /// In the current cells of both meshes.
  let fields: (fine: CurrentField, medium: CurrentField)

  /// Of one case: on the fine and the medium mesh, and on the medium one with shorter steps.
  struct Runs: Sendable {
    var fine, medium, tight: Transient
  }

  /// What the bulks would bear without their supports; nil where they have none.
  static func alone(
    _ simulationCase: SimulationCase, _ timeline: [TimelineSegment], _ runs: Runs
  ) throws(SimulationError) -> StressResult.Peak? {
    guard !simulationCase.supports.isEmpty else { return nil }
    var bare = simulationCase
    bare.supports = []
    return try result(bare, timeline, runs).peak
  }

  static func result(
    _ simulationCase: SimulationCase, _ timeline: [TimelineSegment], _ runs: Runs
  ) throws(SimulationError) -> StressResult {
    do {
      return try StressStudy(simulationCase, timeline, runs).result()
    } catch {
      throw .degenerateMesh("stress: \(error)")
    }
  }

  /// Stresses with the peak of better runs that end soon after it, and with their rows until then; nil where those have no peak.
  static func refined(
    _ first: StressResult, _ simulationCase: SimulationCase, _ timeline: [TimelineSegment], _ runs: Runs
  ) throws(SimulationError) -> StressResult? {
    do {
      let study = try StressStudy(simulationCase, timeline, runs)
      let rows = try study.rows()
      // Of the last row nobody knows whether stress rises further.
      guard let last = rows.values.last, last < rows.values.max() ?? last, let peak = try study.peak(rows) else {
        return nil
      }
      var result = first
      result.peak = study.placed(peak, in: study.stage(of: peak))
      result.rows.replaceSubrange(0..<study.outputCount, with: study.reported(rows, beside: peak))
      return result
    } catch {
      throw .degenerateMesh("stress: \(error)")
    }
  }

  private init(
    _ simulationCase: SimulationCase, _ timeline: [TimelineSegment], _ runs: Runs
  ) throws(ElasticityError) {
    let magnet = Magnet(simulationCase)
    let cells = runs.fine.model.cells
    let bounds = cells.sections.flatMap { section in
      [section] + (magnet.symmetry.map { [section.mirrored(in: $0.plane)] } ?? [])
    }.map(\.bounds)
    let lines = (
      r: Set(bounds.flatMap { [$0.low.x, $0.high.x] }).sorted(),
      z: Set(bounds.flatMap { [$0.low.y, $0.high.y] }).sorted()
    )
    let rule = CurrentField.rule(cells.count)
    fields = (
      CurrentField(cells, magnet: magnet, rule: rule),
      CurrentField(runs.medium.model.cells, magnet: magnet, rule: rule)
    )
    whole = HoopStress(
      try StressModel(
        simulationCase, division: StressModel.division(3, simulationCase.accuracy), currentLines: lines), fields: fields
    )
    self.lines = lines
    (self.simulationCase, self.timeline, self.runs) = (simulationCase, timeline, runs)
  }

  /// One moment of the run.
  struct Moment {
    var time: Double
    var applied: CurrentField.Applied
    var fine, medium: [Double]
    /// Of the medium mesh with shorter steps.
    var tight: [Double]
  }

  private func result() throws(ElasticityError) -> StressResult {
    let rows = try rows()
    let (ends, mediumEnds, tightEnds) = (
      runs.fine.stageEnds, runs.medium.stageEnds, runs.tight.stageEnds
    )
    let moments = ends.indices.map { index in
      let segment = ends[index].segment
      return Moment(
        time: segment.end, applied: applied(segment, at: segment.end), fine: ends[index].currents,
        medium: mediumEnds[index].currents, tight: tightEnds[index].currents)
    }
    var stages: [StressResult.State] = []
    for moment in moments { stages.append(try state(moment)) }
    let check = try check(around: stages.map { (SIMD2($0.hoop.r, $0.hoop.z), $0.hoop.body) })
    for (index, coarser) in try check.largest(moments, .extrapolated).enumerated() {
      stages[index].error += Self.shareOfElements * abs(coarser.value - stages[index].hoop.value)
    }
    let last = stages.indices.max { stages[$0].hoop.value < stages[$1].hoop.value } ?? 0
    var peak = placed(stages[last], in: last)
    if let own = try self.peak(rows), own.hoop.value > peak.state.hoop.value {
      peak = placed(own, in: stage(of: own))
    }
    return StressResult(
      stages: stages, peak: peak, rows: reported(rows, beside: peak.state), distance: whole.model.distance,
      openings: rows.openings, bodyNames: whole.model.bodies.bodies.map(\.shape.name),
      unknowns: whole.model.model.unknownCount)
  }

  private func stage(of peak: StressResult.State) -> Int { timeline.lastIndex { $0.start < peak.time } ?? 0 }

  private func placed(_ peak: StressResult.State, in stage: Int) -> StressResult.Peak {
    .init(state: peak, stage: stage, appliedField: timeline[stage].field(at: peak.time))
  }

  private var outputCount: Int { runs.fine.history.count(where: \.isOutput) }

  /// Rows of the history; what elements and steps make wrong in one is taken to be what they make wrong in the peak, relative to the stress.
  private func reported(_ rows: Rows, beside peak: StressResult.State) -> [StressResult.Row] {
    let share = (peak.error - peak.meshError) / max(abs(peak.hoop.value), .leastNormalMagnitude)
    return runs.fine.history.indices.filter { runs.fine.history[$0].isOutput }.map { row in
      .init(hoop: rows.values[row], error: rows.changes[row] + share * abs(rows.values[row]))
    }
  }

  func applied(_ segment: TimelineSegment, at time: Double) -> CurrentField.Applied {
    .init(uniform: segment.field(at: time), sources: segment.sourceStates(at: time))
  }

  /// The currents at a time, between steps as well.
  func moment(at time: Double) -> Moment {
    let segment = timeline.last { $0.start < time } ?? timeline[0]
    return Moment(
      time: time, applied: applied(segment, at: time), fine: CurrentCourse(runs.fine).currents(at: time),
      medium: CurrentCourse(runs.medium).currents(at: time),
      tight: CurrentCourse(runs.tight).currents(at: time))
  }

  /// Rows that are worked on at once.
  private static let chunk = 64

  /// What the history's points say.
  struct Rows {
    /// The largest hoop stress [Pa], the site where it is, and what the two meshes of currents differ by there.
    var values: [Double] = []
    var sites: [Int] = []
    var changes: [Double] = []
    /// Contacts that would open.
    var openings: [StressResult.Opening] = []
  }

  /// Every how many rows the two meshes of currents are compared; those between are taken to be as far apart as the worse of their neighbours.
  private static let comparison = 3

  private func rows() throws(ElasticityError) -> Rows {
    let history = runs.fine.history
    var rows = Rows()
    var watch = OpeningWatch(whole.model)
    for start in stride(from: 0, to: history.count, by: Self.chunk) {
      let range = start..<min(history.count, start + Self.chunk)
      let moments = range.map { row in
        Moment(
          time: history[row].time,
          applied: .init(uniform: history[row].appliedField, sources: history[row].sources),
          fine: history[row].currents ?? [], medium: runs.medium.history[row].currents ?? [], tight: [])
      }
      let (a, b) = (whole.loads(moments, .fine), whole.loads(moments, .medium))
      let loads = zip(a, b).map { a, b in a.indices.map { ErrorEstimate.extrapolate(a[$0], b[$0]) } }
      let compared = Array(stride(from: 0, to: range.count - 1, by: Self.comparison)) + [range.count - 1]
      let changes = compared.map { k in zip(a[k], b[k]).map { $0 - $1 } }
      let solved = try whole.model.displacements(of: loads + changes)
      var differences: [Double] = []
      for k in 0..<range.count {
        let most = whole.largest(solved[k])
        rows.values.append(most.value)
        rows.sites.append(most.site)
        watch.look(at: solved[k], of: whole.model, time: moments[k].time)
      }
      for (index, k) in compared.enumerated() {
        let site = rows.sites[start + k]
        differences.append(abs(whole.model.recovery.component(1, at: site, of: solved[range.count + index])))
      }
      for k in 0..<range.count {
        let after = compared.firstIndex { $0 >= k } ?? 0
        let before = compared[after] == k ? after : max(0, after - 1)
        rows.changes.append(max(differences[before], differences[after]))
      }
    }
    rows.openings = watch.openings(of: whole.model.bodies)
    return rows
  }
}
