internal import HostSystem
internal import Notation
internal import Tables

/// `file`, `data` and `units`: a table next to the case file, or its own lines, as laws, maps and drives have one.
struct TableKeys {
  static let names = ["file", "data", "units"]

  /// What messages call it: `table`.
  var what: String
  /// `{law: table, file: jc.csv}`
  var example: String
  /// `jc.csv`
  var fileExample: String
  /// `B[T],Jc[A/m^2]`
  var header: String
  /// `{B: mT, Jc: A/cm^2}`
  var unitsExample: String
  /// What stands in the columns, as a sentence.
  var columnsSentence: String

  private static let dataSentence = "The table itself."
  private static let unitsSentence = "Units of columns whose heads have none."

  var schema: [String: SchemaNode] {
    [
      "file": .string(columnsSentence), "data": .string(Self.dataSentence),
      "units": .named(.string("A unit."), description: Self.unitsSentence),
    ]
  }

  var reference: [ReferenceRow] {
    [
      ReferenceRow(key: "file", takes: "a file name", standard: "this or `data`", meaning: columnsSentence),
      ReferenceRow(key: "data", takes: "text", standard: "this or `file`", meaning: Self.dataSentence),
      ReferenceRow(
        key: "units", takes: "`\(unitsExample)`", standard: "those of the table", meaning: Self.unitsSentence),
    ]
  }

  /// The table that the fields name or hold; what a file was read as is told.
  ///
  /// - Parameter parse: the table in a text, and in words what was read.
  func read<Table>(
    _ fields: CaseFields, _ reading: CaseReading,
    _ parse: (_ csv: String, _ file: String, _ units: [String: String]) throws(TableError) -> (Table, String)
  ) throws -> Table {
    let (name, csv) = try text(fields, reading.tableText)
    let units = try fields.tableUnits(example: unitsExample)
    do throws(TableError) {
      let (table, summary) = try parse(csv, name, units)
      // What the program wrote itself, into the case file of a run, needs no telling.
      if fields["file"] != nil { reading.readings.append("\(name): \(summary)") }
      return table
    } catch {
      throw InputError(error)
    }
  }

  /// A CSV file that `file` names, or the text of one in `data`, with the name to show in errors.
  private func text(_ fields: CaseFields, _ reader: FileReader) throws -> (name: String, text: String) {
    switch (fields["file"], fields["data"]) {
    case (let file?, nil): return try file.readNeighbour(what, example: fileExample, with: reader)
    // Errors within a text that stands in the case file count its lines from where it begins.
    case (nil, let data?):
      return ("\(data.file):\(data.line): \(data.path)", try data.text(example: "\(header) and lines of values"))
    case (nil, nil): throw fields.owner.error("file is missing; write \(example)")
    case (_?, let data?): throw data.error("file and data exclude each other; keep one")
    }
  }
}
