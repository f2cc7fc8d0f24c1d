internal import BulkSimulation
internal import CaseFiles
internal import Magnets
internal import Notation
package import Studies

/// A tornado table for each result as people read it: what reaches farthest comes first.
package func sensitivityText(_ report: SensitivityReport) -> String {
  tables(report).map { table in table.title + "\n" + aligned([table.heads] + table.rows) }.joined(separator: "\n\n")
    + "\n\nWhy these ranges:\n"
    + report.problem.assumptions.map { "  - \($0.key): \($0.why)" }.joined(separator: "\n")
}

/// The same as Markdown.
package func sensitivityMarkdown(_ report: SensitivityReport) -> String {
  func line(_ cells: [String]) -> String {
    "| " + cells.map { $0.split(separator: "|").joined(separator: "\\|") }.joined(separator: " | ") + " |"
  }
  return tables(report).map { table in
    ([table.title, "", line(table.heads), line(table.heads.indices.map { $0 == 0 ? "---" : "---:" })]
      + table.rows.map(line)).joined(separator: "\n")
  }.joined(separator: "\n\n")
    + "\n\n" + report.problem.assumptions.map { "- `\($0.key)`: \($0.why)" }.joined(separator: "\n")
}

private struct Table {
  var title: String
  var heads: [String]
  var rows: [[String]]
}

private func tables(_ report: SensitivityReport) -> [Table] {
  let problem = report.problem
  return problem.outputs.indices.map { output in
    let base = report.base.values[output]
    let quantity = problem.outputs[output].quantity
    var title =
      "\(problem.outputs[output].name): \(measured(base, error: report.numericalErrors[output])) \(quantity.unit)"
    var heads =
      ["assumption", "low", "high"] + ["low", "high"].map { "\(quantity.symbol) at \($0) [\(quantity.unit)]" } + [
        "change [%]"
      ]
    func text(_ value: Double) -> String {
      problem.outputs[output].probe == nil ? significant(value, digits: 5) : fixed(value, decimals: 4)
    }
    if report.isRefitted, let calibration = problem.calibration {
      title += ", \(calibration.key) fitted anew to \(plain(calibration.data.points[0].value)) T in every line"
      heads += ["\(calibration.key) at low", "at high"]
    }
    let rows = report.order(output: output).map { index in
      let (assumption, sides) = (problem.assumptions[index], report.sides[index])
      let changes = [sides.low, sides.high].map { side -> String in
        let change = base == 0 ? 0 : 100 * (side.values[output] / base - 1)
        return (change > 0 ? "+" : "") + fixed(change, decimals: 2)
      }
      var row = [
        assumption.key, assumption.low.text, assumption.high.text, text(sides.low.values[output]),
        text(sides.high.values[output]), changes.joined(separator: ", "),
      ]
      if report.isRefitted {
        row += [sides.low, sides.high].map { $0.refitted.map { significant($0, digits: 4) } ?? "" }
      }
      return row
    }
    return Table(title: title, heads: heads, rows: rows)
  }
}

/// The tables as JSON, schema `fem-bulk/sensitivity/1`; assumptions in the order of the file.
package struct SensitivityDocument: Encodable {
  struct Output: Encodable {
    var name: String
    var probe: String?
    var stage: Int
    /// Of Bz alone; all have the others.
    var field, fieldError: JSONNumber?
    var unit: String
    var value, error: JSONNumber
    var assumptions: [Assumption]

    enum CodingKeys: String, CodingKey {
      case name, probe, stage, assumptions, unit, value
      case field = "Bz_T"
      case fieldError = "numerical_error_T"
      case error = "numerical_error"
    }
  }

  struct Assumption: Encodable {
    var key, low, high, why: String
    var fieldAtLow, fieldAtHigh: JSONNumber?
    var atLow, atHigh: JSONNumber
    var refittedLow, refittedHigh: JSONNumber?

    enum CodingKeys: String, CodingKey {
      case key, low, high, why
      case fieldAtLow = "Bz_at_low_T"
      case fieldAtHigh = "Bz_at_high_T"
      case atLow = "at_low"
      case atHigh = "at_high"
      case refittedLow = "refitted_at_low"
      case refittedHigh = "refitted_at_high"
    }
  }

  var schema = "fem-bulk/sensitivity/1"
  var name: String
  /// The key that was fitted anew in each variation.
  var refittedKey: String?
  var refittedBase: JSONNumber?
  var outputs: [Output]
  var warnings: [String]

  enum CodingKeys: String, CodingKey {
    case schema, name, outputs, warnings
    case refittedKey = "refitted_key"
    case refittedBase = "refitted_base"
  }

  package init(_ report: SensitivityReport) {
    let problem = report.problem
    warnings = report.warnings
    name = problem.editable.base.name
    refittedKey = report.isRefitted ? problem.calibration?.key : nil
    refittedBase = report.base.refitted.map(JSONNumber.init)
    outputs = problem.outputs.indices.map { output in
      let own = problem.outputs[output]
      let (value, error) = (JSONNumber(report.base.values[output]), JSONNumber(report.numericalErrors[output]))
      func field(_ value: JSONNumber) -> JSONNumber? { own.probe == nil ? nil : value }
      return Output(
        name: own.name, probe: own.probe, stage: own.quantity.stage, field: field(value), fieldError: field(error),
        unit: own.quantity.unit, value: value, error: error,
        assumptions: zip(problem.assumptions, report.sides).map { assumption, sides in
          Assumption(
            key: assumption.key, low: assumption.low.text, high: assumption.high.text, why: assumption.why,
            fieldAtLow: field(JSONNumber(sides.low.values[output])),
            fieldAtHigh: field(JSONNumber(sides.high.values[output])),
            atLow: JSONNumber(sides.low.values[output]), atHigh: JSONNumber(sides.high.values[output]),
            refittedLow: sides.low.refitted.map(JSONNumber.init), refittedHigh: sides.high.refitted.map(JSONNumber.init)
          )
        })
    }
  }
}
