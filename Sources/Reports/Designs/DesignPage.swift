internal import DesignHistory
internal import Notation
internal import ProcessDesign
internal import RunFolders

/// The page of a design: what to make next, the best sample, how good the model is, pictures, then all samples.
struct DesignPage {
  let report: DesignReport

  private var study: DesignStudy { report.study }

  func text(figures: [String], remark: String?) -> String {
    var parts = ["<header>", "<h1>\(html(report.name))</h1>", "<p>\(html(summary))</p>", "</header>", "<main>"]
    let best = study.samples.filter { report.best.contains($0.id) }
    if !report.pending.isEmpty {
      parts += [
        "<h2>Make these next</h2>",
        htmlTable(
          heads: ["experiment"] + parameterHeads,
          report.pending.map { ["\($0.id)"] + study.space.parameters.texts($0.parameters) }),
      ]
    }
    if best.count == 1 {
      parts += ["<h2>Best so far</h2>", answer(best[0])]
    } else {
      let title = study.objectives.count == 1 ? "Best so far, all alike" : "Samples not beaten in both objectives"
      parts += best.isEmpty ? ["<h2>Best so far</h2>", "<p>None yet.</p>"] : ["<h2>\(title)</h2>", sampleTable(best)]
    }
    if !report.notMade.isEmpty { parts += ["<h2>Not proposed again</h2>", htmlList(report.notMade)] }
    if let insight = report.insight { parts += modelParts(insight) }
    parts.append("<h2>Pictures</h2>")
    if let remark { parts.append("<p class=\"soft\">\(html(remark))</p>") }
    if !figures.isEmpty { parts.append("<div class=\"pictures\">\n\(figures.joined(separator: "\n"))\n</div>") }
    parts += ["<h2>All samples</h2>", sampleTable(study.samples), "</main>"]
    return htmlPage(title: "\(report.name) - fem-bulk", parts)
  }

  /// The best sample: what it gives, what it was made with.
  private func answer(_ sample: DesignSample) -> String {
    func card(_ term: String, _ value: String, _ note: String) -> String {
      "<div><dt>\(html(term))</dt><dd class=\"value\">\(html(value))</dd><dd>\(html(note))</dd></div>"
    }
    let outcomes = study.outcomes.indices.compactMap { index -> String? in
      let outcome = study.outcomes[index]
      return sample.outcomes[index].map { value in
        card(
          outcome.goal == nil ? outcome.name : "Best \(outcome.name)",
          typeset("\(outcomeText(value, sample.sigmas[index])) \(outcome.unit)"), "sample \(sample.id)")
      }
    }
    let parameters = zip(study.space.parameters, sample.parameters).map { parameter, value in
      card(
        parameter.name, parameter.word(value) ?? typeset("\(plainNumber(value)) \(parameter.unit)"),
        parameter.choices.map { "of \($0.joined(separator: ", "))" }
          ?? "of \(plainNumber(parameter.lower)) to \(plainNumber(parameter.upper))")
    }
    return "<dl class=\"answer\">\n\((outcomes + parameters).joined(separator: "\n"))\n</dl>"
  }

  /// With its error as far as that reaches, else with six digits: no experiment has more.
  private func outcomeText(_ value: Double, _ sigma: Double?) -> String {
    sigma.map { measured(value, error: $0) } ?? plainNumber(value, digits: 6)
  }

  private var summary: String {
    let goals = study.objectives.map { index in
      "\(study.outcomes[index].goal?.rawValue ?? "") \(head(study.outcomes[index].name, study.outcomes[index].unit))"
    }
    return
      "\(goals.joined(separator: " and ")) over \(parameterHeads.joined(separator: ", ")); \(study.samples.count) samples, "
      + "\(study.pending.count) pending."
  }

  private var parameterHeads: [String] { study.space.parameters.map { head($0.name, $0.unit) } }

  private func head(_ name: String, _ unit: String) -> String { unit.isEmpty ? name : "\(name) (\(unit))" }

  private func sampleTable(_ samples: [DesignSample]) -> String {
    let hasNotes = samples.contains { report.notes[$0.id] != nil }
    return htmlTable(
      heads: ["sample"] + parameterHeads + study.outcomes.map { head($0.name, $0.unit) } + (hasNotes ? ["note"] : []),
      samples.map { sample in
        ["\(sample.id)"] + study.space.parameters.texts(sample.parameters)
          + zip(sample.outcomes, sample.sigmas).map { value, sigma in
            value.map { typeset(outcomeText($0, sigma)) } ?? "–"
          } + (hasNotes ? [report.notes[sample.id] ?? ""] : [])
      })
  }

  /// What the model expects of each word of a choice, the rest as at the best place.
  private var choiceSentences: [String] {
    guard let landscape = report.landscape,
      let objective = landscape.outcomes.firstIndex(where: { $0.goal != nil })
    else { return [] }
    return study.space.parameters.enumerated().compactMap { index, parameter in
      guard let choices = parameter.choices else { return nil }
      let places = choices.indices.map { choice in
        var place = landscape.bestPlace
        place[index] = parameter.scaled(Double(choice))
        return place
      }
      let parts = zip(choices, landscape.predictions(objective, at: places)).map { word, prediction in
        "\(word) \(spread(prediction.mean, prediction.deviation))"
      }
      let outcome = landscape.outcomes[objective]
      return
        "\(head(outcome.name, outcome.unit)) by \(parameter.name), the rest as in the best sample: \(parts.joined(separator: ", "))."
    }
  }

  private func modelParts(_ insight: DesignInsight) -> [String] {
    let quality = insight.models.map { model in
      [
        head(model.outcome.name, model.outcome.unit), model.predictedShare.map { fixed($0, decimals: 2) } ?? "-",
        fixed(100 * model.withinTwoDeviations, decimals: 0) + " %",
        model.noise.map { significant($0, digits: 2) } ?? "given",
      ] + model.lengthScales.map { significant($0, digits: 2) }
    }
    let unsure = insight.unsure.map { unsure in
      let place = zip(study.space.parameters, unsure.parameters).map { "\($0.name) = \($0.text($1)) \($0.unit)" }
      return "\(unsure.outcome) is least known at \(place.joined(separator: ", ")): "
        + "\(significant(unsure.mean, digits: 3)) ± \(significant(unsure.deviation, digits: 2))."
    }
    return [
      "<h2>Model</h2>",
      htmlTable(
        heads: ["outcome", "predicted share", "within 2σ", "noise"]
          + study.space.parameters.map { "length scale, \($0.name)" },
        quality),
      "<p class=\"soft\">Kernel \(html(study.settings.kernel.rawValue)). Predicted share: of the scatter of the samples, each predicted "
        + "from all others. Length scales are shares of the range; above 1, a parameter matters little.</p>",
      htmlList(unsure + choiceSentences),
    ]
  }
}
