internal import BulkSimulation
public import HostSystem
internal import Notation
internal import RunFolders
internal import Sampling
public import Sweeps

/// Writes the page of a sweep next to its store, in place of an older one: `pair.html` for `pair.sqlite`.
///
/// - Parameters:
///   - analysis: of the result to look at.
///   - points: of the whole sweep, done or not.
/// - Throws: `OutputError` with the file that cannot be written; that nothing can be drawn is in the outcome.
public func writeReport(
  _ analysis: SweepAnalysis, counts: SweepCounts, store: String, files: PictureFiles
) async throws(OutputError) -> ReportOutcome {
  let folder = store.lastIndex(of: "/").map { String(store[..<$0]) } ?? "."
  let pictures = files == .none ? nil : SweepPictures(analysis)
  let (drawn, problem) = try await draw(pictures?.all ?? [], files: files, folder: folder)
  let figures = ReportPage.Figures(drawn, hasLead: pictures?.lead != nil, source: nil)
  let stem = store.hasSuffix(".sqlite") ? String(store.dropLast(".sqlite".count)) : store
  let page = "\(stem).html"
  let remark = problem?.description ?? (files == .none ? "Without pictures: fem-bulk report \(store) draws them." : nil)
  try replaceFile(page, SweepPage(analysis: analysis, counts: counts).text(figures: figures, remark: remark))
  return ReportOutcome(page: page, problem: problem)
}

/// The page of a sweep: the answer, what each input does, pictures, the best points, then what it rests on.
private struct SweepPage {
  let analysis: SweepAnalysis
  let counts: SweepCounts

  private var unit: String { analysis.output.unit }
  private var columns: [SweepColumn] { analysis.plan.evaluation.columns }

  func text(figures: ReportPage.Figures, remark: String?) -> String {
    var parts = [
      "<header><h1>Sweep \(html(analysis.plan.name))</h1>",
      "<p>\(html(analysis.output.label)) of \(counts.done) points over \(html(columns.map(\.name).joined(separator: ", "))).</p></header>",
      "<main>",
    ]
    parts += answer + warnings + [figures.lead].compactMap { $0 }
    if !analysis.effects.isEmpty { parts += effects }
    parts.append("<h2>Pictures</h2>")
    if let remark { parts.append("<p class=\"soft\">\(html(remark))</p>") }
    if !figures.rest.isEmpty {
      parts.append("<div class=\"pictures\">\n\(figures.rest.joined(separator: "\n"))\n</div>")
    }
    parts += best + basis
    parts.append("</main>")
    return htmlPage(title: "Sweep \(analysis.plan.name) - fem-bulk", parts)
  }

  private func value(_ value: Double, digits: Int = 5) -> String { "\(significant(value, digits: digits)) \(unit)" }

  private func readable(_ column: Int, _ index: Int) -> String {
    readable(columns[column], analysis.table.inputs[column][index])
  }

  private func readable(_ column: SweepColumn, _ value: SweepValue) -> String {
    value.number.map { plainNumber(column.shown($0)) } ?? value.description
  }

  private var answer: [String] {
    guard let statistics = analysis.statistics, let best = analysis.best else {
      return ["<p>No point is done yet.</p>"]
    }
    func card(_ term: String, _ value: String, _ note: String) -> String {
      "<div><dt>\(html(term))</dt><dd class=\"value\">\(html(value))</dd><dd>\(html(note))</dd></div>"
    }
    let plateau = analysis.plateau
    let place =
      plateau.count > 1
      ? "a plateau: \(plateau.count) points, the same within their errors" : "point \(analysis.table.points[best])"
    var cards = [
      card("Largest", "\(analysis.shown(best)) \(unit)", "\(place): \(analysis.inputs(of: plateau))")
    ]
    if analysis.isSample {
      cards.append(
        card(
          "Mean", value(statistics.mean), "standard deviation \(value(statistics.standardDeviation, digits: 3))"))
      cards.append(
        card(
          "5 to 95 %",
          "\(significant(statistics.percentile(0.05), digits: 5)) to \(value(statistics.percentile(0.95)))",
          "median \(value(statistics.percentile(0.5)))"))
    } else {
      cards.append(card("Smallest", value(statistics.least), ""))
    }
    if let dominant = analysis.effects.max(by: { $0.firstOrder < $1.firstOrder }), columns.count > 1 {
      cards.append(
        card(
          "Dominant input", dominant.name,
          "\(fixed(100 * dominant.firstOrder, decimals: 0)) % of the variance by itself"))
    }
    return ["<dl class=\"answer\">\n\(cards.joined(separator: "\n"))\n</dl>"]
  }

