import CoilFields
import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import RealModule
import Superconductors
import TimeStepping

/// Runs one case on several meshes and time steps until the estimated error is small enough.
///
/// One round takes four runs (`StudyRound`): on meshes of fineness f, f/2 and f/4, and at f/2 once more with steps as long as those
/// at f/4 are short. Coarse runs cost next to nothing: half the fineness is a quarter of the cells. An imported mesh is run
/// as it is and refined once, without a coarse run. Where a front stands, and of an imported mesh always, the next rounds cut only
/// the cells that matter (`LocalRefinement`), and take three runs.
struct AccuracyStudy {
  let simulationCase: ValidCase
  let ladder: RefinementLadder
  let timeline: [TimelineSegment]
  private let progress: ((SimulationProgress) -> Void)?
  private let checkpoints: Checkpoints?
  private let usesTwoCores: Bool
  /// Those of the first round, where they are shared.
  let meshes: FirstMeshes?
  /// Where to go on, until that is reached.
  private var saved: SimulationState?
  /// Of the last round.
  private(set) var runs: [SimulationResult.RunCost] = []
  var warnings: [RunWarning] = []
  /// False when refining ended above the accuracy asked for.
  var meetsAccuracy = true

  /// Nanoseconds of one run above which refining stops. Counted, not timed, so that a case gives the same bits on a busy
  /// machine.
  private static let costLimit = 20e9
  private static let roundLimit = 5
  /// With local refinement, of whose rounds there are more.
  private static let localCostLimit = 5e9
  /// At fronts, of the first tolerance: there steps that are a hundred times shorter do not make errors a hundred times smaller.
  private static let leastTolerance = 0.05
  /// Of energies, above which steps are shortened even if fields and moments are accurate enough.
  private static let largestImbalance = 0.005
  /// With local refinement, where a round cuts a fifth of the cells or so.
  private static let localRoundLimit = 16
  /// Meshes that are refined locally, once it has begun.
  var local: LocalRefinement?
  /// What the round before gave at the stages' ends, likewise.
  private var before: [Observables.Values]?

  /// - Parameters:
  ///   - meshes: that serve the case; nil to make them.
  ///   - saved: where a study of the same case was stopped.
  init(
    _ simulationCase: ValidCase, on meshes: FirstMeshes?, from saved: SimulationState?,
    usesTwoCores: Bool, progress: ((SimulationProgress) -> Void)?, checkpoints: Checkpoints?
  ) throws(SimulationError) {
    guard meshes?.serves(simulationCase.simulationCase) ?? true else { throw .otherMagnet }
    self.simulationCase = simulationCase
    self.meshes = meshes
    self.saved = saved
    self.usesTwoCores = usesTwoCores
    self.progress = progress
    self.checkpoints = checkpoints
    try RunPlan(simulationCase).checkSize()
    let magnet = Magnet(simulationCase.simulationCase)
    ladder = RefinementLadder(magnet: magnet, accuracy: simulationCase.accuracy)
    warnings =
      simulationCase.simulationCase.sizeWarnings()
      + [magnet.farBoundaryWarning(accuracy: simulationCase.accuracy)].compactMap { $0 }
    timeline = simulationCase.timeline
  }

  /// Where to start: a fineness at which a fully charged magnet of usual n is done in the first round, and from which others are
  /// refined locally in few.
  ///
  /// Measured on pairs, discs, rings, loops, a pulse and a magnet that comes and goes: at 1 % from a fineness of 2 in 0.70 of the time
  /// that it takes from 1 (the pulse a third, the moving magnet half), at 0.3 % from 2.4 in 0.81 of that from 1.2, at 3 % from 2 in
  /// one and a half times that from 1.
  static func firstFineness(_ simulationCase: ValidCase, ladder: RefinementLadder) -> Double {
    max(
      regularFineness(simulationCase, ladder: ladder),
      simulationCase.cells == nil ? min(2.4, 0.02 / simulationCase.accuracy) : 0)
  }

  /// That of the cells that a case gives, or one that grows evenly with the accuracy.
  static func regularFineness(_ simulationCase: ValidCase, ladder: RefinementLadder) -> Double {
    simulationCase.cells.map(ladder.fineness) ?? max(1, 1.2 * .pow(0.003 / simulationCase.accuracy, 0.4))
  }

