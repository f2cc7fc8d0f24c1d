import ArgumentParser
import HostSystem
import Reports
import Verification

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "verify", "Checks the program against exact solutions and independent computations.", example: "fem-bulk verify",
    """
    Takes well under half a minute. Prints a line for each number: the reference and its source, what the program computes, \
    the relative difference and how large it may be. Ends with 70 when one is larger.
    """)

  @Option(help: ArgumentHelp("Only cases whose name contains this, as in --filter creep.", valueName: "text"))
  var filter: String?

  @Flag(help: "Print one JSON document instead of a table.")
  var json = false

  func validate() throws {
    guard let filter, !VerificationSuite.cases.contains(where: { $0.name.contains(filter) }) else { return }
    let names = VerificationSuite.cases.map(\.name).joined(separator: "; ")
    throw ValidationError("--filter \(filter) selects no case; there are: \(names)")
  }

  func run() throws {
    var line = TerminalLine()
    let report = VerificationSuite.run(
      filter: filter,
      progress: { name, number, count in
        if StandardError.isTerminal { StandardError.write(line.show("\(number) of \(count): \(name)")) }
      })
    StandardError.write(line.clear())
    try StandardOutput.write(
      json ? verificationJSON(report, version: FemBulk.version, commit: builtCommit) : verificationText(report))
    guard report.passes else {
      let count = report.failed.count
      throw ProgramError(
        .computationFailed,
        "\(count) of \(report.rows.count) numbers differ from their reference; do not trust this build")
    }
  }
}
