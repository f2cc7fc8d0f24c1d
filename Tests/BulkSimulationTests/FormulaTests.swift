import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@testable import BulkSimulation

/// Magnets whose Jc or n is written as an expression.
@Suite struct `Laws as expressions` {
  private static func pair(
    _ material: Material, field: Double = 5, accuracy: Double = 3e-3
  ) -> SimulationCase {
    SimulationCase(
      name: "pair", bulks: ReferenceMagnets.pair(gap: 2, material: material),
      stages: [
        .cool(field: field, temperature: 20), .ramp(field: 0, pace: ReferenceMagnets.rampRate),
        .temperature(target: 50, pace: .duration(600)),
      ], accuracy: accuracy, fieldOutput: .none)
  }

  private static func numbers(_ result: SimulationResult) -> [Double] {
    result.stages.dropFirst().flatMap { $0.probes.map(\.bz) + [$0.moment] }
  }

  /// The card's law and its factor of temperature, both in the expression or the factor on its own.
  @Test func `Kim's law as a formula gives the numbers of Kim's card`() throws {
    var card = MaterialCard.rebco77K.material
    let law = try #require(card.criticalCurrent as? KimLaw)
    let expected = try simulate(Self.pair(card))
    let constants = [FormulaConstant("jc0", law.jc0, .currentDensity), FormulaConstant("b0", law.b0, .field)]
    card.criticalCurrent = try FormulaLaw("jc0 / (1 + B / b0)", constants: constants)
    var whole = card
    whole.criticalCurrent = try FormulaLaw(
      "jc0 / (1 + B / b0) * max(1e-6, 1 - (T / 92 K)^2)^1.5", constants: constants)
    whole.temperatureFactor = nil
    for material in [card, whole] {
      let result = try simulate(Self.pair(material))
      #expect(result.numerics.mirrored && result.warnings == expected.warnings)
      for (value, exact) in zip(Self.numbers(result), Self.numbers(expected)) {
        #expect(abs(value / exact - 1) < 1e-9, "\(value) instead of \(exact)")
      }
    }
  }

  @Test func `a number n as a formula gives the numbers of the number`() throws {
    var material = ReferenceMagnets.kim(n: 21)
    let expected = try simulate(Self.pair(material))
    material.n = .formula(try LawFormula("20 + 1", quantity: nil))
    // But for the factor of cells on the axis, which is interpolated in n: 1e-3 of E there.
    for (value, exact) in zip(Self.numbers(try simulate(Self.pair(material))), Self.numbers(expected)) {
      #expect(abs(value / exact - 1) < 2e-5, "\(value) instead of \(exact)")
    }
  }

  @Test func `a formula of the place gives what a map gives, in both systems, and only an even one is mirrored`() throws
  {
    func material(_ text: String) throws -> Material {
      Material(name: "m", criticalCurrent: try FormulaLaw(text), n: 21)
    }
    var mapped = ReferenceMagnets.kim(n: 21)
    mapped.map = CriticalCurrentMap(
      radii: [0, 15e-3], heights: [-3e-3, 3e-3], factors: [1.2, 0.6, 0.8, 1.4])
    let odd = try material("5e8 A/m^2 / (1 + B / 1.5 T) * (1 + z / 15 mm * (r / 5 mm - 1))")
    let byMap = try simulate(Self.pair(mapped, accuracy: 2e-3))
    let byFormula = try simulate(Self.pair(odd, accuracy: 2e-3))
    #expect(!byMap.numerics.mirrored && !byFormula.numerics.mirrored)
    for (value, exact) in zip(Self.numbers(byFormula), Self.numbers(byMap)) {
      #expect(abs(value / exact - 1) < 3e-3, "\(value) instead of \(exact)")
    }
    let even = try material("5e8 A/m^2 / (1 + B / 1.5 T) * (1 + (z / 6 mm)^2)")
    let half = try simulate(Self.pair(even))
    var banded = Self.pair(even)
    banded.solver = SimulationCase.Solver(system: .banded)
    let edges = try simulate(banded)
    #expect(half.numerics.mirrored)
    for (value, exact) in zip(Self.numbers(edges), Self.numbers(half)) { #expect(abs(value / exact - 1) < 3e-3) }
  }

  /// Slopes that are infinite without field, a Jc that ends at a field or a temperature, an n that falls to 1.
  @Test(arguments: [
    ("5e8 A/m^2 / (1 + (B / 1.5 T)^0.3)", "21", 0.0), ("5e8 A/m^2 / (1 + (B / 1.5 T)^0.3)", "21", 5),
    ("5e8 A/m^2 / (1 + sqrt(B / 0.01 T))", "30", 0),
    ("5e8 A/m^2 * max(0, 1 - B / 3 T)^1.5", "21", 5), ("5e8 A/m^2 * max(0, 1 - (T / 38 K)^2)^1.5", "21", 5),
    ("5e8 A/m^2 / (1 + B / 1 T)", "max(1, 40 * (1 - B / 4 T))", 5),
    ("5e8 A/m^2 / (1 + B / 1 T)", "5 + 30 / (1 + (B / 0.3 T)^0.5)", 0),
    ("2e8 A/m^2", "max(1, 40 * (1 - T / 50 K))", 5),
  ])
  func `that are extreme are solved`(jc: String, n: String, field: Double) throws {
    let material = Material(
      name: "m", criticalCurrent: try FormulaLaw(jc), n: .formula(try LawFormula(n, quantity: nil)))
    var simulationCase = Self.pair(material, field: field, accuracy: 1e-2)
    // From zero field the magnet is charged to 1 T and back.
    if field == 0 { simulationCase.stages.insert(.ramp(field: 1, pace: ReferenceMagnets.rampRate), at: 1) }
    let result = try simulate(simulationCase)
    for run in result.numerics.runs { #expect(run.steps < 1500, "\(run)") }
    let ramped = try #require(result.stages.dropLast().last)
    #expect(ramped.moment > 0.1 && ramped.momentError < 0.1 * ramped.moment, "\(ramped.moment)")
    for value in Self.numbers(result) { #expect(value.isFinite) }
  }
}