  private var warnings: [String] {
    var sentences: [String] = []
    if counts.failed > 0 {
      sentences.append(
        "\(counts.failed) of \(counts.total) points failed and are not in these numbers; fem-bulk sweep results --failed says why."
      )
    }
    if counts.inaccurate > 0 {
      sentences.append(
        "\(SweepSummary.inaccurate(counts)); in fem-bulk sweep export their column accurate is 0, and warnings say why."
      )
    }
    if !counts.isComplete {
      sentences.append(
        "\(counts.done + counts.failed) of \(counts.total) points are finished; the sweep goes on or was stopped.")
    }
    return sentences.isEmpty ? [] : ["<div class=\"warning\">\(htmlList(sentences))</div>"]
  }

  private var effects: [String] {
    let hasTotal = analysis.effects.contains { $0.total != nil }
    let rows = zip(analysis.effects, columns).sorted { $0.0.firstOrder > $1.0.firstOrder }.map { effect, column in
      let (least, largest) = (effect.levels.min { $0.mean < $1.mean }, effect.levels.max { $0.mean < $1.mean })
      func level(_ level: InputEffect.Level?) -> String {
        guard let level else { return "-" }
        return "\(significant(level.mean, digits: 5)) at \(readable(column, level.value)) \(column.shownUnit)"
      }
      return [effect.name, "\(fixed(100 * effect.firstOrder, decimals: 1)) %"]
        + (hasTotal ? [effect.total.map { "\(fixed(100 * $0, decimals: 1)) %" } ?? "-"] : [])
        + [significant(effect.range, digits: 3), level(least), level(largest)]
    }
    let sum = analysis.effects.reduce(0) { $0 + $1.firstOrder }
    return [
      "<h2>What each input does</h2>",
      htmlTable(
        heads: ["input", "first-order Sobol index"] + (hasTotal ? ["total Sobol index"] : [])
          + ["main effect (\(unit))", "lowest mean (\(unit))", "highest mean (\(unit))"], rows),
      "<p class=\"soft\">The first-order index is the share of the variance that goes with an input alone, the main effect how much "
        + "the mean over all other inputs changes. All together: \(fixed(100 * sum, decimals: 0)) %; the rest is what inputs do "
        + "jointly.</p>",
    ]
  }

  private var best: [String] {
    let order = analysis.results.indices.sorted { analysis.results[$0] > analysis.results[$1] }.prefix(10)
    guard !order.isEmpty else { return [] }
    let rows = order.map { index in
      ["\(analysis.table.points[index])"] + columns.indices.map { readable($0, index) }
        + [analysis.shown(index)]
    }
    return [
      "<h2>Best points</h2>",
      htmlTable(heads: ["point"] + columns.map(\.label) + ["\(analysis.output.label) (\(unit))"], rows),
    ]
  }

  private var basis: [String] {
    let rows = analysis.plan.design.parts.flatMap { part in
      part.columns.enumerated().map { index, column in
        [column.label, column.keys.joined(separator: ", "), values(part, index)]
      }
    }
    return [
      "<h2>What it rests on</h2>", htmlTable(heads: ["input", "keys of the case", "values"], rows),
      "<p class=\"soft\">Every point is computed as fem-bulk simulate does it, with the same error estimate; numbers after ± and bars "
        + "in pictures are these numerical errors.</p>",
      "<details><summary>Base case</summary><pre>\(html(analysis.plan.evaluation.caseText))</pre></details>",
    ]
  }

  private func values(_ part: SweepDesign.Part, _ column: Int) -> String {
    switch part {
    case .table(_, let rows):
      let values = rows.map { $0[column] }
      let shown = values.count > 8 ? values.prefix(3) + values.suffix(1) : values[...]
      let texts = shown.map { readable(part.columns[column], $0) }
      return values.count > 8
        ? texts.dropLast().joined(separator: ", ") + ", ... " + (texts.last ?? "") + " (\(values.count))"
        : texts.joined(separator: ", ")
    case .sample(let method, let rows, let seed, _, let distributions):
      return
        "\(distributions[column].sentence(of: part.columns[column])); \(method.rawValue), \(rows) rows, seed \(seed)"
    }
  }
}

extension Distribution {
  fileprivate func sentence(of column: SweepColumn) -> String {
    func text(_ value: Double) -> String { plainNumber(column.shown(value)) }
    return switch self {
    case .uniform(let from, let to): "uniform from \(text(from)) to \(text(to))"
    case .logarithmic(let from, let to): "uniform in the logarithm from \(text(from)) to \(text(to))"
    case .normal(let mean, let sigma): "normal, \(text(mean)) ± \(text(sigma))"
    }
  }
}
