import BulkSimulation
import CaseSamples
import HostSystem
import Magnets
import Meshing
import Superconductors
import Testing

@testable import CaseFiles

@Suite struct `Case file` {
  @Test func `is read with every key`() throws {
    let read = try read(goodCase)
    let result = read.simulationCase
    #expect(read.remarks.isEmpty)
    #expect(result.name == "pair" && result.summary == "two bulks")
    #expect(result.bulks.map(\.shape.name) == ["A", "B"])
    #expect(result.bulks[0].shape == BulkShape(name: "A", outerRadius: 0.015, zMin: 0.001, zMax: 0.007))
    let material = result.bulks[1].material
    #expect(material.criticalCurrent as? KimLaw == KimLaw(jc0: 5e8, b0: 1.5))
    #expect(material.temperatureFactor == TemperatureFactor(criticalTemperature: 38, exponent: 2))
    #expect(material.n == .number(21) && material.e0 == 1e-4)
    #expect(
      result.stages == [
        .cool(field: 7, temperature: 5), .ramp(field: 0, pace: .rate(4.8 / 3600)), .hold(duration: 3600),
        .temperature(target: 30, pace: .rate(0.5 / 60)),
      ])
    #expect(result.probes == [.init(name: "centre", r: 0, z: 0), .init(name: "surface", r: 0, z: 0.0075)])
    #expect(result.accuracy == 0.001)
    #expect(result.outputInterval == 600 && result.fieldOutput == .stageEnds)
    #expect(result.cells == .init(radial: 20, axial: 8))
  }

  @Test func `needs no more than bulks, materials and a protocol`() throws {
    let result = try read(
      """
      bulks: [{name: A, material: m, outer_radius: 15 mm, z_min: 0 mm, z_max: 10 mm}]
      materials: {m: {jc: {law: constant, jc0: 500 A/mm^2}, n: 30}}
      protocol: [{cool: {field: 400 kA/m, temperature: 5 K}}, {ramp: {field: 0 T, duration: 30 min}}]
      """
    ).simulationCase
    #expect(result.name == "pair")
    #expect(result.probes == SimulationCase.defaultProbes(result.bulks.map(\.shape)))
    #expect(result.accuracy == SimulationCase.defaultAccuracy)
    #expect(result.cells == nil && result.outputInterval == nil && result.fieldOutput == .stageEnds)
    #expect(result.bulks[0].material.e0 == Material.defaultE0)
    #expect(result.bulks[0].material.temperatureFactor == nil)
    #expect(result.stages[1] == .ramp(field: 0, pace: .duration(1800)))
  }

  @Test(arguments: [
    ("{law: constant, jc0: 5e8 A/m^2}", "Jc = 500000000.0 A/m^2, independent of B"),
    ("{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T, exponent: 1.5}", "Jc = 500000000.0 A/m^2 / (1 + |B| / 1.5 T)^1.5"),
    (
      "{law: jirsa, jc0: 3e8 A/m^2, b0: 0.5 T, peak_jc: 2e8 A/m^2, peak_field: 2 T}",
      "Jc = 300000000.0 A/m^2 exp(-|B| / 0.5 T) + 200000000.0 A/m^2 x exp((1 - x^1.0) / 1.0), x = |B| / 2.0 T"
    ),
    ("{law: exponential, jc0: 5e8 A/m^2, b0: 1.5 T}", "Jc = 500000000.0 A/m^2 exp(-|B| / 1.5 T)"),
    ("{law: table, file: jc.csv}", "Jc from a table of 3 points, |B| 0.0 to 3.0 T, at every T"),
  ])
  func `takes every law`(law: String, summary: String) throws {
    let text = goodCase.replacing("{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}", with: law)
    #expect(try read(text).simulationCase.bulks[0].material.criticalCurrent.summary == summary)
  }

  @Test func `takes a card and what it changes, without the assumptions it replaces`() throws {
    let card = try #require(MaterialCard.named("ba122-data-driven")).material
    let text = materials("{card: ba122-data-driven, n: 50, assumptions: [n is from a creep measurement]}")
    let material = try read(text).simulationCase.bulks[0].material
    #expect(material.name == "ba122" && material.n == .number(50) && material.e0 == card.e0)
    #expect(material.criticalCurrent as? KimLaw == card.criticalCurrent as? KimLaw)
    #expect(!material.assumptions.contains { $0.hasPrefix("n = 100") })
    #expect(material.assumptions.count == card.assumptions.count)
    #expect(material.assumptions.last == "n is from a creep measurement")
  }

  @Test func `drops the temperature factor of a card for a table with temperatures`() throws {
    let material = try read(materials("{card: ba122-data-driven, jc: {law: table, file: jct.csv}}"))
      .simulationCase.bulks[0].material
    #expect(material.temperatureFactor == nil)
    #expect(!material.assumptions.contains { $0.contains("Tc = 38 K") })
  }

  @Test func `takes a temperature for each bulk`() throws {
    let text = goodCase.replacing("temperature: 5 K", with: "temperature: {B: 8 K, A: 5 K}")
    let stages = try read(text).simulationCase.stages
    #expect(stages[0] == .cool(field: 7, temperature: .byBulk(["A": 5, "B": 8])))
    // The bulk that changes most sets the pace of a stage: 25 K at 0.5 K/min.
    #expect(try timeline(of: stages, bulks: ["A", "B"])[3].duration == 25 * 120)
  }

  @Test func `takes bulks that touch, in different units`() throws {
    let text = goodCase.replacing("z_min: -7 mm, z_max: -1 mm", with: "z_min: 0.7 cm, z_max: 0.9 cm")
    #expect(try read(text).simulationCase.bulks[1].shape.zMin == 0.007)
  }

  @Test func `remarks on a material that no bulk uses`() throws {
    let text = goodCase.replacing("materials:\n", with: "materials:\n  spare: {card: ba122-data-driven}\n")
    #expect(try read(text).remarks == ["pair.yaml: no bulk is made of material spare"])
  }

  @Test(arguments: [
    goodCase,
    goodCase.replacing(
      "{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}", with: "{law: kim, jc0: 1e9 A/m^2, b0: 0.3 T, exponent: 0.7}"),
    goodCase.replacing("{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}", with: "{law: exponential, jc0: 1e9 A/m^2, b0: 0.3 T}"),
    goodCase.replacing("{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}", with: "{law: constant, jc0: 123 A/mm^2}"),
    goodCase.replacing("{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}", with: "{law: table, file: jc.csv}"),
    materials("{card: ba122-researcher-driven, jc: {law: table, file: jct.csv}}"),
    materials("{card: ba122-researcher-driven}").replacing("accuracy: 0.1 %", with: "accuracy: 0.37 %"),
    goodCase.replacing("description: two bulks", with: "description: \"a \\\"quote\\\": 5 \\\\ µ\\n# second line\""),
    goodCase.replacing("mesh: {cells_r: 20, cells_z: 8}", with: "").replacing("every: 10 min, ", with: "")
      .replacing("rate: 4.8 T/h", with: "duration: 31 min").replacing("stage-ends", with: "none"),
    goodCase.replacing("temperature: 5 K", with: "temperature: {B: 8 K, A: 5 K}")
      .replacing("to: 30 K", with: "to: {A: 20 K, B: 30 K}"),
    goodCase.replacing("n: 21", with: "jc_map: {file: map.csv}\n    n: 21"),
    goodCase.replacing("name: A,", with: "name: \"1\",").replacing("centre:", with: "\"7\":"),
  ])
  func `is the same after being written in SI units and read`(text: String) throws {
    let first = try read(text).simulationCase
    let written = caseFileText(first)
    let second = try readCase(text: written, file: "case.yaml") { name in
      throw InputError(.missing, "\(name): the written case must not need files")
    }.simulationCase
    #expect(caseFileText(second) == written)
    #expect(second.name == first.name && second.summary == first.summary)
    #expect(second.bulks.map(\.shape) == first.bulks.map(\.shape))
    #expect(second.stages == first.stages && second.probes == first.probes)
    #expect(second.accuracy == first.accuracy && second.outputInterval == first.outputInterval)
    #expect(second.fieldOutput == first.fieldOutput && second.cells == first.cells)
    for (a, b) in zip(second.bulks.map(\.material), first.bulks.map(\.material)) {
      #expect(a.name == b.name && a.n == b.n && a.e0 == b.e0 && a.temperatureFactor == b.temperatureFactor)
      #expect(a.map?.csv == b.map?.csv && (a.map == nil) == !text.contains("map.csv"))
      #expect(a.assumptions == b.assumptions && a.criticalCurrent.summary == b.criticalCurrent.summary)
      for field in [0.0, 0.4, 1.7, 6] {
        #expect(
          a.criticalCurrentDensity(fluxDensity: field, temperature: 11)
            == b.criticalCurrentDensity(fluxDensity: field, temperature: 11))
      }
    }
  }

  @Test func `of the built-in pair is the same after being written and read`() throws {
    var pair = BuiltInPair()
    pair.hold = 3600
    let written = caseFileText(pair.simulationCase)
    let read = try read(written)
    #expect(caseFileText(read.simulationCase) == written)
    #expect(read.simulationCase.bulks.map(\.material.name) == ["ba122-data-driven", "ba122-researcher-driven"])
    #expect(read.simulationCase.stages == pair.simulationCase.stages)
  }
}

/// The good case with another material.
func materials(_ material: String) -> String {
  let head = goodCase.split(separator: "materials:\n", maxSplits: 1)[0]
  let tail = goodCase.split(separator: "protocol:\n", maxSplits: 1)[1]
  return head + "materials:\n  ba122: \(material)\nprotocol:\n" + tail
}
