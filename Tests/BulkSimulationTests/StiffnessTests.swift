import BulkSimulation
import CoilFields
import Foundation
import Magnets
import Meshing
import Superconductors
import Testing

/// Stiffness of a source that moves, and how much a field varies over a sample, as quantities of a run.
@Suite struct `Stiffness and homogeneity as quantities` {
  private static func levitation(
    accuracy: Double, _ loop: Double = 1e-4, jc: Double = 3e8, sources: [FieldSource]? = nil
  ) -> SimulationCase {
    SimulationCase(
      name: "levitation",
      bulks: [
        SimulationCase.Bulk(
          shape: BulkShape(name: "disc", outerRadius: 0.015, zMin: -0.01, zMax: 0),
          material: Material(name: "kim", criticalCurrent: KimLaw(jc0: jc, b0: 0.5), n: 25))
      ],
      sources: sources
        ?? [.magnet("pm", outerRadius: 0.0125, zMin: 0.3, zMax: 0.315, remanence: 1.3)],
      stages: [
        .cool(field: 0, temperature: 77), .move(source: "pm", to: .z(5e-3), pace: .rate(1e-2)),
        .move(source: "pm", to: .distance(loop), pace: .rate(1e-3)),
        .move(source: "pm", to: .distance(-loop), pace: .rate(1e-3)), .hold(duration: 1),
      ], probes: [.init(name: "below", r: 0, z: -0.03)], accuracy: accuracy)
  }

  @Test func `a loop over a loop has the stiffness of their mutual inductance`() throws {
    let (radius, amperes) = (0.02, 500.0)
    var simulationCase = Self.levitation(
      accuracy: 1e-2, jc: 1,
      sources: [
        .loop("pm", radius: radius, z: 0.3, turns: 10), .loop("fixed", radius: 0.03, z: 0.002, turns: 20),
      ])
    simulationCase.stages[0] = .cool(field: 0, temperature: 77, sources: ["pm": amperes, "fixed": -amperes])
    let result = try simulate(ValidCase(simulationCase))
    // -2 pi a I Br of the other loop.
    func force(_ z: Double) -> Double {
      -2 * .pi * radius * 10 * amperes * -20 * amperes * CurrentRing.field(radius: 0.03, r: radius, z: z - 0.002).br
    }
    let expected = -(force(5.1e-3) - force(5e-3)) / 1e-4
    let there = try #require(result.stages[2].stiffness)
    let back = try #require(result.stages[3].stiffness)
    print("loops: \(there.value) ± \(there.error) N/m, exact \(expected)")
    #expect(abs(there.value / expected - 1) < 1e-4 && abs(back.value / expected - 1) < 1e-4)
    #expect(result.stages[0].stiffness == nil && result.stages[4].stiffness == nil)
  }

