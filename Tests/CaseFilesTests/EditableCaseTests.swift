import BulkSimulation
import CaseSamples
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@testable import CaseFiles

@Suite struct `Editable case` {
  private func editable(_ text: String = goodCase) throws -> EditableCase {
    EditableCase(try read(text).checked)
  }

  private func set(_ key: String, _ text: String, in text2: String = goodCase) throws -> SimulationCase {
    try editable(text2).setting([.init(key: key, setting: .text(text))]).simulationCase
  }

  @Test func `takes every kind of key`() throws {
    #expect(
      try set("materials.ba122.jc.jc0", "400 A/mm^2").bulks[1].material.criticalCurrent as? KimLaw
        == KimLaw(jc0: 4e8, b0: 1.5))
    #expect(try set("materials.ba122.n", "33").bulks[0].material.n == .number(33))
    #expect(try set("bulks.A.z_max", "8 mm").bulks[0].shape.zMax == 0.008)
    #expect(try set("bulks[0].z_max", "8 mm").bulks[0].shape.zMax == 0.008)
    #expect(try set("protocol[1].ramp.field", "1 T").stages[1] == .ramp(field: 1, pace: .rate(4.8 / 3600)))
    #expect(try set("protocol.1.ramp.field", "1 T").stages[1] == .ramp(field: 1, pace: .rate(4.8 / 3600)))
    #expect(try set("probes.surface.z", "9 mm").probes[1].z == 0.009)
    #expect(try set("accuracy", "1 %").accuracy == 0.01)
    #expect(try set("mesh.cells_r", "12").cells?.radial == 12)
    #expect(try set("bulks.*.outer_radius", "1 cm").bulks.map(\.shape.outerRadius) == [0.01, 0.01])
    // Nothing else changes.
    #expect(caseFileText(try set("materials.ba122.n", "21")) == caseFileText(try read(goodCase).simulationCase))
  }

  @Test func `has keys for what the file leaves to a card`() throws {
    let text = goodCase.replacing(
      "jc: {law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}\n    temperature: {tc: 38 K, exponent: 2}\n    n: 21",
      with: "card: ba122-data-driven")
    #expect(!text.contains("n: 21"))
    #expect(try editable(text).quantity("materials.ba122.n").base == [100])
    #expect(
      try set("materials.ba122.jc.b0", "2 T", in: text).bulks[0].material.criticalCurrent.summary.contains("2.0 T"))
  }

  @Test func `knows what a key measures`() throws {
    let editable = try editable()
    #expect(
      try editable.quantity("materials.ba122.jc.jc0")
        == .init(
          key: "materials.ba122.jc.jc0", dimension: .currentDensity, base: [5e8]))
    #expect(try editable.quantity("materials.ba122.temperature.tc").dimension == .temperature)
    #expect(try editable.quantity("materials.ba122.n").dimension == nil)
    #expect(try editable.quantity("accuracy").text(0.002) == "0.2 %")
    #expect(try editable.quantity("bulks.*.z_min").base == [0.001, -0.007])
    #expect(try editable.quantity("bulks.*.z_min").commonBase == nil)
    #expect(try editable.quantity("gap").base == [0.002])
    #expect(try editable.quantity("gap").text(0.003) == "0.003 m")
  }

  @Test func `moves two bulks apart with the probes at and beyond them`() throws {
    let wide = try set("gap", "6 mm")
    #expect(wide.bulks.map(\.shape.zMin) == [0.003, -0.009] && wide.bulks.map(\.shape.zMax) == [0.009, -0.003])
    #expect(wide.probes.map(\.z) == [0, 0.0095])
    let stacked = try editable().setting([.init(key: "gap", setting: .factor(0))])
    #expect(stacked.bulks.map(\.shape.zMin) == [0, -0.006])
  }

  @Test func `scales every law, tables too`() throws {
    #expect(
      try set("scale", "0.5").bulks[0].material.criticalCurrent as? KimLaw == KimLaw(jc0: 2.5e8, b0: 1.5))
    let jirsa = goodCase.replacing(
      "{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}",
      with: "{law: jirsa, jc0: 3e8 A/m^2, b0: 0.5 T, peak_jc: 2e8 A/m^2, peak_field: 2 T, exponent: 1}")
    let peaked = try set("scale", "2", in: jirsa).bulks[0].material.criticalCurrent as? JirsaLaw
    #expect(peaked?.jc0 == 6e8 && peaked?.peakJc == 4e8 && peaked?.peakField == 2)
    let tables = goodCase.replacing("{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}", with: "{law: table, file: jc.csv}")
    let scaled = try set("scale", "2", in: tables).bulks[0].material
    #expect(abs(scaled.criticalCurrentDensity(fluxDensity: 1, temperature: 1e-9) / 6e8 - 1) < 1e-12)
  }

  @Test func `applies changes together, each time to the base`() throws {
    let editable = try editable()
    let changed = try editable.setting([
      .init(key: "materials.ba122.n", setting: .factor(2)), .init(key: "scale", setting: .factor(3)),
    ])
    #expect(changed.bulks[0].material.n == .number(42))
    #expect((changed.bulks[0].material.criticalCurrent as? KimLaw)?.jc0 == 1.5e9)
    #expect(
      try editable.setting([.init(key: "materials.ba122.n", setting: .factor(2))]).bulks[0].material.n == .number(42))
    #expect(try editable.changed([.init(key: "gap", setting: .text("4 mm"))]).quantity("gap").base == [0.004])
  }

  @Test(arguments: [
    (
      "materials.ba122.nn", "3",
      "materials.ba122 has no nn; did you mean n? (known: jc, temperature, n, e0, young, poisson, axial_young, axial_poisson, strength)"
    ),
    ("materials.ybco.n", "3", "materials has no ybco; did you mean ba122? (known: ba122)"),
    ("protocol[9].ramp.field", "3 T", "protocol has 4 entries, counted from 0, and none is 9"),
    ("materials.ba122.n.x", "3", "materials.ba122.n is a plain value; nothing stands below it"),
    ("materials.ba122.jc", "3", "materials.ba122.jc is more than a value; name one of the keys below it"),
    ("materials.*.nn", "3", "no entry of the case has the key materials.*.nn"),
    ("materials..n", "3", "materials..n is not a key; write one as in materials.ba122.jc.jc0 or protocol[1].ramp.rate"),
    (
      "materials.ba122.n", "0.5",
      "with materials.ba122.n = 0.5: materials.ba122.n: 0.5 is below 1; write 1, which is ohmic, to 10000"
    ),
    (
      "materials.ba122.jc.jc0", "5e8",
      "with materials.ba122.jc.jc0 = 5e8: materials.ba122.jc.jc0: 5e8 has no unit; write 5e8 A/m^2"
    ),
    (
      "gap", "-1 mm",
      "with gap = -1 mm: bulks[1]: bulk B overlaps bulk A by 15 mm in r and 1 mm in z; move one of them by 1 mm along z"
    ),
    ("gap", "1", "gap: 1 has no unit; write 1 mm"),
    ("scale", "-1", "scale = -1 is not positive"),
  ])
  func `refuses a slip in words`(key: String, text: String, message: String) throws {
    #expect(throws: CaseChangeError(message)) { try set(key, text) }
  }
}
