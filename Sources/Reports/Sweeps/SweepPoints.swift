internal import Notation
public import Sweeps

/// Points of a sweep as its store exports them: texts by column, as a table or as JSON.
public struct SweepPoints {
  private let evaluation: SweepPlan.Evaluation
  private let columns: [String]
  private let rows: [[String]]

  /// - Parameters:
  ///   - columns: `point`, then the inputs in the order of the plan, then what is listed of each point.
  ///   - rows: as many texts each.
  public init(_ evaluation: SweepPlan.Evaluation, columns: [String], rows: [[String]]) {
    self.evaluation = evaluation
    self.columns = columns
    self.rows = rows
  }

  /// Six digits of long numbers, units in the heads.
  public var text: String {
    let heads =
      ["point"] + evaluation.columns.map { head($0.name, $0.unit) } + columns.dropFirst(1 + evaluation.columns.count)
    let texts = rows.map { row in
      row.enumerated().map { index, text in
        // A terminal's line is one line.
        let text = text.replacing("\n", with: "; ")
        return index > 0 && text.count > 8 ? Double(text).map { significant($0, digits: 6) } ?? text : text
      }
    }
    // Sentences begin below their head, and end where they end.
    return aligned([heads] + texts, left: [columns.count - 1]).split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in String(line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)]) }
      .joined(separator: "\n")
  }
}

extension SweepPoints: Encodable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(
      rows.map { row in Dictionary(zip(columns, row)) { first, _ in first }.mapValues(ExportedValue.init) })
  }
}

/// A text of the store as JSON: a number where it is one.
private struct ExportedValue: Encodable {
  let text: String

  init(_ text: String) { self.text = text }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let number = Int(text) {
      try container.encode(number)
    } else if let number = Double(text) {
      try container.encode(JSONNumber(number))
    } else {
      try container.encode(text)
    }
  }
}
