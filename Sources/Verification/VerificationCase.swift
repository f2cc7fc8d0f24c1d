internal import BulkSimulation
import Magnets

/// A simulation, or a few that belong together, with the rows to be judged by.
public struct VerificationCase: Sendable {
  public let name: String
  /// Where the references are from, for all rows of the case.
  let source: String
  let evaluate: @Sendable (CaseRunner) throws -> [Check]

  /// A row before it knows its case.
  struct Check {
    var quantity: String
    var unit = ""
    var reference: Double
    var computed: Double
    var scale: Double?
    var tolerance: Tolerance
  }

  /// A run that fails makes a row that fails; it does not end the suite.
  func rows(_ runner: CaseRunner) -> [VerificationRow] {
    do {
      return try evaluate(runner).map { check in
        VerificationRow(
          caseName: name, quantity: check.quantity, unit: check.unit, reference: check.reference, source: source,
          computed: check.computed, scale: check.scale ?? abs(check.reference), tolerance: check.tolerance.total,
          reason: check.tolerance.reason)
      }
    } catch {
      return [
        VerificationRow(
          caseName: name, quantity: "runs to its end", unit: "", reference: 1, source: source, computed: .nan, scale: 1,
          tolerance: 0, reason: "a run must not fail", failure: "\(error)")
      ]
    }
  }
}

/// Runs the simulations of the suite. Every one goes through here, so that tests can perturb what is computed while the
/// references stay what they are.
struct CaseRunner: Sendable {
  let perturbation: (@Sendable (inout SimulationCase) -> Void)?

  func run(_ simulationCase: SimulationCase) throws(SimulationError) -> SimulationResult {
    try simulate(perturbed(simulationCase))
  }

  /// The moment [A m²] and the temperatures at probes in heated bulks [K] at the end of each stage on the case's imported mesh as it is,
  /// at a tolerance of the integrator, and the number of steps.
  func stageEnds(
    _ simulationCase: SimulationCase, tolerance: Double
  ) throws(SimulationError) -> (moments: [Double], temperatures: [[Double]], steps: Int) {
    try stageEndsWithoutExtrapolation(of: perturbed(simulationCase), tolerance: tolerance)
  }

  private func perturbed(_ simulationCase: SimulationCase) -> SimulationCase {
    var copy = simulationCase
    perturbation?(&copy)
    return copy
  }
}
