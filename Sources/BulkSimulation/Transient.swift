import EdgeElements
import LinearAlgebra
import Meshing
import Superconductors
import TimeStepping

/// One integration of a whole protocol on one mesh.
struct Transient {
  /// What is kept at the end of a stage.
  struct StageEnd: Sendable {
    var segment: TimelineSegment
    var values: Observables.Values
    /// Rate of change with the applied field and temperature held.
    var rates: Observables.Values
    /// Cell currents [A/m²] and the law at them.
    var currents: [Double]
    var criticalCurrents: [Double]
    var electricField: [Double]
  }

  struct HistoryPoint: Sendable {
    var time: Double
    var appliedField: Double
    /// One for each bulk of the case, or one for all.
    var temperatures: [Double]
    var values: Observables.Values
  }

  let model: CondensedModel
  private(set) var stageEnds: [StageEnd] = []
  private(set) var history: [HistoryPoint] = []
  private(set) var counts = StepCounts()

  private var nextOutput = 0
  private let observables: Observables
  private let materials: CellMaterials
  private let timeline: [TimelineSegment]

  init(model: CondensedModel, magnet: Magnet, probes: [SimulationCase.Probe], timeline: [TimelineSegment]) {
    self.model = model
    self.timeline = timeline
    observables = Observables(magnet: magnet, cells: model.cells, probes: probes)
    materials = CellMaterials(magnet, cells: model.cells)
  }

  /// - Parameters:
  ///   - tolerance: of the integrator.
  ///   - tableau: its method; SDIRK2 but where methods are compared.
  ///   - outputTimes: where the history has points besides the stages' ends [s], ascending; nil for every step's end.
  ///   - onStep: called after each step with the time [s], the number of steps and the state's functionals.
  mutating func run(
    tolerance: Double, tableau: Tableau = .sdirk2, outputTimes: [Double]?,
    onStep: ((Double, Int, Observables.Values) -> Void)?
  ) throws(SimulationError) {
    var system = CondensedSystem(model: model, materials: materials, segment: timeline[0])
    let zeros = [Double](repeating: 0, count: model.cells.count)
    var integrator = Integrator(tableau: tableau, control: StepControl(tolerance: tolerance), state: zeros)
    for segment in timeline {
      system.enter(segment)
      if case .cool = segment.stage { integrator.restart(at: zeros) }
      record(at: segment.start, segment, integrator.state)
      do {
        try integrator.integrate(&system, from: segment.start, to: segment.end) { integrator, step in
          if let outputTimes {
            sample(step, of: integrator, at: outputTimes, segment)
          } else if step.end < segment.end {
            record(at: step.end, segment, integrator.state)
          }
          if let onStep { onStep(step.end, integrator.counts.steps, observables.values(integrator.state)) }
        }
      } catch {
        throw system.failure(error, stage: segment.stage.name)
      }
      if segment.end > segment.start { record(at: segment.end, segment, integrator.state) }
      stageEnds.append(end(of: segment, &system, integrator.state))
    }
    counts = integrator.counts
  }

  private mutating func record(at time: Double, _ segment: TimelineSegment, _ currents: [Double]) {
    // The end of one stage is the start of the next; only a fresh start in another field is a point of its own.
    if let last = history.last, last.time == time, last.appliedField == segment.field(at: time) { return }
    history.append(
      HistoryPoint(
        time: time, appliedField: segment.field(at: time), temperatures: segment.temperatures(at: time).all,
        values: observables.values(currents)))
  }

  /// The history within a step, by the cubic through its ends and their slopes.
  private mutating func sample(
    _ step: StepReport, of integrator: borrowing Integrator, at times: [Double], _ segment: TimelineSegment
  ) {
    while nextOutput < times.count, times[nextOutput] <= step.start { nextOutput += 1 }
    guard nextOutput < times.count, times[nextOutput] < min(step.end, segment.end) else { return }
    let length = step.end - step.start
    let (y0, y1) = (integrator.previousState, integrator.state)
    let d0 = model.inverseInductance.multiply(integrator.previousRate)
    let d1 = model.inverseInductance.multiply(integrator.rate)
    while nextOutput < times.count, times[nextOutput] < min(step.end, segment.end) {
      let time = times[nextOutput]
      let x = (time - step.start) / length
      let (a, b) = ((1 + 2 * x) * (1 - x) * (1 - x), x * x * (3 - 2 * x))
      let (c, d) = (length * x * (1 - x) * (1 - x), -length * x * x * (1 - x))
      record(at: time, segment, y0.indices.map { a * y0[$0] + b * y1[$0] + c * d0[$0] + d * d1[$0] })
      nextOutput += 1
    }
    // A time that falls on a step's end is that state itself.
    if nextOutput < times.count, times[nextOutput] == step.end, step.end < segment.end {
      record(at: step.end, segment, y1)
    }
  }

  private func end(
    of segment: TimelineSegment, _ system: inout CondensedSystem, _ currents: [Double]
  ) -> StageEnd {
    // Held from here on: whatever moves then is creep.
    system.enter(segment.held)
    var (momentum, rate) = (currents, currents)
    _ = system.evaluate(currents, time: segment.end, momentum: &momentum, rate: &rate)
    return StageEnd(
      segment: segment, values: observables.values(currents),
      rates: observables.values(model.inverseInductance.multiply(rate)), currents: currents,
      criticalCurrents: system.jc, electricField: system.electricField)
  }
}
