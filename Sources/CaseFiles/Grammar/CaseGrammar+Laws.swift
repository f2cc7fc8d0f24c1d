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
  let keys = TableKeys(
    what: "table", example: "{law: table, file: jc.csv}", fileExample: "jc.csv", header: "B[T],Jc[A/m^2]",
    unitsExample: "{B: mT, T: K, Jc: A/cm^2}",
    columnsSentence:
      "A table next to the case file with columns B, Jc and, if there are several, T, as in B[T],T[K],Jc[A/m^2].")
  return LawForm(
    name: TableLaw.name, keys: TableKeys.names, example: keys.example,
    schema: {
      .mapping(
        keys.schema.merging(["law": .constant(TableLaw.name)]) { first, _ in first }, required: ["law"],
        description: TableLaw.documentation)
    },
    read: { fields, reading in
      TableLaw(
        table: try keys.read(fields, reading) { csv, file, units throws(TableError) in
          try CriticalCurrentTable.reading(csv, file: file, units: units)
        })
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
      [ReferenceRow(law: TableLaw.name, example: keys.example, meaning: TableLaw.documentation)] + keys.reference
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
