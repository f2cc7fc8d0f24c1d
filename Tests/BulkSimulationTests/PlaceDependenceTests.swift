import Foundation
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@testable import BulkSimulation

/// What differs from bulk to bulk and from place to place: temperatures and maps of Jc.
@Suite struct PlaceDependenceTests {
  private func kim(name: String = "kim") -> Material {
    var material = ReferenceMagnets.kim(n: 21)
    material.name = name
    material.temperatureFactor = TemperatureFactor(criticalTemperature: 38, exponent: 2)
    return material
  }

  @Test func `two bulks far apart at different temperatures are two single bulks`() throws {
    // 0.6 m apart one bulk sees a field of the other of some 1e-5 of its own.
    func stages(_ temperature: BulkTemperature, _ warm: BulkTemperature) -> [MagnetisationStage] {
      [
        .cool(field: 5, temperature: temperature), .ramp(field: 0, pace: ReferenceMagnets.rampRate),
        .temperature(target: warm, pace: .duration(600)),
      ]
    }
    func bulk(_ name: String, at height: Double) -> SimulationCase.Bulk {
      ReferenceMagnets.disc(height: 6, centre: height, name: name, material: kim())
    }
    func moments(
      _ bulks: [SimulationCase.Bulk], _ stages: [MagnetisationStage]
    ) throws -> [[Double]] {
      try ReferenceMagnets.transient(
        bulks, stages: stages, probes: [], radialCells: 8, axialCells: 4, airGrowth: 1.3, farDistance: 1.2,
        tolerance: 3e-4
      ).stageEnds.dropFirst().map(\.values.moments)
    }
    let both = try moments(
      [bulk("A", at: 300), bulk("B", at: -300)], stages(.byBulk(["A": 5, "B": 20]), .byBulk(["A": 12, "B": 20])))
    let cold = try moments([bulk("A", at: 0)], stages(5, 12))
    let warm = try moments([bulk("A", at: 0)], stages(20, 20))
    for stage in both.indices {
      #expect(abs(both[stage][0] / cold[stage][0] - 1) < 2e-3, "cold: \(both[stage][0]), alone \(cold[stage][0])")
      #expect(abs(both[stage][1] / warm[stage][0] - 1) < 2e-3, "warm: \(both[stage][1]), alone \(warm[stage][0])")
    }
    #expect(both[1][0] < 0.95 * both[0][0])
    #expect(both[0][1] < 0.8 * both[0][0])
  }

  @Test func `bulks at different temperatures are no mirror images, and the history tells them apart`() throws {
    func run(_ temperature: BulkTemperature) throws -> SimulationResult {
      try simulate(
        SimulationCase(
          name: "pair", bulks: ReferenceMagnets.pair(gap: 2, material: kim()),
          stages: [.cool(field: 5, temperature: temperature), .ramp(field: 0, pace: .duration(600))],
          accuracy: 1e-2, fieldOutput: .none))
    }
    let (same, listed, different) = try (run(5), run(.byBulk(["A": 5, "B": 5])), run(.byBulk(["A": 5, "B": 8])))
    #expect(same.numerics.mirrored && listed.numerics.mirrored && !different.numerics.mirrored)
    #expect(same.stages[1].moment == listed.stages[1].moment)
    #expect(same.stages[1].temperatureByBulk.isEmpty && listed.history[0].temperatureByBulk.isEmpty)
    #expect(different.stages[1].temperature == 5 && different.stages[1].temperatureByBulk == [5, 8])
    #expect(different.history.allSatisfy { $0.temperatureByBulk == [5, 8] })
    #expect(different.stages[1].momentByBulk[1] < different.stages[1].momentByBulk[0])
    #expect(throws: SimulationError.self) { try run(.byBulk(["A": 5])) }
    #expect(throws: SimulationError.self) { try run(.byBulk(["A": 5, "B": 5, "C": 5])) }
  }

  @Test func `a map of a constant is a material with a smaller Jc, bit by bit`() throws {
    func run(_ material: Material) throws -> Transient {
      try ReferenceMagnets.transient(
        ReferenceMagnets.pair(gap: 2, material: material),
        stages: [.cool(field: 5, temperature: 5), .ramp(field: 0, pace: .duration(600)), .hold(duration: 3600)],
        probes: [.init(name: "centre", r: 0, z: 0)], radialCells: 8, axialCells: 4, airGrowth: 1.3, tolerance: 1e-3)
    }
    var mapped = kim()
    mapped.map = try map(radii: [0, 7, 15], heights: [-3, 0.4, 3]) { _, _ in 0.5 }
    var scaled = kim()
    scaled.criticalCurrent = KimLaw(jc0: 2.5e8, b0: 1.5)
    let (a, b) = (try run(mapped), try run(scaled))
    #expect(a.stageEnds.map(\.values) == b.stageEnds.map(\.values))
    #expect(a.stageEnds.map(\.currents) == b.stageEnds.map(\.currents))
  }

