import ArgumentParser
import BulkSimulation
import CaseFiles
import HostSystem
import Magnets
import Notation
import Reports

struct SafeRampCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "safe-ramp", "Finds the largest rate of a ramp at which flux does not jump.",
    example: "fem-bulk safe-ramp",
    "Bisects between rates of a case with heat, on two meshes and more until these differ by a few per cent. Without a case file it is the built-in pair with assumed heat capacity, conductivity and cooling, and what each of these does to the rate."
  )

  @Argument(help: "Case file.", completion: .file(extensions: ["yaml", "yml"])) var caseFile: String?
  @Option(help: ArgumentHelp("Which stage is the ramp, from 0; needed where there are several.", valueName: "index"))
  var stage: Int?
  @Flag(help: "Tell how the rate follows heat capacity, conductivity and cooling.") var sensitivity = false
  @Flag(help: "Print one JSON document.") var json = false
  @OptionGroup var changes: CaseChanges
  func run() throws {
    let read = try caseFile.map { try readRunnableCase(path: $0, setting: changes).checked }
    let checked = try read ?? EditableCase(ValidCase(BuiltInPair.heated())).setting(changes.changes)
    let unit = SafeRamp.unit(of: checked.simulationCase, stage: stage)
    let (safe, others) = try SafeRamp.answer(checked, stage: stage, withSensitivities: sensitivity || caseFile == nil) {
      StandardError.message("\(significant($0, digits: 4)) \(unit) \($1 ? "jumps" : "is quiet")")
    }
    let document = SafeRampDocument(safe, of: checked.simulationCase, sensitivities: others)
    try StandardOutput.write(json ? encodeJSON(document) : document.text)
  }
}
