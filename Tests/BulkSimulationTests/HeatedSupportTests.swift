import Foundation
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@testable import BulkSimulation

/// Magnets whose heat goes through what holds them.
@Suite struct `Heat of supports` {
  @Test func `a ring that does not touch is no ring`() throws {
    let results = try [nil, 1e-6].map { contact -> SimulationResult in
      var value = HeldHeat.pulsed
      if let contact {
        value.cooling = [.init(body: "A", face: .rim, coefficient: .constant(contact), other: "ring")]
      } else {
        (value.supports, value.cooling) = ([], [])
      }
      return try simulate(ValidCase(value))
    }
    let (alone, held) = (results[0].stages[1], results[1].stages[1])
    #expect(abs(alone.moment - held.moment) < alone.momentError + held.momentError)
    let (a, b) = (try #require(alone.heat), try #require(held.heat))
    #expect(abs(a.mean.temperature - b.mean.temperature) < a.mean.error + b.mean.error + 1e-3)
    #expect(results[1].heatedNames == ["A", "ring"] && results[0].heatedNames == ["A"])
    #expect(abs(b.largestByBody[1].temperature - 40) < 1e-6)
  }

  @Test func `a magnet in a ring that is its own image is solved in its upper half`() throws {
    var whole = HeldHeat.pulsed
    whole.cooling.append(.init(body: "A", face: .rim, coefficient: .constant(1e9), other: "ring"))
    let results = try [HeldHeat.pulsed, whole].map { try simulate(ValidCase($0)) }
    #expect(results.map(\.numerics.mirrored) == [true, false])
    let heats = try results.map { try #require($0.stages[1].heat) }
    for (a, b) in zip(heats[0].meanByBody + heats[0].largestByBody, heats[1].meanByBody + heats[1].largestByBody) {
      #expect(abs(a.temperature - b.temperature) < a.error + b.error + 5e-3, "\(a) \(b)")
    }
    for (result, heat) in zip(results, heats) {
      let energy = result.stages[1].energy
      #expect(heat.faces.map(\.face) == [.rim] && heat.faces[0].body == "ring" && heat.faces[0].heat > 0)
      #expect(abs(heat.faces[0].heat / energy.removedHeat - 1) < 1e-6)
      #expect(abs(energy.heatImbalance) < 2e-3 * energy.dissipated, "\(energy)")
      #expect(heat.meanByBody[1].temperature > 40.05)
    }
  }

  /// Below and above, joined by a contact, and a bore that holds a rod: bodies of every kind at once keep their energy.
  @Test func `a stack with plate, rod and image keeps its energy`() throws {
    var value = HeldHeat.pulsed
    value.bulks[0].shape.innerRadius = 4e-3
    value.supports += [
      Support(
        shape: .init(name: "rod", outerRadius: 4e-3 - 1e-5, zMin: -5e-3, zMax: 5e-3),
        material: HeldHeat.steel, interference: 2e-5),
      Support(
        shape: .init(name: "stage", outerRadius: 20e-3, zMin: -9e-3, zMax: -5e-3), material: HeldHeat.steel,
        kind: .plate),
    ]
    value.cooling = [
      .init(body: "stage", face: .bottom, coefficient: 5000),
      .init(body: "stage", face: .top, coefficient: .constant(3000), other: "A"),
    ]
    let result = try simulate(ValidCase(value))
    let (heat, energy) = (try #require(result.stages[1].heat), result.stages[1].energy)
    #expect(heat.faces.map(\.body) == ["stage"] && abs(heat.faces[0].heat / energy.removedHeat - 1) < 1e-6)
    #expect(abs(energy.heatImbalance) < 2e-3 * energy.dissipated, "\(energy)")
    #expect(result.heatedNames == ["A", "ring", "rod", "stage"] && heat.meanByBody.allSatisfy { $0.temperature > 40 })
  }

  @Test func `a support that bears alone leaves the bits, and is told once`() throws {
    var value = HeldHeat.pulsed
    value.supports[0].material = StructuralMaterial(
      name: "steel", elastic: ElasticProperties(young: 193e9, poisson: 0.28))
    value.bulks[0].material.elastic = ElasticProperties(young: 130e9, poisson: 0.3)
    value.cooling = [.init(body: "A", face: .rim, coefficient: 500)]
    var alone = value
    alone.supports = []
    let (held, bare) = (try simulate(ValidCase(value)), try simulate(ValidCase(alone)))
    #expect(held.stages[1].moment == bare.stages[1].moment && held.stages[1].heat == bare.stages[1].heat)
    #expect(held.warnings.filter { $0 == .supportWithoutHeat(support: "ring") }.count == 1)
    #expect(!bare.warnings.contains { $0.kind == "support_without_heat" })
  }

  @Test func `a table that ends too early names the support`() throws {
    var value = HeldHeat.pulsed
    value.supports[0].material.heatCapacity = .table(.init(temperatures: [30, 40.01], values: [1e5, 1e5]))
    let error = #expect(throws: SimulationError.self) { try simulate(ValidCase(value)) }
    guard case .invalid(let invalid)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let finding = try #require(invalid.findings.first)
    #expect(
      "\(finding.path)" == "materials.steel.heat_capacity" && finding.problem.contains("but support ring reaches 40."))
  }

  /// L of the ring over its resistance, by hand.
  @Test func `eddy currents in a ring are told where they matter`() throws {
    func eddy(_ conductivity: Double, rise: Double) throws -> RunWarning.EddyCurrents? {
      var value = HeldHeat.pulsed
      value.supports[0].material.conductivity = ThermalConductivity(.constant(conductivity))
      value.stages[1] = .pulse(peak: 1, riseTime: rise, duration: 0.1)
      return try ValidCase(value).simulationCase.supportWarnings(value.segments).compactMap {
        if case .eddyCurrents(let stage, let eddy) = $0, stage.name == "pulse" { eddy } else { nil }
      }.first
    }
    let own = try #require(try eddy(50, rise: 0.01))
    let resistivity = 2.443e-8 * 40 / 50
    let inductance = 4e-7 * Double.pi * 13.5e-3 * (log(8 * 13.5 / (0.2235 * 13)) - 2)
    let lag = inductance / (resistivity * 2 * Double.pi * 13.5e-3 / 30e-6)
    #expect(abs(own.resistivity / resistivity - 1) < 1e-9 && abs(own.lag / lag - 1) < 1e-9 && own.temperature == 40)
    #expect(abs(own.share - lag * exp(1) / 0.01) < 1e-9)
    #expect(try eddy(0.01, rise: 10) == nil)
  }
}

/// A disc in a ring of steel.
enum HeldHeat {
  static let steel = StructuralMaterial(
    name: "steel", heatCapacity: .constant(1e6), conductivity: ThermalConductivity(.constant(5)))

  static let ring = Support(
    shape: .init(name: "ring", innerRadius: 12e-3, outerRadius: 15e-3, zMin: -5e-3, zMax: 5e-3), material: steel)

  static let pulsed: SimulationCase = {
    var value = Heat.disc(
      Heat.material(), [.cool(field: 0, temperature: 40), .pulse(peak: 3, riseTime: 10e-3, duration: 0.5)],
      cooling: [.init(body: "ring", face: .rim, coefficient: 2000)], accuracy: 0.03)
    value.supports = [ring]
    return value
  }()

  static let jumping: SimulationCase = {
    var value = Heat.jumping(rate: 1)
    value.supports = [ring]
    value.supports[0].material.heatCapacity = .power(at1K: 8, exponent: 3)
    value.cooling = [.init(body: "ring", face: .rim, coefficient: 500)]
    return value
  }()
}
