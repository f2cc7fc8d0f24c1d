import ArgumentParser
import FoundationEssentials
import HostSystem
import Reports

struct ViewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view",
    abstract: "Shows histories and profiles of a run in the terminal.",
    discussion: """
      Example: fem-bulk view runs/pair-20260801-093000

      As wide as the terminal, or as COLUMNS says; in colour on a terminal unless NO_COLOR is set; in stars instead of dots \
      where the locale is not UTF-8.
      """)

  @Argument(help: "Folder of a run.", completion: .directory)
  var folder: String

  func run() throws {
    try StandardOutput.write(runView(try readRun(folder), .standardOutput))
  }
}

extension TerminalStyle {
  /// That of standard output.
  static var standardOutput: TerminalStyle {
    let variables = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
    let locale = (variables["LC_ALL"] ?? variables["LC_CTYPE"] ?? variables["LANG"] ?? "").uppercased()
    let output = StandardStream.output
    return TerminalStyle(
      columns: max(40, variables["COLUMNS"].flatMap { Int($0) } ?? output.columns ?? 80),
      isUnicode: locale.contains("UTF-8") || locale.contains("UTF8"),
      isColoured: output.isTerminal && variables["NO_COLOR"] == nil && variables["TERM"] != "dumb")
  }
}
