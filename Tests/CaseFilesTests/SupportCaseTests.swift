import CaseSamples
import HostSystem
import Magnets
import Superconductors
import Testing

@testable import CaseFiles

@Suite struct `Supports in case files` {
  private static let text = """
    name: held
    bulks: [{name: A, material: bulk, outer_radius: 12 mm, z_min: -5 mm, z_max: 5 mm}]
    supports:
      - {name: ring, material: steel, inner_radius: 12 mm, outer_radius: 15 mm, z_min: -5 mm, z_max: 5 mm, contact: frictionless, interference: 20 um}
      - {name: lid, kind: plate, material: lid, outer_radius: 12 mm, z_min: 5 mm, z_max: 7 mm}
    materials:
      bulk: {jc: {law: constant, jc0: 4e8 A/m^2}, n: 50, young: 130 GPa, poisson: 0.3, strength: 50 MPa, contraction: 0.15 %, weibull: {modulus: 10, scale: 60 MPa, volume: 100 mm^3}}
      steel: {young: 193 GPa, poisson: 0.28}
      lid: {card: aluminium, strength: 200 MPa}
    protocol: [{cool: {field: 6 T, temperature: 5 K}}, {ramp: {field: 0 T, rate: 1 T/min}}]
    """

  @Test func `are read with their materials`() throws {
    let value = try readCase(text: Self.text, file: "held.yaml").simulationCase
    #expect(value.computesStress && value.supports.count == 2)
    let (ring, lid) = (value.supports[0], value.supports[1])
    #expect(ring.contact == .frictionless && abs(ring.interference - 20e-6) < 1e-18 && ring.kind == .ring)
    #expect(ring.material.elastic == ElasticProperties(young: 193e9, poisson: 0.28))
    #expect(lid.kind == .plate && lid.material.elastic.young == 70e9 && lid.material.elastic.strength == 200e6)
    let elastic = value.bulks[0].material.elastic
    #expect(abs((elastic.contraction?.value(at: 5) ?? 0) - 0.0015) < 1e-15 && elastic.weibull?.modulus == 10)
  }

  @Test func `are written as they were read`() throws {
    let value = try readCase(text: Self.text, file: "held.yaml").simulationCase
    #expect(try readCase(text: caseFileText(value), file: "held.yaml").simulationCase == value)
  }

  /// A support conducts heat by the same keys as a bulk, and need not bear.
  @Test(arguments: [
    (
      "{heat_capacity: 2e6 J/m^3/K, conductivity: {r: 5 W/m/K, z: 4 W/m/K}}", "materials.steel.conductivity.z",
      "3 W/m/K"
    ),
    (
      "{card: steel, heat_capacity: {law: card, card: steel}, conductivity: {law: card, card: steel}}",
      "materials.steel.young", "1 GPa"
    ),
    (
      "{heat_capacity: {law: power, at_1K: 8 J/m^3/K, exponent: 1}, conductivity: 4 W/m/K, young: 193 GPa, poisson: 0.3}",
      "materials.steel.heat_capacity.at_1K", "9 J/m^3/K"
    ),
    ("bulk", "cooling[1].coefficient", "30 W/m^2/K"),
  ])
  func `conduct heat`(material: String, key: String, value: String) throws {
    let text = """
      name: held
      bulks: [{name: A, material: bulk, outer_radius: 12 mm, z_min: -5 mm, z_max: 5 mm}]
      supports: [{name: ring, material: \(material == "bulk" ? "bulk" : "steel"), inner_radius: 12 mm, outer_radius: 15 mm, z_min: -5 mm, z_max: 5 mm}]
      materials:
        bulk: {jc: {law: constant, jc0: 4e8 A/m^2}, n: 50, heat_capacity: 1e6 J/m^3/K, conductivity: 10 W/m/K}
        \(material == "bulk" ? "" : "steel: \(material)")
      cooling: [{body: ring, face: rim, coefficient: 500 W/m^2/K}, {body: ring, face: hole, to: A, coefficient: 5000 W/m^2/K}]
      protocol: [{cool: {field: 6 T, temperature: 5 K}}, {ramp: {field: 0 T, rate: 1 T/min}}]
      """
    let read = try readCase(text: text, file: "held.yaml")
    let own = read.simulationCase
    #expect(own.heatedSupports.count == 1 && own.supports[0].material.conductsHeat && own.cooling[1].other == "A")
    #expect(own.supports[0].material.assumptions.count == (material.contains("card") ? 3 : 0))
    #expect(try readCase(text: caseFileText(own), file: "held.yaml").simulationCase == own)
    let changed = try EditableCase(read.checked).setting([.init(key: key, setting: .text(value))])
    #expect(changed.simulationCase != own)
    let one = text.replacing("heat_capacity: 2e6 J/m^3/K, ", with: "")
    if one != text {
      let error = #expect(throws: InputError.self) { _ = try readCase(text: one, file: "held.yaml") }
      #expect(
        error?.message.contains(
          "materials.steel.heat_capacity: the material of a support has a conductivity, but no heat") == true)
    }
  }

  @Test(arguments: [
    ("supports[ring].interference", "30 um"), ("supports.ring.outer_radius", "16 mm"),
    ("materials.steel.young", "180 GPa"),
    ("materials.bulk.strength", "40 MPa"),
  ])
  func `have keys that can be set`(key: String, value: String) throws {
    let editable = EditableCase(try readCase(text: Self.text, file: "held.yaml").checked)
    let key = key.replacing("[ring]", with: "[0]")
    let changed = try editable.setting([.init(key: key, setting: .text(value))])
    #expect(changed.simulationCase != editable.base.simulationCase)
  }

  @Test(arguments: [
    ("material: steel,", "material: stel,", "unknown material stel; did you mean steel?"),
    ("contact: frictionless", "contact: glued", "unknown choice glued"),
    ("card: aluminium", "card: alumium", "unknown card alumium; did you mean aluminium?"),
    ("poisson: 0.28", "poison: 0.28", "unknown key poison; did you mean poisson?"),
    ("young: 193 GPa", "young: -193 GPa", "is not positive; a stiffness is positive"),
    ("young: 193 GPa", "young: 193", "193 has no unit"),
  ])
  func `that are wrong say what to write`(old: String, new: String, message: String) throws {
    #expect(Self.text.contains(old))
    let error = #expect(throws: InputError.self) {
      _ = try readCase(text: Self.text.replacing(old, with: new), file: "held.yaml")
    }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }
}
