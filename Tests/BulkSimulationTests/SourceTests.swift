import BulkSimulation
import Foundation
import Magnets
import Meshing
import Superconductors
import Testing

/// A disc in the field of a solenoid, and one over which a permanent magnet moves. References: an independent integral method on three
/// grids, the last digits uncertain by the number behind each.
@Suite struct SourceTests {
  private static let solenoid = FieldSource.solenoid(
    "main", innerRadius: 0.04, outerRadius: 0.06, zMin: -0.03, zMax: 0.05, reference: .init(r: 0, z: 0.01))

  private static func disc(_ zMin: Double, _ zMax: Double, _ law: KimLaw, n: Double) -> SimulationCase.Bulk {
    SimulationCase.Bulk(
      shape: BulkShape(name: "disc", outerRadius: 0.015, zMin: zMin, zMax: zMax),
      material: Material(name: "kim", criticalCurrent: law, n: n))
  }

  private static func solenoidCase(accuracy: Double) -> SimulationCase {
    SimulationCase(
      name: "solenoid", bulks: [disc(-0.003, 0.003, KimLaw(jc0: 5e8, b0: 1.5), n: 21)], sources: [solenoid],
      stages: [
        .cool(field: 0, temperature: 5, sources: ["main": 5]),
        .ramp(field: 2.5, pace: .duration(1800), source: "main"),
        .ramp(field: 0, pace: .duration(1800), source: "main"), .hold(duration: 3600),
      ],
      probes: [
        .init(name: "centre", r: 0, z: 0), .init(name: "above", r: 0, z: 0.004), .init(name: "off", r: 0.005, z: 0.004),
      ], accuracy: accuracy)
  }

  private static func levitation(
    _ gaps: [Double], accuracy: Double, shift: Double = 0, probes: [SimulationCase.Probe]? = nil
  ) -> SimulationCase {
    let distances = zip([0.03] + gaps, gaps).map { $1 - $0 }
    return SimulationCase(
      name: "levitation", bulks: [disc(shift - 0.01, shift, KimLaw(jc0: 3e8, b0: 0.5), n: 25)],
      sources: [.magnet("pm", outerRadius: 0.0125, zMin: shift + 0.03, zMax: shift + 0.045, remanence: 1.3)],
      stages: [.cool(field: 0, temperature: 77)]
        + distances.map { .move(source: "pm", to: .distance($0), pace: .rate(1e-3)) },
      probes: probes ?? [.init(name: "below", r: 0, z: shift - 0.03)], accuracy: accuracy)
  }

  @Test(arguments: [3e-3, 1e-3]) func `a disc field-cooled in a solenoid has the reference's numbers`(
    accuracy: Double
  ) throws {
    let result = try simulate(ValidCase(Self.solenoidCase(accuracy: accuracy)))
    #expect(result.warnings.isEmpty)
    func check(_ value: Double, _ error: Double, _ truth: Double, _ bar: Double, _ what: String, within: Double = 2e-3)
    {
      print("solenoid at \(100 * accuracy) %, \(what): \(value) ± \(error), reference \(truth)")
      #expect(abs(value - truth) <= within * abs(truth), "\(what)")
      #expect(abs(value - truth) <= 2 * error + bar, "\(what)")
    }
    for (stage, truths) in [
      (2, [(2.0354, 2e-4), (1.18538, 4e-5), (0.88676, 6e-5)]), (3, [(1.7600, 2e-4), (1.00903, 4e-5), (0.74431, 4e-5)]),
    ] {
      for (probe, truth) in zip(result.stages[stage].probes, truths) {
        check(probe.bz, probe.error, truth.0, truth.1, "Bz at the end of stage \(stage)")
      }
    }
    let off = result.stages[2].probes[2]
    check(off.br, off.error, 0.42932, 1e-5, "Br off the axis")
    for (stage, truth) in [(1, (3.38375, 1e-4)), (2, (6.7308, 7e-4)), (3, (5.5563, 4e-4))] {
      let state = result.stages[stage]
      check(state.moment, state.momentError, truth.0, truth.1, "moment at the end of stage \(stage)")
    }
    let forces = result.stages[1].forces
    check(forces[0].force, forces[0].error, 37.587, 1e-3, "force on the disc", within: 5e-3)
    #expect(abs(forces[0].force + forces[1].force) < 1e-9 * forces[0].force)
  }

