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
  let model: StressModel
  /// Where current cells end [m].
  let lines: (r: [Double], z: [Double])
  /// In the current cells of both meshes.
  let fields: (fine: CurrentField, medium: CurrentField)
  let fine, medium: LorentzForce
  /// Sites that the largest stress in bulks is looked for at, and the hoop stress there.
  let bulkSites: [Int]
  private let hoop: StressRows

  /// Of one case: on the fine and the medium mesh, and on the medium one with shorter steps.
  struct Runs {
    var fine, medium, tight: Transient
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
    let model = try StressModel(simulationCase, division: 3, currentLines: lines)
    let rule = CurrentField.rule(cells.count)
    fields = (
      CurrentField(cells, magnet: magnet, rule: rule),
      CurrentField(runs.medium.model.cells, magnet: magnet, rule: rule)
    )
    (fine, medium) = (LorentzForce(fields.fine, model: model), LorentzForce(fields.medium, model: model))
    bulkSites = model.recovery.sites.indices.filter {
      model.bodies.bodies[model.bodyOfSite[$0]].isBulk && !model.isNearSingular[$0]
    }
    hoop = StressRows(model.recovery, component: 1, sites: bulkSites)
    self.lines = lines
    self.model = model
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
    let check = try StressCheck(self, places: stages.map(\.hoop))
    for index in stages.indices {
      let change = abs(try check.largestHoop(moments[index]) - stages[index].hoop.value)
      stages[index].error += Self.shareOfElements * change
    }
    let last = stages.indices.max { stages[$0].hoop.value < stages[$1].hoop.value } ?? 0
    var (peak, peakStage) = (stages[last], last)
    if let own = try self.peak(rows), own.hoop.value > peak.hoop.value {
      (peak, peakStage) = (own, timeline.lastIndex { $0.start < own.time } ?? 0)
    }
    // What elements and steps make wrong in a row is taken to be what they make wrong in the peak, relative to the stress.
    let share = (peak.error - peak.meshError) / max(abs(peak.hoop.value), .leastNormalMagnitude)
    let outputs = runs.fine.history.indices.filter { runs.fine.history[$0].isOutput }
    return StressResult(
      stages: stages, peak: peak, peakStage: peakStage, peakField: timeline[peakStage].field(at: peak.time),
      rows: outputs.map { row in
        .init(hoop: rows.values[row], error: rows.changes[row] + share * abs(rows.values[row]))
      }, distance: model.distance, openings: rows.openings,
      bodyNames: model.bodies.bodies.map(\.shape.name), unknowns: model.model.unknownCount)
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

  /// The largest hoop stress in bulks by the currents of the fine mesh alone [Pa].
  func largestHoop(of moment: Moment) throws(ElasticityError) -> Double {
    let displacements = try model.displacements(of: fine.loads([(moment.fine, moment.applied)]))[0]
    return largest(hoop.values(of: displacements)).value
  }

  /// The largest hoop stress, with the one that assembly and cooling leave [Pa], and the place in `bulkSites` where it is.
  private func largest(_ values: [Double]) -> (value: Double, index: Int) {
    var most = (value: -Double.infinity, index: 0)
    for (index, value) in values.enumerated() {
      let own = model.startStress[bulkSites[index]].hoop + value
      if own > most.value { most = (own, index) }
    }
    return most
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

  private func rows() throws(ElasticityError) -> Rows {
    let history = runs.fine.history
    var rows = Rows()
    var watch = OpeningWatch(model)
    for start in stride(from: 0, to: history.count, by: Self.chunk) {
      let range = start..<min(history.count, start + Self.chunk)
      let states = range.map { row in
        CurrentField.Applied(uniform: history[row].appliedField, sources: history[row].sources)
      }
      let a = fine.loads(zip(range, states).map { (history[$0].currents ?? [], $1) })
      let b = medium.loads(zip(range, states).map { (runs.medium.history[$0].currents ?? [], $1) })
      let loads = zip(a, b).map { a, b in a.indices.map { ErrorEstimate.extrapolate(a[$0], b[$0]) } }
      let changes = zip(a, b).map { a, b in zip(a, b).map { $0 - $1 } }
      let solved = try model.displacements(of: loads + changes)
      for (k, row) in range.enumerated() {
        let most = largest(hoop.values(of: solved[k]))
        let site = bulkSites[most.index]
        rows.values.append(most.value)
        rows.sites.append(site)
        rows.changes.append(abs(model.recovery.component(1, at: site, of: solved[range.count + k])))
        watch.look(at: solved[k], of: model, time: history[row].time)
      }
    }
    rows.openings = watch.openings
    return rows
  }
}
