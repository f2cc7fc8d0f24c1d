internal import Cores
import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import Superconductors
internal import Synchronization
import TimeStepping

/// The runs of one round of a study.
///
/// That on the fine mesh, which costs the most, and those that tell errors in time need nothing of each other: they are made on two cores.
/// The medium one, which has the fine one's points in time, follows it on the second core, and comes over to the first one when that is free.
struct StudyRound: Sendable {
  /// What a saved study needs besides its runs.
  struct Place: Sendable {
    var round: Int
    var fineness: Double
    var tolerance: Double
    var cuts: [[CellCut]]?
    var before: [Observables.Values]?
  }

  struct Runs {
    /// nil where there is no coarse mesh.
    var coarse: Transient?
    /// On the medium mesh with shorter steps.
    var time: Transient
    var fine, medium: Transient
    /// Coarse, time, fine, medium.
    var costs: [SimulationResult.RunCost]
  }

  let simulationCase: ValidCase
  let ladder: RefinementLadder
  let timeline: [TimelineSegment]
  let meshes: RoundMeshes
  let place: Place
  /// Where to go on.
  let saved: SimulationState?

  private typealias Model = RoundMeshes.Model
  private typealias Done = (transient: Transient, finished: SimulationState.Finished)

  /// What is told from one core to the other.
  private final class Exchange: Sendable {
    /// Runs that are done, on the second core.
    let finished = Mutex<[SimulationState.Finished]>([])
    let isOver = Atomic(false)
    /// Whether the fine run is over, and the medium one comes to the first core.
    let fineIsOver = Atomic(false)
    /// The times of the fine run's rows.
    let trail = Trail()
    /// The mesh of the fine run, from its first step on.
    let fine = Mutex<Model?>(nil)
    /// The state after a step that broke an invariant there.
    let breach = Mutex<SimulationState?>(nil)
  }

  /// What the second core leaves of the medium run.
  private enum Medium {
    case notBegun
    case done(Done)
    /// How far it has come, and in what time [s].
    case begun(Transient.Saved, Double)
    case failed(SimulationError, breach: Transient.Saved?)
  }

  /// - Throws: `SimulationError` of a run; where several fail, of one on the second core.
  func runs(
    usesTwoCores: Bool, progress: ((SimulationProgress) -> Void)?, checkpoints: Checkpoints?
  ) throws(SimulationError) -> Runs {
    let exchange = Exchange()
    let (first, (second, begun)) = beside(usesTwoCores) {
      let runs = Result { () throws(SimulationError) in try timeRuns(exchange) }
      if case .failure = runs { exchange.isOver.store(true, ordering: .relaxed) }
      guard usesTwoCores, case .success(let done) = runs else { return (runs, Medium.notBegun) }
      return (runs, follow(exchange, done.medium, like: done.time))
    } here: {
      defer {
        exchange.fineIsOver.store(true, ordering: .relaxed)
        exchange.trail.end()
      }
      let run = Result { () throws(SimulationError) in
        try fineRun(exchange, progress: progress, checkpoints: checkpoints)
      }
      // Another failure leaves the second core to its end: whether that fails, too, has to be the same each time.
      if case .failure(.stopped) = run { exchange.isOver.store(true, ordering: .relaxed) }
      return run
    }
    if let state = exchange.breach.withLock({ $0 }) { checkpoints?.save(state, .report) }
    switch second {
    case .success, .failure(.stopped): break
    case .failure(let error): throw error
    }
    let fine = try first.get()
    let (coarse, time, medium) = try second.get()
    let keeper = keeper(.medium, checkpoints, exchange, after: [fine.finished])
    func finish(from begun: Transient.Saved?, after duration: Double) throws(SimulationError) -> Done {
      let times = fine.transient.history.map(\.time)
      return try transient(
        .medium, medium, tolerance: place.tolerance, outputTimes: { _ in times }, like: time.transient, from: begun,
        after: duration, keeper: keeper, onStep: onStep(.medium, progress))
    }
    let last: Done
    switch begun {
    case .notBegun: last = try finish(from: nil, after: 0)
    case .begun(let state, let duration): last = try finish(from: state, after: duration)
    case .done(let done): last = done
    case .failed(let error, let breach):
      if let breach { keeper.save(breach, .report) }
      throw error
    }
    return Runs(
      coarse: coarse?.transient, time: time.transient, fine: fine.transient, medium: last.transient,
      costs: [coarse, time, fine, last].compactMap { $0?.finished.cost })
  }

