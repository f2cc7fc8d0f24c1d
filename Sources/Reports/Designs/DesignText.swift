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
    parameter.choices.map { "\(parameter.name) \($0.joined(separator: " or "))" }
      ?? "\(parameter.name) \(plain(parameter.lower)) to \(plain(parameter.upper))"
      + (parameter.unit.isEmpty ? "" : " \(parameter.unit)")
  }
  return goals.joined(separator: " and ") + " over " + parameters.joined(separator: ", ")
}

/// What of a definition may not be what its maker thought: bounds to which steps do not lead.
public func designRemarks(_ definition: DesignDefinition) -> [String] {
  definition.parameters.filter { $0.last < $0.upper }.map { parameter in
    "\(parameter.name): steps of \(plain(parameter.step)) from \(plain(parameter.lower)) end at \(plain(parameter.last)), so that "
      + "\(plain(parameter.upper)) is never proposed"
  }
}

extension DesignParameter {
  /// A value as people write it, without its unit.
  func text(_ value: Double) -> String { word(value) ?? plain(value) }
}

extension Sequence<DesignParameter> {
  /// Values in their order.
  func texts(_ values: [Double]) -> [String] { zip(self, values).map { $0.text($1) } }
}

/// Proposed experiments as a table, and a word where they are fewer than were asked for.
public func suggestionText(
  _ definition: DesignDefinition, _ experiments: [ProposedExperiment], _ suggestions: [Suggestion], askedFor count: Int
) -> String {
  let isModelled = suggestions.contains { !$0.predictions.isEmpty }
  var rows = [
    ["experiment"] + definition.parameters.map { head($0.name, $0.unit) }
      + (isModelled ? definition.outcomes.map { "expected \(head($0.name, $0.unit))" } : [])
  ]
  for (experiment, suggestion) in zip(experiments, suggestions) {
    rows.append(
      ["\(experiment.id)"] + definition.parameters.texts(suggestion.parameters)
        + suggestion.predictions.map { spread($0.mean, $0.deviation) })
  }
  let rest =
    suggestions.count < count ? "\n\nNo more are left: everything else was made, is pending, or was dropped." : ""
  let note = isModelled ? "" : "\n\nChosen to fill the space evenly; a model chooses when there are enough samples."
  return aligned(rows) + note + rest
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
            + state.pending.map { ["\($0.id)"] + definition.parameters.texts($0.parameters) }))
  }
  let notMade = notMade(state)
  if !notMade.isEmpty { parts.append("Not proposed again:\n" + notMade.map { "  \($0)" }.joined(separator: "\n")) }
  let notes = state.used.compactMap { record in
    record.sample.isFailed ? nil : record.note.map { "  sample \(record.sample.id): \($0)" }
  }
  if !notes.isEmpty { parts.append("Notes:\n" + notes.joined(separator: "\n")) }
  return parts.joined(separator: "\n\n")
}

/// Experiments that failed, and those that were dropped, with the reasons.
func notMade(_ state: DesignState) -> [String] {
  func line(_ what: String, _ parameters: [Double], _ note: String?) -> String {
    "\(what): \(pointText(state.definition, parameters))" + (note.map { "; \($0)" } ?? "")
  }
  return state.used.filter(\.sample.isFailed).map {
    line("sample \($0.sample.id), failed", $0.sample.parameters, $0.note)
  }
    + state.dropped.map { line("experiment \($0.id), dropped", $0.parameters, $0.note) }
}

private func bestText(_ state: DesignState) -> String {
  let best = bestSamples(state)
  guard !best.isEmpty else {
    return state.used.isEmpty ? "No samples yet." : "No sample keeps all limits yet."
  }
  let definition = state.definition
  let isSingle = definition.outcomes.count { $0.goal != nil } == 1
  let title = !isSingle ? "Not beaten in both so far:" : best.count > 1 ? "Best so far, all alike:" : "Best so far:"
  let shown = isSingle ? best.prefix(mostTies) : best[...]
  let rest = best.count > shown.count ? "\n... and \(best.count - shown.count) more" : ""
  return title + "\n"
    + aligned(
      [
        ["sample"] + definition.parameters.map { head($0.name, $0.unit) }
          + definition.outcomes.map { head($0.name, $0.unit) }
      ]
        + shown.map { sample in
          ["\(sample.id)"] + definition.parameters.texts(sample.parameters)
            + sample.outcomes.map { $0.map(plain) ?? "-" }
        }) + rest
}

/// Of samples that are equally good, as many are listed.
private let mostTies = 5

/// The sample with the best objective that keeps all limits, with those that equal it, or with two objectives all that are not beaten in both.
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
    let best = good.map { merit($0, objectives[0]) }.max()
    return good.filter { merit($0, objectives[0]) == best }
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
    "\(parameter.name) = \(parameter.text(value))" + (parameter.unit.isEmpty ? "" : " \(parameter.unit)")
  }.joined(separator: ", ")
}

/// `jc 6.2e8 A/m^2, density 93 %`
package func outcomesText(_ definition: DesignDefinition, _ values: [Double?]) -> String {
  zip(definition.outcomes, values).map { outcome, value in
    "\(outcome.name) \(value.map { significant($0, digits: 5) } ?? "-")"
      + (outcome.unit.isEmpty ? "" : " \(outcome.unit)")
  }.joined(separator: ", ")
}
