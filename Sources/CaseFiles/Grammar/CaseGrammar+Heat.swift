internal import HostSystem
internal import Magnets
internal import Notation
internal import Superconductors
internal import Tables

// MARK: Properties against temperature

/// `heat_capacity`, `resistivity`: a number, `{law: power, at_1K: .., exponent: ..}` or `{law: table, file: c.csv}`.
func temperatureCurveEntry<Owner>(
  _ property: ThermalProperty, _ path: WritableKeyPath<Owner, TemperatureCurve?>
) -> Entry<Owner> {
  let form = CurveForm(property)
  return Entry(
    property.rawValue, example: property.example, schema: form.schema(property.documentation),
    read: { node, owner, reading in owner[keyPath: path] = try form.read(node, reading) },
    write: { owner in owner[keyPath: path].map(form.tree) },
    place: { owner in
      owner[keyPath: path].map { curve in
        form.place(property.rawValue, curve).lifted({ $0[keyPath: path] }) { owner, change in
          guard var curve = owner[keyPath: path] else { return }
          try change(&curve)
          owner[keyPath: path] = curve
        }
      }
    }, row: form.row(property.documentation), reference: { _ in form.reference() })
}

/// `conductivity`: one curve, or `{r: .., z: ..}`.
func conductivityEntry() -> Entry<Material> {
  let (property, form) = (ThermalProperty.conductivity, CurveForm(.conductivity))
  let directions: [(name: String, path: WritableKeyPath<ThermalConductivity, TemperatureCurve>)] = [
    ("r", \.radial), ("z", \.axial),
  ]
  let example = "{r: 20 W/m/K, z: 4 W/m/K}"
  return Entry(
    property.rawValue, example: property.example,
    schema: .anyOf(
      [
        form.schema(property.documentation),
        .mapping(
          ["r": form.schema("Along r."), "z": form.schema("Along z.")], required: ["r", "z"],
          description: "One for each direction."),
      ], description: property.documentation),
    read: { node, material, reading in
      guard node.isMapping, try node.namedEntries(example: example).contains(where: { ["r", "z"].contains($0.name) })
      else {
        material.conductivity = ThermalConductivity(try form.read(node, reading))
        return
      }
      let fields = try node.fields(directions.map(\.name), example: example)
      let curves = try directions.map { direction in
        let value = try fields.require(direction.name, example: property.example)
        reading.note(value)
        return try form.read(value, reading)
      }
      material.conductivity = ThermalConductivity(radial: curves[0], axial: curves[1])
    },
    write: { material in
      material.conductivity.map { conductivity in
        conductivity.isIsotropic
          ? form.tree(conductivity.radial)
          : .mapping([("r", form.tree(conductivity.radial)), ("z", form.tree(conductivity.axial))])
      }
    },
    place: { material in
      guard let conductivity = material.conductivity else { return nil }
      func lifted(_ place: Place<ThermalConductivity>) -> Place<Material> {
        place.lifted({ $0.conductivity }) { material, change in
          guard var conductivity = material.conductivity else { return }
          try change(&conductivity)
          material.conductivity = conductivity
        }
      }
      if conductivity.isIsotropic {
        return lifted(
          form.place(property.rawValue, conductivity.radial).lifted({ $0.radial }) { owner, change in
            try change(&owner.radial)
            owner.axial = owner.radial
          })
      }
      return Place(
        label: .name(property.rawValue),
        content: .branch(
          directions.map { direction in
            lifted(
              form.place(direction.name, conductivity[keyPath: direction.path]).lifted({ $0[keyPath: direction.path] })
              {
                try $1(&$0[keyPath: direction.path])
              })
          }))
    }, row: form.row(property.documentation), reference: { _ in form.reference() })
}

/// How a curve against temperature is written.
private struct CurveForm: Sendable {
  let property: ThermalProperty

  init(_ property: ThermalProperty) { self.property = property }

  private static let power = "power"
  private static let powerSentence = "at_1K (T / 1 K)^exponent."
  private static let tableSentence = "Points, between which it is a power of T."

  private var blank: TemperatureCurve { .power(at1K: .nan, exponent: .nan) }
  private var powerEntries: [Entry<TemperatureCurve>] { TemperatureCurve.powerKeys(property).map(Entry.init) }
  private var powerExample: String { "{law: power, at_1K: \(property.example), exponent: 1.6}" }

