import ArgumentParser
import HostSystem

/// The program. Results go to standard output, everything else to standard error, the outcome into the exit status.
@main
struct FemBulk: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "fem-bulk",
    abstract: "Simulates field-cooled magnetisation of superconducting bulk magnets.",
    discussion: """
      Example: fem-bulk simulate --fcm 7T

      Field-cools the built-in pair of Ba122 bulks in 7 T and ramps the field to zero. Bulks, materials and \
      protocols of your own go into a case file: fem-bulk simulate case.yaml
      """,
    version: version + (builtCommit.map { " (commit \($0))" } ?? ""),
    subcommands: [
      SimulateCommand.self, ResumeCommand.self, SweepCommand.self, DesignCommand.self, FitCommand.self,
      SensitivityCommand.self, SafeRampCommand.self, FieldCommand.self, CheckCommand.self, CompareCommand.self,
      ReportCommand.self,
      ViewCommand.self,
      InitCommand.self,
      SchemaCommand.self, MaterialsCommand.self,
      MeshCommand.self,
      VerifyCommand.self, SessionCommand.self, ExploreCommand.self, ExitCodesCommand.self,
    ])

  @MainActor
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      try refuseBrokenNames(arguments)
      var command = try parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      if let known = ProgramError(error) {
        for line in known.message.split(separator: "\n") { StandardError.message(String(line)) }
        exit(withStatus: known.status)
      }
      let code = exitCode(for: error)
      let text = fullMessage(for: error)
      if code.isSuccess {
        // Help, version and completion scripts arrive as errors too.
        if !text.isEmpty { print(text) }
        exit(withStatus: .done)
      }
      StandardError.message(text.hasPrefix("Error: ") ? String(text.dropFirst("Error: ".count)) : text)
      exit(withStatus: Outcome(rawValue: code.rawValue) ?? .computationFailed)
    }
  }

  private static func exit(withStatus status: Outcome) -> Never {
    exit(withError: status == .done ? nil : ExitCode(status.rawValue))
  }
}

/// Lists the exit codes: `fem-bulk exit-codes` and, as a topic of the help, `fem-bulk help exit-codes`.
struct ExitCodesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exit-codes",
    abstract: "Lists the exit codes.",
    discussion: """
      Example: fem-bulk simulate case.yaml || echo "exit code $?"

      \(Outcome.list)
      """)

  func run() throws { try StandardOutput.write(Outcome.list) }
}