  /// Those that have steps of a quarter of the tolerance, and the medium mesh.
  private func timeRuns(_ exchange: Exchange) throws(SimulationError) -> (coarse: Done?, time: Done, medium: Model) {
    func run(_ purpose: SimulationResult.RunPurpose, _ model: Model) throws(SimulationError) -> Done {
      let keeper = Transient.Keeper {
        exchange.isOver.load(ordering: .relaxed) ? .stop : .goOn
      } save: { current, use in
        guard use == .report else { return }
        let state = state(purpose, current, finished: exchange.finished.withLock { $0 })
        exchange.breach.withLock { $0 = state }
      }
      let done = try transient(
        purpose, model, tolerance: 0.25 * place.tolerance, outputTimes: { _ in [] }, keepsSteps: true, keeper: keeper,
        onStep: nil)
      exchange.finished.withLock { $0.append(done.finished) }
      return done
    }
    let coarse = try model(division: 1).map { model throws(SimulationError) in try run(.coarse, model) }
    guard let medium = try model(division: 2) else { preconditionFailure("each ladder has a medium mesh") }
    return (coarse, try run(.time, medium), medium)
  }

  /// The medium run, as far as it comes while the fine one goes on.
  private func follow(_ exchange: Exchange, _ medium: Model, like time: Done) -> Medium {
    let clock = ContinuousClock()
    var (begun, breach): (Transient.Saved?, Transient.Saved?)
    let keeper = Transient.Keeper {
      exchange.fineIsOver.load(ordering: .relaxed) ? .stop : .goOn
    } save: { current, use in
      if use == .report { breach = current } else { begun = current }
    }
    // Where a front stands another round follows, on another mesh.
    if place.cuts != nil || ErrorEstimate.isRegular(time.transient, exponents: time.transient.exponents) {
      workOutForces(exchange)
    }
    guard !exchange.fineIsOver.load(ordering: .relaxed) else { return .notBegun }
    let (start, before) = (clock.now, exchange.trail.waited)
    do {
      var done = try transient(
        .medium, medium, tolerance: place.tolerance, outputTimes: exchange.trail.numbers, like: time.transient,
        keeper: keeper, onStep: nil)
      done.finished.cost.solve -= exchange.trail.waited - before
      return .done(done)
    } catch .stopped {
      return begun.map { .begun($0, seconds(clock.now - start) - exchange.trail.waited + before) } ?? .notBegun
    } catch {
      return .failed(error, breach: breach)
    }
  }

  /// Forces between the cells of the fine mesh take time that this core has.
  private func workOutForces(_ exchange: Exchange) {
    guard let start = timeline.first?.start, BulkForces.areWorkedOut(of: ladder.magnet) else { return }
    _ = exchange.trail.numbers(to: start)
    guard !exchange.isOver.load(ordering: .relaxed), !exchange.fineIsOver.load(ordering: .relaxed) else { return }
    guard let (model, pairs, _) = exchange.fine.withLock({ $0 }) else { return }
    _ = Forces(magnet: ladder.magnet, cells: model.cells, tables: nil, pairs: pairs)
  }

  private func fineRun(
    _ exchange: Exchange, progress: ((SimulationProgress) -> Void)?, checkpoints: Checkpoints?
  ) throws(SimulationError) -> Done {
    guard let fine = try model(division: 4) else { preconditionFailure("each ladder has a fine mesh") }
    exchange.fine.withLock { $0 = fine }
    let times = askedTimes
    return try transient(
      .fine, fine, tolerance: place.tolerance, outputTimes: times.map { times in { _ in times } }, keepsSteps: true,
      trail: exchange.trail, keeper: keeper(.fine, checkpoints, exchange, after: []), onStep: onStep(.fine, progress))
  }

  private func model(division: Int) throws(SimulationError) -> Model? {
    try meshes.model(division: division, of: ladder, for: simulationCase)
  }

  /// Saves a run on the first core, with what is done on the second one: what is begun there is begun again.
  private func keeper(
    _ purpose: SimulationResult.RunPurpose, _ checkpoints: Checkpoints?, _ exchange: Exchange,
    after others: [SimulationState.Finished]
  ) -> Transient.Keeper {
    Transient.Keeper {
      exchange.isOver.load(ordering: .relaxed) ? .stop : checkpoints?.request() ?? .goOn
    } save: { current, use in
      guard !exchange.isOver.load(ordering: .relaxed) else { return }
      checkpoints?.save(state(purpose, current, finished: exchange.finished.withLock { $0 } + others), use)
    }
  }

