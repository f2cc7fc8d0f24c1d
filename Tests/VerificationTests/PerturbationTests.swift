import BulkSimulation
import Magnets
import Meshing
import Superconductors
import Testing
import Verification

/// A suite that passes whatever is computed would be worth nothing: each of these changes must be found.
@Suite struct `Perturbed physics` {
  /// What is changed in the simulation while the references stay, and the cases that have to notice.
  struct Perturbation: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var filter: String
    var change: @Sendable (inout SimulationCase) -> Void

    init(_ name: String, filter: String, _ change: @escaping @Sendable (inout SimulationCase) -> Void) {
      (testDescription, self.filter, self.change) = (name, filter, change)
    }
  }

  private static func everyMaterial(_ change: @escaping @Sendable (inout Material) -> Void)
    -> @Sendable (inout SimulationCase) -> Void
  {
    { simulationCase in
      for i in simulationCase.bulks.indices { change(&simulationCase.bulks[i].material) }
    }
  }

  private static let lowerN: @Sendable (inout Material) -> Void = { material in
    switch material.n {
    case .number(let n): material.n = .number(n - 1)
    case .table(let table):
      material.n = .table(
        ExponentTable(
          curves: table.curves.map {
            .init(temperature: $0.temperature, fluxDensity: $0.fluxDensity, exponent: $0.exponent.map { $0 - 1 })
          }))
    case .formula(let formula):
      guard let lower = try? LawFormula("\(formula.expression) - 1", quantity: nil) else { return }
      material.n = .formula(lower)
    }
  }

  private static let perturbations = [
    Perturbation("E0 doubled", filter: "b/a = 0.2, n = 20", everyMaterial { $0.e0 *= 2 }),
    Perturbation("E0 doubled, ohmic", filter: "eddy currents", everyMaterial { $0.e0 *= 2 }),
    Perturbation("E0 doubled, creep", filter: "creep, n = 20", everyMaterial { $0.e0 *= 2 }),
    Perturbation("n one less", filter: "creep, n = 20", everyMaterial(lowerN)),
    Perturbation("n one less, formula", filter: "creep, n(B) as a formula", everyMaterial(lowerN)),
    Perturbation("n one less, table", filter: "creep, n(B) as a table", everyMaterial(lowerN)),
    Perturbation(
      "formula 2 % larger", filter: "long cylinder, formula",
      everyMaterial { $0.criticalCurrent = $0.criticalCurrent.scaled(by: 1.02) }),
    Perturbation("n one less, penetrated", filter: "b/a = 0.2, n = 20", everyMaterial(lowerN)),
    Perturbation(
      "Jc 1 % larger", filter: "ring, penetrated", everyMaterial { $0.criticalCurrent = ConstantLaw(jc0: 2.02e8) }),
    Perturbation(
      "B0 of Kim's law 1 % larger", filter: "Kim pair",
      everyMaterial { $0.criticalCurrent = KimLaw(jc0: 5e8, b0: 1.515) }),
    Perturbation(
      "heat capacity 2 % larger", filter: "cooled at its rim",
      everyMaterial { if case .constant(let c)? = $0.heatCapacity { $0.heatCapacity = .constant(1.02 * c) } }),
    Perturbation(
      "conductivity 1 % less", filter: "NAFEMS",
      everyMaterial {
        if case .constant(let k)? = $0.conductivity?.radial { $0.conductivity = .init(.constant(0.99 * k)) }
      }),
    Perturbation(
      "heat capacity a tenth larger", filter: "in a pulse of 5 T",
      everyMaterial { if case .constant(let c)? = $0.heatCapacity { $0.heatCapacity = .constant(1.1 * c) } }),
    Perturbation("cooled less", filter: "0.01 T/s") {
      $0.cooling = [.init(body: "cylinder", face: .rim, coefficient: 450)]
    },
    Perturbation("radius 0.5 % larger", filter: "gap 1.0 mm") { simulationCase in
      for i in simulationCase.bulks.indices { simulationCase.bulks[i].shape.outerRadius *= 1.005 }
    },
    Perturbation("ramp twice as fast", filter: "n = 20") { simulationCase in
      simulationCase.stages = simulationCase.stages.map { stage in
        guard case .ramp(let field, .rate(let rate), _) = stage else { return stage }
        return .ramp(field: field, pace: .rate(2 * rate))
      }
    },
    Perturbation("field with the wrong sign", filter: "field cooling identity") { simulationCase in
      guard case .cool(let field, let temperature, _) = simulationCase.stages[0] else { return }
      simulationCase.stages[0] = .cool(field: -field, temperature: temperature)
    },
  ]

  @Test(arguments: perturbations) func `make rows fail`(perturbation: Perturbation) {
    #expect(VerificationSuite.run(filter: perturbation.filter).passes)
    let report = VerificationSuite.run(filter: perturbation.filter, perturbing: perturbation.change)
    #expect(!report.rows.isEmpty && !report.failed.isEmpty)
    #expect(!report.passes)
  }

  @Test func `a run that fails is a row that fails`() {
    let report = VerificationSuite.run(filter: "Kim pair") { $0.stages = [] }
    #expect(report.rows.count == 1 && !report.passes)
    #expect(report.rows[0].failure?.contains("no stage") == true)
    #expect(report.rows[0].computed.isNaN && !report.rows[0].passes)
  }

  @Test func `a filter that selects nothing does not pass`() {
    #expect(!VerificationSuite.run(filter: "no such case").passes)
  }
}