  @Test func `a magnet that comes and goes has the reference's forces`() throws {
    let gaps = [0.02, 0.01, 0.005, 0.002, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03]
    let result = try simulate(ValidCase(Self.levitation(gaps, accuracy: 1e-2)))
    #expect(result.meetsAccuracy && result.warnings.count == 1)
    #expect(result.warnings[0].description.contains("is frozen in"), "\(result.warnings)")
    let truths = [
      (0.8001, 0.0011), (9.129, 0.006), (31.30, 0.03), (65.72, 0.04), (83.67, 0.05), (54.47, 0.03), (17.65, 0.04),
      (2.009, 0.024), (-0.989, 0.002),
    ]
    for (stage, truth) in zip(result.stages.dropFirst(), truths) {
      let force = stage.forces[1]
      print(
        "levitation at 1 %, \(stage.sources[0].zMin * 1e3) mm: \(force.force) ± \(force.error) N, reference \(truth.0)")
      #expect(abs(force.force - truth.0) <= 2 * force.error + truth.1)
      #expect(abs(force.force - truth.0) <= 1e-2 * 83.67)
      #expect(abs(force.force + stage.forces[0].force) < 1e-9 * 83)
    }
    let turning = result.stages[5]
    #expect(abs(turning.moment + 2.1307) <= 2 * turning.momentError + 1.3e-3)
    // Mechanical work is what the field stores and what turns into heat.
    let energy = try #require(result.stages.last).energy
    print("levitation: work \(energy.mechanical) J, stored \(energy.stored) J, heat \(energy.dissipated) J")
    #expect(abs(energy.mechanical - energy.work) < 1e-12)
    #expect(abs(energy.imbalance) < 5e-3 * energy.largest)
  }

  @Test func `the mechanical work is the integral of the force over the way`() throws {
    var simulationCase = Self.levitation([0.005], accuracy: 1e-2)
    simulationCase.outputTimes = (1...240).map { Double($0) * 0.1 }
    let result = try simulate(ValidCase(simulationCase))
    let rows = result.history
    let work = zip(rows, rows.dropFirst()).reduce(0) { sum, pair in
      let way = pair.1.sources[0].zMin - pair.0.sources[0].zMin
      return sum - 0.5 * (pair.0.forces[1].force + pair.1.forces[1].force) * way
    }
    let own = result.stages[1].energy.mechanical
    print("work by the force's integral \(work) J, by the balance \(own) J")
    // Both to the accuracy that was asked for.
    #expect(rows.count > 200 && abs(work / own - 1) < 1e-2)
  }

