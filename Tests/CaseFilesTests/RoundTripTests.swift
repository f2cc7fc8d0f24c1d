import CaseSamples
import Foundation
import HostSystem
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@testable import CaseFiles

/// Cases and what they hold, written and read again: as JSON by `Codable`, and as case files.
@Suite struct `Round trip` {
  private static func coded<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
  }

  private static func reread(_ value: SimulationCase) throws -> SimulationCase {
    let mesh = value.importedMesh.map { gmshText($0, format: .v4_1) } ?? ""
    return try readCase(text: caseFileText(value), file: "case.yaml", meshText: { ($0, mesh) }).simulationCase
  }

  private static let documented: [String] = {
    let folder = URL(filePath: #filePath).appending(path: "../../../Documentation/cases").standardized
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0 == "kim-pair.yaml" }.map { folder.appending(path: $0).path }
  }()

  /// Every template and documented case, and the same pair with and without a mesh of its own.
  private static func cases() throws -> [SimulationCase] {
    #expect(!documented.isEmpty)
    return try CaseTemplate.allCases.map { try readCase(text: $0.text, file: "case.yaml").simulationCase }
      + documented.map { try readCase(path: $0).simulationCase }
      + [pairValue, meshedPairValue, heatedPairValue, BuiltInPair().simulationCase]
  }

  @Test(arguments: MaterialCard.all)
  func `of a card by JSON`(card: MaterialCard) throws {
    let again = try Self.coded(card)
    #expect(again == card && again.material == card.material)
  }

  @Test func `of every law by JSON`() throws {
    let laws: [any CriticalCurrentLaw] = [
      ConstantLaw(jc0: 5e8), KimLaw(jc0: 1 / 3, b0: 1.5, exponent: 0.7), ExponentialLaw(jc0: 5e8, b0: 0.1),
      JirsaLaw(jc0: 3e8, b0: 0.5, peakJc: 2e8, peakField: 2, exponent: 1.1),
      TableLaw(
        table: CriticalCurrentTable(curves: [
          .init(temperature: 5, fluxDensity: [0, 1], criticalCurrentDensity: [5e8, 0.1]),
          .init(temperature: 20, fluxDensity: [0, 2], criticalCurrentDensity: [2e8, 1e8]),
        ])),
      try FormulaLaw("jc0 / (1 + B / 1.5 T)", constants: [FormulaConstant("jc0", 1e9 / 3, .currentDensity)]),
    ]
    #expect(Set(laws.map { type(of: $0).name }) == Set(CriticalCurrentLaws.all.map { $0.name }))
    for law in laws {
      let material = Material(name: "m", criticalCurrent: law, n: 21)
      #expect(try Self.coded(material) == material, "\(law.summary)")
    }
  }

  @Test func `of every case by JSON`() throws {
    for value in try Self.cases() { #expect(try Self.coded(value) == value, "\(value.name)") }
  }

  @Test func `of every case by case files`() throws {
    for value in try Self.cases() {
      let again = try Self.reread(value)
      #expect(again == value, "\(caseFileText(value))")
      #expect(caseFileText(again) == caseFileText(value))
    }
  }

  @Test func `of a thousand cases of chance, both ways`() throws {
    var cases = RandomCases(seed: 15)
    for number in 0..<1000 {
      let value = cases.valid()
      try #require(value.validate() == [], "case \(number)")
      try #require(try Self.coded(value) == value, "case \(number)")
      // Files call materials by their names: of two that differ under one name the second gets another.
      try #require(try Self.reread(value) == value.withDistinctMaterialNames, "case \(number): \(caseFileText(value))")
    }
  }
}