  @Test func `its error covers what a finer mesh changes`() throws {
    let fine = try simulate(ValidCase(Self.levitation(accuracy: 2e-3)))
    for accuracy in [2e-2, 1e-2, 5e-3] {
      let result = try simulate(ValidCase(Self.levitation(accuracy: accuracy)))
      for stage in 1...3 {
        let (own, truth) = (
          try #require(result.stages[stage].stiffness), try #require(fine.stages[stage].stiffness)
        )
        print(
          "stage \(stage) at \(100 * accuracy) %: \(own.value) ± \(own.error) N/m, finer \(truth.value) ± \(truth.error)"
        )
        #expect(abs(own.value - truth.value) <= 1.5 * own.error + truth.error)
        let forces = [stage - 1, stage].map { result.stages[$0].forces[1].force }
        let way = result.stages[stage].sources[0].zMin - result.stages[stage - 1].sources[0].zMin
        #expect(abs(own.value + (forces[1] - forces[0]) / way) < 1e-6 * abs(own.value))
      }
      // Back and forth in a small loop flux hardly moves: both ways are as stiff, and stiffer than the approach was on the mean.
      let loop = try [2, 3].map { try #require(result.stages[$0].stiffness) }
      #expect(loop[0].value > 0 && loop[1].value > 0)
      #expect(abs(loop[0].value - loop[1].value) < 0.5 * loop[0].value)
    }
  }

  @Test func `full and prepared runs have the same quantities`() throws {
    let checked = try ValidCase(Self.levitation(accuracy: 1e-2))
    let quantities = ReportedQuantity.all(of: checked.simulationCase).filter { $0.quantity == .stiffness }
    #expect(
      quantities.map(\.name) == ["move1_stiffness_N_per_m", "move2_stiffness_N_per_m", "move3_stiffness_N_per_m"])
    let (full, prepared) = (try simulate(checked), try PreparedMagnet(checked).run(checked))
    for quantity in quantities {
      let (a, b) = (try #require(try quantity.value(in: full)), try #require(try quantity.value(in: prepared)))
      #expect(a.value == full.stages[quantity.stage].stiffness?.value)
      #expect(abs(a.value - b.value) <= 2 * (a.error ?? 0) + 2 * (b.error ?? 0) + 0.02 * abs(a.value))
    }
    let other = ReportedQuantity(name: "hold", stage: 4, quantity: .stiffness)
    #expect(try other.value(in: full) == nil && other.value(in: prepared) == nil)
  }

  @Test func `homogeneity over a sample is that of the field`() throws {
    let magnet = SimulationCase(
      name: "ring",
      bulks: [
        SimulationCase.Bulk(
          shape: BulkShape(name: "ring", innerRadius: 0.01, outerRadius: 0.03, zMin: -0.02, zMax: 0.02),
          material: Material(name: "kim", criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5), n: 21))
      ],
      sources: [
        .solenoid("main", innerRadius: 0.04, outerRadius: 0.06, zMin: -0.05, zMax: 0.05, turns: 1000)
      ],
      stages: [
        .cool(field: 0, temperature: 5, sources: ["main": 300]), .ramp(field: 0, pace: .duration(600), source: "main"),
      ], accuracy: 5e-3)
    let checked = try ValidCase(magnet)
    let (full, prepared) = (try simulate(checked), try PreparedMagnet(checked).run(checked))
    for sample in [
      Homogeneity.Sample.sphere(diameter: 8e-3), .cylinder(diameter: 4e-3, height: 6e-3), .line(length: 8e-3),
    ] {
      for stage in 0...1 {
        let quantity = ReportedQuantity(name: "own", stage: stage, quantity: .homogeneity(sample, z: 1e-3))
        let value = try #require(try quantity.value(in: full))
        let field = try #require(full.field(atEndOf: stage, of: checked))
        let own = try Homogeneity(field, sample: sample, z: 1e-3).peakToPeak
        #expect(value.value == own.value && value.error == own.error)
        let other = try #require(try quantity.value(in: prepared))
        print(
          "\(sample), stage \(stage): \(value.value) ± \(own.error) ppm, prepared \(other.value) ± \(other.error ?? 0)")
        #expect(abs(other.value - value.value) <= 2 * own.error + 2 * (other.error ?? 0) + 1e-6 * own.value)
        #expect(quantity.unit == "ppm" && value.value > 1)
      }
    }
    // The coil's own field before anything flows, in closed form on the axis.
    func axial(_ z: Double) -> Double {
      func part(_ half: Double) -> Double {
        half * log((0.06 + hypot(0.06, half)) / (0.04 + hypot(0.04, half)))
      }
      return part(0.05 - z) + part(0.05 + z)
    }
    let values = (0...360).map { axial(-3e-3 + 8e-3 * Double($0) / 360) }
    // The mean by Simpson's rule.
    let weights = (0...360).map { $0 == 0 || $0 == 360 ? 1.0 : $0 % 2 == 1 ? 4 : 2 }
    let mean = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / (3 * 360)
    let exact = 1e6 * ((values.max() ?? 0) - (values.min() ?? 0)) / mean
    let line = ReportedQuantity(name: "line", stage: 0, quantity: .homogeneity(.line(length: 8e-3), z: 1e-3))
    #expect(abs(try #require(try line.value(in: full)).value / exact - 1) < 1e-6)
  }
}
