import ArgumentParser
import HostSystem
import Notation
import Reports
import RunFolders

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "compare", "Lists where runs differ: results with their errors, and every key of their cases.",
    example: "fem-bulk compare runs/pair-20260801-093000 runs/pair-20260801-094500",
    """
    Results are those of the stages that all runs have, each beside the first run's. Of tables and maps it is told what of \
    their contents differs. fem-bulk report with several folders makes a page of it, with pictures.
    """)

  @Argument(help: "Folders of runs, two or more.", completion: .directory)
  var folders: [String]

  @Flag(help: "Print one JSON document instead of tables.")
  var json = false

  func validate() throws {
    if folders.count < 2 {
      throw ValidationError("name two folders or more; there is nothing to compare \(folders[0]) with")
    }
  }

  func run() throws {
    let comparison = RunComparison(try folders.map(readRun))
    try StandardOutput.write(json ? encodeJSON(comparison) : comparisonText(comparison))
  }
}
