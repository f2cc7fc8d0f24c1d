import BulkSimulation
import CaseFiles
import Foundation
import FoundationEssentials
import Magnets
import Reports
import Superconductors
import Testing

@testable import fem_bulk

@Suite struct `Material cards` {
  @Test(arguments: MaterialCard.all.map(\.name))
  func `read back as themselves from what is printed`(name: String) throws {
    let card = try #require(MaterialCard.named(name))
    let text = """
      bulks: [{name: A, material: \(name), outer_radius: 15 mm, z_min: 0 mm, z_max: 10 mm}]
      protocol: [{cool: {field: 1 T, temperature: 5 K}}, {ramp: {field: 0 T, duration: 30 min}}]
      \(materialYAML(card))
      """
    let read = try readCase(text: text, file: "card.yaml")
    #expect(read.simulationCase.bulks[0].material == card.material && card.material.validity != nil)
  }

  @Test func `have a sentence for every property`() {
    for card in MaterialCard.all {
      for property in MaterialCard.Property.allCases {
        #expect(card.assumptions.contains { $0.property == property }, "\(card.name): \(property)")
      }
    }
  }

  @Test func `are listed with what they carry`() throws {
    let lines = materialsTable(MaterialCard.all).split(separator: "\n")
    #expect(lines.count == 1 + MaterialCard.all.count)
    #expect(lines[4].hasPrefix("rebco-77k"))
    #expect(lines[4].contains("77") && lines[4].contains("3.00e8") && lines[4].contains("65 to 92"))
    let document = try JSONSerialization.jsonObject(with: Data(materialsJSON(MaterialCard.all).utf8))
    let list = try #require((document as? [String: Any])?["materials"] as? [[String: Any]])
    #expect(list.compactMap { $0["name"] as? String } == MaterialCard.all.map(\.name))
    #expect(list[3]["jc_0T_A_m2"] as? Double == 3e8)
  }

  @Test func `warn where a run leaves their range, but not for being warm beyond Tc`() throws {
    func warnings(_ stages: [MagnetisationStage]) throws -> [RunWarning] {
      var pair = BuiltInPair()
      pair.card = "mgb2-20k"
      pair.accuracy = 0.05
      var simulationCase = pair.simulationCase
      simulationCase.stages = stages
      return try simulate(simulationCase).warnings
    }
    let ramp = MagnetisationStage.ramp(field: 0, pace: .duration(600))
    #expect(try warnings([.cool(field: 3, temperature: 20), ramp, .temperature(target: 45, pace: .rate(0.1))]).isEmpty)
    #expect(
      try warnings([.cool(field: 6, temperature: 20), ramp]) == [
        .fieldBeyondValidity(material: "mgb2-20k", field: 6, limit: 4)
      ])
    #expect(
      try warnings([.cool(field: 3, temperature: 5), ramp]) == [
        .temperatureBeyondValidity(material: "mgb2-20k", run: 5...5, valid: 10...39)
      ])
  }
}

@Suite struct `Protocol of the built-in pair` {
  private let ramp = MagnetisationStage.Pace.rate(4.8 / 3600)

  @Test func `is charge, an hour and subcooling, hold, warming`() {
    var pair = BuiltInPair()
    let charge: [MagnetisationStage] = [.cool(field: 7, temperature: 5), .ramp(field: 0, pace: ramp)]
    #expect(pair.stages == charge)
    pair.temperature = 14
    pair.subcool = 5
    pair.hold = 7200
    pair.warm = 40
    let slow = MagnetisationStage.Pace.rate(0.5 / 60)
    let expected: [MagnetisationStage] = [
      .cool(field: 7, temperature: 14), .ramp(field: 0, pace: ramp), .hold(duration: 3600),
      .temperature(target: 5, pace: .rate(1.0 / 60)), .hold(duration: 7200), .temperature(target: 40, pace: slow),
    ]
    #expect(pair.stages == expected)
  }

  @Test func `is a loop from the virgin state`() {
    var pair = BuiltInPair()
    pair.charge = .loop(3)
    let expected: [MagnetisationStage] = [
      .cool(field: 0, temperature: 5), .ramp(field: 3, pace: ramp), .ramp(field: -3, pace: ramp),
      .ramp(field: 3, pace: ramp),
    ]
    #expect(pair.stages == expected)
  }
}
