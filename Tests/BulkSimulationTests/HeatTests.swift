import Foundation
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@testable import BulkSimulation

/// Magnets whose heat is computed with their currents.
@Suite struct `Heat` {
  static func material(
    capacity: TemperatureCurve = .constant(1e6), conductivity: Double = 10, exponent: Double = 1.5,
    resistivity: Double? = nil
  ) -> Material {
    Material(
      name: "a", criticalCurrent: KimLaw(jc0: 6e8, b0: 1),
      temperatureFactor: .init(criticalTemperature: 92, exponent: exponent), n: 21, heatCapacity: capacity,
      conductivity: ThermalConductivity(.constant(conductivity)), resistivity: resistivity.map { .constant($0) })
  }

  static func disc(
    _ material: Material, _ stages: [MagnetisationStage], cooling: [FaceCooling] = [], innerRadius: Double = 0,
    accuracy: Double = 0.01, times: [Double] = []
  ) -> SimulationCase {
    SimulationCase(
      name: "disc",
      bulks: [
        .init(
          shape: .init(name: "A", innerRadius: innerRadius, outerRadius: 12e-3, zMin: -5e-3, zMax: 5e-3),
          material: material)
      ], stages: stages, cooling: cooling, accuracy: accuracy, outputTimes: times, fieldOutput: .none)
  }

  private static let pulse: [MagnetisationStage] = [
    .cool(field: 0, temperature: 40), .pulse(peak: 3, riseTime: 10e-3, duration: 0.2),
  ]

  /// The same without heat.
  private static func isothermal(_ simulationCase: SimulationCase) -> SimulationCase {
    var copy = simulationCase
    copy.cooling = []
    for i in copy.bulks.indices {
      copy.bulks[i].material.heatCapacity = nil
      copy.bulks[i].material.conductivity = nil
    }
    return copy
  }

