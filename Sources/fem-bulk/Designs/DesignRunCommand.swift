import Reports
import Notation
import ArgumentParser
import DesignHistory
import ProcessDesign

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
  guard let simulation = try DesignSimulation(design.definition), simulation.isComplete else {
    throw ProgramError(
      .wrongUse,
      "\(design.path): its samples are measured, not simulated; add them by fem-bulk design add, or define a key for every"
        + " parameter and a stage for every outcome")
  }
  while true {
    let state = try designErrors { () throws(HistoryError) in try design.state() }
    guard state.used.count < samples else { break }
    let experiment: ProposedExperiment
    if let pending = state.pending.first {
      experiment = pending
    } else {
      experiment = try designErrors { () throws(HistoryError) in
        try design.suggest(1, settings: design.definition.settings, version: FemBulk.version).experiments[0]
      }
    }
    let outcomes = try simulation.outcomes(experiment.parameters)
    let sample = NewSample(
      parameters: experiment.parameters, outcomes: outcomes, sigmas: outcomes.map { _ in nil },
      experiment: experiment.id)
    let number = try designErrors { () throws(HistoryError) in try design.add([sample])[0] }
    let values = zip(design.definition.outcomes, outcomes).map { outcome, value in
      "\(outcome.name) \(value.map { significant($0, digits: 5) } ?? "-")"
        + (outcome.unit.isEmpty ? "" : " \(outcome.unit)")
    }
    StandardError.message(
      "sample \(number) of \(samples): \(pointText(design.definition, experiment.parameters)): \(values.joined(separator: ", "))"
    )
  }
  let state = try designErrors { () throws(HistoryError) in try design.state() }
  let insight = try designInsight(state)
  try StandardOutput.write(json ? encodeJSON(DesignDocument(state, insight)) : designText(state, insight))
}
