import Foundation
import Magnets
import Meshing
import Superconductors
import Testing

@testable import BulkSimulation

/// Magnets charged from zero field whose Jc falls by orders of magnitude within a cell.
@Suite struct `Steep laws` {
  private static let rate = MagnetisationStage.Pace.rate(30.0 / 3600)

  /// Lengths in mm. Ended with an error before Jc was a mean over each cell, the first three at any accuracy.
  struct Steep: Sendable, CustomTestStringConvertible {
    var radius, inner, height, gap: Double
    var law: any CriticalCurrentLaw
    var n: Double

    var testDescription: String { "R \(radius) mm, \(law.summary), n \(n)" }
  }

  private static let magnets = [
    Steep(radius: 15, inner: 0, height: 30, gap: 0, law: ExponentialLaw(jc0: 2e9, b0: 0.3), n: 100),
    Steep(radius: 15, inner: 6, height: 30, gap: 0, law: ExponentialLaw(jc0: 2e10, b0: 0.5), n: 50),
    Steep(radius: 40, inner: 0, height: 6, gap: 0.5, law: KimLaw(jc0: 5e9, b0: 0.05), n: 300),
    Steep(radius: 15, inner: 6, height: 6, gap: 0.5, law: ExponentialLaw(jc0: 2e10, b0: 0.5), n: 100),
    Steep(radius: 5, inner: 0, height: 6, gap: 2, law: KimLaw(jc0: 5e9, b0: 0.05), n: 50),
    Steep(
      radius: 15, inner: 0, height: 6, gap: 2,
      law: TableLaw(
        table: CriticalCurrentTable(curves: [
          .init(
            fluxDensity: [0, 0.02, 0.1, 0.5, 1, 2, 3, 4],
            criticalCurrentDensity: [2e10, 8e9, 5e8, 2e8, 4e8, 3e8, 1e8, 1e7])
        ])), n: 50),
  ]

  @Test(arguments: magnets) func `a steep magnet finishes, without a jump, and its energies add up`(_ steep: Steep)
    throws
  {
    let material = Material(name: "steep", criticalCurrent: steep.law, n: steep.n)
    let (low, high) = (0.5e-3 * steep.gap, 1e-3 * (0.5 * steep.gap + steep.height))
    let bulks = [("A", low, high), ("B", -high, -low)].map { name, zMin, zMax in
      SimulationCase.Bulk(
        shape: BulkShape(
          name: name, innerRadius: 1e-3 * steep.inner, outerRadius: 1e-3 * steep.radius, zMin: zMin, zMax: zMax),
        material: material)
    }
    let result = try simulate(
      SimulationCase(
        name: "steep", bulks: bulks,
        stages: [
          .cool(field: 0, temperature: 5), .ramp(field: 3, pace: Self.rate), .ramp(field: -3, pace: Self.rate),
          .hold(duration: 60),
        ], accuracy: 0.01, fieldOutput: .none))
    #expect(!result.warnings.contains { ["flux_jumps", "energy_imbalance"].contains($0.kind) })
    for stage in result.stages { #expect(stage.energy.relativeImbalance < 0.005) }
    // At -3 T nothing is left of +3 T, so that the moment is the opposite one. Creep aside, which the longer ramp leaves more time.
    let (first, second) = (result.stages[1], result.stages[2])
    let error = first.momentError + second.momentError + 0.01 * abs(first.moment)
    #expect(first.moment < 0 && abs(first.moment + second.moment) < error)
    #expect(abs(second.probes[0].bz) < 3.1 && result.stages[3].moment < second.moment)
  }

  /// A long cylinder, charged from zero to a field Bm: `exp(B/B0) = exp(Bm/B0) - mu0 Jc0 (R - r)/B0` down to B = 0, or with Kim's law
  /// `(1 + B/B0)² = (1 + Bm/B0)² - 2 mu0 Jc0 (R - r)/B0`. mu0 Jc0 R/B0 = 1000.
  @Test(arguments: [true, false]) func `a steep long cylinder is charged to the front of the closed solution`(
    isExponential: Bool
  ) throws {
    let (radius, height, b0, n) = (15e-3, 2e-3, 0.1, 300.0)
    let applied = isExponential ? 0.6 : 3.0
    let jc0 = 1000 * b0 / (4e-7 * Double.pi * radius)
    func field(_ r: Double) -> Double {
      let x = 1000 * (1 - r / radius)
      return isExponential
        ? b0 * log(max(1, exp(applied / b0) - x))
        : b0 * (max(1, pow(1 + applied / b0, 2) - 2 * x).squareRoot() - 1)
    }
    let count = 20000
    let mean = (0..<count).reduce(0.0) { sum, i in
      let x = (Double(i) + 0.5) / Double(count)
      return sum + 2 * x * field(radius * x) / Double(count)
    }
    let shape = BulkShape(name: "cylinder", outerRadius: radius, zMin: 0, zMax: height)
    let cells = (1...24).map { radius * Double($0) / 24 }
    let mesh = RectangleMesher.mesh(
      r: [0] + cells + [1.25 * radius, 1.5 * radius], z: [0, 0.5 * height, height], shapes: [shape])
    let law: any CriticalCurrentLaw =
      isExponential ? ExponentialLaw(jc0: jc0, b0: b0) : KimLaw(jc0: jc0, b0: b0)
    let result = try simulate(
      SimulationCase(
        name: "steep-cylinder",
        bulks: [.init(shape: shape, material: Material(name: "steep", criticalCurrent: law, n: n))],
        stages: [
          .cool(field: 0, temperature: 5), .ramp(field: applied, pace: .rate(2 * Material.defaultE0 / radius)),
        ], accuracy: 0.01, fieldOutput: .none, importedMesh: mesh))
    let volume = Double.pi * radius * radius * height
    let computed = applied + 4e-7 * Double.pi * result.stages[1].moment / volume
    let error = 4e-7 * Double.pi * result.stages[1].momentError / volume
    // n = 300 instead of infinity: where E is below E0, J is below Jc, by at most ln(30)/300.
    #expect(abs(computed - mean) < 2 * error + 0.012 * applied, "\(computed) instead of \(mean) ± \(error) T")
    #expect(!result.warnings.contains { $0.kind == "flux_jumps" })
  }
}
