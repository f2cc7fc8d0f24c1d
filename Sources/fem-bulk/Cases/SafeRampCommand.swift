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
    """
    Bisects between rates of a case with heat, on two meshes and more until these differ by a few per cent. Without a case file it is the \
    built-in pair, field-cooled in 7 T at 5 K, with assumed heat capacity, conductivity and cooling, and what each of these does to the rate.
    """)

  @Argument(help: "Case file.", completion: .file(extensions: ["yaml", "yml"])) var caseFile: String?

  @Option(help: ArgumentHelp("Which stage is the ramp, from 0; needed where there are several.", valueName: "index"))
  var stage: Int?

  @Flag(help: "Tell how the rate follows heat capacity, conductivity and cooling: three more searches.")
  var sensitivity = false

  @Flag(help: "Print one JSON document.") var json = false

  @OptionGroup var changes: CaseChanges

  private var heatedPair: SimulationCase {
    var pair = BuiltInPair()
    pair.accuracy = 0.03
    return pair.heatedCase()
  }

  func run() throws {
    let checked =
      if let caseFile {
        try readRunnableCase(path: caseFile, setting: changes).checked
      } else {
        try EditableCase(ValidCase(heatedPair)).setting(changes.changes)
      }
    func tell(_ rate: Double, _ jumps: Bool) {
      StandardError.message("\(significant(rate, digits: 4)) T/s \(jumps ? "jumps" : "is quiet")")
    }
    let safe = try SafeRamp.search(checked, stage: stage, progress: tell)
    let sensitivities =
      sensitivity || caseFile == nil ? try SafeRamp.sensitivities(checked, of: safe, progress: tell) : []
    let document = SafeRampDocument(safe, of: checked.simulationCase, sensitivities: sensitivities)
    try StandardOutput.write(json ? encodeJSON(document) : document.text)
  }
}
