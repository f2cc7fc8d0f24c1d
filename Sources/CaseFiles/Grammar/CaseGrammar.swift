internal import HostSystem
internal import Magnets
internal import Meshing
internal import Notation
internal import Superconductors

/// Every key of a case file, in the order in which files are written.
func caseEntries() -> [Entry<SimulationCase>] {
  SimulationCase.keys.map(Entry.init) + [
    bulksEntry(), supportsEntry(), materialsEntry(), sourcesEntry(), coolingEntry(), protocolEntry(), probesEntry(),
    Entry(SimulationCase.accuracyKey),
    .group("output", SimulationCase.outputKeys.map(Entry.init) + [outputTimesEntry()], "What a run writes."),
    meshEntry(),
    .section(
      "solver", \.solver, SimulationCase.solverKeys.map(Entry.init),
      "How the equations are solved, instead of the program's choice."),
  ]
}

// MARK: Bulks

let bulkExample = "{name: A, material: ba122, outer_radius: 15 mm, z_min: 1 mm, z_max: 7 mm}"

/// The keys of a bulk but its material and, where it has its shape from a mesh, without its outline.
private func bulkEntries(withOutline: Bool) -> [Entry<SimulationCase.Bulk>] {
  (SimulationCase.Bulk.keys + (withOutline ? SimulationCase.Bulk.outlineKeys : [])).map(Entry.init)
}

private func bulksEntry() -> Entry<SimulationCase> {
  Entry(
    "bulks", isRequired: true, example: "[\(bulkExample)]", schema: bulkSchema(bulkEntries(withOutline: true)),
    read: { node, simulationCase, reading in
      let nodes = try node.list(example: "[\(bulkExample)]")
      let bulks = try nodes.map { try readBulk($0, reading) }
      simulationCase.bulks = bulks.map(\.bulk)
      // Materials and mesh may stand below.
      reading.conclusions.append { simulationCase in
        for (index, bulk) in bulks.enumerated() {
          simulationCase.bulks[index].material = try material(of: bulk.material, among: reading.materials)
          try settle(&simulationCase.bulks[index], bulk, in: simulationCase.importedMesh, reading)
        }
      }
    },
    write: { simulationCase in
      let entries = bulkEntries(withOutline: simulationCase.importedMesh == nil)
      return .list(
        simulationCase.bulks.map { bulk in
          var tree = entries.tree(of: bulk)
          tree.insert(("material", .plain(quoted(bulk.material.name))), at: 1)
          return .flow(tree)
        })
    },
    place: { simulationCase in
      let entries = bulkEntries(withOutline: simulationCase.importedMesh == nil)
      return Place(
        label: .name("bulks"),
        content: .branch(
          simulationCase.bulks.enumerated().map { index, bulk in
            Place(
              label: .index(index, name: bulk.shape.name),
              content: .branch(
                [materialPlace(ofBulk: index)]
                  + entries.compactMap { $0.place(bulk) }.map {
                    $0.lifted({ $0.bulks[index] }, { try $1(&$0.bulks[index]) })
                  }))
          }))
    },
    reference: { _ in
      var rows = bulkEntries(withOutline: true).flatMap { $0.reference(blankBulk) }
      rows.insert(
        ReferenceRow(key: "material", takes: "a name", standard: "required", meaning: "One of `materials`."), at: 1)
      return rows.map { $0.below("*") }
    })
}

/// A bulk of which nothing is known.
private let blankBulk = SimulationCase.Bulk(
  shape: BulkShape(name: "", outerRadius: .nan, zMin: .nan, zMax: .nan),
  material: Material(name: "", criticalCurrent: ConstantLaw(jc0: .nan), n: .nan))

/// A bulk as it is read, before materials and mesh are known.
private struct ReadBulk {
  var bulk: SimulationCase.Bulk
  var node: CaseNode
  var fields: CaseFields
  /// The name of its material.
  var material: CaseNode
}

private func readBulk(_ node: CaseNode, _ reading: CaseReading) throws -> ReadBulk {
  reading.note(node)
  var known = bulkEntries(withOutline: true).map(\.name)
  known.insert("material", at: 1)
  let fields = try node.fields(known, example: bulkExample)
  var bulk = blankBulk
  try bulkEntries(withOutline: false).read(fields, into: &bulk, reading)
  return ReadBulk(
    bulk: bulk, node: node, fields: fields, material: try fields.require("material", example: "ba122"))
}

/// Gives a bulk its outline: from its keys, or from the region of a mesh.
private func settle(
  _ bulk: inout SimulationCase.Bulk, _ read: ReadBulk, in mesh: Mesh?, _ reading: CaseReading
) throws {
  guard let mesh else {
    return try SimulationCase.Bulk.outlineKeys.map(Entry.init).read(read.fields, into: &bulk, reading)
  }
  for key in SimulationCase.Bulk.outlineKeys {
    if let outline = read.fields[key.name] {
      throw outline.error("the bulk has its shape from the mesh; remove this key")
    }
  }
  let name = bulk.shape.name
  bulk.shape = mesh.boundingShapes().first { $0.name == name } ?? bulk.shape
}

