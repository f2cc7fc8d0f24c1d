import Foundation
import CoilFields
import EdgeElements
import Meshing
import Superconductors
import Testing
import TimeStepping

@testable import BulkSimulation

@Suite struct SystemTests {
  @Test(arguments: [1.0, 2, 21, 300, 1000]) func `J is found for every balance of flux and field`(n: Double) {
    let disc = ReferenceMagnets.disc(radius: 10, height: 10, material: ReferenceMagnets.bean(jc: 1e8, n: n))
    let cells = CurrentCells(mesh: RectangleMesher.mesh(r: [0, 0.01, 0.02], z: [-5e-3, 5e-3], shapes: [disc.shape]))
    let materials = CellMaterials(
      Magnet(SimulationCase(name: "cell", bulks: [disc], stages: [])), cells: cells,
      air: SimulationCase.Solver().air)
    for beta in [1e-12, 1e-3, 1, 1e3, 1e12] {
      for sum in [-50.0, -1, -0.3, 0, 1e-9, 0.5, 0.99, 1, 1.01, 3, 1e6] {
        for near in [0, 0.5, -2, 1, 5, 1e3] {
          let x = materials.ratio(cell: 0, beta: beta, sum: sum, near: near)
          let balance = x + beta * (n == 1 ? x : pow(abs(x), n - 1) * x)
          #expect(abs(balance - sum) <= 1e-6 * abs(sum), "beta \(beta), sum \(sum), near \(near): \(x)")
        }
      }
    }
  }

  @Test func `the mean field factor matters at the axis only`() {
    let width = 1e-3
    func factor(_ k: Double, n: Double) -> Double {
      CellMaterials.meanFieldFactor(
        .rectangle(RectangularCoil(r0: k * width, r1: (k + 1) * width, z0: 0, z1: 1e-3)), n: n)
    }
    // (2/3)/<r^(1/n)>^n: (2/3) e for n to infinity, 4/3 for n = 1.
    #expect(abs(factor(0, n: 1e9) - 2.0 / 3 * 2.718281828459045) < 1e-6)
    #expect(abs(factor(0, n: 1) - 4.0 / 3) < 1e-12)
    #expect(factor(1, n: 21) > 1.04 && factor(1, n: 21) < 1.07)
    #expect(abs(factor(100, n: 21) - 1) < 1e-4)
  }

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
