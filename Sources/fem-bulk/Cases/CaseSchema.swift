import Notation
import BulkSimulation
import Superconductors

/// The JSON Schema (draft 2020-12) of case files. A test compares its keys with those that the reader knows.
func caseSchema() -> SchemaNode {
  .object([
    "$schema": .text("https://json-schema.org/draft/2020-12/schema"),
    "title": .text("fem-bulk case file"), "type": .text("object"), "additionalProperties": .flag(false),
    "required": .list([.text("bulks"), .text("materials"), .text("protocol")]),
    "properties": .object([
      "name": .name("Names the run's folder."), "description": .string("A sentence, printed with the result."),
      "bulks": .list(of: bulkSchema, "Rectangles in the r-z half plane; with an imported mesh, its regions."),
      "materials": .named(materialSchema, description: "What bulks are made of."),
      "protocol": .list(of: stageSchema, "Stages in order, the first of them cool."),
      "probes": .named(
        .mapping(
          [
            "r": .quantity(.length, "Distance from the axis."), "z": .quantity(.length, "Height."),
          ], required: ["r", "z"]), description: "Where B is reported."),
      "accuracy": .quantity(.ratio, positive: true, "Target for the relative error, \(accuracyRangeText)."),
      "output": .mapping(
        [
          "every": .quantity(.time, positive: true, "Interval of the history."),
          "fields": .words(["stage-ends", "none"]),
        ], description: "What a run writes."),
      "mesh": .anyOf(
        [
          .mapping(
            [
              "cells_r": .integer(radialCellRange, "Cells across the widest bulk."),
              "cells_z": .integer(axialCellRange, "Cells along the tallest bulk."),
            ], required: ["cells_r", "cells_z"]),
          .mapping(["file": .string("A Gmsh file next to the case file.")], required: ["file"]),
        ], description: "Instead of the mesh that the program chooses."),
      "solver": .mapping(
        [
          "system": .words(SimulationCase.System.allCases.map(\.rawValue)), "formulation": .words(["h-phi", "h"]),
          "air_resistivity": .quantity(.resistivity, positive: true, "Of the air in the plain H formulation."),
        ], description: "How the equations are solved, instead of the program's choice."),
    ]),
    // A bulk has its shape either here or from the mesh.
    "if": .object([
      "required": .list([.text("mesh")]),
      "properties": .object(["mesh": .object(["required": .list([.text("file")])])]),
    ]),
    "then": bulkItems([
      "not": .object(["anyOf": .list(bulkGeometryKeys.map { .object(["required": .list([.text($0)])]) })])
    ]),
    "else": bulkItems(["required": .list(["outer_radius", "z_min", "z_max"].map { .text($0) })]),
  ])
}

private func bulkItems(_ condition: [String: SchemaNode]) -> SchemaNode {
  .object(["properties": .object(["bulks": .object(["items": .object(condition)])])])
}

private var bulkSchema: SchemaNode {
  .mapping(
    [
      "name": .name("The bulk's own; not air."), "material": .name("One of materials."),
      "inner_radius": .quantity(.length, "0 by default; a ring has more."),
      "outer_radius": .quantity(.length, positive: true, "Larger than inner_radius."),
      "z_min": .quantity(.length, "Lower face."), "z_max": .quantity(.length, "Upper face."),
    ], required: ["name", "material"])
}

private var materialSchema: SchemaNode {
  .object([
    "type": .text("object"), "additionalProperties": .flag(false),
    "properties": .object([
      "card": .words(MaterialCard.all.map(\.name)),
      "jc": .anyOf(caseLaws.map(lawSchema), description: "Critical current density Jc(B)."),
      "temperature": .mapping(
        [
          "tc": .quantity(.temperature, positive: true, "Critical temperature."),
          "exponent": .number(above: 0, "Of (1 - (T/Tc)^2)."),
        ], required: ["tc", "exponent"], description: "How Jc falls with temperature."),
      "jc_map": .anyOf(
        [
          .mapping(
            ["file": .string("A CSV file next to the case file, with the head r[mm],z[mm],factor.")], required: ["file"]
          ),
          .mapping(["data": .string("The map itself.")], required: ["data"]),
        ], description: "Jc times a factor that depends on the place."),
      "validity": .mapping(
        [
          "b_max": .quantity(.field, positive: true, "Largest field."),
          "t_min": .quantity(.temperature, positive: true, "Lowest temperature."),
          "t_max": .quantity(.temperature, positive: true, "Highest temperature."),
        ], required: ["b_max", "t_min", "t_max"], description: "A run that leaves the range ends with a warning."),
      "n": .number(from: 1, "Exponent of the power law."),
      "e0": .quantity(.electricField, positive: true, "Electric field criterion; 1e-4 V/m by default."),
      "assumptions": .object([
        "type": .text("array"), "items": .object(["type": .text("string")]),
        "description": .text("Sentences to print with the result."),
      ]),
    ]),
    "anyOf": .list([
      .object(["required": .list([.text("card")])]), .object(["required": .list([.text("jc"), .text("n")])]),
    ]),
  ])
}

private func lawSchema(_ law: any CaseLaw.Type) -> SchemaNode {
  var properties: [String: SchemaNode] = ["law": .object(["const": .text(law.caseName)])]
  for key in law.caseKeys { properties[key] = lawKeySchema(key) }
  let optional: Set<String> = ["exponent", "file", "data"]
  return .mapping(
    properties, required: ["law"] + law.caseKeys.filter { !optional.contains($0) }, description: law.caseExample)
}

private func lawKeySchema(_ key: String) -> SchemaNode {
  switch key {
  case "peak_jc": .quantity(.currentDensity, positive: true, "Of the second peak.")
  case "peak_field": .quantity(.field, positive: true, "Of the second peak.")
  case "jc0": .quantity(.currentDensity, positive: true, "Jc at B = 0.")
  case "b0": .quantity(.field, positive: true, "Field of the law.")
  case "exponent": .number(above: 0, "1 by default.")
  case "file": .string("A CSV file next to the case file, with the head B[T],T[K],Jc[A/m^2].")
  case "data": .string("The table itself.")
  default: preconditionFailure("the key \(key) of a law has no schema")
  }
}

private var stageSchema: SchemaNode {
  func stage(_ name: String, _ value: SchemaNode) -> SchemaNode { .mapping([name: value], required: [name]) }
  func temperature(_ description: String) -> SchemaNode {
    let one = SchemaNode.quantity(.temperature, positive: true, description)
    return .anyOf([one, .named(one, description: "Of each bulk, by its name.")])
  }
  func paced(_ target: String, _ value: SchemaNode, _ rate: Dimension) -> SchemaNode {
    .anyOf([
      .mapping([target: value, "rate": .quantity(rate, positive: true, "Without sign.")], required: [target, "rate"]),
      .mapping(
        [target: value, "duration": .quantity(.time, positive: true, "How long.")], required: [target, "duration"]),
    ])
  }
  return .anyOf([
    stage(
      "cool",
      .mapping(
        [
          "field": .quantity(.field, "Uniform field, without currents."),
          "temperature": temperature("Of the magnet."),
        ], required: ["field", "temperature"])),
    stage("ramp", paced("field", .quantity(.field, "Applied field at the end."), .fieldRate)),
    stage(
      "hold", .mapping(["duration": .quantity(.time, positive: true, "How long.")], required: ["duration"])),
    stage(
      "temperature",
      paced("to", temperature("Temperature at the end."), .temperatureRate)),
  ])
}
