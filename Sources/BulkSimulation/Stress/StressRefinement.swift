import EdgeElements
import MagnetEquations
import Magnets
import TimeStepping

/// Runs on finer meshes for stresses alone.
///
/// A magnet that is full at the ends of its stages is solved on few cells, and its stress is largest before, while a front moves through them.
/// Where that is known worse than asked for, and four times as many cells cost next to nothing, it is solved again on these.
struct StressRefinement {
  private let simulationCase: ValidCase
  private let ladder: RefinementLadder
  private let outputTimes: [Double]
  private let counts: [Transient]
  private var fineness: Double
  private var tolerance: Double

  /// Of the largest hoop stress: what its error should be at most.
  private static let target = 0.004
  /// Nanoseconds of one run, counted and not timed: below, nobody notices it.
  private static let costLimit = 0.3e9
  private static let roundLimit = 3

  /// - Parameters:
  ///   - estimate: of the study that is done.
  ///   - outputTimes: of its history's rows [s].
  init(_ simulationCase: ValidCase, _ estimate: ErrorEstimate, tolerance: Double, outputTimes: [Double]) {
    self.simulationCase = simulationCase
    self.outputTimes = outputTimes
    ladder = RefinementLadder(magnet: Magnet(simulationCase.simulationCase), accuracy: simulationCase.accuracy)
    counts = [estimate.fine]
    self.tolerance = tolerance
    fineness = AccuracyStudy.firstFineness(simulationCase, ladder: ladder)
    while cells(fineness) < Double(estimate.fine.model.cells.count) { fineness *= 1.1 }
  }

  private func cells(_ fineness: Double) -> Double {
    Double(ladder.size(fineness: fineness, division: 4, cells: nil).currentCells)
  }

  /// Stresses whose error is small enough, or as small as is cheap.
  mutating func refined(_ first: StressResult) throws(SimulationError) -> StressResult {
    guard simulationCase.importedMesh == nil, simulationCase.cells == nil,
      simulationCase.solver.formulation == .hPhi
    else { return first }
    var best = first
    let work = counts[0].counts
    for _ in 0..<Self.roundLimit {
      let peak = best.peak
      guard peak.currentsError > Self.target * abs(peak.hoop.value) else { break }
      let next = 2 * fineness
      let condensed = FieldModel.RunCost(condensedCells: cells(next))
      guard cells(next) < Double(CondensedModel.cellLimit),
        condensed.run(factorisations: 2 * work.factorisations, iterations: 2 * work.iterations) < Self.costLimit
      else { break }
      fineness = next
      tolerance *= 0.5
      let models = try [2, 4].map { division throws(SimulationError) in
        try ladder.model(fineness: fineness, division: division, cells: nil, solver: simulationCase.solver)
      }
      let fine = try run(models[1], tolerance, at: outputTimes, keepsSteps: true)
      let medium = try run(models[0], tolerance, at: fine.history.map(\.time), keepsSteps: false)
      let tight = try run(models[0], 0.25 * tolerance, at: [], keepsSteps: true)
      let result = try StressStudy.result(
        simulationCase.simulationCase, simulationCase.timeline, .init(fine: fine, medium: medium, tight: tight))
      guard result.rows.count == first.rows.count else { break }
      best = result
    }
    return best
  }

  private func run(
    _ model: FieldModel, _ tolerance: Double, at times: [Double], keepsSteps: Bool
  ) throws(SimulationError) -> Transient {
    var transient = Transient(
      model: model, magnet: ladder.magnet, probes: [], timeline: simulationCase.timeline, solver: simulationCase.solver,
      keepsCurrents: true, keepsRates: true)
    try transient.run(tolerance: tolerance, outputTimes: times, keepsSteps: keepsSteps, onStep: nil)
    return transient
  }
}
