internal import Magnets
internal import Notation
internal import Superconductors

private let coolingExample = "{body: A, face: bottom, coefficient: 500 W/m^2/K, bath: 40 K}"

/// `cooling`: a list of cooled faces.
func coolingEntry() -> Entry<SimulationCase> {
  let entries = coolingEntries()
  return Entry(
    "cooling", example: "[\(coolingExample)]",
    schema: .list(
      of: .mapping(entries, "A cooled face."), "What takes heat from bulks and supports; other faces are insulated."),
    read: { node, simulationCase, reading in
      simulationCase.cooling = try node.list(example: "[\(coolingExample)]").map { element in
        reading.note(element)
        var entry = blankCooling
        try entries.read(element, into: &entry, reading, example: coolingExample)
        return entry
      }
    },
    write: { simulationCase in
      simulationCase.cooling.isEmpty ? nil : .list(simulationCase.cooling.map { .flow(entries.tree(of: $0)) })
    },
    place: { simulationCase in
      simulationCase.cooling.isEmpty
        ? nil
        : Place(
          label: .name("cooling"),
          content: .branch(
            simulationCase.cooling.enumerated().map { index, entry in
              Place(
                label: .index(index, name: nil),
                content: .branch(
                  entries.compactMap { $0.place(entry) }.map {
                    $0.lifted({ $0.cooling[index] }, { try $1(&$0.cooling[index]) })
                  }))
            }))
    },
    reference: { _ in entries.flatMap { $0.reference(blankCooling) }.map { $0.below("*") } })
}

private let blankCooling = FaceCooling(body: "", face: .all, coefficient: .constant(.nan))

private func coolingEntries() -> [Entry<FaceCooling>] {
  let (property, form) = (ThermalProperty.coefficient, CurveForm(.coefficient))
  let coefficient = Entry<FaceCooling>(
    property.rawValue, isRequired: true, example: property.example, schema: form.schema(property.documentation),
    read: { node, entry, reading in entry.coefficient = try form.read(node, reading) },
    write: { entry in form.tree(entry.coefficient) },
    place: { entry in
      form.place(property.rawValue, entry.coefficient).lifted({ $0.coefficient }, { try $1(&$0.coefficient) })
    }, row: form.row(property.documentation), reference: { _ in form.reference() })
  var keys = FaceCooling.keys.map(Entry.init)
  keys.insert(coefficient, at: 2)
  return keys
}
