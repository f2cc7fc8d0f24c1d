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
    var energy: EnergyBalance
    /// Of the integrator; the model knows what it stands for.
    var state: [Double]
    /// Cell currents [A/m²] and the law at them.
    var currents: [Double]
    var criticalCurrents: [Double]
    var electricField: [Double]
  }

  struct HistoryPoint: Sendable {
    var time: Double
    var appliedField: Double
    var temperature: Double
    var values: Observables.Values
  }

  let model: FieldModel
  private(set) var stageEnds: [StageEnd] = []
  private(set) var history: [HistoryPoint] = []
  private(set) var counts = StepCounts()

  private var nextOutput = 0
  private let observables: Observables
  private let materials: CellMaterials
  private let timeline: [TimelineSegment]
  /// How many times the meshed part makes up the magnet: two times when it was cut by its mirror plane.
  private let parts: Double

  init(
    model: FieldModel, magnet: Magnet, probes: [SimulationCase.Probe], timeline: [TimelineSegment],
    solver: SimulationCase.Solver = .init()
  ) {
    self.model = model
    self.timeline = timeline
    parts = magnet.symmetry == nil ? 1 : 2
    observables = Observables(magnet: magnet, cells: model.cells, probes: probes)
    materials = CellMaterials(materials: magnet.materials + [solver.air], cells: model.cells)
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
    switch model {
    case .condensed(let model):
      var system = CondensedSystem(model: model, materials: materials, segment: timeline[0])
      try run(&system, tolerance: tolerance, tableau: tableau, outputTimes: outputTimes, onStep: onStep)
    case .banded(let model):
      var system: BandedSystem
      do {
        system = try BandedSystem(model: model, materials: materials, segment: timeline[0])
      } catch {
        throw .degenerateMesh("\(error)")
      }
      try run(&system, tolerance: tolerance, tableau: tableau, outputTimes: outputTimes, onStep: onStep)
    }
  }

  private mutating func run<System: MagnetSystem & ~Copyable>(
    _ system: inout System, tolerance: Double, tableau: Tableau, outputTimes: [Double]?,
    onStep: ((Double, Int, Observables.Values) -> Void)?
  ) throws(SimulationError) {
    let zeros = [Double](repeating: 0, count: system.dimension)
    var spent = SIMD2(0.0, 0.0)
    var integrator = Integrator(tableau: tableau, control: StepControl(tolerance: tolerance), state: zeros)
    for segment in timeline {
      system.enter(segment)
      if case .cool = segment.stage {
        integrator.restart(at: zeros)
        spent = .zero
      }
      record(at: segment.start, segment, system.currents(of: integrator.state))
      do {
        try integrator.integrate(&system, from: segment.start, to: segment.end) { integrator, system, step in
          spent += step.integral
          if let outputTimes {
            sample(step, of: integrator, system, at: outputTimes, segment)
          } else if step.end < segment.end {
            record(at: step.end, segment, system.currents(of: integrator.state))
          }
          if let onStep {
            onStep(step.end, integrator.counts.steps, observables.values(system.currents(of: integrator.state)))
          }
        }
      } catch {
        throw system.failure(error, stage: segment.stage.name, cells: model.cells)
      }
      if segment.end > segment.start {
        record(at: segment.end, segment, system.currents(of: integrator.state))
      }
      stageEnds.append(end(of: segment, &system, integrator.state, spent: spent))
    }
    counts = integrator.counts
  }

  private mutating func record(at time: Double, _ segment: TimelineSegment, _ currents: [Double]) {
    // The end of one stage is the start of the next; only a fresh start in another field is a point of its own.
    if let last = history.last, last.time == time, last.appliedField == segment.field(at: time) { return }
    history.append(
      HistoryPoint(
        time: time, appliedField: segment.field(at: time), temperature: segment.temperature(at: time),
        values: observables.values(currents)))
  }

  /// The history within a step, by the cubic through its ends and their slopes.
  private mutating func sample<System: MagnetSystem & ~Copyable>(
    _ step: StepReport, of integrator: borrowing Integrator, _ system: borrowing System, at times: [Double],
    _ segment: TimelineSegment
  ) {
    while nextOutput < times.count, times[nextOutput] <= step.start { nextOutput += 1 }
    guard nextOutput < times.count, times[nextOutput] < min(step.end, segment.end) else { return }
    let length = step.end - step.start
    let (y0, y1) = (integrator.previousState, integrator.state)
    var (d0, d1) = (y0, y1)
    system.derivative(of: integrator.previousRate, into: &d0)
    system.derivative(of: integrator.rate, into: &d1)
    while nextOutput < times.count, times[nextOutput] < min(step.end, segment.end) {
      let time = times[nextOutput]
      let x = (time - step.start) / length
      let (a, b) = ((1 + 2 * x) * (1 - x) * (1 - x), x * x * (3 - 2 * x))
      let (c, d) = (length * x * (1 - x) * (1 - x), -length * x * x * (1 - x))
      let between = y0.indices.map { a * y0[$0] + b * y1[$0] + c * d0[$0] + d * d1[$0] }
      record(at: time, segment, system.currents(of: between))
      nextOutput += 1
    }
    // A time that falls on a step's end is that state itself.
    if nextOutput < times.count, times[nextOutput] == step.end, step.end < segment.end {
      record(at: step.end, segment, system.currents(of: y1))
    }
  }

  private func end<System: MagnetSystem & ~Copyable>(
    of segment: TimelineSegment, _ system: inout System, _ state: [Double], spent: SIMD2<Double>
  ) -> StageEnd {
    // Held from here on: whatever moves then is creep.
    var held = segment
    held.start = segment.end
    held.field.start = segment.field.end
    held.temperature.start = segment.temperature.end
    system.enter(held)
    var (momentum, rate) = (state, state)
    _ = system.evaluate(state, time: segment.end, momentum: &momentum, rate: &rate)
    system.derivative(of: rate, into: &momentum)
    let currents = system.currents(of: state)
    return StageEnd(
      segment: segment, values: observables.values(currents),
      rates: observables.values(system.currents(of: momentum)),
      energy: EnergyBalance(
        stored: parts * .pi * system.energy(of: state), dissipated: parts * spent.x, work: parts * spent.y),
      state: state, currents: currents,
      criticalCurrents: system.jc, electricField: system.electricField)
  }
}
