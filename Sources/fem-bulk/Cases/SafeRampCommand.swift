import ArgumentParser
import BulkSimulation
import CaseFiles
import HostSystem
import Notation
import Reports

struct SafeRampCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "safe-ramp", "Finds the largest rate of a ramp at which flux does not jump.",
    example: "fem-bulk safe-ramp case.yaml",
    "Bisects between rates of a case with heat, on two meshes and more until these differ by a few per cent.")

  @Argument(help: "Case file.", completion: .file(extensions: ["yaml", "yml"])) var caseFile: String

  @Option(help: ArgumentHelp("Which stage is the ramp, from 0; needed where there are several.", valueName: "index"))
  var stage: Int?

  @Flag(help: "Print one JSON document.") var json = false

  @OptionGroup var changes: CaseChanges

  func run() throws {
    let read = try readRunnableCase(path: caseFile, setting: changes)
    let safe = try SafeRamp.search(read.checked, stage: stage) { rate, jumps in
      StandardError.message("\(significant(rate, digits: 4)) T/s \(jumps ? "jumps" : "is quiet")")
    }
    let document = SafeRampDocument(safe, of: read.simulationCase)
    try StandardOutput.write(json ? encodeJSON(document) : document.text)
  }
}
