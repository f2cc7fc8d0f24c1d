internal import HostSystem
internal import Notation
internal import Superconductors
internal import Tables

/// `n`: a number, `{law: table, file: n.csv}` or `{law: formula, expression: ...}`.
func exponentEntry() -> Entry<Material> {
  let number = Entry(Material.exponentKey)
  return Entry(
    number.name, isRequired: number.isRequired, example: number.example,
    schema: .anyOf(
      [number.schema(), tableSchema(), FormulaKeys.exponent.schema(formulaSentence)],
      description: Material.exponentKey.documentation),
    read: { node, material, reading in
      guard node.isMapping else { return try number.read(node, &material, reading) }
      material.n = try readExponent(node, reading)
    },
    write: { material in
      switch material.n {
      case .number: number.write(material)
      case .table(let table): .mapping([("law", .plain(TableLaw.name)), ("data", .block(table.csv))])
      case .formula(let formula): .mapping([("law", .plain(FormulaLaw.name))] + FormulaKeys.tree(formula))
      }
    },
    place: { material in
      switch material.n {
      case .number: return number.place(material)
      case .table:
        let data = Leaf<PowerLawExponent>(
          kind: .text, get: { n in if case .table(let table) = n { .text(table.csv) } else { nil } }
        ) { n, value in
          guard case .text(let csv) = value else { return }
          do throws(TableError) { n = .table(try ExponentTable(csv: csv, file: "data")) } catch {
            throw InputError(error)
          }
        }
        return .branch(number.name, \.n, [Place(label: .name("data"), content: .leaf(data))])
      case .formula(let formula):
        let places = FormulaKeys.places(formula).map { place in
          place.lifted({ n in if case .formula(let formula) = n { formula } else { nil } }) {
            (n: inout PowerLawExponent, change) in
            guard case .formula(var formula) = n else { return }
            try change(&formula)
            n = .formula(formula)
          }
        }
        return .branch(number.name, \.n, places)
      }
    }, row: ReferenceRow(Material.exponentKey, of: blankMaterial(name: "")))
}

private let formulaSentence = "n as an expression."
private let tableSentence = "n interpolated in a table of measured values."
private let table = TableKeys(
  what: "table", example: "{law: table, file: n.csv}", fileExample: "n.csv", header: "B[T],n",
  unitsExample: "{B: mT, T: K}",
  columnsSentence: "A table next to the case file with columns n and B or T or both, as in B[T],T[K],n.")

private func tableSchema() -> SchemaNode {
  .mapping(
    table.schema.merging(["law": .constant(TableLaw.name)]) { first, _ in first }, required: ["law"],
    description: tableSentence)
}

private func readExponent(_ node: CaseNode, _ reading: CaseReading) throws -> PowerLawExponent {
  guard let law = try node.namedEntries(example: table.example).first(where: { $0.name == "law" })?.value else {
    throw node.error("law is missing; write n: 21, \(table.example) or \(FormulaKeys.exponent.example)")
  }
  let name = try law.text(example: TableLaw.name)
  switch name {
  case TableLaw.name:
    let fields = try node.fields(["law"] + TableKeys.names, example: table.example)
    return .table(
      try table.read(fields, reading) { csv, file, units throws(TableError) in
        try ExponentTable.reading(csv, file: file, units: units)
      })
  case FormulaLaw.name:
    return .formula(
      try FormulaKeys.exponent.read(
        node.fields(["law"] + FormulaKeys.names, example: FormulaKeys.exponent.example), reading))
  default: throw law.unknown("law of n", name, known: [TableLaw.name, FormulaLaw.name])
  }
}

/// The rows of the reference below that of the number.
func exponentReference() -> [ReferenceRow] {
  [
    ReferenceRow(law: TableLaw.name, example: table.example, meaning: tableSentence)
  ] + table.reference + FormulaKeys.exponent.reference(formulaSentence)
}
