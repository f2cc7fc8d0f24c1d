internal import Cores
import Magnets
public import Meshing
import Superconductors

/// Where a running simulation is.
public struct SimulationProgress: Sendable {
  /// Which of the runs on several meshes.
  public var run: SimulationResult.RunPurpose
  /// [s]
  public var time: Double
  public var endTime: Double
  public var step: Int
  /// Bz at the first probe [T].
  public var centreField: Double
  /// Share of the protocol that is done, 0 to 1.
  public var fraction: Double

  public init(
    run: SimulationResult.RunPurpose, time: Double, endTime: Double, step: Int, centreField: Double, fraction: Double
  ) {
    self.run = run
    self.time = time
    self.endTime = endTime
    self.step = step
    self.centreField = centreField
    self.fraction = fraction
  }
}

/// Runs a case: meshes the magnet, integrates the protocol on three meshes and estimates the error of what it reports.
///
/// Reported values are Richardson's extrapolation from the two finest meshes. Meshes and time steps are refined until
/// the estimated error of every probe and of the moment is below the accuracy asked for, or a limit is reached, which
/// is then among the result's warnings. Where flux fronts stand, only the cells that matter are refined. An imported mesh is used
/// as it is and refined once, no further.
///
/// - Parameters:
///   - simulationCase: in SI units.
///   - meshes: that serve the case, to begin on those of many cases; nil to begin on coarser ones of its own.
///   - state: where an earlier simulation of the same case was saved; the result has the same bits as without a stop, but
///     for wall times.
///   - usesTwoCores: whether runs that need nothing of each other are made at the same time; the same bits without.
///   - keepsCourse: whether the result has the currents over time, for pictures.
///   - progress: called after every step.
///   - checkpoints: who saves it.
/// - Throws: `SimulationError` when the integration cannot go on, was stopped, or for meshes that do not serve the case.
public func simulate(
  _ simulationCase: ValidCase, on meshes: FirstMeshes? = nil, from state: SimulationState? = nil,
  usesTwoCores: Bool = true, keepsCourse: Bool = false, progress: ((SimulationProgress) -> Void)? = nil,
  checkpoints: Checkpoints? = nil
) throws(SimulationError) -> SimulationResult {
  let clock = ContinuousClock()
  let start = clock.now
  var study = try AccuracyStudy(
    simulationCase, on: meshes, from: state, usesTwoCores: usesTwoCores, progress: progress, checkpoints: checkpoints)
  let estimate = try study.run()
  var result = SimulationResult(
    simulationCase.simulationCase, estimate: estimate, runs: study.runs, warnings: study.warnings,
    usesTwoCores: usesTwoCores)
  result.meetsAccuracy = study.meetsAccuracy
  if keepsCourse { result.course = RunCourse(estimate.fine, magnet: Magnet(simulationCase.simulationCase)) }
  let (value, timeline) = (simulationCase.simulationCase, simulationCase.timeline)
  if value.computesStress {
    let runs = StressStudy.Runs(fine: estimate.fine, medium: estimate.medium, tight: estimate.tightMedium)
    let (own, alone) = beside(usesTwoCores) {
      Result { () throws(SimulationError) in try StressStudy.alone(value, timeline, runs) }
    } here: {
      Result { () throws(SimulationError) in
        let first = try StressStudy.result(value, timeline, runs)
        var refinement = StressRefinement(
          simulationCase, estimate, tolerance: study.runs.last?.tolerance ?? 0.003,
          outputTimes: result.history.map(\.time))
        return try refinement.refined(first)
      }
    }
    var stress = try own.get()
    stress.alone = try alone.get()
    result.stress = stress
    result.warnings += stress.warnings(value)
  }
  result.warnings += value.idleWarnings(timeline) + value.criticalTemperatureWarnings(timeline)
  result.warnings += value.rangeWarnings(result.history)
  result.warnings += result.energyWarnings + result.holdWarnings(timeline)
  if !value.isHeated { result.warnings += HeatEstimate(value, estimate.fine).warnings }
  result.warnings += value.supportWarnings(timeline) + simulationCase.frozenFluxWarnings
  result.numerics.total = seconds(clock.now - start)
  return result
}

/// The mesh that a case is solved on at its accuracy, both halves of a mirrored magnet.
public func sectionMesh(of simulationCase: ValidCase) -> Mesh {
  let magnet = Magnet(simulationCase.simulationCase)
  let ladder = RefinementLadder(magnet: magnet, accuracy: simulationCase.accuracy)
  let fineness = AccuracyStudy.firstFineness(simulationCase, ladder: ladder)
  let mesh = ladder.mesh(fineness: fineness, division: 4, cells: simulationCase.cells)
  return magnet.symmetry.map { mesh.unfolded($0, names: magnet.bulks.map(\.shape.name), meshed: magnet.meshed) } ?? mesh
}

func seconds(_ duration: Duration) -> Double {
  let (whole, atto) = duration.components
  return Double(whole) + 1e-18 * Double(atto)
}