  private func state(
    _ running: SimulationResult.RunPurpose, _ current: Transient.Saved, finished: [SimulationState.Finished]
  ) -> SimulationState {
    SimulationState(
      round: place.round, fineness: place.fineness, tolerance: place.tolerance, cuts: place.cuts, before: place.before,
      finished: finished, running: running, current: current)
  }

  /// When the history has rows besides the ends of stages [s]; nil for the integrator's own steps.
  private var askedTimes: [Double]? {
    guard simulationCase.outputInterval != nil || !simulationCase.outputTimes.isEmpty else { return nil }
    let end = timeline.last?.end ?? 0
    let regular = simulationCase.outputInterval.map { Array(stride(from: $0, to: end, by: $0)) } ?? []
    guard !simulationCase.outputTimes.isEmpty else { return regular }
    return Set(regular + simulationCase.outputTimes.filter { 0 < $0 && $0 < end }).sorted()
  }

  /// - Parameters:
  ///   - other: on the same model.
  ///   - begun: where to go on, and what came before has taken [s]; nil for where the study was saved, or the start.
  private func transient(
    _ purpose: SimulationResult.RunPurpose, _ set: Model, tolerance: Double, outputTimes: Transient.OutputTimes?,
    keepsSteps: Bool = false, like other: Transient? = nil, from begun: Transient.Saved? = nil,
    after duration: Double = 0,
    trail: Trail? = nil, keeper: Transient.Keeper,
    onStep: ((Double, Int, Observables.Values) -> Void)?
  ) throws(SimulationError) -> Done {
    let clock = ContinuousClock()
    let start = clock.now
    let computesStress = simulationCase.simulationCase.computesStress
    var transient = Transient(
      model: set.model, magnet: ladder.magnet, probes: simulationCase.probes, timeline: timeline,
      solver: simulationCase.solving,
      keepsCurrents: purpose == .fine || purpose == .medium || purpose == .time && computesStress,
      keepsRates: purpose != .coarse && computesStress, like: other, pairs: set.pairs)
    transient.trail = trail
    let setup = set.setup + seconds(clock.now - start)
    if let run = saved?.finished.first(where: { $0.cost.purpose == purpose }) {
      guard transient.takeUp(run.course) else { throw .foreignState }
      trail?.extend(run.course.history.map(\.time), to: .infinity)
      return (transient, run)
    }
    let solveStart = clock.now
    try transient.run(
      tolerance: tolerance, outputTimes: outputTimes, keepsSteps: keepsSteps,
      from: begun ?? (saved?.running == purpose ? saved?.current : nil), keeper: keeper, onStep: onStep)
    let cost = SimulationResult.RunCost(
      purpose: purpose, cells: set.model.cells.count, unknowns: set.model.space.map.unknownCount,
      steps: transient.counts.steps, rejected: transient.counts.rejected,
      factorisations: transient.counts.factorisations, newtonIterations: transient.counts.iterations,
      tolerance: tolerance, setup: setup, solve: duration + seconds(clock.now - solveStart))
    return (transient, SimulationState.Finished(course: transient.course, cost: cost))
  }

  /// What tells the progress of one run.
  private func onStep(
    _ purpose: SimulationResult.RunPurpose, _ progress: ((SimulationProgress) -> Void)?
  ) -> ((Double, Int, Observables.Values) -> Void)? {
    let (timeline, end) = (timeline, timeline.last?.end ?? 0)
    var fieldAtProbes = ladder.magnet.fieldAtProbes(simulationCase.probes.prefix(1))
    return progress.map { progress in
      { (time: Double, step: Int, values: Observables.Values) in
        let segment = timeline.last { $0.start <= time }
        let bySources = fieldAtProbes.values(segment?.sourceStates(at: time) ?? []).first?.y ?? 0
        let applied = (segment?.field(at: time) ?? 0) + bySources
        progress(
          SimulationProgress(
            run: purpose, time: time, endTime: end, step: step,
            centreField: (values.probes.first?.y ?? 0) + applied, fraction: end > 0 ? time / end : 1))
      }
    }
  }
}
