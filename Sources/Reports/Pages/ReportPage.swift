internal import Algorithms
internal import BulkSimulation
internal import Magnets
internal import Meshing
internal import Notation
internal import RunFolders
internal import Superconductors

/// The page of one run: the answer, pictures, then what it rests on.
struct ReportPage {
  let record: RunRecord
  /// What a tenth of Jc changes at the end of the last stage.
  var response: MaterialResponse?

  /// In HTML.
  struct Figures {
    /// Stands right below the answer.
    var lead: String?
    var rest: [String]
    /// Where the pictures come from.
    var source: String?

    init(_ drawn: [String], hasLead: Bool, source: String?) {
      lead = hasLead ? drawn.first : nil
      rest = Array(drawn.dropFirst(lead == nil ? 0 : 1))
      self.source = drawn.isEmpty ? nil : source
    }
  }

  /// - Parameter remark: why there are no figures, if so.
  func text(_ figures: Figures, remark: String?) -> String {
    let summary = record.summary
    var parts = ["<header>", "<h1>\(html(summary.name))</h1>"]
    if let description = record.simulationCase?.summary, !description.isEmpty {
      parts.append("<p>\(html(description))</p>")
    }
    parts += ["</header>", "<main>", answer]
    if !summary.warnings.isEmpty { parts.append("<div class=\"warning\">\(htmlList(summary.warnings))</div>") }
    if let lead = figures.lead { parts.append(lead) }
    parts += ["<h2>Stages</h2>", stageTable]
    parts += protocolParts
    parts += stressParts
    parts.append("<h2>Pictures</h2>")
    for text in [remark, figures.source].compactMap({ $0 }) { parts.append("<p class=\"soft\">\(html(text))</p>") }
    if !figures.rest.isEmpty {
      parts.append("<div class=\"pictures\">\n\(figures.rest.joined(separator: "\n"))\n</div>")
    }
    parts += caseParts + numericsParts + provenanceParts
    parts.append("</main>")
    return htmlPage(title: "\(summary.name) - fem-bulk", parts)
  }

  // MARK: The answer

  /// What the run was made for: what a loop keeps and loses, or field and drift at the end of the last stage.
  private var answer: String { loopAnswer ?? lastAnswer }

  private var loopAnswer: String? {
    guard let loop = record.summary.loop, let remanence = loop.remanence else { return nil }
    var cards = record.probeNames.compactMap { name -> String? in
      remanence.probes[name]?.value.map {
        card("Trapped field, \(label(name))", "\(typeset(significant($0, digits: 5))) T", ["at zero applied field"])
      }
    }
    if let magnetisation = remanence.magnetisation.value {
      cards.append(
        card("Remanent magnetisation", "\(typeset(significant(1e-3 * magnetisation, digits: 4))) kA/m", []))
    }
    if let loss = loop.loss.value, let density = loop.lossDensity.value {
      cards.append(
        card(
          "Hysteresis loss per cycle", "\(typeset(significant(loss, digits: 4))) J",
          ["\(typeset(significant(density, digits: 4))) J/m³"]))
    }
    return answer(
      cards,
      "On the loop, where the applied field passes zero on its way down. How large the numerical errors are, the ± below say, "
        + "for the ends of the stages.")
  }

  /// A probe's name with its distance from the surface, where it has one.
  private func label(_ probe: String) -> String { record.simulationCase?.label(ofProbe: probe) ?? probe }

  private var lastAnswer: String {
    let stage = record.lastStage
    let unit = TimeUnit.suitable(for: stage.time)
    let what = stage.appliedField == 0 ? "Trapped field" : "Field"
    let instant = stage.stage == "hold" ? "" : " in the first instant"
    // In the order of the case, as the response has them.
    let order = record.simulationCase?.probes.map(\.name) ?? []
    func notes(_ value: Double, _ error: JSONNumber, _ change: Double?, _ unit: String, scale: Double) -> [String] {
      var notes: [String] = []
      if let error = error.value, scale > 0 {
        notes.append("numerical error: \(significant(100 * error / scale, digits: 2)) %")
      }
      if let change {
        notes.append("material: \(typeset(signed(change))) \(unit) if Jc is 10 % higher")
      }
      return notes
    }
    var cards = record.probeNames.compactMap { name -> String? in
      guard let probe = stage.probes[name], let bz = probe.bz.value else { return nil }
      let change = order.firstIndex(of: name).flatMap { i in
        response.flatMap { $0.probes.indices.contains(i) ? $0.probes[i] : nil }
      }
      return card(
        "\(what), \(label(name))", "\(typeset(measured(bz, error: probe.error.value ?? .nan))) T",
        notes(bz, probe.error, change, "T", scale: abs(bz))
          + [stage.drift[name]?.value.map { "drift \(driftNumber($0)) ppm/h\(instant)" }].compactMap { $0 })
    }
    if let moment = stage.moment.value {
      cards.append(
        card(
          "Magnetic moment", "\(typeset(measured(moment, error: stage.momentError.value ?? .nan))) A\u{A0}m²",
          notes(moment, stage.momentError, response?.moment, "A\u{A0}m²", scale: abs(moment))))
    }
    return answer(
      cards,
      "At the end of \(record.stageLabel(record.summary.stages.count - 1)): "
        + "\(plainNumber(stage.time / unit.seconds)) \(unit.symbol) after the start, applied field "
        + "\(typeset(plainNumber(stage.appliedField))) T, \(plainNumber(stage.temperature)) K. ± is the program's own estimate of its "
        + "numerical error; what is assumed about the material is not in it\(response == nil ? "" : ": the line on the material says what a tenth of Jc changes, from two quick runs")."
    )
  }

