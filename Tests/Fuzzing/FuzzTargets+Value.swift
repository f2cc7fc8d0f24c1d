import BulkSimulation
import CaseFiles
import CaseSamples
import Foundation
import HostSystem
import Magnets
import Meshing
import Notation

extension FuzzTarget {
  /// Of so many values one is written and read again, which takes as long as to check eighty.
  private static let valuesPerRun = 64

  /// The bytes are the seed of cases with anything in them. Whatever that is, they are checked without a trap, in the time of a
  /// blink, and those without findings have a plan. One of them is the same after `Codable`, and has a case file that reads
  /// as itself.
  static func fuzzValue(_ bytes: [UInt8]) {
    // FNV-1a.
    let seed = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    var cases = RandomCases(seed: seed)
    for _ in 1..<valuesPerRun { _ = checked(cases.wild()) }
    let value = cases.wild()
    let checked = checked(value)
    code(value)
    if let checked {
      read(checked)
    } else {
      // What is wrong can be written, too.
      _ = caseFileText(value)
    }
  }

  private static func checked(_ value: SimulationCase) -> ValidCase? {
    let findings = value.validate()
    demand(findings.allSatisfy { !$0.problem.isEmpty && !$0.remedy.isEmpty }, "\(findings)")
    _ = value.sharesMeshes(with: value)
    do throws(InvalidCase) {
      let checked = try ValidCase(value)
      demand(findings.isEmpty)
      let plan = RunPlan(checked)
      demand(
        plan.cells > 0 && plan.finalCells >= plan.cells && plan.memory > 0 && plan.time.isFinite, "\(plan) of \(value)")
      demand(checked.timeline.allSatisfy { $0.start.isFinite && $0.end >= $0.start }, "\(checked.timeline)")
      return checked
    } catch {
      demand(!findings.isEmpty && error.findings == findings)
      return nil
    }
  }

  private static func code(_ value: SimulationCase) {
    do {
      let text = try encoded(value)
      let again = try decoder.decode(SimulationCase.self, from: text)
      let textAgain = try encoded(again)
      demand(textAgain == text, "another text after Codable")
      // NaN is not itself.
      if text.firstRange(of: Data("\"nan\"".utf8)) == nil { demand(again == value, "another value after Codable") }
    } catch {
      fatalError("\(error)")
    }
  }

  private static func read(_ checked: ValidCase) {
    // Files have no bulks that go on for ever.
    guard (try? checked.importedMesh?.checkTopology()) != nil || checked.importedMesh == nil else { return }
    let text = caseFileText(checked.simulationCase)
    let mesh = checked.importedMesh.map { gmshText($0, format: .v4_1) } ?? ""
    do {
      let again = try readCase(text: text, file: "value.yaml", meshText: { ($0, mesh) }).simulationCase
      demand(caseFileText(again) == text || checked.simulationCase.isFinerThanFiles, "reads otherwise:\n\(text)")
    } catch {
      fatalError("\(error) in what was written:\n\(text)")
    }
  }

  /// As `precondition`, which says nothing in an optimised build.
  private static func demand(_ holds: Bool, _ message: @autoclosure () -> String = "") {
    guard holds else { fatalError(message()) }
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
