internal import Magnets
public import Notation
internal import Superconductors

/// The JSON Schema (draft 2020-12) of case files, made from the grammar that the reader has.
public func caseSchema() -> SchemaNode {
  let entries = caseEntries()
  return .object([
    "$schema": .text("https://json-schema.org/draft/2020-12/schema"),
    "title": .text("fem-bulk case file"), "type": .text("object"), "additionalProperties": .flag(false),
    "required": .list(entries.filter(\.isRequired).map { .text($0.name) }),
    "properties": .object(Dictionary(entries.map { ($0.name, $0.schema()) }) { first, _ in first }),
    // A bulk has its shape either here or from the mesh.
    "if": .object([
      "required": .list([.text("mesh")]),
      "properties": .object(["mesh": .object(["required": .list([.text("file")])])]),
    ]),
    "then": bulkItems([
      "not": .object([
        "anyOf": .list(SimulationCase.Bulk.outlineKeys.map { .object(["required": .list([.text($0.name)])]) })
      ])
    ]),
    "else": bulkItems([
      "required": .list(SimulationCase.Bulk.outlineKeys.filter(\.isRequired).map { .text($0.name) })
    ]),
  ])
}

private func bulkItems(_ condition: [String: SchemaNode]) -> SchemaNode {
  .object(["properties": .object(["bulks": .object(["items": .object(condition)])])])
}

func bulkSchema(_ entries: [Entry<SimulationCase.Bulk>]) -> SchemaNode {
  var properties = Dictionary(entries.map { ($0.name, $0.schema()) }) { first, _ in first }
  properties["material"] = .string("One of materials.")
  return .list(
    of: .mapping(properties, required: ["name", "material"]),
    "Rectangles in the r-z half plane; with an imported mesh, its regions.")
}

func materialSchema() -> SchemaNode {
  var properties = Dictionary(materialEntries().map { ($0.name, $0.schema()) }) { first, _ in first }
  properties["card"] = .words(
    MaterialCard.all.map(\.name) + StructuralCard.all.map(\.name),
    "A card of the built-in library, which other keys change.")
  return .object([
    "type": .text("object"), "additionalProperties": .flag(false), "properties": .object(properties),
    "anyOf": .list([
      .object(["required": .list([.text("card")])]), .object(["required": .list([.text("jc"), .text("n")])]),
      .object(["required": .list([.text("young"), .text("poisson")])]),
      .object(["required": .list([.text("heat_capacity"), .text("conductivity")])]),
    ]),
  ])
}