private func material(of node: CaseNode, among materials: [Material]) throws -> Material {
  let name = try node.text(example: "ba122")
  guard let material = materials.first(where: { $0.name == name }) else {
    throw node.unknown("material", name, known: materials.map(\.name))
  }
  return material
}

/// The material of a bulk, by its name among those of the case.
private func materialPlace(ofBulk index: Int) -> Place<SimulationCase> {
  Place(
    label: .name("material"),
    content: .leaf(
      Leaf(
        kind: .name, get: { .text($0.bulks[index].material.name) },
        set: { simulationCase, value in
          guard case .text(let name) = value,
            let bulk = simulationCase.bulks.first(where: { $0.material.name == name })
          else {
            let known = simulationCase.bulks.map(\.material.name)
            throw CaseChangeError("unknown material; write one of \(known.joined(separator: ", "))")
          }
          simulationCase.bulks[index].material = bulk.material
        })))
}

// MARK: Probes

private func probesEntry() -> Entry<SimulationCase> {
  let entries = SimulationCase.Probe.keys.map(Entry.init)
  let example = "{r: 0 mm, z: 0 mm}"
  return Entry(
    "probes", example: "{centre: \(example)}",
    schema: .named(.mapping(entries, "A point."), description: "Where B is reported."),
    read: { node, simulationCase, reading in
      simulationCase.probes = try node.namedEntries(example: "{centre: \(example)}").map { name, value in
        reading.note(value)
        try value.checkName(name, example: "centre")
        var probe = SimulationCase.Probe(name: name, r: .nan, z: .nan)
        try entries.read(value, into: &probe, reading, example: example)
        return probe
      }
    },
    write: { simulationCase in
      .mapping(simulationCase.probes.map { (quoted($0.name), .flow(entries.tree(of: $0))) })
    },
    place: { simulationCase in
      .elements("probes", of: simulationCase, \.probes, by: \.name) { _ in entries }
    },
    reference: { _ in
      entries.flatMap { $0.reference(SimulationCase.Probe(name: "", r: .nan, z: .nan)) }.map { $0.below("*") }
    })
}

// MARK: Mesh

/// What the mesh of a case is called next to its case file.
public let meshFileName = "mesh.msh"

private let lengthUnits = Dimension.length.units.map(\.symbol).joined(separator: ", ")

private func meshEntry() -> Entry<SimulationCase> {
  let entries = SimulationCase.CellCounts.keys.map(Entry.init)
  let example = "{cells_r: 20, cells_z: 8}"
  return Entry(
    "mesh", example: example,
    schema: .anyOf(
      [
        .mapping(entries, "Cells of each bulk."),
        .mapping(
          [
            "file": .string("A Gmsh file next to the case file."),
            "unit": .string("Unit of the lengths in the file: \(lengthUnits)."),
          ], required: ["file"]),
      ], description: "Instead of the mesh that the program chooses."),
    read: { node, simulationCase, reading in
      let fields = try node.fields(entries.map(\.name) + ["file", "unit"], example: example)
      guard let file = fields["file"] else {
        if let unit = fields["unit"] {
          throw unit.error("the unit is that of a file; name it, as in {file: part.msh, unit: mm}")
        }
        var cells = SimulationCase.CellCounts(radial: 0, axial: 0)
        try entries.read(fields, into: &cells, reading)
        return simulationCase.cells = cells
      }
      if let cells = entries.compactMap({ fields[$0.name] }).first {
        throw cells.error("the mesh from the file has its own cells; remove this key or file")
      }
      let (name, text) = try file.readNeighbour("mesh", example: "part.msh", with: reading.meshText)
      let unit = try fields["unit"].map { node in
        let written = try node.text(example: "mm")
        guard let unit = Dimension.length.unit(written) else {
          throw node.error("unknown unit \(written) of a length; use \(lengthUnits)")
        }
        return unit
      }
      do {
        simulationCase.importedMesh = try Mesh(
          gmsh: text, file: name, unit: (unit?.multiplier ?? 1, unit?.divisor ?? 1))
      } catch {
        throw InputError(.wrong, "\(error)")
      }
    },
    write: { simulationCase in
      if simulationCase.importedMesh != nil { return .flow([("file", .plain(meshFileName))]) }
      return simulationCase.cells.map { .flow(entries.tree(of: $0)) }
    },
    place: { simulationCase in
      simulationCase.cells.map { cells in .branch("mesh", optional: \.cells, entries.compactMap { $0.place(cells) }) }
    },
    reference: { _ in
      entries.flatMap { $0.reference(SimulationCase.CellCounts(radial: 0, axial: 0)) } + [
        ReferenceRow(
          key: "file", takes: "a file name", standard: "–",
          meaning: "A Gmsh file next to the case file, instead of `cells_r` and `cells_z`."),
        ReferenceRow(key: "unit", takes: lengthUnits, standard: "m", meaning: "Unit of the lengths in the file."),
      ]
    })
}
