import ArgumentParser
import BulkSimulation
import CaseFiles
import HostSystem
import Magnets
import Notation
import Reports

struct SafeRampCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "safe-ramp", "Finds the largest rate of a ramp at which flux does not jump.", example: "fem-bulk safe-ramp case.yaml",
    """
    Runs a case with heat at rates between a quiet one and one that jumps, until both are within 2 %, on two meshes: what they \
    differ by is the error. The answer rests on the heat capacities, conductivities and cooling of the case.
    """)

  @Argument(help: "Case file.", completion: .file(extensions: ["yaml", "yml"]))
  var caseFile: String

  @Option(help: ArgumentHelp("Index in the protocol of the ramp, from 0; needed where there are several.", valueName: "index"))
  var stage: Int?

  @Flag(help: "Print one JSON document instead of a sentence.")
  var json = false

  @OptionGroup var changes: CaseChanges

  func run() throws {
    let read = try readRunnableCase(path: caseFile, setting: changes)
    let safe: SafeRamp
    do throws(SafeRamp.Failure) {
      safe = try SafeRamp.search(read.checked, stage: stage) { rate, jumps in
        StandardError.message("\(significant(rate, digits: 4)) T/s \(jumps ? "jumps" : "is quiet")")
      }
    } catch {
      switch error {
      case .run(let error): throw error
      case .ramps, .isothermal: throw ProgramError(.wrongData, "\(caseFile): \(error)")
      }
    }
    try StandardOutput.write(
      json
        ? encodeJSON(SafeRampDocument(safe, of: read.simulationCase)) : safeRampText(safe, of: read.simulationCase))
  }
}
