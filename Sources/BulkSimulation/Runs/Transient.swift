import EdgeElements
import LinearAlgebra
import MagnetEquations
import Magnets
internal import Meshing
import Superconductors
import TimeStepping

/// One integration of a whole protocol on one mesh.
struct Transient {
  /// What is kept at the end of a stage.
  struct StageEnd: Sendable, Codable {
    var segment: TimelineSegment
    var values: Observables.Values
    /// Rate of change with the applied field and temperature held.
    var rates: Observables.Values
    var energy: EnergyBalance
    /// Of each cell since the last `cool` [J/m³].
    var heat: [Double]
    /// Of the integrator; the model knows what it stands for.
    var state: [Double]
    /// Cell currents [A/m²] and the law at them.
    var currents: [Double]
    var criticalCurrents: [Double]
    var electricField: [Double]
  }

  struct HistoryPoint: Sendable, Codable {
    var time: Double
    var appliedField: Double
    /// One for each bulk of the case, or one for all.
    var temperatures: [Double]
    var values: Observables.Values
    /// Their rate of change, arriving here; `departingRates` where a stage begins and another rate sets in.
    var rates: Observables.Values
    var departingRates: Observables.Values?
    /// False for the steps' ends that are kept besides the output times.
    var isOutput = true
    /// Of each cell [A/m²], where the transient keeps them.
    var currents: [Double]?
  }

  /// What an integration gives, complete or up to a step.
  struct Course: Sendable, Codable {
    var stageEnds: [StageEnd] = []
    var history: [HistoryPoint] = []
    var counts = StepCounts()
  }

  let model: FieldModel
  var course = Course()

  var stageEnds: [StageEnd] { course.stageEnds }
  var history: [HistoryPoint] { course.history }
  var counts: StepCounts { course.counts }

  /// n of each cell.
  var exponents: [Double] { materials.exponents }

  var nextOutput = 0
  /// Joule heat and work of the applied field since the last `cool`, in the meshed part [J].
  var spent = SIMD2(0.0, 0.0)
  var heat: CellHeat
  let observables: Observables
  private let materials: CellMaterials
  private let expectedDensities: [ClosedRange<Double>]
  private let invariants: Invariants
  let timeline: [TimelineSegment]
  /// Whether the history has the cells' currents, for the contributions of cells to its values.
  private let keepsCurrents: Bool
  /// How many times the meshed part makes up the magnet: two times when it was cut by its mirror plane.
  private let parts: Double

  init(
    model: FieldModel, magnet: Magnet, probes: [SimulationCase.Probe], timeline: [TimelineSegment],
    solver: SimulationCase.Solver = .init(), keepsCurrents: Bool = false
  ) {
    self.model = model
    self.keepsCurrents = keepsCurrents
    self.timeline = timeline
    heat = CellHeat(cells: model.cells.count)
    parts = magnet.symmetry == nil ? 1 : 2
    observables = Observables(magnet: magnet, cells: model.cells, probes: probes)
    materials = CellMaterials(
      magnet.bodies, cells: model.cells, air: solver.air,
      fluxEnters: timeline.contains { $0.field.end * $0.field.start < 0 || abs($0.field.end) > abs($0.field.start) })
    expectedDensities = Self.expectedDensities(timeline, materials)
    invariants = Invariants(cells: model.cells, checksEnergy: solver.formulation == .hPhi)
  }

  /// - Parameters:
  ///   - tolerance: of the integrator.
  ///   - tableau: its method; SDIRK2 but where methods are compared.
  ///   - outputTimes: where the history has points besides the stages' ends [s], ascending; nil for every step's end.
  ///   - keepsSteps: whether it has the steps' ends as well, which are then no outputs.
  ///   - state: where to go on, in a transient of the same case, model and arguments; nil for the start.
  ///   - keeper: asked after each step whether to save or to stop.
  ///   - onStep: called after each step with the time [s], the number of steps and the state's functionals.
  mutating func run(
    tolerance: Double, tableau: Tableau = .sdirk2, outputTimes: [Double]?, keepsSteps: Bool = false,
    from state: Saved? = nil, keeper: Keeper? = nil, onStep: ((Double, Int, Observables.Values) -> Void)?
  ) throws(SimulationError) {
    switch model {
    case .condensed(let model):
      var system = CondensedSystem(model: model, materials: materials, drive: timeline[0])
      try run(
        &system, tolerance: tolerance, tableau: tableau, outputTimes: outputTimes, keepsSteps: keepsSteps,
        from: state, keeper: keeper, onStep: onStep)
    case .edges(let model):
      var system: EdgeSystem
      do {
        system = try EdgeSystem(model: model, materials: materials, drive: timeline[0])
      } catch {
        throw .degenerateMesh("\(error)")
      }
      try run(
        &system, tolerance: tolerance, tableau: tableau, outputTimes: outputTimes, keepsSteps: keepsSteps,
        from: state, keeper: keeper, onStep: onStep)
    }
  }

