import CaseSamples
import HostSystem
import Magnets
import Meshing
import Notation
import Testing

@testable import CaseFiles

/// The same faults as of a case made in Swift, from the text that a case file has of them.
@Suite struct `Case file of a case with a fault` {
  private static func read(_ wrong: WrongCase) throws -> ReadCase {
    let mesh = wrong.value.importedMesh.map { gmshText($0, format: .v4_1) } ?? ""
    return try readCase(text: caseFileText(wrong.value), file: "wrong.yaml", meshText: { ($0, mesh) })
  }

  @Test func `says most kinds of them`() {
    #expect(WrongCase.all.count { $0.inFile == .found } >= 60)
  }

  @Test(arguments: WrongCase.all.filter { $0.inFile == .found })
  func `has the same findings, each with its line`(wrong: WrongCase) throws {
    let lines = caseFileText(wrong.value).split(separator: "\n", omittingEmptySubsequences: false)
    let error = try #require(#expect(throws: InputError.self) { try Self.read(wrong) })
    #expect(error.kind == .wrong)
    let findings = wrong.value.validate()
    let told = error.message.split(separator: "\n").map(String.init)
    #expect(told.count == findings.count, "\(error.message)")
    for (finding, text) in zip(findings, told) {
      let parts = text.split(separator: ":", maxSplits: 2).map(String.init)
      #expect(parts[0] == "wrong.yaml")
      #expect(parts[2] == " \(finding)")
      // A list begins in the line below its key.
      let number = try #require(Int(parts[1]))
      let near = lines[max(0, number - 2)...min(lines.count - 1, number - 1)].joined(separator: "\n")
      let key = finding.path.steps.last.map { step in if case .name(let name) = step { "\(name):" } else { "- {" } }
      #expect(near.contains(key ?? ""), "\(text) is not about\n\(near)")
    }
  }

  @Test(arguments: WrongCase.all.filter { $0.inFile == .unreadable })
  func `is refused where it is no number, table, list or mesh`(wrong: WrongCase) throws {
    let error = try #require(#expect(throws: InputError.self) { try Self.read(wrong) })
    #expect(error.kind == .wrong && error.message.contains("; "), "\(error.message)")
  }
}
