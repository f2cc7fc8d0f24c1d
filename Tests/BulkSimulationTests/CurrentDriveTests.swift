import BulkSimulation
import CoilFields
import Foundation
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

/// Coils that are driven by their current.
@Suite struct `Coils driven by current` {
  private static let turns = 800.0
  private static let (inner, outer, low, high) = (0.04, 0.06, -0.03, 0.05)

  private static func coil(turns: Double?) -> FieldSource {
    .solenoid(
      "main", innerRadius: inner, outerRadius: outer, zMin: low, zMax: high, reference: .init(r: 0, z: 0.01),
      turns: turns)
  }

  /// Bz at its reference point for an ampere [T], in the middle of its bore: M. N. Wilson, Superconducting Magnets, section 3.1.
  private static var fieldPerAmpere: Double {
    let half = 0.5 * (high - low)
    let ratio = (outer + hypot(outer, half)) / (inner + hypot(inner, half))
    return 4e-7 * .pi * turns / (2 * (outer - inner)) * log(ratio)
  }

  private static func magnet(
    _ source: FieldSource, _ start: Double, _ stages: [MagnetisationStage], accuracy: Double = 1e-2
  ) -> SimulationCase {
    SimulationCase(
      name: "wound",
      bulks: [
        SimulationCase.Bulk(
          shape: BulkShape(name: "disc", outerRadius: 0.015, zMin: -0.003, zMax: 0.003),
          material: Material(name: "kim", criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5), n: 21))
      ], sources: [source], stages: [.cool(field: 0, temperature: 5, sources: [source.name: start])] + stages,
      accuracy: accuracy, cells: .init(radial: 12, axial: 8))
  }

  @Test func `the current that makes a field does what the field does`() throws {
    let amperes = 5 / Self.fieldPerAmpere
    func stages(_ unit: Double) -> [MagnetisationStage] {
      [
        .ramp(field: 2.5 * unit, pace: .rate(5e-3 * unit), source: "main"),
        .ramp(field: 0, pace: .duration(500), source: "main"),
        .pulse(peak: 0.5 * unit, riseTime: 1, duration: 5, source: "main"),
        .drive(table: DriveTable(times: [0, 3], values: [0, 0.1 * unit]), source: "main"),
      ]
    }
    let byField = try simulate(ValidCase(Self.magnet(Self.coil(turns: nil), 5, stages(1))))
    let unit = amperes / 5
    let byCurrent = try simulate(ValidCase(Self.magnet(Self.coil(turns: Self.turns), amperes, stages(unit))))
    #expect(byField.stages.count == byCurrent.stages.count)
    for (a, b) in zip(byField.stages, byCurrent.stages) {
      #expect(abs(a.time - b.time) < 1e-6 && abs(a.moment - b.moment) < 1e-6 * 6.7)
      #expect(abs(a.energy.work - b.energy.work) < 1e-6 * a.energy.largest + 1e-12)
      #expect(a.sources[0].current == nil)
      let (current, field) = (try #require(b.sources[0].current), try #require(b.sources[0].field))
      #expect(abs(field - current * Self.fieldPerAmpere) < 1e-9 * 5)
      #expect(abs(field - (a.sources[0].field ?? .nan)) < 1e-9 * 5)
    }
    let row = try #require(byCurrent.history.first)
    #expect(row.sources[0].current == amperes && abs((row.sources[0].field ?? 0) - 5) < 1e-9)
  }

  @Test func `a wound loop has its turns times the field of one`() throws {
    let (radius, turns) = (0.05, 30.0)
    let loop = FieldSource.loop("main", radius: radius, z: 0, turns: turns)
    let result = try simulate(ValidCase(Self.magnet(loop, 1000, [.hold(duration: 1)])))
    let expected = 4e-7 * Double.pi * turns * 1000 / (2 * radius)
    #expect(abs((result.stages[0].sources[0].field ?? 0) - expected) < 1e-12 * expected)
    #expect(abs(result.stages[0].probes[0].bz - expected) < 1e-12 * expected)
  }

  /// What the currents of the bulks send through the windings of the coil [Wb].
  private static func linkage(_ result: SimulationResult, _ simulationCase: ValidCase, stage: Int) throws -> Double {
    let field = try #require(result.field(atEndOf: stage, of: simulationCase))
    var (points, weights) = ([SIMD2<Double>](), [Double]())
    GaussLegendre.ten.forEach(from: inner, to: outer) { r, width in
      GaussLegendre.ten.forEach(from: low, to: high) { z, height in
        points.append(SIMD2(r, z))
        weights.append(2 * .pi * r * width * height * turns / ((outer - inner) * (high - low)))
      }
    }
    return zip(zip(points, weights), field.values(at: points)).reduce(0) { sum, entry in
      let ((point, weight), value) = entry
      return sum + weight * (value.aPhi - field.applied.field(r: point.x, z: point.y).aPhi)
    }
  }

  @Test func `its work is the integral of the flux that it links over its current`() throws {
    let (count, most) = (40, 5 / Self.fieldPerAmpere)
    let currents = (0...count).map { most * (1 - Double($0) / Double(count)) }
    let checked = try ValidCase(
      Self.magnet(
        Self.coil(turns: Self.turns), most,
        currents.dropFirst().map { .ramp(field: $0, pace: .duration(60), source: "main") }))
    let result = try simulate(checked)
    let fluxes = try (0...count).map { try Self.linkage(result, checked, stage: $0) }
    var work = 0.0
    for k in 0..<count {
      let mean = 0.5 * (fluxes[k] + fluxes[k + 1])
      work -= mean * (currents[k + 1] - currents[k])
    }
    let own = try #require(result.stages.last).energy
    print("work of a coil by its flux linkage \(work) J, by the balance \(own.work) J; imbalance \(own.imbalance) J")
    #expect(own.work > 10 && abs(work / own.work - 1) < 2e-3)
    #expect(abs(own.imbalance) < 5e-3 * own.work)
  }

  @Test func `a current that no coil can carry is refused`() throws {
    let simulationCase = Self.magnet(
      Self.coil(turns: Self.turns), 10, [.ramp(field: 1e6, pace: .duration(1), source: "main")])
    let findings = simulationCase.validate()
    #expect(findings.count == 1 && findings[0].path.description == "protocol[1].ramp")
    #expect(findings.first?.problem.contains("T in the coil") == true)
    var without = Self.magnet(Self.coil(turns: 0), 10, [.hold(duration: 1)])
    #expect(without.validate().map(\.path.description) == ["sources.main.turns"])
    without.sources[0].turns = .nan
    #expect(without.validate().map(\.path.description) == ["sources.main.turns"])
  }

  @Test func `a discharge takes the magnet where a fine table of its current does`() throws {
    let circuit = DischargeCircuit(
      voltage: 600, capacitance: 20e-3, inductance: 2e-3, resistance: 0.08, hasCrowbar: true)
    let coil = Self.coil(turns: Self.turns)
    let duration = 0.1
    // The circuit's own numbers: a = 20 /s, w = 156.84 /s; v = 0 when tan w t = -w/a; from there exp(-R t/L).
    let (damping, omega) = (0.08 / 4e-3, (1 / (2e-3 * 20e-3) - 400.0).squareRoot())
    let clamping = (.pi - atan(omega / damping)) / omega
    func current(_ t: Double) -> Double {
      let free = { (t: Double) in 600 / (2e-3 * omega) * exp(-damping * t) * sin(omega * t) }
      return t < clamping ? free(t) : free(clamping) * exp(-40 * (t - clamping))
    }
    let times = (0...400).map { duration * Double($0) / 400 } + [clamping]
    let table = DriveTable(times: times.sorted(), values: times.sorted().map(current))
    func run(_ stage: MagnetisationStage) throws -> SimulationResult {
      try simulate(ValidCase(Self.magnet(coil, 0, [stage, .hold(duration: 1)], accuracy: 5e-3)))
    }
    let (own, byTable) = (
      try run(.discharge(circuit, duration: duration, source: "main")), try run(.drive(table: table, source: "main"))
    )
    print(
      "discharge: \(own.stages[1].moment), by a table \(byTable.stages[1].moment); steps \(own.numerics.runs.map(\.steps)), \(byTable.numerics.runs.map(\.steps))"
    )
    #expect(abs(own.stages[1].moment / byTable.stages[1].moment - 1) < 4e-3)
    #expect(abs((own.stages[1].sources[0].current ?? 0) / current(duration) - 1) < 1e-12)
    // A step lands where the diode takes over.
    #expect(own.history.contains { abs($0.time - clamping) < 1e-9 })
    #expect(abs(own.stages[1].energy.imbalance) < 1e-2 * own.stages[1].energy.largest)
  }
}
