public import DesignHistory
internal import Notation
public import ProcessDesign
internal import RealModule

/// A design in one line.
public func designSummary(_ definition: DesignDefinition) -> String {
  let goals = definition.outcomes.compactMap { outcome in
    outcome.goal.map { "\($0.rawValue) \(head(outcome.name, outcome.unit))" }
  }
  let parameters = definition.parameters.map { parameter in
    "\(parameter.name) \(plain(parameter.lower)) to \(plain(parameter.upper))"
      + (parameter.unit.isEmpty ? "" : " \(parameter.unit)")
  }
  return goals.joined(separator: " and ") + " over " + parameters.joined(separator: ", ")
}

/// Proposed experiments as a table.
public func suggestionText(
  _ definition: DesignDefinition, _ experiments: [ProposedExperiment], _ suggestions: [Suggestion]
) -> String {
  let isModelled = suggestions.contains { !$0.predictions.isEmpty }
  var rows = [
    ["experiment"] + definition.parameters.map { head($0.name, $0.unit) }
      + (isModelled ? definition.outcomes.map { "expected \(head($0.name, $0.unit))" } : [])
  ]
  for (experiment, suggestion) in zip(experiments, suggestions) {
    rows.append(
      ["\(experiment.id)"] + suggestion.parameters.map(plain)
        + suggestion.predictions.map { spread($0.mean, $0.deviation) })
  }
  let note = isModelled ? "" : "\n\nChosen to fill the space evenly; a model chooses when there are enough samples."
  return aligned(rows) + note
}

/// A value and its standard deviation, with a common power of ten where numbers are long: (9.8 ± 0.2)e8.
func spread(_ value: Double, _ deviation: Double) -> String {
  let largest = max(abs(value), abs(deviation))
  let exponent = largest > 0 ? Int(Double.log10(largest).rounded(.down)) : 0
  guard !(-3...4).contains(exponent) else { return measured(value, error: deviation) }
  let unit = Double.pow(10, Double(exponent))
  return "(\(measured(value / unit, error: deviation / unit)))e\(exponent)"
}

/// What a design knows, for people.
public func designText(_ state: DesignState, _ insight: DesignInsight?) -> String {
  let definition = state.definition
  var parts = [
    "\(definition.name): \(designSummary(definition))\n"
      + "\(state.used.count) samples, \(state.pending.count) pending, \(state.rounds) rounds of suggestions"
  ]
  parts.append(bestText(state))
  if let insight {
    parts.append(
      "Model (\(definition.settings.kernel.rawValue)), each sample predicted from all others:\n" + qualityTable(insight)
    )
    parts.append(
      "Length scales, as a share of the range; above 1, a parameter matters little:\n"
        + aligned(
          [["parameter"] + insight.models.map(\.outcome.name)]
            + definition.parameters.enumerated().map { index, parameter in
              [parameter.name] + insight.models.map { significant($0.lengthScales[index], digits: 2) }
            }))
    parts.append(
      "Least known:\n"
        + insight.unsure.map { unsure in
          "  \(unsure.outcome) is \(spread(unsure.mean, unsure.deviation)) at \(pointText(definition, unsure.parameters))"
        }.joined(separator: "\n"))
  } else {
    parts.append("No model yet: it needs three samples with all objectives.")
  }
  if !state.pending.isEmpty {
    parts.append(
      "Pending:\n"
        + aligned(
          [["experiment"] + definition.parameters.map { head($0.name, $0.unit) }]
            + state.pending.map { ["\($0.id)"] + $0.parameters.map(plain) }))
  }
  return parts.joined(separator: "\n\n")
}

private func bestText(_ state: DesignState) -> String {
  let best = bestSamples(state)
  guard !best.isEmpty else {
    return state.used.isEmpty ? "No samples yet." : "No sample keeps all limits yet."
  }
  let definition = state.definition
  let title = definition.outcomes.count { $0.goal != nil } == 1 ? "Best so far:" : "Not beaten in both so far:"
  return title + "\n"
    + aligned(
      [
        ["sample"] + definition.parameters.map { head($0.name, $0.unit) }
          + definition.outcomes.map { head($0.name, $0.unit) }
      ]
        + best.map { sample in
          ["\(sample.id)"] + sample.parameters.map(plain) + sample.outcomes.map { $0.map(plain) ?? "-" }
        })
}

/// The sample with the best objective that keeps all limits, or with two objectives all that are not beaten in both.
public func bestSamples(_ state: DesignState) -> [DesignSample] {
  let outcomes = state.definition.outcomes
  let objectives = outcomes.indices.filter { outcomes[$0].goal != nil }
  let good = state.used.map(\.sample).filter { sample in
    objectives.allSatisfy { sample.outcomes[$0] != nil }
      && zip(outcomes, sample.outcomes).allSatisfy { outcome, value in
        !outcome.hasLimits || value.map(outcome.keepsLimits) ?? false
      }
  }
  func merit(_ sample: DesignSample, _ index: Int) -> Double {
    (outcomes[index].goal == .minimise ? -1 : 1) * (sample.outcomes[index] ?? 0)
  }
  guard objectives.count == 2 else {
    return good.max { merit($0, objectives[0]) < merit($1, objectives[0]) }.map { [$0] } ?? []
  }
  return good.filter { sample in
    !good.contains { other in
      let gains = objectives.map { merit(other, $0) - merit(sample, $0) }
      return gains.allSatisfy { $0 >= 0 } && gains.contains { $0 > 0 }
    }
  }.sorted { merit($0, objectives[0]) < merit($1, objectives[0]) }
}

private func qualityTable(_ insight: DesignInsight) -> String {
  var rows = [["outcome", "predicted share of the scatter", "within 2 deviations", "noise"]]
  for model in insight.models {
    rows.append([
      head(model.outcome.name, model.outcome.unit), model.predictedShare.map { fixed($0, decimals: 2) } ?? "-",
      "\(Int((model.withinTwoDeviations * Double(model.leaveOneOut.count)).rounded())) of \(model.leaveOneOut.count)",
      model.noise.map { significant($0, digits: 2) } ?? "given",
    ])
  }
  return aligned(rows)
}

/// `temperature = 556 C, hold = 32.5 min`
public func pointText(_ definition: DesignDefinition, _ values: [Double]) -> String {
  zip(definition.parameters, values).map { parameter, value in
    "\(parameter.name) = \(plain(value))" + (parameter.unit.isEmpty ? "" : " \(parameter.unit)")
  }.joined(separator: ", ")
}

/// `jc 6.2e8 A/m^2, density 93 %`
package func outcomesText(_ definition: DesignDefinition, _ values: [Double?]) -> String {
  zip(definition.outcomes, values).map { outcome, value in
    "\(outcome.name) \(value.map { significant($0, digits: 5) } ?? "-")"
      + (outcome.unit.isEmpty ? "" : " \(outcome.unit)")
  }.joined(separator: ", ")
}
