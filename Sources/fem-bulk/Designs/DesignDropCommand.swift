import ArgumentParser
import DesignHistory
import HostSystem

struct DesignDropCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "drop", "Takes proposed experiments off the list, or samples out of what counts.",
    example: "fem-bulk design drop furnace.design --experiment 4",
    """
    for an experiment that will not be made, and is never proposed again; --because 'the crucible is too small' is kept with it. \
    --sample 7 is for a sample that was wrong. Nothing is erased: earlier suggestions can still be replayed.
    """)

  @OptionGroup var file: DesignFileArgument

  @Option(name: .customLong("experiment"), help: ArgumentHelp("Number of a pending experiment.", valueName: "number"))
  var experiments: [Int] = []

  @Option(name: .customLong("sample"), help: ArgumentHelp("Number of a sample.", valueName: "number"))
  var samples: [Int] = []

  @Option(name: .customLong("because"), help: ArgumentHelp("Why an experiment will not be made.", valueName: "reason"))
  var reason: String?

  func validate() throws {
    if experiments.isEmpty, samples.isEmpty {
      throw ValidationError("nothing to drop; write --experiment 4, or --sample 7")
    }
  }

  func run() throws {
    let design = try file.open()
    try design.drop(experiments: experiments, samples: samples, because: reason)
    let texts = experiments.map { "experiment \($0)" } + samples.map { "sample \($0)" }
    try StandardOutput.write("\(design.path): dropped \(texts.joined(separator: ", "))")
  }
}
