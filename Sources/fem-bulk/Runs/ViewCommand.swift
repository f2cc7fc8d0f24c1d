import ArgumentParser
import RunReports

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let locale = environment("LC_ALL") ?? environment("LC_CTYPE") ?? environment("LANG") ?? ""
    return TerminalStyle(
      columns: max(40, environment("COLUMNS").flatMap { Int($0) } ?? terminalWidth ?? 80),
      isUnicode: locale.uppercased().contains("UTF-8") || locale.uppercased().contains("UTF8"),
      isColoured: isTerminal && environment("NO_COLOR") == nil && environment("TERM") != "dumb")
  }

  private static var terminalWidth: Int? {
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// nil when it is not set or empty.
  private static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }
}
