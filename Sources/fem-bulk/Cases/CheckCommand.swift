import ArgumentParser
import BulkSimulation
import CaseFiles
import HostSystem
import Magnets
import Notation

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "check", "Checks a case file without running it.", example: "fem-bulk check case.yaml",
    """
    Prints the case in SI units with every default filled in, as a case file itself; how many cells a run starts with and \
    about how long it takes stand in remarks. An error ends with 65 as it would in a run.
    """)

  @Argument(help: "Case file.", completion: .file(extensions: ["yaml", "yml"]))
  var caseFile: String

  @OptionGroup var changes: CaseChanges

  func run() throws {
    let read = try readRunnableCase(path: caseFile, setting: changes)
    let plan = RunPlan(read.checked)
    let half = plan.mirrored ? " of the upper half; the lower one is its mirror image" : ""
    var text = caseFileText(read.simulationCase)
    text += "# Starts with \(plan.cells) current cells\(half).\n"
    if plan.finalCells > plan.cells {
      text +=
        "# Ends with about \(plan.finalCells), refined to the accuracy of \(significant(100 * read.simulationCase.accuracy, digits: 2)) %.\n"
    }
    text += "# Takes about \(significant(plan.time, digits: 1)) s on one core, within a factor of three."
    try StandardOutput.write(text)
  }
}