  mutating func run() throws(SimulationError) -> ErrorEstimate {
    var fineness = meshes?.fineness ?? Self.firstFineness(simulationCase, ladder: ladder)
    var tolerance = Self.firstTolerance(simulationCase.accuracy)
    if let saved {
      guard isPossible(saved) else { throw .foreignState }
      (fineness, tolerance) = (saved.fineness, saved.tolerance)
      if let cuts = saved.cuts {
        local = localBase(fineness)
        guard local?.restore(cuts) == true else { throw .foreignState }
        before = saved.before
      }
    }
    var round = saved?.round ?? 1
    while true {
      let estimate = try estimate(round: round, fineness: fineness, tolerance: tolerance)
      let (mesh, time) = estimate.shares(of: simulationCase.accuracy)
      if estimate.stepsDecideJump, round < Self.roundLimit {
        tolerance *= 0.25
        round += 1
        continue
      }
      // Where flux jumped, no mesh and no tolerance brings the outcome nearer to that of another.
      if estimate.jumpTime != nil, round > 1 || mesh + time <= 1 {
        warnOfThermalJumps(estimate)
        return estimate
      }
      let axis = local == nil && estimate.hasFront ? axisResolved(fineness, estimate) : nil
      let isLocal = estimate.hasFront || simulationCase.importedMesh != nil
      let costLimit = isLocal ? Self.localCostLimit : Self.costLimit
      let limit = isLocal ? Self.localRoundLimit : Self.roundLimit
      if mesh + time <= 1, axis == nil {
        if round < limit, estimate.cost < 0.3 * costLimit, unbalanced(estimate, tolerance) {
          tolerance *= max(0.1, 0.4 * Self.largestImbalance / estimate.imbalance)
          if local != nil { before = estimate.extrapolated }
          round += 1
          continue
        }
        warnOfJumps(estimate)
        return estimate
      }
      let fixesMesh = simulationCase.cells != nil
      let refinesMesh = !fixesMesh && (mesh > 0.6 || axis != nil)
      // Mesh errors fall with the square of the fineness, errors in time about with the tolerance.
      let room = Double.pow(costLimit / estimate.cost, 0.5 / estimate.costGrowth)
      // On a mesh that is too coarse for a front, time steps decide which cell it has reached; on a fine one errors of time stand in
      // the way of those of the mesh.
      let isFree = estimate.hasFront && !fixesMesh
      let refinesTime =
        isFree
        ? time > 0.3 * max(1, mesh) && tolerance > Self.leastTolerance * Self.firstTolerance(simulationCase.accuracy)
        : time > 0.3
      var goesOn = refinesTime
      if refinesTime { tolerance *= max(isFree ? 0.25 : 0.1, min(0.5, 0.25 / time)) }
      if refinesMesh, isLocal {
        if room > 1.3, !isCondensed || 6 * estimate.fine.model.cells.count < CondensedModel.cellLimit || isHeated {
          let present = local
          refine(axis ?? localBase(fineness), by: estimate, mesh: mesh)
          if isHeated, let next = local, 4 * next.currentCells > CondensedModel.cellLimit {
            local = present
          } else {
            before = estimate.extrapolated
            goesOn = true
          }
        }
      } else if refinesMesh {
        let next = solvable(fineness * min(2, room, max(1.2, (1.6 * mesh).squareRoot())), from: fineness)
        if next > 1.1 * fineness { (fineness, goesOn) = (next, true) }
      }
      guard goesOn, round < limit else {
        warn(share: mesh + time)
        warnOfJumps(estimate)
        return estimate
      }
      round += 1
    }
  }

  /// Whether energies do not add up, and shorter steps would help.
  private func unbalanced(_ estimate: ErrorEstimate, _ tolerance: Double) -> Bool {
    simulationCase.solving.formulation == .hPhi && estimate.imbalance > Self.largestImbalance
      && tolerance > Self.leastTolerance * Self.firstTolerance(simulationCase.accuracy)
  }

  /// The integrator's tolerance that keeps errors in time to about a fifth of the accuracy, likewise measured.
  private static func firstTolerance(_ accuracy: Double) -> Double { 3e-3 * (accuracy / 1e-3).squareRoot() }

  /// The fineness asked for, or less where the system that the case insists on takes no such mesh.
  private func solvable(_ wanted: Double, from fineness: Double) -> Double {
    var next = wanted
    while isCondensed, next > fineness,
      ladder.size(fineness: next, division: 4, cells: simulationCase.cells).currentCells > CondensedModel.cellLimit
    {
      next *= 0.98
    }
    return max(next, fineness)
  }

  private var isHeated: Bool { simulationCase.simulationCase.isHeated }

  private var isCondensed: Bool {
    simulationCase.solving.system == .condensed && simulationCase.solving.formulation == .hPhi
  }

  /// False for a state that no study of this case can be in; what belongs to a run is checked when that is taken up.
  private func isPossible(_ state: SimulationState) -> Bool {
    let first = Self.firstFineness(simulationCase, ladder: ladder)
    return (1...Self.localRoundLimit).contains(state.round) && state.fineness >= first
      && state.fineness <= first * Double.pow(2, Double(Self.roundLimit)) && state.tolerance > 0
      && state.tolerance <= Self.firstTolerance(simulationCase.accuracy)
      && state.finished.count <= ladder.divisions.count && timeline.indices.contains(state.current.stage)
  }

  private mutating func estimate(
    round: Int, fineness: Double, tolerance: Double
  ) throws(SimulationError) -> ErrorEstimate {
    defer { saved = nil }
    let studied = StudyRound(
      simulationCase: simulationCase, ladder: ladder, timeline: timeline, meshes: meshes(fineness),
      place: .init(round: round, fineness: fineness, tolerance: tolerance, cuts: local?.cuts, before: before),
      saved: saved)
    let done = try studied.runs(usesTwoCores: usesTwoCores, progress: progress, checkpoints: checkpoints)
    runs = done.costs
    let (coarse, fine, medium) = (done.coarse, done.fine, done.medium)
    let (fineCells, mediumCells) = (fine.model.cells, medium.model.cells)
    return ErrorEstimate(
      coarse: coarse, medium: medium, tightMedium: done.time, fine: fine,
      parents: parents(of: fineCells, in: mediumCells),
      exponents: fine.exponents,
      before: before, isLocal: local != nil, mayHaveFront: simulationCase.solving.formulation == .hPhi,
      turns: turns || rowsCount, counts: counts(fine.history),
      cellsAtProbes: CellsAtProbes(mediumCells, probes: simulationCase.probes, symmetry: ladder.magnet.symmetry),
      overshoot: FieldOvershoot(fine, probes: simulationCase.probes, magnet: ladder.magnet))
  }
}