  private var table: TableKeys {
    let column = "\(property.symbol)[\(property.dimension.units[0].symbol)]"
    let file = "\(property.symbol).csv"
    return TableKeys(
      what: "table", example: "{law: table, file: \(file)}", fileExample: file, header: "T[K],\(column)",
      unitsExample: "{T: K, \(property.symbol): \(property.dimension.units[0].symbol)}",
      columnsSentence: "A table next to the case file with the columns T[K],\(column).")
  }

  private func number(_ name: String, _ documentation: String) -> Entry<TemperatureCurve> {
    Entry(TemperatureCurve.numberKey(name, property, documentation))
  }

  func schema(_ documentation: String) -> SchemaNode {
    .anyOf(
      [
        number(property.rawValue, documentation).schema(),
        .mapping(
          Dictionary(powerEntries.map { ($0.name, $0.schema()) } + [("law", .constant(Self.power))]) { first, _ in first
          },
          required: ["law", "at_1K", "exponent"], description: Self.powerSentence),
        .mapping(
          table.schema.merging(["law": .constant(TableLaw.name)]) { first, _ in first }, required: ["law"],
          description: Self.tableSentence),
      ], description: documentation)
  }

  func read(_ node: CaseNode, _ reading: CaseReading) throws -> TemperatureCurve {
    guard node.isMapping else {
      var curve = TemperatureCurve.constant(.nan)
      try number(property.rawValue, "").read(node, &curve, reading)
      return curve
    }
    guard let law = try node.namedEntries(example: powerExample).first(where: { $0.name == "law" })?.value else {
      throw node.error("law is missing; write \(property.example), \(powerExample) or \(table.example)")
    }
    let name = try law.text(example: Self.power)
    switch name {
    case Self.power:
      var curve = blank
      try powerEntries.read(
        node.fields(["law"] + powerEntries.map(\.name), example: powerExample), into: &curve, reading)
      return curve
    case TableLaw.name:
      let property = property
      return .table(
        try table.read(node.fields(["law"] + TableKeys.names, example: table.example), reading) {
          csv, file, units throws(TableError) in
          try TemperatureTable.reading(csv, of: property, file: file, units: units)
        })
    default: throw law.unknown("law of \(property.rawValue)", name, known: [Self.power, TableLaw.name])
    }
  }

  func tree(_ curve: TemperatureCurve) -> CaseTree {
    switch curve {
    case .constant: number(property.rawValue, "").write(curve) ?? .plain("")
    case .power: .flow([("law", .plain(Self.power))] + powerEntries.tree(of: curve))
    case .table(let table): .mapping([("law", .plain(TableLaw.name)), ("data", .block(table.csv(property)))])
    }
  }

  func place(_ name: String, _ curve: TemperatureCurve) -> Place<TemperatureCurve> {
    switch curve {
    case .constant: return Place(TemperatureCurve.numberKey(name, property, ""))
    case .power:
      return Place(label: .name(name), content: .branch(TemperatureCurve.powerKeys(property).map { Place($0) }))
    case .table:
      let property = property
      let data = Leaf<TemperatureCurve>(
        kind: .text, get: { if case .table(let table) = $0 { .text(table.csv(property)) } else { nil } }
      ) { curve, value in
        guard case .text(let csv) = value else { return }
        do throws(TableError) { curve = .table(try TemperatureTable(csv: csv, of: property, file: "data")) } catch {
          throw InputError(error)
        }
      }
      return Place(label: .name(name), content: .branch([Place(label: .name("data"), content: .leaf(data))]))
    }
  }

  func row(_ documentation: String) -> ReferenceRow {
    ReferenceRow(TemperatureCurve.numberKey(property.rawValue, property, documentation), of: blank)
  }

  /// What stands below the number.
  func reference() -> [ReferenceRow] {
    [ReferenceRow(law: Self.power, example: powerExample, meaning: Self.powerSentence)]
      + powerEntries.flatMap { $0.reference(blank) }
      + [ReferenceRow(law: TableLaw.name, example: table.example, meaning: Self.tableSentence)] + table.reference
  }
}

// MARK: Cooling

private let coolingExample = "{body: A, face: bottom, coefficient: 500 W/m^2/K, bath: 40 K}"

/// `cooling`: a list of cooled faces.
func coolingEntry() -> Entry<SimulationCase> {
  let entries = coolingEntries()
  return Entry(
    "cooling", example: "[\(coolingExample)]",
    schema: .list(
      of: .mapping(entries, "A cooled face."), "What takes heat from the bulks; other faces are insulated."),
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
