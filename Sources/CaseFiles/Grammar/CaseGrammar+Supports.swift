internal import Magnets
internal import Meshing
internal import Notation
internal import Superconductors

private let supportExample =
  "{name: ring, material: steel, inner_radius: 15 mm, outer_radius: 18 mm, z_min: -5 mm, z_max: 5 mm}"

/// A support of which nothing is known.
private let blankSupport = Support(
  shape: BulkShape(name: "", outerRadius: .nan, zMin: .nan, zMax: .nan),
  material: StructuralMaterial(name: ""))

private func entries() -> [Entry<Support>] { Support.keys.map(Entry.init) }

/// `supports`: what holds the bulks, in a list like these.
func supportsEntry() -> Entry<SimulationCase> {
  Entry(
    "supports", example: "[\(supportExample)]", schema: schema(),
    read: { node, simulationCase, reading in
      let supports = try node.list(example: "[\(supportExample)]").map { try readSupport($0, reading) }
      simulationCase.supports = supports.map(\.support)
      // Materials may stand below.
      reading.conclusions.append { simulationCase in
        for (index, support) in supports.enumerated() {
          simulationCase.supports[index].material = try material(of: support.material, reading)
        }
      }
    },
    write: { simulationCase in
      guard !simulationCase.supports.isEmpty else { return nil }
      return .list(
        simulationCase.supports.map { support in
          var tree = entries().tree(of: support)
          tree.insert(("material", .plain(quoted(support.material.name))), at: 1)
          return .flow(tree)
        })
    },
    place: { simulationCase in
      simulationCase.supports.isEmpty
        ? nil : .elements("supports", of: simulationCase, \.supports, by: \.shape.name, isList: true) { _ in entries() }
    },
    reference: { _ in
      var rows = entries().flatMap { $0.reference(blankSupport) }
      rows.insert(
        ReferenceRow(
          key: "material", takes: "a name", standard: "required",
          meaning:
            "One of `materials`; of one for supports alone `young` and `poisson` are enough, `heat_capacity` and `conductivity`, or a card: "
            + StructuralCard.all.map { "`\($0.name)`" }.joined(separator: ", ") + "."), at: 1)
      return rows.map { $0.below("*") }
    })
}

private func schema() -> SchemaNode {
  let own = entries()
  var properties = Dictionary(own.map { ($0.name, $0.schema()) }) { first, _ in first }
  properties["material"] = .name("One of materials.")
  return .list(
    of: .mapping(properties, required: ["material"] + own.filter(\.isRequired).map(\.name), description: "A support."),
    "Rings and plates that hold the bulks, for stresses and, where their materials conduct heat, for that.")
}

private func readSupport(_ node: CaseNode, _ reading: CaseReading) throws -> (support: Support, material: CaseNode) {
  reading.note(node)
  let own = entries()
  let fields = try node.fields(own.map(\.name) + ["material"], example: supportExample)
  var support = blankSupport
  try own.read(fields, into: &support, reading)
  return (support, try fields.require("material", example: "steel"))
}

private func material(of node: CaseNode, _ reading: CaseReading) throws -> StructuralMaterial {
  let name = try node.text(example: "steel")
  if let material = reading.structural.first(where: { $0.name == name }) { return material }
  if let material = reading.materials.first(where: { $0.name == name }) {
    var own = StructuralMaterial(material)
    own.name = name
    return own
  }
  throw node.unknown("material", name, known: (reading.structural.map(\.name) + reading.materials.map(\.name)))
}

extension SimulationCase {
  /// The materials of its supports that no bulk is made of, each once. Different ones have different names.
  var structuralMaterials: [StructuralMaterial] {
    supports.map(\.material).reduce(into: []) { found, material in
      let isOfBulk = bulks.contains {
        $0.material.name == material.name && StructuralMaterial($0.material).hasNumbers(of: material)
      }
      if !isOfBulk, !found.contains(material) { found.append(material) }
    }
  }
}
