internal import Cores
import EdgeElements
import LinearAlgebra
import MagnetEquations
import Magnets
internal import Meshing
import Notation
import Superconductors
import TimeStepping

/// One integration of a whole protocol on one mesh.
struct Transient {
  /// Times in ascending order [s], all up to a time [s] at least.
  typealias OutputTimes = (_ end: Double) -> [Double]

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
    /// Of the cells [K]; empty where they are those of the protocol.
    var cellTemperatures: [Double] = []
    /// Heat that has left the meshed part by each exchange since the last `cool` [J].
    var exchanged: [Double] = []
  }

  struct HistoryPoint: Sendable, Codable {
    var time: Double
    var appliedField: Double
    /// Strength and rise [m] of each source.
    var sources: [SIMD2<Double>] = []
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
    /// Their rates [A/(m² s)] arriving here and, where a stage begins, departing; kept for stresses between steps.
    var currentRates: [Double]?
    var departingCurrentRates: [Double]?
    /// Joule heat since the last `cool` [J].
    var heat = 0.0
    /// Heat that has left the meshed part by each exchange [J].
    var exchanged: [Double] = []
  }

  /// What an integration gives, complete or up to a step.
  struct Course: Sendable, Codable {
    var stageEnds: [StageEnd] = []
    var history: [HistoryPoint] = []
    var counts = StepCounts()
    /// Where flux jumped for heat.
    var jumps: [ThermalJumps.Jump] = []
  }

  let model: FieldModel
  var course = Course()

  var stageEnds: [StageEnd] { course.stageEnds }
  var history: [HistoryPoint] { course.history }
  var counts: StepCounts { course.counts }

  /// n of each cell.
  var exponents: [Double] { materials.exponents }

  var nextOutput = 0
  var spent = Spent()
  var heat: CellHeat
  let observables: Observables
  /// Of a magnet with sources beside the uniform field.
  let sourceTables: SourceTables?
  let forces: Forces?
  /// Between the cells of the model.
  let pairs: PairForces
  let materials: CellMaterials
  private let expectedDensities: [ClosedRange<Double>]
  private let invariants: Invariants
  let timeline: [TimelineSegment]
  /// Whether the history has the cells' currents, for the contributions of cells to its values.
  let keepsCurrents: Bool
  /// And their rates.
  let keepsRates: Bool
  /// Whether a magnet may go through a loop that leaves hardly any of the energies that it had on its way.
  let goesBack: Bool
  /// How many times the meshed part makes up the magnet: two times when it was cut by its mirror plane.
  let parts: Double
  /// Where temperatures are computed: what is reported of them, and what takes heat away.
  let thermal: TemperatureObservables?
  private let exchanges: [HeatExchange]
  private let magnet: Magnet
  /// Watches for flux that jumps.
  var thermalJumps: ThermalJumps
  /// Whether a run is over when flux has jumped.
  var endsAtJump = false
  /// Where it leaves the times of its history as it goes.
  var trail: Trail?
  /// The run is over at the end of the first step that comes to this time [s].
  var lastTime = Double.infinity

  /// - Parameters:
  ///   - other: of the same magnet on the same model, whose tables of sources serve here, too.
  ///   - pairs: of the model's cells, where they are kept.
  init(
    model: FieldModel, magnet: Magnet, probes: [SimulationCase.Probe], timeline: [TimelineSegment],
    solver: SimulationCase.Solver = .init(), keepsCurrents: Bool = false, keepsRates: Bool = false,
    like other: Transient? = nil, pairs: PairForces = PairForces()
  ) {
    self.model = model
    self.pairs = pairs
    self.keepsCurrents = keepsCurrents
    self.keepsRates = keepsRates
    self.timeline = timeline
    heat = CellHeat(cells: model.cells.count)
    parts = magnet.symmetry == nil ? 1 : 2
    self.magnet = magnet
    let exchanges = magnet.exchanges(from: timeline[0])
    self.exchanges = exchanges
    thermal = magnet.heatPaths(model).map {
      TemperatureObservables(paths: $0, exchanges: exchanges, magnet: magnet, model: model, probes: probes)
    }
    thermalJumps = ThermalJumps(magnet: magnet, timeline: timeline)
    observables = Observables(magnet: magnet, cells: model.cells, probes: probes)
    let tables =
      magnet.sources.isEmpty
      ? nil : other?.sourceTables ?? SourceTables(magnet.sources, space: model.space, cells: model.cells)
    sourceTables = tables
    forces = other?.forces ?? tables.map { Forces(magnet: magnet, cells: model.cells, tables: $0, pairs: pairs) }
    materials = CellMaterials(
      magnet.bodies, cells: model.cells, air: solver.air, fluxEnters: timeline.contains(where: \.mayLetFluxEnter))
    goesBack = tables != nil || timeline.contains { $0.field.shape != .linear }
    expectedDensities = Self.expectedDensities(timeline, materials, tables)
    invariants = Invariants(cells: model.cells, checksEnergy: solver.formulation == .hPhi)
  }

  /// - Parameters:
  ///   - tolerance: of the integrator.
  ///   - tableau: its method; SDIRK2 but where methods are compared.
  ///   - outputTimes: when the history has points besides the stages' ends; nil for every step's end.
  ///   - keepsSteps: whether it has the steps' ends as well, which are then no outputs.
  ///   - state: where to go on, in a transient of the same case, model and arguments; nil for the start.
  ///   - keeper: asked after each step whether to save or to stop.
  ///   - onStep: called after each step with the time [s], the number of steps and the state's functionals.
  mutating func run(
    tolerance: Double, tableau: Tableau = .sdirk2, outputTimes: OutputTimes?, keepsSteps: Bool = false,
    from state: Saved? = nil, keeper: Keeper? = nil, onStep: ((Double, Int, Observables.Values) -> Void)?
  ) throws(SimulationError) {
    switch model {
    case .condensed(let model) where magnet.isHeated:
      var system = HeatedSystem(
        model: model, materials: materials, bodies: magnet.bodies, exchanges: exchanges,
        contacts: magnet.contacts, supports: magnet.heatedSupports(self.model), mirrorPlane: magnet.symmetry?.plane,
        drive: timeline[0], sources: sourceTables)
      try run(
        &system, tolerance: tolerance, tableau: tableau, outputTimes: outputTimes, keepsSteps: keepsSteps,
        from: state, keeper: keeper, onStep: onStep)
    case .condensed(let model):
      var system = CondensedSystem(model: model, materials: materials, drive: timeline[0], sources: sourceTables)
      try run(
        &system, tolerance: tolerance, tableau: tableau, outputTimes: outputTimes, keepsSteps: keepsSteps,
        from: state, keeper: keeper, onStep: onStep)
    case .edges(let model):
      var system: EdgeSystem
      do {
        system = try EdgeSystem(model: model, materials: materials, drive: timeline[0], sources: sourceTables)
      } catch {
        throw .degenerateMesh("\(error)")
      }
      try run(
        &system, tolerance: tolerance, tableau: tableau, outputTimes: outputTimes, keepsSteps: keepsSteps,
        from: state, keeper: keeper, onStep: onStep)
    }
  }

  private var hasEndedAtJump: Bool { endsAtJump && !course.jumps.isEmpty }

  private mutating func run<System: MagnetSystem & ~Copyable>(
    _ system: inout System, tolerance: Double, tableau: Tableau, outputTimes: OutputTimes?, keepsSteps: Bool,
    from state: Saved?, keeper: Keeper?, onStep: ((Double, Int, Observables.Values) -> Void)?
  ) throws(SimulationError) {
    var control = StepControl(tolerance: tolerance)
    // Flux that jumps for heat takes its time, which steps can follow: microseconds or less in a stage of hours.
    if thermal != nil { (control.jumpFloor, control.jumpRejections) = (1e-13, 60) }
    var integrator = Integrator(
      tableau: tableau, control: control, state: system.restState(at: timeline[0].start))
    for (index, segment) in timeline.enumerated().dropFirst(state?.stage ?? 0) {
      var breach: Invariants.Breach?
      var missing: Finding?
      let pieces = segment.pieces
      let starts = pieces.map(\.start)
      func took(_ integrator: borrowing Integrator, _ system: borrowing System, _ step: StepReport) -> Bool {
        spent.add(
          step.integral, power: system.monitored.x, exchangePowers: system.exchangePowers, length: step.end - step.start
        )
        let currents = system.currents(of: integrator.state)
        if starts.contains(step.start), let last = course.history.indices.last {
          course.history[last].departingRates = rates(
            integrator.previousRate, of: integrator.previousState, system, segment, at: step.start)
          course.history[last].departingCurrentRates = currentRates(
            integrator.previousRate, of: integrator.previousState, system, at: step.start)
        }
        if let outputTimes { sample(step, of: integrator, system, at: outputTimes(step.end), segment) }
        if outputTimes == nil || keepsSteps, step.end < segment.end {
          record(
            at: step.end, segment, values(integrator.state, system, segment, at: step.end),
            rates: rates(integrator.rate, of: integrator.state, system, segment, at: step.end),
            isOutput: outputTimes == nil, currents: currents,
            currentRates: currentRates(integrator.rate, of: integrator.state, system, at: step.end))
        }
        trail?.extend(course.history.dropFirst(trail?.count ?? 0).map(\.time), to: step.end)
        onStep?(step.end, integrator.counts.steps, observables.values(currents))
        heat.add(step.end - step.start, electricField: system.law.electricField, currents: currents)
        breach = invariants.breach(of: currents, system)
        if let thermal {
          watch(system.temperatures(of: integrator.state), segment, at: step.end)
          missing = thermal.missingData(at: system.temperatures(of: integrator.state), time: step.end)
          if missing != nil || hasEndedAtJump { return false }
        }
        if step.end >= lastTime { return false }
        guard let keeper else { return breach == nil }
        if breach != nil {
          keeper.save(saved(index, integrator, system), .report)
          return false
        }
        let request = pieces.contains { $0.end == step.end } ? .goOn : keeper.request()
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
          integrator.restart(at: system.restState(at: segment.start))
          spent = Spent()
          thermalJumps.restart()
          heat = CellHeat(cells: model.cells.count)
        }
        record(
          at: segment.start, segment, values(integrator.state, system, segment, at: segment.start), rates: nil,
          currents: system.currents(of: integrator.state))
      }
      var isComplete = true
      do {
        for piece in pieces where isComplete {
          if goesOn, let time = state?.integrator.time {
            if piece.end <= time { continue }
            if piece.start < time {
              isComplete = try integrator.proceed(&system, from: piece.start, to: piece.end, onStep: took)
              continue
            }
          }
          isComplete = try integrator.integrate(&system, from: piece.start, to: piece.end, onStep: took)
        }
      } catch {
        throw system.failure(error, stage: segment.stage.name, cells: model.cells)
      }
      if let breach { throw invariants.failure(breach, stage: segment.stage.name, time: integrator.saved.time) }
      if hasEndedAtJump || !isComplete && integrator.saved.time >= lastTime {
        course.counts = integrator.counts
        break
      }
      if let missing { throw .invalid(InvalidCase([missing])) }
      if !isComplete { throw .stopped(stage: segment.stage.name, time: integrator.saved.time) }
      if segment.end > segment.start {
        record(
          at: segment.end, segment, values(integrator.state, system, segment, at: segment.end),
          rates: rates(integrator.rate, of: integrator.state, system, segment, at: segment.end),
          currents: system.currents(of: integrator.state),
          currentRates: currentRates(integrator.rate, of: integrator.state, system, at: segment.end))
      }
      let end = end(of: segment, &system, integrator.state, spent: spent)
      let full = parts * .pi * system.scale.rootEnergy * system.scale.rootEnergy
      if let breach = invariants.breach(of: end.energy, full: full, earlier: course.stageEnds.map(\.energy)) {
        keeper?.save(saved(index, integrator, system), .report)
        throw invariants.failure(breach, stage: segment.stage.name, time: segment.end)
      }
      course.stageEnds.append(end)
    }
    course.counts = integrator.counts
  }
}