  /// A change with its sign, two digits.
  private func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + significant(value, digits: 2)
  }

  private func answer(_ cards: [String], _ state: String) -> String {
    "<dl class=\"answer\">\n\(cards.joined(separator: "\n"))\n</dl>\n<p class=\"soft\">\(html(state))</p>"
  }

  private func card(_ term: String, _ value: String, _ notes: [String]) -> String {
    "<div><dt>\(html(term))</dt><dd class=\"value\">\(html(value))</dd>"
      + notes.map { "<dd>\(html($0))</dd>" }.joined() + "</div>"
  }

  private var stageTable: String {
    let unit = TimeUnit.suitable(for: record.summary.stages.map(\.time).max() ?? 0)
    let probes = record.probeNames
    let heads =
      ["stage", "t (\(unit.symbol))", "Ba (T)", "T (K)"] + probes.map { "Bz \($0) (T)" } + ["moment (A m²)"]
      + bodiesWithForces.map { "force on \($0) (N)" }
      + (moves ? ["stiffness (N/mm)"] : []) + probes.map { "drift \($0) (ppm/h)" }
    let rows = record.summary.stages.enumerated().map { i, stage in
      [
        record.stageLabel(i), plainNumber(stage.time / unit.seconds), typeset(plainNumber(stage.appliedField)),
        plainNumber(stage.temperature),
      ]
        + probes.map { name in
          stage.probes[name].flatMap { p in p.bz.value.map { typeset(measured($0, error: p.error.value ?? .nan)) } }
            ?? "–"
        }
        + [stage.moment.value.map { typeset(measured($0, error: stage.momentError.value ?? .nan)) } ?? "–"]
        + bodiesWithForces.map { forceText(on: $0, stage) } + (moves ? [stiffnessText(stage)] : [])
        + probes.map { name in stage.drift[name]?.value.map(driftNumber) ?? "–" }
    }
    return htmlTable(heads: heads, rows)
      + "<p class=\"soft\">At the end of each stage. Ba is the applied field; the drift at the end of a ramp is that of the first "
      + "instant."
      + (moves ? " The stiffness is what the force falls by in a stage, over the way of its source." : "")
      + "</p>"
  }

  /// When a hold becomes quiet.
  private var protocolParts: [String] {
    var sentences: [String] = []
    for decay in record.summary.decay ?? [] where record.summary.stages.indices.contains(decay.stage) {
      for name in record.probeNames {
        guard let probe = decay.probes[name], let time = probe.quietAfter?.value, let limit = decay.quietDrift.value
        else {
          continue
        }
        sentences.append(
          "\(record.stageLabel(decay.stage)): the drift at \(name) stays below \(plainNumber(limit)) ppm/h after "
            + "\(timeText(time, digits: 3))\(probe.quietAfterIsExtrapolated ? ", extrapolated by the law of creep" : "")."
        )
      }
    }
    return sentences.isEmpty ? [] : [htmlList(sentences)]
  }

  // MARK: What it rests on

  private var caseParts: [String] {
    var parts = ["<h2>Case</h2>"]
    if let simulationCase = record.simulationCase {
      parts += ["<h3>Bulks</h3>", bulkTable(simulationCase), "<h3>Materials</h3>", materialTable(simulationCase)]
      parts += sourceParts(simulationCase)
      parts += [
        "<h3>Protocol</h3>",
        "<ol>"
          + simulationCase.stages.map { "<li>\(html($0.sentence(simulationCase.sources)))</li>" }.joined(
            separator: "\n") + "</ol>",
      ]
      let assumptions = simulationCase.bulks.flatMap(\.material.assumptions).uniqued()
      parts += ["<h2>Assumptions</h2>", htmlList(assumptions.map(typeset) + Self.methodAssumptions(simulationCase))]
    }
    parts.append(
      "<details><summary>Case file, every default filled in</summary><pre>\(html(record.caseText))</pre></details>")
    return parts
  }

  /// What every run rests on.
  private static func methodAssumptions(_ simulationCase: SimulationCase) -> [String] {
    [
      "Everything is axisymmetric, the permeability that of vacuum; E is parallel to J and follows the power law (J/Jc)ⁿ.",
      simulationCase.isHeated
        ? "Heat is that of the currents, E·J; it leaves through the cooled faces alone, and bulks that touch share it without resistance."
        : "The temperature is what the protocol says, uniform in each bulk: no heating by the currents.",
    ]
  }

  private func bulkTable(_ simulationCase: SimulationCase) -> String {
    htmlTable(
      heads: ["bulk", "material", "r", "z"],
      simulationCase.bulks.map { bulk in
        [
          bulk.summary.isEmpty ? bulk.shape.name : "\(bulk.shape.name): \(bulk.summary)", bulk.material.name,
          "\(millimetreText(bulk.shape.innerRadius)) to \(millimetreText(bulk.shape.outerRadius))",
          "\(millimetreText(bulk.shape.zMin)) to \(millimetreText(bulk.shape.zMax))",
        ]
      })
  }

  private func materialTable(_ simulationCase: SimulationCase) -> String {
    let rows = simulationCase.bulks.map(\.material).uniqued().map { material in
      let factor = material.temperatureFactor.map {
        typeset("(1 - (T/Tc)²)^\(plain($0.exponent)), Tc = \(plain($0.criticalTemperature)) K")
      }
      return [
        material.name, typeset(shortened(material.criticalCurrent.summary)), factor ?? "–",
        material.n.number.map(plain) ?? typeset(shortened(material.n.summary)),
        typeset("\(powerText(material.e0)) V/m"),
      ]
    }
    return htmlTable(heads: ["material", "Jc(B)", "times, with temperature", "n", "E0"], rows)
  }

  private var numericsParts: [String] {
    let n = record.summary.numerics
    let rows = [
      ["system", "\(n.system)\(n.mirrored ? ", upper half of a mirror image" : "")"],
      ["accuracy asked for", "\(significant(100 * record.summary.accuracy, digits: 2)) %"],
      ["finest mesh", "\(n.cells) current cells, \(n.unknowns) unknowns"],
      ["time steps", "\(n.steps), \(n.rejected) rejected; \(n.factorisations) factorisations"],
    ]
    return ["<h2>Numerics</h2>", htmlTable(heads: [], rows)] + ConvergenceTable(record).parts
  }

  private var provenanceParts: [String] {
    let provenance = record.provenance
    var rows = [["program", "fem-bulk \(provenance.version)"]]
    if let commit = provenance.commit { rows.append(["commit", commit]) }
    rows += [
      ["arguments", provenance.arguments.joined(separator: " ")], ["started", provenance.started],
      ["Swift", provenance.swift],
    ]
    if let total = provenance.total.value { rows.append(["wall time", "\(significant(total, digits: 2)) s"]) }
    return ["<h2>Provenance</h2>", htmlTable(heads: [], rows)]
  }
}

/// A text in which numbers of many digits, as fits and conversions leave them, have six.
func shortened(_ text: String) -> String {
  text.replacing(/[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?/) { match in
    let digits = match.output.0.filter(\.isNumber)
    guard digits.count > 7, let value = Double(match.output.0) else { return String(match.output.0) }
    let power = match.output.0.contains("e") || value >= 1e6
    return power ? "\(Float(significant(value, digits: 6)) ?? Float(value))" : plainNumber(value)
  }
}

/// A small setting as a power of ten: 1e-4.
func powerText(_ value: Double) -> String {
  let text = significant(value, digits: 6)
  guard value > 0, value < 1e-2, !text.contains("e") else { return plainNumber(value) }
  var (mantissa, exponent) = (value, 0)
  while mantissa < 1 - 1e-12 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
  return "\(plainNumber(mantissa))e\(exponent)"
}

/// A setting, without trailing zeros.
func plainNumber(_ value: Double, digits: Int = 5) -> String {
  let text = significant(value, digits: digits)
  guard text.contains("."), !text.contains("e") else { return text }
  return String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
}
