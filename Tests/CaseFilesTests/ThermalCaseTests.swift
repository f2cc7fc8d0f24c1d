import Magnets
import Superconductors
import Testing

@testable import CaseFiles

@Suite struct `Thermal data in case files` {
  private static func text(_ capacity: String, _ conductivity: String = "20 W/m/K", cooling: String = "") -> String {
    """
    name: heated
    bulks:
      - {name: A, material: a, outer_radius: 12 mm, z_min: -5 mm, z_max: 0 mm}
      - {name: B, material: a, outer_radius: 12 mm, z_min: 0 mm, z_max: 5 mm}
    materials:
      a: {jc: {law: constant, jc0: 4e8 A/m^2}, n: 50, heat_capacity: \(capacity), conductivity: \(conductivity)}
    cooling: [{body: B, face: top, coefficient: 2000 W/m^2/K}\(cooling)]
    protocol: [{cool: {field: 6 T, temperature: 5 K}}, {ramp: {field: 0 T, rate: 1 T/min}}]
    """
  }

  @Test(arguments: [
    ("{law: debye, temperature: 400 K, limit: 3.1e6 J/m^3/K}", "20 W/m/K", ""),
    (
      "{law: debye, temperature: 400 K, limit: 3.1e6 J/m^3/K, electrons_at_1K: 100 J/m^3/K}",
      "{law: card, card: copper}", ""
    ),
    ("{law: card, card: rebco}", "{law: card, card: rebco}", ", {body: A, face: top, to: B, coefficient: 1e4 W/m^2/K}"),
  ])
  func `are read and written`(capacity: String, conductivity: String, cooling: String) throws {
    let text = Self.text(capacity, conductivity, cooling: cooling)
    let value = try readCase(text: text, file: "heated.yaml").simulationCase
    #expect(try readCase(text: caseFileText(value), file: "heated.yaml").simulationCase == value)
    let material = value.bulks[0].material
    if capacity.contains("card") {
      #expect(material.conductivity?.axial == .constant(4) && material.assumptions.count == 2)
      #expect(value.cooling[1].other == "B")
    } else if case .debye(let own)? = material.heatCapacity {
      #expect(own.temperature == 400 && own.electronsAt1K == (capacity.contains("electrons") ? 100 : 0))
    } else {
      Issue.record("no Debye")
    }
  }

  @Test(arguments: [
    ("{law: card, card: ybco}", "unknown card ybco; did you mean"),
    ("{law: debey, temperature: 400 K, limit: 3e6 J/m^3/K}", "unknown law of heat_capacity debey; did you mean debye?"),
    ("{law: debye, temperature: -400 K, limit: 3e6 J/m^3/K}", "is not positive"),
    ("{law: debye, temperature: 400 K}", "limit is missing"),
  ])
  func `that are wrong say what to write`(capacity: String, message: String) {
    do {
      _ = try readCase(text: Self.text(capacity), file: "heated.yaml")
      Issue.record("accepted \(capacity)")
    } catch {
      #expect("\(error)".contains(message), "\(error)")
    }
  }
}
