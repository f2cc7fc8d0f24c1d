import HostSystem
import Superconductors

/// `{law: table, file: jc.csv}`, or with the table itself under `data`, as in the case file of a run folder, which must
/// not depend on files elsewhere.
extension TableLaw: CaseLaw {
  static let caseName = "table"
  static let caseKeys = ["file", "data"]
  static let caseExample = "{law: table, file: jc.csv}"

  static func read(_ fields: CaseFields, tableText: FileReader) throws -> TableLaw {
    let (name, csv) = try fields.tableText(
      "table", example: caseExample, fileExample: "jc.csv",
      dataExample: "B[T],Jc[A/m^2] and lines of values", reader: tableText)
    do {
      return TableLaw(table: try CriticalCurrentTable(csv: csv, file: name))
    } catch {
      throw InputError(.wrong, error.description)
    }
  }

  var caseEntries: [(key: String, value: CaseValue)] { [("data", .block(table.csv))] }
}

/// `jc_map: {file: map.csv}`, or with the map itself under `data`.
func readMap(_ node: CaseNode, tableText: FileReader) throws -> CriticalCurrentMap {
  let fields = try node.fields(["file", "data"], example: "{file: map.csv}")
  let (name, csv) = try fields.tableText(
    "map", example: "{file: map.csv}", fileExample: "map.csv",
    dataExample: "r[mm],z[mm],factor and lines of values", reader: tableText)
  do {
    return try CriticalCurrentMap(csv: csv, file: name)
  } catch {
    throw InputError(.wrong, error.description)
  }
}

extension CaseFields {
  /// A CSV file that `file` names, or the text of one in `data`, with the name to show in errors.
  fileprivate func tableText(
    _ what: String, example: String, fileExample: String, dataExample: String, reader: FileReader
  ) throws -> (name: String, text: String) {
    switch (self["file"], self["data"]) {
    case (let file?, nil): return try file.readNeighbour(what, example: fileExample, with: reader)
    // Errors within a text that stands in the case file count its lines from where it begins.
    case (nil, let data?):
      return ("\(data.file):\(data.line): \(data.path)", try data.text(example: dataExample))
    case (nil, nil): throw owner.error("file is missing; write \(example)")
    case (_?, let data?): throw data.error("file and data exclude each other; keep one")
    }
  }
}
