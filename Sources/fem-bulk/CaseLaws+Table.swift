import Superconductors

/// `{law: table, file: jc.csv}`, or with the table itself under `data`, as in the case file of a run folder, which must
/// not depend on files elsewhere.
extension TableLaw: CaseLaw {
  static let caseName = "table"
  static let caseKeys = ["file", "data"]
  static let caseExample = "{law: table, file: jc.csv}"

  static func read(_ fields: CaseFields, tableText: FileReader) throws -> TableLaw {
    switch (fields["file"], fields["data"]) {
    case (let fileNode?, nil):
      let table = try fileNode.readNeighbour("table", example: "jc.csv", with: tableText)
      return try law(csv: table.text, file: table.name)
    case (nil, let dataNode?):
      return try law(csv: try dataNode.text(example: "B[T],Jc[A/m^2] and lines of values"), file: dataNode.location)
    case (nil, nil): throw fields.owner.error("file is missing; write \(caseExample)")
    case (_?, let data?): throw data.error("file and data exclude each other; keep one")
    }
  }

  private static func law(csv: String, file: String) throws -> TableLaw {
    do {
      return TableLaw(table: try CriticalCurrentTable(csv: csv, file: file))
    } catch {
      throw ProgramError(.wrongData, error.description)
    }
  }

  var caseEntries: [(key: String, value: CaseValue)] { [("data", .block(table.csv))] }
}

extension CaseNode {
  /// For errors within a text that stands in the case file: its lines are counted from where it begins.
  fileprivate var location: String { "\(file):\(line): \(path)" }
}