  @Test func `where the arrangement stands along the axis does not matter`() throws {
    let cells = SimulationCase.CellCounts(radial: 8, axial: 8)
    func forces(_ shift: Double) throws -> [Double] {
      var simulationCase = Self.levitation([0.002, 0.01], accuracy: 1e-2, shift: shift)
      simulationCase.cells = cells
      simulationCase.outputInterval = 2
      return try simulate(ValidCase(simulationCase)).history.map { $0.forces[1].force }
    }
    let (here, there) = (try forces(0), try forces(0.017))
    let largest = here.map(abs).max() ?? 0
    #expect(here.count == there.count && here.count > 15)
    for (a, b) in zip(here, there) { #expect(abs(a - b) < 1e-6 * largest, "\(a) \(b)") }
  }

  @Test func `condensed and edge system give the same`() throws {
    func run(_ system: SimulationCase.System) throws -> SimulationResult.StageState {
      var simulationCase = Self.levitation([0.003, 0.008], accuracy: 1e-2)
      simulationCase.cells = .init(radial: 8, axial: 8)
      simulationCase.solver.system = system
      return try #require(try simulate(ValidCase(simulationCase)).stages.last)
    }
    let (a, b) = (try run(.condensed), try run(.banded))
    #expect(abs(a.moment - b.moment) < 2e-4 && abs(a.forces[1].force - b.forces[1].force) < 2e-3)
    #expect(abs(a.energy.work - b.energy.work) < 1e-3 * a.energy.largest)
  }

  @Test func `a solenoid far larger than the magnet is the uniform field, to second order`() throws {
    func moments(_ sources: [FieldSource], _ stages: [MagnetisationStage]) throws -> [Double] {
      let simulationCase = SimulationCase(
        name: "far", bulks: [Self.disc(-0.003, 0.003, KimLaw(jc0: 5e8, b0: 1.5), n: 21)], sources: sources,
        stages: stages, accuracy: 2e-3, cells: .init(radial: 12, axial: 8))
      return try simulate(ValidCase(simulationCase)).stages.map(\.moment)
    }
    let uniform = try moments([], [.cool(field: 5, temperature: 5), .ramp(field: 0, pace: .duration(3600))])
    // As high as wide: the field's curvature at its centre falls with the square of its size.
    let differences = try [0.05, 0.1, 0.2].map { size in
      let coil = FieldSource.solenoid(
        "main", innerRadius: size, outerRadius: 1.2 * size, zMin: -0.4 * size, zMax: 0.4 * size)
      let own = try moments(
        [coil],
        [
          .cool(field: 0, temperature: 5, sources: ["main": 5]),
          .ramp(field: 0, pace: .duration(3600), source: "main"),
        ])
      return own[1] / uniform[1] - 1
    }
    print("a solenoid of 0.05, 0.1 and 0.2 m against the uniform field, moment: \(differences)")
    #expect(abs(differences[2]) < 1e-3)
    for (near, far) in zip(differences, differences.dropFirst()) { #expect(near / far > 3 && near / far < 5) }
  }

  @Test func `a split pair that is its own image keeps half the mesh`() throws {
    func coil(_ name: String, _ sign: Double) -> FieldSource {
      .solenoid(
        name, innerRadius: 0.04, outerRadius: 0.05, zMin: min(sign * 0.02, sign * 0.04),
        zMax: max(sign * 0.02, sign * 0.04), reference: .init(r: 0, z: 0))
    }
    func run(_ second: Double) throws -> SimulationResult {
      let simulationCase = SimulationCase(
        name: "split", bulks: [Self.disc(-0.003, 0.003, KimLaw(jc0: 5e8, b0: 1.5), n: 21)],
        sources: [coil("up", 1), coil("down", -1)],
        stages: [
          .cool(field: 0, temperature: 5, sources: ["up": 1, "down": second]),
          .ramp(field: 0, pace: .duration(60), source: "up"), .ramp(field: 0, pace: .duration(60), source: "down"),
        ], accuracy: 1e-2)
      return try simulate(ValidCase(simulationCase))
    }
    var simulationCase = Self.solenoidCase(accuracy: 1e-2)
    simulationCase.sources[0] = .solenoid("main", innerRadius: 0.04, outerRadius: 0.06, zMin: -0.03, zMax: 0.03)
    let centred = try simulate(ValidCase(simulationCase))
    #expect(centred.numerics.mirrored && centred.stages.allSatisfy { $0.forces.allSatisfy { $0.force == 0 } })
    let split = try run(1)
    #expect(!split.numerics.mirrored && split.stages[1].forces[0].force != 0)
    #expect(abs(split.stages[0].probes[0].bz - 2) < 1e-12)
  }

  @Test func `between two bulks action is reaction, and the default pair attracts`() throws {
    var pair = ReferenceMagnets.kimCase(accuracy: 1e-2)
    let half = try simulate(ValidCase(pair))
    pair.bulks[1].material.n = .number(21 + 1e-9)
    let whole = try simulate(ValidCase(pair))
    for (a, b) in zip(half.stages, whole.stages) {
      #expect(abs(a.forces[0].force + a.forces[1].force) < 1e-9)
      #expect(abs(b.forces[0].force + b.forces[1].force) <= b.forces[0].error + 1e-9)
      #expect(abs(a.forces[0].force - b.forces[0].force) <= 2 * a.forces[0].error + 2 * b.forces[0].error)
    }
    let force = half.stages[1].forces[0]
    print(
      "pair after the ramp: \(force.force) ± \(force.error) N on the one, \(half.stages[1].forces[1].force) N on the other"
    )
    #expect(abs(force.force) > 100 && force.error < 0.02 * abs(force.force))
  }

  @Test func `a coarse table, a pulse and a sine take the magnet where many short ramps do`() throws {
    func moments(_ stages: [MagnetisationStage]) throws -> Double {
      let simulationCase = SimulationCase(
        name: "drive", bulks: [Self.disc(-0.003, 0.003, KimLaw(jc0: 5e8, b0: 1.5), n: 21)],
        stages: [.cool(field: 0, temperature: 5)] + stages, accuracy: 3e-3, cells: .init(radial: 12, axial: 8))
      return try #require(try simulate(ValidCase(simulationCase)).stages.last).moment
    }
    func ramps(_ count: Int, _ duration: Double, _ field: (Double) -> Double) -> [MagnetisationStage] {
      (1...count).map { i in
        let value = field(duration * Double(i) / Double(count))
        return .ramp(field: (value * 1e9).rounded() / 1e9, pace: .duration(duration / Double(count)))
      }
    }
    let table = DriveTable(times: [0, 1, 3, 4], values: [0, 2, 2.5, -0.5])
    let byRamps = try moments([
      .ramp(field: 2, pace: .duration(1)), .ramp(field: 2.5, pace: .duration(2)),
      .ramp(field: -0.5, pace: .duration(1)),
    ])
    #expect(abs(try moments([.drive(table: table)]) / byRamps - 1) < 2e-3)
    let pulse = try moments([.pulse(peak: 3, riseTime: 0.1, duration: 1)])
    let pulseByRamps = try moments(ramps(60, 1) { 3 * ($0 / 0.1) * exp(1 - $0 / 0.1) })
    #expect(abs(pulse / pulseByRamps - 1) < 4e-3, "\(pulse) \(pulseByRamps)")
    let sine = try moments([.sine(amplitude: 1, period: 1, periods: 1.25)])
    let sineByRamps = try moments(ramps(60, 1.25) { sin(2 * .pi * $0) })
    #expect(abs(sine / sineByRamps - 1) < 4e-3, "\(sine) \(sineByRamps)")
    let decay = try moments([
      .ramp(field: 3, pace: .duration(1)), .ramp(field: 0, pace: .relaxation(timeConstant: 0.2, duration: 2)),
    ])
    let decayByRamps = try moments([.ramp(field: 3, pace: .duration(1))] + ramps(60, 2) { 3 * exp(-$0 / 0.2) })
    #expect(abs(decay / decayByRamps - 1) < 4e-3, "\(decay) \(decayByRamps)")
  }
}