  private func expectEqual(_ heated: SimulationResult, _ cold: SimulationResult, within share: Double) throws {
    let (a, b) = (try #require(heated.stages.last), try #require(cold.stages.last))
    #expect(abs(a.moment - b.moment) < a.momentError + b.momentError + share * abs(b.moment), "\(a.moment) \(b.moment)")
    for (p, q) in zip(a.probes, b.probes) {
      #expect(abs(p.bz - q.bz) < p.error + q.error + share * abs(q.bz), "\(p.bz) \(q.bz)")
    }
  }

  @Test func `much heat capacity leaves the isothermal magnet`() throws {
    let heated = Self.disc(Self.material(capacity: .constant(1e11)), Self.pulse)
    let result = try simulate(heated)
    try expectEqual(result, try simulate(Self.isothermal(heated)), within: 1e-3)
    let heat = try #require(result.stages.last?.heat)
    #expect(heat.largest.temperature > 40 && heat.largest.temperature < 40.001 && heat.dissipated > 5)
  }

  @Test func `perfect cooling leaves the isothermal magnet`() throws {
    let cooling = [FaceCooling(body: "A", face: .all, coefficient: 1e9)]
    let stages: [MagnetisationStage] = [.cool(field: 3, temperature: 40), .ramp(field: 0, pace: .duration(600))]
    let heated = Self.disc(Self.material(conductivity: 1e4), stages, cooling: cooling)
    let result = try simulate(heated)
    try expectEqual(result, try simulate(Self.isothermal(heated)), within: 1e-3)
    let end = try #require(result.stages.last)
    #expect(abs((end.heat?.largest.temperature ?? 0) - 40) < 1e-3)
    // Everything has left.
    #expect(abs(end.energy.removedHeat / end.energy.dissipated - 1) < 1e-3)
    #expect(!result.warnings.contains { if case .heat = $0 { true } else { false } })
  }

  @Test func `heat lowers what a pulse traps, and energies add up`() throws {
    let heated = Self.disc(
      Self.material(), Self.pulse, cooling: [.init(body: "A", face: .rim, coefficient: 1000, bath: 40)])
    let (hot, cold) = (try simulate(heated), try simulate(Self.isothermal(heated)))
    let (a, b) = (try #require(hot.stages.last), try #require(cold.stages.last))
    #expect(a.moment < 0.97 * b.moment)
    #expect(cold.warnings.contains { if case .heat = $0 { true } else { false } })
    let energy = a.energy
    #expect(abs(energy.heatImbalance) < 2e-3 * energy.dissipated && abs(energy.imbalance) < 2e-3 * energy.dissipated)
    #expect(hot.fluxJumps.isEmpty)
  }

  @Test func `bars hold against a finer run`() throws {
    // Seeds that nothing was tuned on: discs and rings, pulses and ramps, three cooled faces.
    var generator = SplitMix(seed: 0x5eed_1a11)
    for _ in 0..<4 {
      let ring = Bool.random(using: &generator)
      let peak = Double.random(in: 1...5, using: &generator)
      let face = [FaceCooling.Face.bottom, .rim, .all].randomElement(using: &generator) ?? .all
      let stages: [MagnetisationStage] =
        Bool.random(using: &generator)
        ? [.cool(field: 0, temperature: 40), .pulse(peak: peak, riseTime: 10e-3, duration: 0.1)]
        : [
          .cool(field: peak, temperature: 50),
          .ramp(field: 0, pace: .duration(Double.random(in: 0.05...2, using: &generator))),
        ]
      var own = Self.disc(
        Self.material(conductivity: Double.random(in: 2...30, using: &generator)), stages,
        cooling: [.init(body: "A", face: face, coefficient: Double.random(in: 100...3000, using: &generator))],
        innerRadius: ring ? 5e-3 : 0, accuracy: 0.02)
      let coarse = try simulate(own)
      own.accuracy = 0.004
      let fine = try simulate(own)
      let (a, b) = (try #require(coarse.stages.last), try #require(fine.stages.last))
      #expect(
        abs(a.moment - b.moment) <= 1.2 * (a.momentError + b.momentError), "\(own.stages) \(a.moment) \(b.moment)")
      for (p, q) in zip(a.probes, b.probes) { #expect(abs(p.bz - q.bz) <= 1.2 * (p.error + q.error), "\(own.stages)") }
      let (s, t) = (try #require(a.heat), try #require(b.heat))
      for (p, q) in [(s.largest, t.largest), (s.mean, t.mean)] {
        #expect(abs(p.temperature - q.temperature) <= 1.2 * (p.error + q.error), "\(own.stages) \(p) \(q)")
      }
    }
  }

  /// Bessel's series of a cylinder at 50 K whose rim is cooled to 40 K (Carslaw and Jaeger, 7.7): the warmest place is the axis, and the rim
  /// where the bath is the warmer one. The slope at the surface is what the bath takes.
  @Test(arguments: [(50.0, 40.0, 46.894868), (40, 50, 90 - 42.440551)])
  func `the warmest place of a cylinder in a bath is where it is in closed form`(
    start: Double, bath: Double, exact: Double
  )
    throws
  {
    let carriesNothing = Material(
      name: "a", criticalCurrent: ConstantLaw(jc0: 1), n: 2, heatCapacity: .constant(1e6),
      conductivity: ThermalConductivity(.constant(10)))
    var value = Self.disc(
      carriesNothing, [.cool(field: 0, temperature: .uniform(start)), .hold(duration: 5)],
      cooling: [.init(body: "A", face: .rim, coefficient: 2000, bath: bath)], accuracy: 0.01)
    value.bulks[0].shape.outerRadius = 15e-3
    let largest = try #require(simulate(ValidCase(value)).stages[1].heat).largest
    #expect(abs(largest.temperature - exact) < 0.01, "\(largest)")
  }

  /// Cooled at its rim, where a pulse heats it most: with the straight line from the cells' middles to the rim the largest temperature was 0.4 K
  /// too large, eleven error bars.
  @Test func `a surface that is heated and cooled at once is told within its error`() throws {
    let stages: [MagnetisationStage] = [
      .cool(field: 0, temperature: 44), .pulse(peak: 3.3, riseTime: 8e-3, duration: 8e-3),
    ]
    let values = try [0.02, 0.004].map {
      let value = Self.disc(
        Self.material(conductivity: 29), stages, cooling: [.init(body: "A", face: .rim, coefficient: 3.8e4)],
        accuracy: $0)
      return try #require(simulate(ValidCase(value)).stages[1].heat).largest
    }
    let apart = abs(values[0].temperature - values[1].temperature)
    #expect(apart <= 1.2 * (values[0].error + values[1].error) && apart < 0.1, "\(values)")
  }

  /// Two discs that touch, the upper one cooled from above.
  private static func stack(contact: Double?) -> SimulationCase {
    var value = disc(
      material(), [.cool(field: 0, temperature: 40), .pulse(peak: 3, riseTime: 10e-3, duration: 2)],
      cooling: [.init(body: "B", face: .top, coefficient: 2000), .init(body: "B", face: .rim, coefficient: 500)],
      accuracy: 0.03)
    value.bulks = [("A", -5e-3, 0.0), ("B", 0.0, 5e-3)].map { name, low, high in
      .init(shape: .init(name: name, outerRadius: 12e-3, zMin: low, zMax: high), material: value.bulks[0].material)
    }
    if let contact {
      value.cooling.append(.init(body: "A", face: .top, coefficient: .constant(contact), other: "B"))
    }
    return value
  }

  @Test func `heat goes through contacts and faces`() throws {
    let results = try [nil, 1e8, 2000, 1e-3].map { try simulate(ValidCase(Self.stack(contact: $0))) }
    let heats = try results.map { try #require($0.stages[1].heat) }
    for (result, heat) in zip(results, heats) {
      // What leaves through the faces is what leaves.
      #expect(heat.faces.map(\.face) == [.top, .rim] && heat.faces.allSatisfy { $0.body == "B" })
      let removed = result.stages[1].energy.removedHeat
      #expect(abs(heat.faces.reduce(0) { $0 + $1.heat } / removed - 1) < 1e-6)
      #expect(heat.faces.allSatisfy { $0.heat > 0.02 * removed && $0.error < 0.1 * $0.heat })
    }
    // A contact without a resistance is none; with a large one A keeps its heat.
    let means = heats.map { $0.meanByBody[0].temperature }
    #expect(abs(means[1] - means[0]) < 2e-3)
    #expect(means[0] + 0.1 < means[2] && means[2] + 0.1 < means[3])
    let own = try #require(heats.last)
    let balance = results[3].stages[1].energy
    #expect(own.faces.reduce(0) { $0 + $1.heat } < 0.6 * balance.dissipated)
  }

  @Test(arguments: [
    (FaceCooling(body: "A", face: .top, coefficient: .constant(100), other: "C"), "no other bulk is named C"),
    (FaceCooling(body: "A", face: .bottom, coefficient: .constant(100), other: "B"), "does not touch bulk B"),
    (FaceCooling(body: "A", face: .top, coefficient: .constant(100), bath: 40, other: "B"), "the heat goes to bulk B"),
  ])
  func `contacts that are none are told`(entry: FaceCooling, message: String) {
    var value = Self.stack(contact: nil)
    value.cooling.append(entry)
    #expect(value.validate().contains { $0.problem.contains(message) })
  }

  @Test func `the faces of a disc that is cut by its mirror plane are both told`() throws {
    let value = Self.disc(
      Self.material(), Self.pulse, cooling: [.init(body: "A", face: .all, coefficient: 2000)], accuracy: 0.03)
    let result = try simulate(ValidCase(value))
    let heat = try #require(result.stages[1].heat)
    #expect(Set(heat.faces.map(\.face)) == [.top, .bottom, .rim])
    let byFace = Dictionary(uniqueKeysWithValues: heat.faces.map { ($0.face, $0.heat) })
    #expect(byFace[.top] == byFace[.bottom])
    #expect(abs(heat.faces.reduce(0) { $0 + $1.heat } / result.stages[1].energy.removedHeat - 1) < 1e-6)
    let last = try #require(result.history.last?.heat)
    #expect(zip(last.faces, heat.faces).allSatisfy { abs($0.heat / $1.heat - 1) < 1e-9 })
  }

  @Test func `a table that ends too early stops the run and says where`() throws {
    let capacity = TemperatureCurve.table(.init(temperatures: [30, 42], values: [1e6, 1e6]))
    let error = #expect(throws: SimulationError.self) {
      try simulate(Self.disc(Self.material(capacity: capacity), Self.pulse))
    }
    guard case .invalid(let invalid)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let finding = try #require(invalid.findings.first)
    #expect(
      "\(finding.path)" == "materials.a.heat_capacity"
        && finding.problem.contains("from 30 to 42 K, but bulk A reaches 42."))
  }

  @Test func `a stage temperature warms the bath, and the magnet after it`() throws {
    let stages: [MagnetisationStage] = [
      .cool(field: 1, temperature: 40), .ramp(field: 0, pace: .duration(10)),
      .temperature(target: 50, pace: .duration(10)), .hold(duration: 100),
    ]
    let result = try simulate(
      Self.disc(Self.material(), stages, cooling: [.init(body: "A", face: .bottom, coefficient: 2000, bath: 40)]))
    let temperatures = result.stages.compactMap(\.heat?.mean.temperature)
    #expect(temperatures[2] > 44 && temperatures[2] < 49.9 && abs(temperatures[3] - 50) < 0.01)
    #expect(result.fluxJumps.isEmpty)
  }

  /// Cold, with little heat capacity and a steep fall of Jc: it jumps.
  static func jumping(rate: Double) -> SimulationCase {
    var material = material(capacity: .power(at1K: 7.6, exponent: 3), conductivity: 1)
    material.criticalCurrent = ConstantLaw(jc0: 8e8)
    material.temperatureFactor = .init(criticalTemperature: 37, exponent: 1.5)
    return disc(
      material, [.cool(field: 5, temperature: 5), .ramp(field: 0, pace: .rate(rate)), .hold(duration: 10)],
      cooling: [.init(body: "A", face: .rim, coefficient: 500)], accuracy: 0.03)
  }

  @Test func `flux jumps, and what follows is told as a range`() throws {
    let result = try simulate(Self.jumping(rate: 1))
    let jump = try #require(result.fluxJumps.first)
    #expect(jump.bulk == "A" && jump.temperatureAfter > 20 && jump.appliedField > 0 && jump.appliedField < 5)
    #expect(result.warnings.contains { if case .thermalJump = $0 { true } else { false } })
    #expect(!result.warnings.contains { if case .accuracyMissed = $0 { true } else { false } })
    let end = try #require(result.stages.last)
    #expect(end.momentError > 0 && (end.heat?.mean.temperature ?? 99) < 30)
  }

  @Test func `the safe rate is the one at which nothing jumps`() throws {
    let safe = try SafeRamp.search(try ValidCase(Self.jumping(rate: 0.3)))
    #expect(safe.quiet < safe.rate && safe.rate < safe.jumping && safe.jumping < 1.03 * safe.quiet && safe.stage == 1)
    #expect(safe.error < 0.5 * safe.rate, "\(safe)")
    #expect(try simulate(Self.jumping(rate: 0.6 * safe.rate)).fluxJumps.isEmpty)
    #expect(try !simulate(Self.jumping(rate: 1.6 * safe.rate)).fluxJumps.isEmpty)
  }
}

/// A generator whose numbers are the same on every run.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
