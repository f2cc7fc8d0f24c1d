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
  /// Of two thirds as many elements each way.
  let check: StressModel
  let fine, medium: LorentzForce
  let checkFine, checkMedium: LorentzForce
  /// Sites that the largest stress in bulks is looked for at.
  let bulkSites: [Int]

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
    let check = try StressModel(simulationCase, division: 2, currentLines: lines)
    let rule = CurrentField.rule(cells.count)
    let (fineField, mediumField) = (
      CurrentField(cells, magnet: magnet, rule: rule),
      CurrentField(runs.medium.model.cells, magnet: magnet, rule: rule)
    )
    (fine, medium) = (LorentzForce(fineField, model: model), LorentzForce(mediumField, model: model))
    (checkFine, checkMedium) = (LorentzForce(fineField, model: check), LorentzForce(mediumField, model: check))
    bulkSites = model.recovery.sites.indices.filter {
      model.bodies.bodies[model.bodyOfSite[$0]].isBulk && !model.isNearSingular[$0]
    }
    self.model = model
    self.check = check
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
    var stages: [StressResult.State] = []
    for index in ends.indices {
      let segment = ends[index].segment
      stages.append(
        try state(
          Moment(
            time: segment.end, applied: applied(segment, at: segment.end), fine: ends[index].currents,
            medium: mediumEnds[index].currents, tight: tightEnds[index].currents)))
    }
    let time = try peakTime(rows.values)
    // The end of a stage is known better than what cubics say of it.
    var (peak, peakStage) = (try state(moment(at: time), atFront: true), timeline.lastIndex { $0.start < time } ?? 0)
    for (index, stage) in stages.enumerated() where stage.hoop.value > peak.hoop.value {
      (peak, peakStage) = (stage, index)
    }
    let outputs = runs.fine.history.indices.filter { runs.fine.history[$0].isOutput }
    return StressResult(
      stages: stages, peak: peak, peakStage: peakStage, peakField: timeline[peakStage].field(at: peak.time),
      rows: outputs.map { rows.values[$0] }, distance: model.distance, openings: rows.openings,
      bodyNames: model.bodies.bodies.map(\.shape.name), unknowns: model.model.unknownCount)
  }

  func applied(_ segment: TimelineSegment, at time: Double) -> CurrentField.Applied {
    .init(uniform: segment.field(at: time), sources: segment.sourceStates(at: time))
  }

  private func moment(at time: Double) -> Moment {
    let segment = timeline.last { $0.start < time } ?? timeline[0]
    return Moment(
      time: time, applied: applied(segment, at: time), fine: CurrentCourse(runs.fine).currents(at: time),
      medium: CurrentCourse(runs.medium).currents(at: time),
      tight: CurrentCourse(runs.tight).currents(at: time))
  }

  /// Loads of the currents extrapolated like every reported number.
  func extrapolated(_ moments: [Moment]) -> [[Double]] {
    let a = fine.loads(moments.map { ($0.fine, $0.applied) })
    let b = medium.loads(moments.map { ($0.medium, $0.applied) })
    return zip(a, b).map { a, b in a.indices.map { ErrorEstimate.extrapolate(a[$0], b[$0]) } }
  }

  /// The largest hoop stress in bulks of displacements that currents make.
  private func largestHoop(_ displacements: [Double]) -> Double {
    bulkSites.reduce(-Double.infinity) { most, site in
      max(most, model.startStress[site].hoop + model.recovery.component(1, at: site, of: displacements))
    }
  }

  /// Rows that are worked on at once.
  private static let chunk = 64

  /// The largest hoop stress at each point of the history, and which contacts would open when first.
  private func rows() throws(ElasticityError) -> (values: [Double], openings: [StressResult.Opening]) {
    let history = runs.fine.history
    var values: [Double] = []
    var watch = OpeningWatch(model)
    for start in stride(from: 0, to: history.count, by: Self.chunk) {
      let range = start..<min(history.count, start + Self.chunk)
      let moments = range.map { row in
        Moment(
          time: history[row].time,
          applied: .init(uniform: history[row].appliedField, sources: history[row].sources),
          fine: history[row].currents ?? [], medium: runs.medium.history[row].currents ?? [], tight: [])
      }
      for (moment, displacements) in zip(moments, try model.displacements(of: extrapolated(moments))) {
        values.append(largestHoop(displacements))
        watch.look(at: displacements, of: model, time: moment.time)
      }
    }
    return (values, watch.openings)
  }

  /// Points within an interval between two rows at which the peak is looked for: its neighbours are then nearer than a tenth of what
  /// stress changes by from row to row.
  private static let samples = 5
  /// Intervals, those between the largest rows.
  private static let intervals = 3

  /// When the hoop stress is largest: at a row, or between two, where a front may reach the middle in a kink.
  private func peakTime(_ rows: [Double]) throws(ElasticityError) -> Double {
    let history = runs.fine.history
    guard let best = rows.indices.max(by: { rows[$0] < rows[$1] }) else { return 0 }
    var (time, most) = (history[best].time, rows[best])
    let candidates = rows.indices.dropLast().filter { history[$0 + 1].time > history[$0].time }
      .sorted {
        max(rows[$0], rows[$0 + 1]) + min(rows[$0], rows[$0 + 1]) > max(rows[$1], rows[$1 + 1])
          + min(rows[$1], rows[$1 + 1])
      }
    let nearest = candidates.filter { $0 == best || $0 + 1 == best }
    let chosen = Set(nearest + candidates.prefix(Self.intervals))
    var times: [Double] = []
    for row in chosen.sorted() {
      let (from, to) = (history[row].time, history[row + 1].time)
      times += (1...Self.samples).map { from + (to - from) * Double($0) / Double(Self.samples + 1) }
    }
    let moments = times.map { moment(at: $0) }
    for (own, displacements) in zip(times, try model.displacements(of: extrapolated(moments))) {
      let value = largestHoop(displacements)
      if value > most { (time, most) = (own, value) }
    }
    return time
  }
}

/// When contacts without friction would open.
private struct OpeningWatch {
  private(set) var openings: [StressResult.Opening] = []
  private let normals: [[(site: Int, component: Int, start: Double)]]
  /// What counts as tension [Pa], against rounding: of the largest normal stress so far.
  private static let share = 1e-3
  private var largest: [Double]
  private var opened: [Int: Int] = [:]

  init(_ model: borrowing StressModel) {
    let interfaces = model.bodies.interfaces
    normals = interfaces.indices.map { index in
      model.slidingSites.filter { $0.interface == index && !model.isNearSingular[$0.site] }.map { own in
        let component = interfaces[index].direction == 0 ? 0 : 2
        return (own.site, component, model.startStress[own.site].components[component])
      }
    }
    largest = interfaces.map { _ in 0 }
  }

  mutating func look(at displacements: [Double], of model: borrowing StressModel, time: Double) {
    for (index, sites) in normals.enumerated() where !sites.isEmpty {
      let stresses = sites.map { $0.start + model.recovery.component($0.component, at: $0.site, of: displacements) }
      largest[index] = max(largest[index], stresses.map(abs).max() ?? 0)
      guard let tension = stresses.max(), tension > Self.share * largest[index], tension > 1 else { continue }
      if let known = opened[index] {
        openings[known].tension = max(openings[known].tension, tension)
      } else {
        let interface = model.bodies.interfaces[index]
        opened[index] = openings.count
        openings.append(
          .init(
            first: model.bodies.bodies[interface.first].shape.name,
            second: model.bodies.bodies[interface.second].shape.name, time: time, tension: tension))
      }
    }
  }
}
