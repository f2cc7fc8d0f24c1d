import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import TimeStepping

/// Runs on finer meshes for stresses alone.
///
/// A magnet that is full at the ends of its stages is solved on few cells, and its stress is largest before, while a front moves through them.
/// Where that is known worse than asked for, and more cells cost next to nothing, it is solved again on a mesh that is fine around the peak.
struct StressRefinement {
  private let simulationCase: ValidCase
  private let ladder: RefinementLadder
  private let outputTimes: [Double]
  private let study: ErrorEstimate
  private var fineness: Double
  private var tolerance: Double
  /// Size of the cells of the coarser mesh at the peak, as a share of the bulk's smaller extent.
  private var finest: Double

  /// Of the largest hoop stress: what its error should be at most.
  private let target: Double
  /// Nanoseconds of one run, counted and not timed: below, nobody notices it.
  private static let costLimit = 0.3e9
  /// For an accuracy.
  private let costLimit: Double
  private static let roundLimit = 3
  /// How long after the peak, in the time that its stage has taken until then, runs go on: finer meshes have it a little elsewhere, earlier
  /// by a tenth in the built-in pair.
  private static let margin = 0.15
  /// What sizes of cells are of their distance from the peak.
  private static let growth = 1.0

  /// - Parameters:
  ///   - estimate: of the study that is done.
  ///   - outputTimes: of its history's rows [s].
  init(_ simulationCase: ValidCase, _ estimate: ErrorEstimate, tolerance: Double, outputTimes: [Double]) {
    self.simulationCase = simulationCase
    self.outputTimes = outputTimes
    ladder = RefinementLadder(magnet: Magnet(simulationCase.simulationCase), accuracy: simulationCase.accuracy)
    study = estimate
    self.tolerance = tolerance
    target = 1.3 * simulationCase.accuracy
    finest = 0.06 * StressModel.fineness(simulationCase.accuracy).squareRoot()
    costLimit = Self.costLimit * min(10, max(1, 0.003 / simulationCase.accuracy))
    fineness = AccuracyStudy.firstFineness(simulationCase, ladder: ladder)
    while cells(fineness) < Double(estimate.fine.model.cells.count) { fineness *= 1.1 }
  }

  private func cells(_ fineness: Double) -> Double {
    Double(ladder.size(fineness: fineness, division: 4, cells: nil).currentCells)
  }

  /// Stresses with a peak whose error is small enough, or as small as is cheap. Runs end soon after the peak.
  mutating func refined(_ first: StressResult) throws(SimulationError) -> StressResult {
    guard simulationCase.importedMesh == nil, simulationCase.cells == nil,
      simulationCase.solver.formulation == .hPhi, !simulationCase.simulationCase.isHeated
    else { return first }
    var best = first
    let work = study.fine.counts
    for round in 0..<Self.roundLimit {
      let peak = best.peak.state
      guard peak.currentsError > target * abs(peak.hoop.value), !isStageEnd(peak.time) else { break }
      if round > 0 { (fineness, finest) = (1.4 * fineness, 0.5 * finest) }
      guard let mesh = mesh(around: peak.hoop), 4 * CurrentCells(mesh: mesh).count < CondensedModel.cellLimit,
        FieldModel.RunCost(condensedCells: Double(4 * CurrentCells(mesh: mesh).count))
          .run(factorisations: 2 * work.factorisations, iterations: 2 * work.iterations) < costLimit
      else { break }
      tolerance *= 0.5
      let models = (medium: try model(mesh), fine: try model(mesh.refined()))
      let start = simulationCase.timeline[best.peak.stage].start
      let last = peak.time + Self.margin * (peak.time - start)
      let fine = try run(models.fine, tolerance, at: outputTimes, keepsSteps: true, until: last)
      let end = fine.history.last?.time ?? last
      let medium = try run(models.medium, tolerance, at: fine.history.map(\.time), keepsSteps: false, until: end)
      let tight = try run(models.medium, 0.25 * tolerance, at: [], keepsSteps: true, until: end)
      let runs = StressStudy.Runs(fine: fine, medium: medium, tight: tight)
      let result = try StressStudy.refined(best, simulationCase.simulationCase, simulationCase.timeline, runs)
      guard let result, result.peak.state.error < peak.error else { break }
      best = result
    }
    return best
  }

  private func isStageEnd(_ time: Double) -> Bool { simulationCase.timeline.contains { $0.end == time } }

  /// A mesh whose cells become small towards a place; nil where that is no longer in the magnet.
  private func mesh(around peak: StressResult.Extreme) -> Mesh? {
    let bulks = simulationCase.simulationCase.bulks
    guard bulks.indices.contains(peak.body) else { return nil }
    let shape = bulks[peak.body].shape
    var local = LocalRefinement(
      mesh: ladder.baseMesh(
        fineness: fineness, airGrowth: AccuracyStudy.airGrowth(simulationCase.accuracy), cells: nil))
    // Of a magnet with a mirror plane the upper half is meshed.
    let z = ladder.magnet.symmetry.map { $0.plane + abs(peak.z - $0.plane) } ?? peak.z
    local.resolve(
      around: SIMD2(peak.r, z), finest: finest * min(shape.width, shape.height), growth: Self.growth,
      limit: CondensedModel.cellLimit / 4)
    return local.mesh
  }

  private func model(_ mesh: Mesh) throws(SimulationError) -> FieldModel {
    do { return try FieldModel(mesh: mesh, solver: simulationCase.solver) } catch { throw SimulationError(error) }
  }

  private func run(
    _ model: FieldModel, _ tolerance: Double, at times: [Double], keepsSteps: Bool, until last: Double
  ) throws(SimulationError) -> Transient {
    var transient = Transient(
      model: model, magnet: ladder.magnet, probes: [], timeline: simulationCase.timeline, solver: simulationCase.solver,
      keepsCurrents: true, keepsRates: true)
    transient.lastTime = last
    try transient.run(tolerance: tolerance, outputTimes: { _ in times }, keepsSteps: keepsSteps, onStep: nil)
    return transient
  }
}
