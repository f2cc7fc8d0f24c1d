public import DesignHistory
internal import Notation
public import ProcessDesign

/// Suggestions as JSON, schema `fem-bulk/design-suggestions/1`. Values are in the units of the definition.
public struct SuggestionDocument: Encodable {
  struct Experiment: Encodable {
    var experiment: Int
    var parameters: [String: ParameterValue]
    /// Empty while the space is being filled.
    var expected: [String: Expected]
  }

  struct Expected: Encodable {
    var mean, deviation: JSONNumber
  }

  var schema = "fem-bulk/design-suggestions/1"
  var name: String
  var units: [String: String]
  var experiments: [Experiment]

  public init(_ definition: DesignDefinition, _ experiments: [ProposedExperiment], _ suggestions: [Suggestion]) {
    name = definition.name
    units = designUnits(definition)
    self.experiments = zip(experiments, suggestions).map { experiment, suggestion in
      Experiment(
        experiment: experiment.id, parameters: named(definition.parameters, suggestion.parameters),
        expected: suggestion.predictions.isEmpty
          ? [:]
          : Dictionary(
            zip(
              definition.outcomes.map(\.name),
              suggestion.predictions.map {
                Expected(mean: JSONNumber($0.mean), deviation: JSONNumber($0.deviation))
              })
          ) { first, _ in first })
    }
  }
}

/// What a design knows as JSON, schema `fem-bulk/design/1`.
public struct DesignDocument: Encodable {
  struct Sample: Encodable {
    var sample: Int
    var time: String
    var experiment: Int?
    var isDropped: Bool
    var parameters: [String: ParameterValue]
    var outcomes, sigmas: [String: JSONNumber]
    /// A remark; of a sample without outcomes why it failed.
    var note: String?

    enum CodingKeys: String, CodingKey {
      case sample, time, experiment, parameters, outcomes, sigmas, note
      case isDropped = "dropped"
    }
  }

  struct Model: Encodable {
    var outcome: String
    var lengthScales: [String: JSONNumber]
    var noise, predictedShare: JSONNumber?
    var withinTwoDeviations: JSONNumber
    var leaveOneOut: [LeaveOneOut]

    enum CodingKeys: String, CodingKey {
      case outcome, noise
      case lengthScales = "length_scales"
      case predictedShare = "predicted_share"
      case withinTwoDeviations = "within_two_deviations"
      case leaveOneOut = "leave_one_out"
    }
  }

  struct LeaveOneOut: Encodable {
    var sample: Int
    var measured, predicted, deviation: JSONNumber
  }

  struct Unsure: Encodable {
    var outcome: String
    var parameters: [String: ParameterValue]
    var mean, deviation: JSONNumber
  }

  struct Pending: Encodable {
    var experiment: Int
    var parameters: [String: ParameterValue]
    /// Why it was dropped.
    var note: String?
  }

  var schema = "fem-bulk/design/1"
  var name: String
  var units: [String: String]
  /// Numbers of samples.
  var best: [Int]
  var samples: [Sample]
  var pending: [Pending]
  /// Those that will not be made.
  var dropped: [Pending]
  var models: [Model]
  var unsure: [Unsure]

  public init(_ state: DesignState, _ insight: DesignInsight?) {
    let definition = state.definition
    let parameterNames = definition.parameters.map(\.name)
    name = definition.name
    units = designUnits(definition)
    best = bestSamples(state).map(\.id)
    samples = state.samples.map { record in
      Sample(
        sample: record.sample.id, time: record.time, experiment: record.experiment, isDropped: record.isDropped,
        parameters: named(definition.parameters, record.sample.parameters),
        outcomes: named(definition.outcomes.map(\.name), record.sample.outcomes),
        sigmas: named(definition.outcomes.map(\.name), record.sample.sigmas), note: record.note)
    }
    func entries(_ experiments: [ProposedExperiment]) -> [Pending] {
      experiments.map {
        Pending(experiment: $0.id, parameters: named(definition.parameters, $0.parameters), note: $0.note)
      }
    }
    (pending, dropped) = (entries(state.pending), entries(state.dropped))
    models = (insight?.models ?? []).map { model in
      Model(
        outcome: model.outcome.name, lengthScales: named(parameterNames, model.lengthScales),
        noise: model.noise.map { JSONNumber($0) }, predictedShare: model.predictedShare.map { JSONNumber($0) },
        withinTwoDeviations: JSONNumber(model.withinTwoDeviations),
        leaveOneOut: model.leaveOneOut.map {
          LeaveOneOut(
            sample: $0.sample, measured: JSONNumber($0.measured), predicted: JSONNumber($0.predicted),
            deviation: JSONNumber($0.deviation))
        })
    }
    unsure = (insight?.unsure ?? []).map {
      Unsure(
        outcome: $0.outcome, parameters: named(definition.parameters, $0.parameters), mean: JSONNumber($0.mean),
        deviation: JSONNumber($0.deviation))
    }
  }
}

/// A number, or the word of a choice.
enum ParameterValue: Encodable {
  case number(JSONNumber)
  case word(String)

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .number(let value): try value.encode(to: encoder)
    case .word(let word): try word.encode(to: encoder)
    }
  }
}

private func named(_ parameters: [DesignParameter], _ values: [Double]) -> [String: ParameterValue] {
  Dictionary(
    zip(parameters, values).map { parameter, value in
      (parameter.name, parameter.word(value).map(ParameterValue.word) ?? .number(JSONNumber(value)))
    }
  ) { first, _ in first }
}

/// Values by their names; missing ones are left out.
private func named(_ names: [String], _ values: [Double?]) -> [String: JSONNumber] {
  var result: [String: JSONNumber] = [:]
  for (name, value) in zip(names, values) { result[name] = value.map { JSONNumber($0) } }
  return result
}

private func designUnits(_ definition: DesignDefinition) -> [String: String] {
  Dictionary(
    definition.parameters.map { ($0.name, $0.unit) } + definition.outcomes.map { ($0.name, $0.unit) }
  ) { first, _ in first }
}
