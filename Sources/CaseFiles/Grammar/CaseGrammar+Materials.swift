package import Magnets
internal import Notation
internal import Superconductors

/// `materials`, by their names.
func materialsEntry() -> Entry<SimulationCase> {
  let example = "{ba122: {card: ba122-data-driven}}"
  return Entry(
    "materials", isRequired: true, example: example,
    schema: .named(materialSchema(), description: "What bulks and supports are made of."),
    read: { node, _, reading in
      let entries = try node.namedEntries(example: example)
      guard !entries.isEmpty else { throw node.error("no material; write \(example)") }
      for (name, value) in entries {
        reading.note(value)
        try value.checkName(name, example: "ba122")
        if try isStructural(value) {
          reading.structural.append(try readStructural(value, name: name, reading))
        } else {
          reading.materials.append(try readMaterial(value, name: name, reading))
        }
      }
    },
    write: { simulationCase in
      .mapping(
        simulationCase.materials.map { (quoted($0.name), .mapping(materialEntries().tree(of: $0))) }
          + simulationCase.structuralMaterials.map {
            (quoted($0.name), .mapping(structuralEntries().tree(of: $0)))
          })
    },
    place: { simulationCase in
      Place(
        label: .name("materials"),
        content: .branch(
          simulationCase.materials.map { material in
            .material(
              material.name, of: \.bulks, \.material, by: \.name, materialEntries().compactMap { $0.place(material) })
          }
            + simulationCase.structuralMaterials.map { material in
              .material(
                material.name, of: \.supports, \.material, by: \.name,
                structuralEntries().compactMap { $0.place(material) })
            }))
    },
    reference: { _ in
      let cards = MaterialCard.all.map { "`\($0.name)`" }.joined(separator: ", ")
      return
        ([
          ReferenceRow(
            key: "card", takes: cards, standard: "–", meaning: "A built-in material, which the other keys change.")
        ] + materialEntries().flatMap { $0.reference(blankMaterial(name: "")) }).map { $0.below("*") }
    })
}

/// A material of which nothing is known.
func blankMaterial(name: String) -> Material {
  Material(name: name, criticalCurrent: ConstantLaw(jc0: .nan), n: .nan)
}

/// The keys of a material besides `card`, in the order in which they are written.
func materialEntries() -> [Entry<Material>] {
  [
    lawEntry(),
    .section(
      "temperature", optional: \.temperatureFactor,
      blank: TemperatureFactor(criticalTemperature: .nan, exponent: .nan), TemperatureFactor.keys.map(Entry.init),
      "How Jc falls with temperature: times (1 - (T/tc)^2)^exponent."),
    mapEntry(),
    exponentEntry(), Entry(Material.criterionKey),
    temperatureCurveEntry(.heatCapacity, \.heatCapacity, sentences: \.assumptions),
    conductivityEntry(\.conductivity, sentences: \.assumptions),
    temperatureCurveEntry(.resistivity, \.resistivity),
  ] + elasticEntries(\.elastic, contraction: \.elastic.contraction, weibull: \.elastic.weibull) + [
    .section(
      "validity", optional: \.validity, blank: ValidityRange(largestField: .nan, coldest: .nan, warmest: .nan),
      ValidityRange.keys.map(Entry.init), "A run that leaves the range ends with a warning."),
    assumptionsEntry(\.assumptions, example: "n is assumed"),
  ]
}

/// Sentences to print with the result.
///
/// - Parameter example: such a sentence.
func assumptionsEntry<Owner>(_ path: WritableKeyPath<Owner, [String]>, example: String) -> Entry<Owner> {
  Entry(
    "assumptions", example: "[\(example)]",
    schema: .object([
      "type": .text("array"), "items": .object(["type": .text("string")]),
      "description": .text("Sentences to print with the result."),
    ]),
    read: { node, owner, _ in
      owner[keyPath: path] += try node.list(example: "[\(example)]").map { try $0.text(example: example) }
    },
    write: { owner in
      owner[keyPath: path].isEmpty ? nil : .list(owner[keyPath: path].map { .plain(quoted($0)) })
    }, place: { _ in nil })
}

private func readMaterial(_ node: CaseNode, name: String, _ reading: CaseReading) throws -> Material {
  let entries = materialEntries()
  let fields = try node.fields(["card"] + entries.map(\.name), example: "{card: ba122-data-driven}")
  let card = try fields["card"].map(readCard)
  if card == nil {
    if fields["jc"] == nil {
      throw node.error("jc is missing; write jc: {law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}, or card: ba122-data-driven")
    }
    if fields["n"] == nil { throw node.error("n is missing; write n: 21") }
  }
  var material = card?.material ?? blankMaterial(name: name)
  material.name = name
  material.assumptions = []
  for entry in entries {
    guard let value = fields[entry.name] else { continue }
    reading.note(value)
    try entry.read(value, &material, reading)
  }
  // A law that says itself how Jc falls with temperature takes the place of the card's factor.
  if fields["temperature"] == nil, material.criticalCurrent.dependsOnTemperature { material.temperatureFactor = nil }
  // A property that the case replaces takes its assumptions with it.
  let kept = card?.assumptions.filter { assumption in
    fields[assumption.property.rawValue] == nil
      && !(assumption.property == .temperature && material.temperatureFactor == nil)
  }
  material.assumptions = (kept ?? []).map(\.sentence) + material.assumptions
  return material
}

private func readCard(_ node: CaseNode) throws -> MaterialCard {
  let name = try node.text(example: "ba122-data-driven")
  guard let card = MaterialCard.named(name) else {
    throw node.unknown("card", name, known: MaterialCard.all.map(\.name) + StructuralCard.all.map(\.name))
  }
  return card
}

extension SimulationCase {
  /// Its materials, each once, in the order of the bulks. Different ones have different names (`withDistinctMaterialNames`).
  var materials: [Material] {
    bulks.reduce(into: []) { found, bulk in
      if !found.contains(bulk.material) { found.append(bulk.material) }
    }
  }

  /// The same case with a number behind the names of materials that differ and share one: files and paths go by names.
  package var withDistinctMaterialNames: SimulationCase {
    var copy = self
    var names: [Material: String] = [:]
    for index in copy.bulks.indices {
      let material = copy.bulks[index].material
      if names[material] == nil {
        var (name, count) = (material.name, 1)
        while names.values.contains(name) {
          count += 1
          name = "\(material.name)-\(count)"
        }
        names[material] = name
      }
      copy.bulks[index].material.name = names[material] ?? material.name
    }
    return copy.withDistinctSupportMaterials
  }

  /// The same for materials of supports, after those of bulks.
  private var withDistinctSupportMaterials: SimulationCase {
    var copy = self
    var taken = materials.map(StructuralMaterial.init)
    for index in copy.supports.indices {
      var material = copy.supports[index].material
      var count = 1
      while let other = taken.first(where: { $0.name == material.name }), !other.hasNumbers(of: material) {
        count += 1
        material.name = "\(copy.supports[index].material.name)-\(count)"
      }
      taken.append(material)
      copy.supports[index].material = material
    }
    return copy
  }
}
