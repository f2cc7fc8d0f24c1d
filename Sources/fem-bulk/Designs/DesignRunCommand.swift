import ArgumentParser
import DesignHistory
import HostSystem
import Notation
import ProcessDesign
import Reports
import Studies

struct DesignRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Optimises a simulated design by itself: proposes, simulates, adds.",
    discussion: """
      Example: fem-bulk design run magnet.design --samples 40

      For designs whose definition has an entry simulate. Pending experiments are simulated first. Every sample is kept as it \
      is computed: a run that was stopped goes on where it was.
      """)

  @OptionGroup var file: DesignFileArgument

  @Option(help: ArgumentHelp("Samples that the design has in the end.", valueName: "count"))
  var samples = 30

  @Flag(help: "Print one JSON document instead of tables.")
  var json = false

  func validate() throws {
    guard (1...10000).contains(samples) else { throw ValidationError("--samples \(samples): write 1 to 10000") }
  }

  func run() throws { try runDesign(try file.open(), samples: samples, json: json) }
}

/// Simulates experiments until the design has so many samples, and shows what it then knows.
func runDesign(_ design: DesignFile, samples: Int, json: Bool) throws {
  try runSimulatedDesign(design, samples: samples, version: FemBulk.version) { sample in
    StandardError.message(
      "sample \(sample.number) of \(samples): \(pointText(design.definition, sample.parameters)): "
        + outcomesText(design.definition, sample.outcomes))
  }
  let state = try design.state()
  let insight = try designInsight(state)
  try StandardOutput.write(json ? encodeJSON(DesignDocument(state, insight)) : designText(state, insight))
}
