import ArgumentParser
import DesignHistory
import HostSystem

struct DesignDropCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop",
    abstract: "Takes proposed experiments off the list, or samples out of what counts.",
    discussion: """
      Example: fem-bulk design drop furnace.design --experiment 4

      for an experiment that will not be made, and --sample 7 for a sample that was wrong. Nothing is erased: earlier \
      suggestions can still be replayed.
      """)

  @OptionGroup var file: DesignFileArgument

  @Option(name: .customLong("experiment"), help: ArgumentHelp("Number of a pending experiment.", valueName: "number"))
  var experiments: [Int] = []

  @Option(name: .customLong("sample"), help: ArgumentHelp("Number of a sample.", valueName: "number"))
  var samples: [Int] = []

  func validate() throws {
    if experiments.isEmpty, samples.isEmpty {
      throw ValidationError("nothing to drop; write --experiment 4, or --sample 7")
    }
  }

  func run() throws {
    let design = try file.open()
    try design.drop(experiments: experiments, samples: samples)
    let texts = experiments.map { "experiment \($0)" } + samples.map { "sample \($0)" }
    try StandardOutput.write("\(design.path): dropped \(texts.joined(separator: ", "))")
  }
}
