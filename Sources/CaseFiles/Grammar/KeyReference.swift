internal import Magnets
internal import Notation
internal import Superconductors

/// The reference of all keys of case files as Markdown: made from the grammar, so that it cannot say anything else.
///
/// It stands in Documentation/CaseFiles.md; a test compares the two.
package func keyReference() -> String {
  let blank = SimulationCase(name: "", bulks: [], stages: [])
  return [
    table("key", caseEntries().flatMap { $0.reference(blank) }),
    "The laws of `jc`, each with its keys:\n\n" + table("law, its keys", lawForms().flatMap { $0.reference() }),
    "`n` is a number or a law, each with its keys:\n\n" + table("law, its keys", exponentReference()),
    "The stages of `protocol`, each with its keys:\n\n"
      + table("stage, its keys", MagnetisationStage.forms.flatMap(\.reference)),
    "The units of each quantity, the SI unit first:\n\n" + unitTable(),
  ].joined(separator: "\n\n") + "\n"
}

/// A line of the reference.
struct ReferenceRow {
  /// As in `materials.*.n`.
  var key: String
  /// Which values it takes.
  var takes: String
  /// The default, or that there must be a value.
  var standard: String
  /// A sentence.
  var meaning: String
}

extension ReferenceRow {
  /// - Parameter blank: an owner of whom nothing was given.
  init<Owner>(_ key: Key<Owner>, of blank: Owner) {
    self.init(
      key: key.name, takes: key.takes, standard: key.isRequired ? "required" : key.standard(of: blank) ?? "–",
      meaning: key.documentation)
  }

  /// The row of a mapping or a list, which says what it is by an example.
  init(_ name: String, isRequired: Bool, example: String, schema: SchemaNode) {
    self.init(
      key: name, takes: "`\(example)`", standard: isRequired ? "required" : "–", meaning: schema.documentation ?? "")
  }

  /// The row of a law, above those of its keys.
  init(law name: String, example: String, meaning: String) {
    self.init(key: "law: \(name)", takes: "`\(example)`", standard: "", meaning: meaning)
  }

  /// The same row with a longer path.
  func below(_ name: String) -> ReferenceRow {
    var row = self
    row.key = "\(name).\(key)"
    return row
  }
}

extension Key {
  /// Quantity and range: `length, ≥ 0`.
  fileprivate var takes: String {
    switch kind {
    case .quantity(let dimension): dimension.rawValue + range(dimension.text)
    case .number: "number" + range(compact)
    case .integer: "whole number" + range(plain)
    case .word(let known): known.map { "`\($0)`" }.joined(separator: ", ")
    case .name: "a name"
    case .text: "a sentence"
    }
  }

  private func range(_ text: (Double) -> String) -> String {
    if bounds.lower.isFinite, bounds.upper.isFinite { return ", \(text(bounds.lower)) to \(text(bounds.upper))" }
    if bounds.lower == 0 { return bounds.includesLower ? ", ≥ 0" : ", > 0" }
    return ""
  }

  /// The value of an owner that was given nothing; nil where it has none.
  fileprivate func standard(of blank: Owner) -> String? {
    switch (get(blank), kind) {
    case (.number(let value)?, .quantity(let dimension)) where value.isFinite: dimension.text(value)
    case (.number(let value)?, _) where value.isFinite: compact(value)
    case (.text(let text)?, _) where !text.isEmpty: "`\(text)`"
    default: nil
    }
  }
}

extension MagnetisationStage.Form {
  /// A key, with what it takes of a source with turns.
  private func row(_ key: Key<MagnetisationStage>, _ ofCurrent: Key<MagnetisationStage>) -> ReferenceRow {
    var row = ReferenceRow(key, of: blank)
    if case .quantity(let dimension) = ofCurrent.kind, key.kind != ofCurrent.kind {
      row.takes += "; of a source with turns \(dimension.rawValue)"
    }
    return row
  }

  fileprivate var reference: [ReferenceRow] {
    var rows = [ReferenceRow(key: name, takes: "`\(example)`", standard: "", meaning: documentation)]
    if let key = fieldsKey {
      var row = ReferenceRow(key, of: .nan)
      row.takes += ", or one for each source, of one with turns a current"
      rows.append(row)
    }
    let ofCurrent = driven(by: .current)
    rows += zip(keys, ofCurrent.keys).map { row($0, $1) }
    if let key = temperatureKey {
      var row = ReferenceRow(key, of: .nan)
      row.takes += ", or one for each bulk"
      rows.append(row)
    }
    for (choice, others) in [(targetKeys, targetKeys), (paceKeys, ofCurrent.paceKeys)] {
      rows += zip(choice, others).map { key, other in
        var row = row(key, other)
        row.standard = "one of \(choice.map { "`\($0.name)`" }.joined(separator: ", "))"
        return row
      }
    }
    if hasTable { rows += driveTableKeys.reference }
    return rows
  }
}

private func table(_ first: String, _ rows: [ReferenceRow]) -> String {
  let cells = rows.map { row in ["`\(row.key)`", row.takes, row.standard, row.meaning] }
  return markdown([[first, "takes", "default", "meaning"]] + cells)
}

private func unitTable() -> String {
  markdown(
    [["quantity", "units"]]
      + Dimension.allCases.map { dimension in
        [dimension.rawValue, dimension.units.map { "`\($0.symbol)`" }.joined(separator: ", ")]
      })
}

/// A table whose first row is its head.
private func markdown(_ rows: [[String]]) -> String {
  let lines = rows.map { "| " + $0.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |" }
  let rule = "|" + String(repeating: "---|", count: rows[0].count)
  return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n")
}
