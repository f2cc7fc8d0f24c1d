import BulkSimulation
import CaseFiles
import CaseSamples
import Foundation
import HostSystem
import Magnets
import Meshing

extension FuzzTarget {
  /// The bytes are the seed of a case with anything in it. Whatever that is, it is checked without a trap, in the time of a
  /// blink; it is the same after `Codable`; and one without findings has a plan, and a case file that reads as itself.
  static func fuzzValue(_ bytes: [UInt8]) {
    // FNV-1a.
    let seed = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    var cases = RandomCases(seed: seed)
    let value = cases.wild()
    let findings = value.validate()
    precondition(findings.allSatisfy { !$0.problem.isEmpty && !$0.remedy.isEmpty }, "\(findings)")
    do {
      let text = try encoded(value)
      let again = try decoder.decode(SimulationCase.self, from: text)
      precondition(try encoded(again) == text, "another value after Codable")
      // NaN is not itself.
      if value == value { precondition(again == value, "another value after Codable") }
    } catch {
      preconditionFailure("\(error)")
    }
    do throws(InvalidCase) {
      let checked = try ValidCase(value)
      precondition(findings.isEmpty)
      fuzzChecked(checked)
    } catch {
      precondition(!findings.isEmpty && error.findings == findings)
      // What is wrong can be written, too.
      _ = caseFileText(value)
    }
  }

  private static func fuzzChecked(_ checked: ValidCase) {
    let plan = RunPlan(checked)
    precondition(plan.cells > 0 && plan.finalCells >= plan.cells && plan.memory > 0 && plan.time.isFinite)
    precondition(checked.timeline.allSatisfy { $0.start.isFinite && $0.end >= $0.start })
    let text = caseFileText(checked.simulationCase)
    let mesh = checked.importedMesh.map { gmshText($0, format: .v4_1) } ?? ""
    do {
      let again = try readCase(text: text, file: "value.yaml", meshText: { ($0, mesh) }).simulationCase
      precondition(caseFileText(again) == text || checked.simulationCase.isFinerThanFiles, "reads otherwise:\n\(text)")
    } catch {
      preconditionFailure("\(error) in what was written:\n\(text)")
    }
  }

  private static func encoded(_ value: SimulationCase) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(value)
  }

  private static let decoder: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }()
}

extension SimulationCase {
  /// True for outlines that are not in whole picometres, which files round to.
  fileprivate var isFinerThanFiles: Bool {
    bulks.contains { bulk in
      [bulk.shape.innerRadius, bulk.shape.outerRadius, bulk.shape.zMin, bulk.shape.zMax]
        .contains { onPicometreGrid($0) != $0 }
    }
  }
}