  private mutating func run<System: MagnetSystem & ~Copyable>(
    _ system: inout System, tolerance: Double, tableau: Tableau, outputTimes: [Double]?, keepsSteps: Bool,
    from state: Saved?, keeper: Keeper?, onStep: ((Double, Int, Observables.Values) -> Void)?
  ) throws(SimulationError) {
    let zeros = [Double](repeating: 0, count: system.dimension)
    var integrator = Integrator(tableau: tableau, control: StepControl(tolerance: tolerance), state: zeros)
    for (index, segment) in timeline.enumerated().dropFirst(state?.stage ?? 0) {
      var breach: Invariants.Breach?
      func took(_ integrator: borrowing Integrator, _ system: borrowing System, _ step: StepReport) -> Bool {
        spent += step.integral
        if step.start == segment.start, let last = course.history.indices.last {
          course.history[last].departingRates = rates(integrator.previousRate, system)
        }
        if let outputTimes { sample(step, of: integrator, system, at: outputTimes, segment) }
        if outputTimes == nil || keepsSteps, step.end < segment.end {
          record(
            at: step.end, segment, values(integrator.state, system), rates: rates(integrator.rate, system),
            isOutput: outputTimes == nil, currents: system.currents(of: integrator.state))
        }
        if let onStep {
          onStep(step.end, integrator.counts.steps, values(integrator.state, system))
        }
        let currents = system.currents(of: integrator.state)
        heat.add(step.end - step.start, electricField: system.law.electricField, currents: currents)
        breach = invariants.breach(of: currents, system)
        guard let keeper else { return breach == nil }
        if breach != nil {
          keeper.save(saved(index, integrator, system), .report)
          return false
        }
        let request = step.end == segment.end ? .goOn : keeper.request()
        if request != .goOn { keeper.save(saved(index, integrator, system), .resume) }
        return request != .stop
      }
      system.enter(
        segment, expecting: expectedDensities[index], isHeld: segment.isHeld, startsAfresh: segment.startsAfresh)
      let goesOn = index == state?.stage
      if goesOn, let state {
        try restore(state, &integrator, &system)
      } else {
        if segment.startsAfresh {
          integrator.restart(at: zeros)
          spent = .zero
          heat = CellHeat(cells: model.cells.count)
        }
        record(
          at: segment.start, segment, values(integrator.state, system), rates: nil,
          currents: system.currents(of: integrator.state))
      }
      let isComplete: Bool
      do {
        isComplete =
          try goesOn
          ? integrator.proceed(&system, from: segment.start, to: segment.end, onStep: took)
          : integrator.integrate(&system, from: segment.start, to: segment.end, onStep: took)
      } catch {
        throw system.failure(error, stage: segment.stage.name, cells: model.cells)
      }
      if let breach { throw invariants.failure(breach, stage: segment.stage.name, time: integrator.saved.time) }
      if !isComplete { throw .stopped(stage: segment.stage.name, time: integrator.saved.time) }
      if segment.end > segment.start {
        record(
          at: segment.end, segment, values(integrator.state, system), rates: rates(integrator.rate, system),
          currents: system.currents(of: integrator.state))
      }
      let end = end(of: segment, &system, integrator.state, spent: spent)
      let full = parts * .pi * system.scale.rootEnergy * system.scale.rootEnergy
      if let breach = invariants.breach(of: end.energy, full: full) {
        keeper?.save(saved(index, integrator, system), .report)
        throw invariants.failure(breach, stage: segment.stage.name, time: segment.end)
      }
      course.stageEnds.append(end)
    }
    course.counts = integrator.counts
  }

  /// The current densities that the magnet carries, about, at its worst and at its best, of each segment in the stages from one that
  /// starts afresh to the next [A/m²].
  private static func expectedDensities(
    _ timeline: [TimelineSegment], _ materials: CellMaterials
  ) -> [ClosedRange<Double>] {
    var (densities, start) = ([ClosedRange<Double>](), 0)
    for (index, segment) in timeline.enumerated() {
      if segment.startsAfresh { start = index }
      let (before, after) = (abs(segment.field.start), abs(segment.field.end))
      let least = segment.field.start * segment.field.end > 0 ? min(before, after) : 0
      let own = Set([segment.start, segment.end]).flatMap { time in
        let temperatures = segment.temperatures(at: time)
        return Set([least, max(before, after)]).map { field in
          materials.expectedDensity(field: field) { temperatures[$0] }
        }
      }
      let all = own + (index > start ? [densities[start].lowerBound, densities[start].upperBound] : [])
      let range = (all.min() ?? 0)...(all.max() ?? 0)
      densities.append(range)
      for k in start...index { densities[k] = range }
    }
    return densities
  }

