import ArgumentParser
import DesignHistory
import HostSystem
import Notation
import ProcessDesign
import Reports
import Studies

struct DesignRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "run", "Optimises a simulated design by itself: proposes, simulates, adds.",
    example: "fem-bulk design run magnet.design --samples 40",
    """
    For designs whose definition has an entry simulate. Pending experiments are simulated first. Every sample is kept as it \
    is computed: a run that was stopped goes on where it was.
    """)

  @OptionGroup var file: DesignFileArgument

  @OptionGroup var limits: SimulatedRunOptions

  func run() throws { try runDesign(try file.open(), samples: limits.samples, json: limits.json) }
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
