import Foundation
import Magnets
import Meshing
import Superconductors
import Testing
import TimeStepping

@testable import BulkSimulation

@Suite struct SystemTests {
  @Test func `warming to Tc leaves nothing, and no step fails`() throws {
    var material = ReferenceMagnets.kim(n: 50)
    material.temperatureFactor = TemperatureFactor(criticalTemperature: 38, exponent: 2)
    let result = try simulate(
      SimulationCase(
        name: "warm", bulks: ReferenceMagnets.pair(gap: 1, material: material),
        stages: [
          .cool(field: 7, temperature: 5), .ramp(field: 0, pace: ReferenceMagnets.rampRate),
          .temperature(target: 20, pace: .rate(0.5 / 60)), .temperature(target: 40, pace: .rate(0.5 / 60)),
        ], accuracy: 1e-2, fieldOutput: .none))
    let centre = result.stages.map { $0.probes[0].bz }
    #expect(centre[1] > centre[2] && centre[2] > 0.5)
    #expect(abs(centre[3]) < 1e-4)
  }

  @Test func `a magnet cooled further after charging stops creeping`() throws {
    var material = ReferenceMagnets.kim(n: 50)
    material.temperatureFactor = TemperatureFactor(criticalTemperature: 38, exponent: 2)
    func drift(_ stages: [MagnetisationStage]) throws -> Double {
      let result = try simulate(
        SimulationCase(
          name: "creep", bulks: ReferenceMagnets.pair(gap: 1, material: material), stages: stages, accuracy: 1e-2,
          fieldOutput: .none))
      return abs(result.stages.last?.probes[0].drift ?? .infinity)
    }
    let charge: [MagnetisationStage] = [
      .cool(field: 7, temperature: 14), .ramp(field: 0, pace: ReferenceMagnets.rampRate), .hold(duration: 3600),
    ]
    let held = try drift(charge + [.hold(duration: 24 * 3600)])
    let cooled = try drift(charge + [.temperature(target: 5, pace: .rate(1.0 / 60)), .hold(duration: 24 * 3600)])
    #expect(held > 100)
    #expect(cooled < 0.1)
  }

  @Test func `cooling again forgets the currents`() throws {
    let result = try simulate(
      SimulationCase(
        name: "again", bulks: ReferenceMagnets.pair(gap: 1, material: ReferenceMagnets.kim(n: 21)),
        stages: [
          .cool(field: 1, temperature: 5), .ramp(field: 0, pace: .duration(600)), .cool(field: 0, temperature: 5),
          .hold(duration: 60),
        ], accuracy: 1e-2, fieldOutput: .none))
    #expect(result.stages[1].moment > 1)
    #expect(result.stages[2].moment == 0 && result.stages[3].moment == 0)
  }

  @Test func `trapped flux and currents' field agree with each other`() throws {
    let run = try ReferenceMagnets.transient(
      ReferenceMagnets.pair(gap: 2, material: ReferenceMagnets.kim(n: 21)),
      stages: [.cool(field: 7, temperature: 5), .ramp(field: 0, pace: ReferenceMagnets.rampRate)],
      probes: (0..<60).map { .init(name: "p\($0)", r: 15e-3 * (Double($0) + 0.5) / 60, z: 0) }, radialCells: 10,
      axialCells: 4, airGrowth: 1.3, tolerance: 1e-3)
    let values = run.stageEnds[1].values
    let flux = values.probes.enumerated().reduce(0.0) { sum, probe in
      let r = 15e-3 * (Double(probe.offset) + 0.5) / 60
      return sum + 2 * Double.pi * r * probe.element.y * 15e-3 / 60
    }
    #expect(abs(values.flux / flux - 1) < 3e-3)
  }

  @Test(arguments: [true, false]) func `work of the applied field is stored or turned into heat`(mirrored: Bool) throws
  {
    var bulks = ReferenceMagnets.pair(gap: 2, material: ReferenceMagnets.kim(n: 21))
    if !mirrored { bulks[0].material.name = "kim, other" }
    let run = try ReferenceMagnets.transient(
      bulks,
      stages: [
        .cool(field: 7, temperature: 5), .ramp(field: 0, pace: ReferenceMagnets.rampRate), .hold(duration: 3600),
        .cool(field: 0, temperature: 5), .hold(duration: 60),
      ],
      probes: [], radialCells: 10, axialCells: 4, airGrowth: 1.3, tolerance: 5e-4)
    let (ramp, hold) = (run.stageEnds[1].energy, run.stageEnds[2].energy)
    #expect(ramp.stored > 0 && ramp.dissipated > ramp.stored)
    #expect(abs(ramp.imbalance) < 1e-3 * ramp.work)
    // Nothing does work while the field is held: what the magnet loses becomes heat.
    #expect(hold.work == ramp.work)
    #expect(abs(hold.dissipated - ramp.dissipated - (ramp.stored - hold.stored)) < 1e-3 * ramp.work)
    #expect(run.stageEnds[4].energy == .zero)
    print("imbalance / work: \(ramp.imbalance / ramp.work), \(hold.imbalance / hold.work)")
  }
}
