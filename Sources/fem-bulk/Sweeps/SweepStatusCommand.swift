import ArgumentParser
import HostSystem
import Notation
import Reports
import Sweeps

struct SweepStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "status", "Tells how far a sweep is and what it says until now.", example: "fem-bulk sweep status pair.sqlite",
    """
    May be asked at any time, also while the sweep goes on.
    """)

  @Argument(help: "Store of a sweep.", completion: .file(extensions: ["sqlite"]))
  var store: String

  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    let store = try SweepStore(reading: store)
    let summary = try SweepSummary(store)
    try StandardOutput.write(json ? encodeJSON(summary.document) : summary.text)
  }
}
