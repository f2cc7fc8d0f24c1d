package import DesignHistory
internal import HostSystem
internal import ProcessDesign

/// A simulated experiment that has been added to a design.
package struct SimulatedSample {
  /// Of the sample, from 1.
  package var number: Int
  /// In the order of the definition's parameters.
  package var parameters: [Double]
  /// In the order of the definition's outcomes; nil for what has no value.
  package var outcomes: [Double?]
}

/// Simulates experiments until a design has so many samples: pending ones first, then those that it proposes. Every sample is
/// kept as it is computed.
///
/// - Parameters:
///   - version: of the program, which rounds of suggestions keep.
///   - report: told of every sample.
/// - Throws: `InputError` for a design whose samples are measured, `StudyError` for a simulation that fails, `HistoryError` for
///   a file that cannot be written.
package func runSimulatedDesign(
  _ design: DesignFile, samples: Int, version: String, report: (SimulatedSample) -> Void
) throws {
  guard let simulation = try DesignSimulation(design.definition), simulation.isComplete else {
    throw InputError(
      .use,
      "\(design.path): its samples are measured, not simulated; add them by fem-bulk design add, or define a key for every"
        + " parameter and a stage for every outcome")
  }
  while true {
    let state = try design.state()
    guard state.used.count < samples else { return }
    let pending = state.pending.first
    let experiment =
      try pending ?? design.suggest(1, settings: design.definition.settings, version: version).experiments[0]
    let outcomes = try simulation.outcomes(experiment.parameters)
    let values = outcomes.map { $0?.value }
    let number = try design.add([
      NewSample(
        parameters: experiment.parameters, outcomes: values, sigmas: outcomes.map { $0?.sigma },
        experiment: experiment.id)
    ])[0]
    report(SimulatedSample(number: number, parameters: experiment.parameters, outcomes: values))
  }
}
