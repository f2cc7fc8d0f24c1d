package import HostSystem
internal import Notation
package import Superconductors
internal import Tables

/// How case files write one kind of law: `{law: NAME, key: value, ...}`.
///
/// A law that has only numbers is described by its own keys; `TableLaw` has a file or the text of one, `FormulaLaw` an expression.
struct LawForm {
  var name: String
  var keys: [String]
  var example: String
  var schema: () -> SchemaNode
  var read: (CaseFields, CaseReading) throws -> any CriticalCurrentLaw
  var write: (any CriticalCurrentLaw) -> [(key: String, value: CaseTree)]
  var places: (any CriticalCurrentLaw) -> [Place<any CriticalCurrentLaw>]
  var reference: () -> [ReferenceRow]
}

/// Every law that a case file can name.
func lawForms() -> [LawForm] {
  CriticalCurrentLaws.all.compactMap { law in
    if law == TableLaw.self { return tableForm() }
    return law == FormulaLaw.self ? formulaForm() : form(of: law)
  }
}

private func form<Law: CriticalCurrentLaw>(of law: Law.Type) -> LawForm? {
  guard let blank = law.blank else { return nil }
  let entries = law.keys.map(Entry.init)
  let required = entries.filter(\.isRequired).map { "\($0.name): \($0.example)" }
  let example = "{law: \(law.name), \(required.joined(separator: ", "))}"
  return LawForm(
    name: law.name, keys: entries.map(\.name), example: example,
    schema: {
      .mapping(
        Dictionary(entries.map { ($0.name, $0.schema()) } + [("law", .constant(law.name))]) { first, _ in first },
        required: ["law"] + entries.filter(\.isRequired).map(\.name), description: law.documentation)
    },
    read: { fields, reading in
      var value = blank
      try entries.read(fields, into: &value, reading)
      return value
    },
    write: { value in (value as? Law).map { entries.tree(of: $0) } ?? [] },
    places: { _ in
      entries.compactMap { $0.place(blank) }.map { place in
        place.lifted({ $0 as? Law }) { root, change in
          guard var value = root as? Law else { return }
          try change(&value)
          root = value
        }
      }
    },
    reference: {
      [ReferenceRow(law: law.name, example: example, meaning: law.documentation)]
        + entries.flatMap { $0.reference(blank) }
    })
}

private func tableForm() -> LawForm {
  let example = "{law: table, file: jc.csv}"
  let fileSentence =
    "A table next to the case file with columns B, Jc and, if there are several, T, as in B[T],T[K],Jc[A/m^2]."
  let dataSentence = "The table itself."
  let unitsSentence = "Units of columns whose heads have none."
  return LawForm(
    name: TableLaw.name, keys: ["file", "data", "units"], example: example,
    schema: {
      .mapping(
        [
          "law": .constant(TableLaw.name), "file": .string(fileSentence), "data": .string(dataSentence),
          "units": .named(.string("A unit."), description: unitsSentence),
        ],
        required: ["law"], description: TableLaw.documentation)
    },
    read: { fields, reading in
      let (name, csv) = try fields.tableText(
        "table", example: example, fileExample: "jc.csv", dataExample: "B[T],Jc[A/m^2] and lines of values",
        reader: reading.tableText)
      let units = try fields.tableUnits(example: "{B: mT, Jc: A/cm^2}")
      do throws(TableError) {
        let (table, summary) = try CriticalCurrentTable.reading(csv, file: name, units: units)
        // What the program wrote itself, into the case file of a run, needs no telling.
        if fields["file"] != nil { reading.readings.append("\(name): \(summary)") }
        return TableLaw(table: table)
      } catch {
        throw InputError(error)
      }
    },
    write: { law in (law as? TableLaw).map { [("data", .block($0.table.csv))] } ?? [] },
    places: { _ in
      [
        Place(
          label: .name("data"),
          content: .leaf(
            Leaf(
              kind: .text, get: { ($0 as? TableLaw).map { .text($0.table.csv) } },
              set: { law, value in
                guard case .text(let csv) = value else { return }
                law = TableLaw(table: try table(csv, file: "data"))
              })))
      ]
    },
    reference: {
      [
        ReferenceRow(law: TableLaw.name, example: example, meaning: TableLaw.documentation),
        ReferenceRow(key: "file", takes: "a file name", standard: "this or `data`", meaning: fileSentence),
        ReferenceRow(key: "data", takes: "text", standard: "this or `file`", meaning: dataSentence),
        ReferenceRow(
          key: "units", takes: "`{B: mT, T: K, Jc: A/cm^2}`", standard: "those of the table", meaning: unitsSentence),
      ]
    })
}

/// - Throws: `InputError` with the line that is wrong.
package func table(_ csv: String, file: String) throws(InputError) -> CriticalCurrentTable {
  do {
    return try CriticalCurrentTable(csv: csv, file: file)
  } catch {
    throw InputError(error)
  }
}

/// `jc`, whose keys depend on the law.
func lawEntry() -> Entry<Material> {
  let example = "{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}"
  return Entry(
    "jc", example: example,
    schema: .anyOf(lawForms().map { $0.schema() }, description: "Critical current density Jc(B)."),
    read: { node, material, reading in
      guard let lawNode = try node.namedEntries(example: example).first(where: { $0.name == "law" })?.value else {
        throw node.error("law is missing; write \(example)")
      }
      let name = try lawNode.text(example: "kim")
      let forms = lawForms()
      guard let form = forms.first(where: { $0.name == name }) else {
        throw lawNode.unknown("law", name, known: forms.map(\.name))
      }
      material.criticalCurrent = try form.read(node.fields(["law"] + form.keys, example: form.example), reading)
    },
    write: { material in
      let name = type(of: material.criticalCurrent).name
      // Only a program that uses the library can get here: case files know no other laws.
      guard let form = lawForms().first(where: { $0.name == name }) else {
        return .mapping([("# no case file can describe this law", .plain(material.criticalCurrent.summary))])
      }
      return .mapping([("law", .plain(name))] + form.write(material.criticalCurrent))
    },
    place: { material in
      let name = type(of: material.criticalCurrent).name
      let law = Place<any CriticalCurrentLaw>(
        label: .name("law"),
        content: .leaf(
          Leaf(kind: .name, get: { .text(type(of: $0).name) }) { law, value in
            guard value != .text(type(of: law).name) else { return }
            throw CaseChangeError("another law has other numbers; write it into the case")
          }))
      let form = lawForms().first { $0.name == name }
      return .branch("jc", \.criticalCurrent, [law] + (form?.places(material.criticalCurrent) ?? []))
    })
}

extension CaseFields {
  /// A CSV file that `file` names, or the text of one in `data`, with the name to show in errors.
  func tableText(
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
