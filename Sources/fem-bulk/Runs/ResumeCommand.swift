import ArgumentParser
import BulkSimulation
import Magnets
import RunFolders

struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Goes on with a run that was stopped or killed.",
    discussion: """
      Example: fem-bulk resume runs/pair-20260801-093000

      From the last time that the run was saved: every minute, as often as --checkpoint says, and when it was stopped by \
      Ctrl-C or SIGTERM (exit code 75). The result is the same to the last bit as without the stop. A checkpoint that is \
      missing or damaged, or belongs to another case or version of the program, is an error (exit code 65).
      """)

  @Argument(help: "Folder of the run.", completion: .directory)
  var folder: String

  @Flag(help: "Take the checkpoint before the last.")
  var previous = false

  @OptionGroup var runOutput: RunOutput

  func run() async throws {
    let resumption = try RecordedRun.resuming(folder, previous: previous)
    let (run, checked) = (resumption.run, resumption.checked)
    let result = try run.simulate(checked, from: resumption.state, checkpointInterval: runOutput.checkpoint)
    try await runOutput.finish(result, of: checked, in: run)
  }
}