  @Test func `a bulk with a weak core traps what two discs in each other do`() throws {
    // Jc is halved within 6 mm. On the axis the exact field of a saturated cylinder is that of a full disc less half a
    // smaller one; the moment likewise.
    let (a, core, b, jc) = (10e-3, 6e-3, 8e-3, 3e8)
    var material = ReferenceMagnets.bean(jc: jc, n: 1000)
    material.map = try map(radii: [0, 5.999999, 6.000001, 10], heights: [-8, 8]) { r, _ in r < 6 ? 0.5 : 1 }
    let result = try simulate(
      SimulationCase(
        name: "core", bulks: [ReferenceMagnets.disc(radius: 10, height: 16, material: material)],
        stages: [.cool(field: 9, temperature: 5), .ramp(field: 0, pace: .rate(4e-4 / 1e-2))],
        probes: [.init(name: "centre", r: 0, z: 0), .init(name: "face", r: 0, z: b)], fieldOutput: .none))
    func disc(_ radius: Double, _ height: Double) -> Double {
      vacuumPermeability * jc * height * asinh(radius / height)
    }
    let state = result.stages[1]
    let centre = disc(a, b) - 0.5 * disc(core, b)
    let face = 0.5 * (disc(a, 2 * b) - 0.5 * disc(core, 2 * b))
    let moment = 2 * Double.pi / 3 * jc * b * (a * a * a - 0.5 * core * core * core)
    #expect(abs(state.probes[0].bz / centre - 1) < 5e-3, "\(state.probes[0].bz), exact \(centre)")
    #expect(abs(state.probes[1].bz / face - 1) < 5e-3, "\(state.probes[1].bz), exact \(face)")
    #expect(abs(state.moment / moment - 1) < 5e-3, "\(state.moment), exact \(moment)")
  }

  @Test func `a long cylinder with a step of Jc has Bean's profile on both sides`() throws {
    // Zero-field cooled to beyond the step: B falls by mu0 Jc a metre in the shell, by half of it in the core.
    let (a, jc) = (5e-3, 3e8)
    var material = ReferenceMagnets.bean(jc: jc, n: 300)
    material.map = try map(radii: [0, 2.499999, 2.500001, 5], heights: [-50, 50]) { r, _ in r < 2.5 ? 0.5 : 1 }
    let applied = vacuumPermeability * jc * (0.5 * a + 0.5 * 0.3 * a)
    let radii = [0.1, 0.3, 0.4, 0.6, 0.8].map { $0 * a }
    let run = try ReferenceMagnets.transient(
      [ReferenceMagnets.disc(radius: 5, height: 100, material: material)],
      stages: [.cool(field: 0, temperature: 5), .ramp(field: applied, pace: .rate(2e-4 / a))],
      probes: radii.map { .init(name: "r", r: $0, z: 0) }, radialCells: 20, axialCells: 10, airGrowth: 1.3,
      tolerance: 1e-3)
    for (r, value) in zip(radii, run.stageEnds[1].values.probes) {
      let shell = vacuumPermeability * jc * (a - max(r, 0.5 * a))
      let core = 0.5 * vacuumPermeability * jc * max(0, 0.5 * a - r)
      let exact = max(0, applied - shell - core)
      #expect(abs(value.y + applied - exact) < 0.012 * applied, "r = \(r): \(value.y + applied) T, Bean \(exact) T")
    }
  }

  @Test func `a map that is not its own reflection leaves the whole magnet to be solved`() throws {
    func mirrored(_ factor: (Double, Double) -> Double) throws -> Bool {
      var material = kim()
      material.map = try map(radii: [0, 15], heights: [-3, 0, 3], factor)
      return Magnet(SimulationCase(name: "map", bulks: ReferenceMagnets.pair(gap: 2, material: material), stages: []))
        .symmetry != nil
    }
    #expect(try mirrored { r, z in 1 - 0.0005 * r * z * z })
    #expect(try !mirrored { _, z in 1 + 0.01 * z })
  }

  /// Lengths in mm.
  private func map(
    radii: [Double], heights: [Double], _ factor: (Double, Double) -> Double
  ) throws -> CriticalCurrentMap {
    let lines = heights.flatMap { z in radii.map { r in "\(r),\(z),\(factor(r, z))" } }
    return try CriticalCurrentMap(csv: "r[mm],z[mm],factor\n" + lines.joined(separator: "\n"), file: "map.csv")
  }
}