  /// - Parameter rates: nil where a stage begins: then the rates that arrive there stay.
  private mutating func record(
    at time: Double, _ segment: TimelineSegment, _ values: Observables.Values, rates: Observables.Values?,
    isOutput: Bool = true, currents: [Double]
  ) {
    // The end of one stage is the start of the next; only a fresh start is a point of its own.
    let (field, temperatures) = (segment.field(at: time), segment.temperatures(at: time).all)
    if let last = course.history.last, last.time == time, last.appliedField == field, last.temperatures == temperatures,
      last.values == values
    {
      return
    }
    course.history.append(
      HistoryPoint(
        time: time, appliedField: field, temperatures: temperatures, values: values,
        rates: rates ?? values.scaled(by: 0), isOutput: isOutput, currents: keepsCurrents ? currents : nil))
  }

  private func values<System: MagnetSystem & ~Copyable>(
    _ state: [Double], _ system: borrowing System
  ) -> Observables.Values { observables.values(system.currents(of: state)) }

  private func rates<System: MagnetSystem & ~Copyable>(
    _ rate: [Double], _ system: borrowing System
  ) -> Observables.Values {
    var derivative = rate
    system.derivative(of: rate, into: &derivative)
    return values(derivative, system)
  }

  /// The history within a step, by the cubic through its ends and their slopes.
  private mutating func sample<System: MagnetSystem & ~Copyable>(
    _ step: StepReport, of integrator: borrowing Integrator, _ system: borrowing System, at times: [Double],
    _ segment: TimelineSegment
  ) {
    while nextOutput < times.count, times[nextOutput] <= step.start { nextOutput += 1 }
    guard nextOutput < times.count, times[nextOutput] <= step.end, times[nextOutput] < segment.end else { return }
    let length = step.end - step.start
    let (y0, y1) = (values(integrator.previousState, system), values(integrator.state, system))
    var slopes = (integrator.previousRate, integrator.rate)
    system.derivative(of: integrator.previousRate, into: &slopes.0)
    system.derivative(of: integrator.rate, into: &slopes.1)
    let (d0, d1) = (values(slopes.0, system), values(slopes.1, system))
    while nextOutput < times.count, times[nextOutput] < min(step.end, segment.end) {
      let x = (times[nextOutput] - step.start) / length
      let cubic = HermiteCubic(at: x, length: length)
      var currents: [Double] = []
      if keepsCurrents {
        let (j0, j1) = (system.currents(of: integrator.previousState), system.currents(of: integrator.state))
        let (slope0, slope1) = (system.currents(of: slopes.0), system.currents(of: slopes.1))
        currents = j0.indices.map { cubic.value(j0[$0], j1[$0], slope0[$0], slope1[$0]) }
      }
      record(
        at: times[nextOutput], segment, cubic.value(y0, y1, d0, d1), rates: cubic.rate(y0, y1, d0, d1),
        currents: currents)
      nextOutput += 1
    }
    // A time that falls on a step's end is that state itself.
    if nextOutput < times.count, times[nextOutput] == step.end, step.end < segment.end {
      record(at: step.end, segment, y1, rates: d1, currents: system.currents(of: integrator.state))
    }
  }

  private func end<System: MagnetSystem & ~Copyable>(
    of segment: TimelineSegment, _ system: inout System, _ state: [Double], spent: SIMD2<Double>
  ) -> StageEnd {
    // Held from here on: whatever moves then is creep.
    system.enter(segment.held)
    var (momentum, rate) = (state, state)
    _ = system.evaluate(state, time: segment.end, momentum: &momentum, rate: &rate)
    system.derivative(of: rate, into: &momentum)
    let currents = system.currents(of: state)
    return StageEnd(
      segment: segment, values: observables.values(currents),
      rates: observables.values(system.currents(of: momentum)),
      energy: EnergyBalance(
        stored: parts * .pi * system.energy(of: state), dissipated: parts * spent.x, work: parts * spent.y),
      heat: heat.density, state: state, currents: currents,
      criticalCurrents: system.law.jc, electricField: system.law.electricField)
  }
}
