internal import BulkSimulation
public import Magnets

/// The suite that `fem-bulk verify` runs: simulations whose results are known from elsewhere.
public enum VerificationSuite {
  /// In the order in which they are run and listed.
  public static let cases: [VerificationCase] =
    PenetratedCases.all + BeanCases.all + LongCylinderCases.all + OhmicCases.all + RingCases.all + MeshCases.all
    + ElasticCases.all + StressCases.all + HeatCases.all

  /// Runs the cases whose names contain `filter`, or all.
  ///
  /// - Parameters:
  ///   - perturbation: changes what is simulated, not what it is compared with; a suite that still passes proves nothing.
  ///   - progress: called before each case with its name, its number and how many there are.
  public static func run(
    filter: String? = nil, perturbing perturbation: (@Sendable (inout SimulationCase) -> Void)? = nil,
    progress: ((_ name: String, _ number: Int, _ count: Int) -> Void)? = nil
  ) -> VerificationReport {
    let clock = ContinuousClock()
    let start = clock.now
    let runner = CaseRunner(perturbation: perturbation)
    let selected = cases.filter { $0.name.contains(filter ?? $0.name) }
    var rows: [VerificationRow] = []
    for (index, verificationCase) in selected.enumerated() {
      progress?(verificationCase.name, index + 1, selected.count)
      rows += verificationCase.rows(runner)
    }
    return VerificationReport(rows: rows, seconds: (clock.now - start) / .seconds(1))
  }
}
