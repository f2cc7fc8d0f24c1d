internal import HostSystem
internal import Notation
internal import Superconductors
internal import Tables

/// `heat_capacity`, `resistivity`: a number, `{law: power, at_1K: .., exponent: ..}` or `{law: table, file: c.csv}`.
///
/// - Parameter sentences: where the owner keeps what is to be told of its numbers.
func temperatureCurveEntry<Owner>(
  _ property: ThermalProperty, _ path: WritableKeyPath<Owner, TemperatureCurve?>,
  sentences: WritableKeyPath<Owner, [String]>? = nil
) -> Entry<Owner> {
  let form = CurveForm(property)
  return Entry(
    property.rawValue, example: property.example, schema: form.schema(property.documentation),
    read: { node, owner, reading in
      guard let card = try form.card(node), let sentences else {
        owner[keyPath: path] = try form.read(node, reading)
        return
      }
      owner[keyPath: path] = card.curve
      owner[keyPath: sentences].append(card.sentence + ".")
    },
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
///
/// - Parameter sentences: where the owner keeps what is to be told of its numbers.
func conductivityEntry<Owner>(
  _ path: WritableKeyPath<Owner, ThermalConductivity?>, sentences: WritableKeyPath<Owner, [String]>
) -> Entry<Owner> {
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
    read: { node, owner, reading in
      guard node.isMapping, try node.namedEntries(example: example).contains(where: { ["r", "z"].contains($0.name) })
      else {
        if let card = try form.card(node) {
          owner[keyPath: path] = ThermalConductivity(radial: card.curve, axial: card.axial ?? card.curve)
          owner[keyPath: sentences].append(card.sentence + ".")
        } else {
          owner[keyPath: path] = ThermalConductivity(try form.read(node, reading))
        }
        return
      }
      let fields = try node.fields(directions.map(\.name), example: example)
      let curves = try directions.map { direction in
        let value = try fields.require(direction.name, example: property.example)
        reading.note(value)
        return try form.read(value, reading)
      }
      owner[keyPath: path] = ThermalConductivity(radial: curves[0], axial: curves[1])
    },
    write: { owner in
      owner[keyPath: path].map { conductivity in
        conductivity.isIsotropic
          ? form.tree(conductivity.radial)
          : .mapping([("r", form.tree(conductivity.radial)), ("z", form.tree(conductivity.axial))])
      }
    },
    place: { owner in
      guard let conductivity = owner[keyPath: path] else { return nil }
      func lifted(_ place: Place<ThermalConductivity>) -> Place<Owner> {
        place.lifted({ $0[keyPath: path] }) { owner, change in
          guard var conductivity = owner[keyPath: path] else { return }
          try change(&conductivity)
          owner[keyPath: path] = conductivity
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
struct CurveForm: Sendable {
  let property: ThermalProperty

  init(_ property: ThermalProperty) { self.property = property }

  private static let power = "power"
  private static let powerSentence = "at_1K (T / 1 K)^exponent."
  private static let debye = "debye"
  private static let debyeSentence = "Debye's lattice and free electrons; of a heat capacity."
  private static let debyeExample = "{law: debye, temperature: 400 K, limit: 3.1e6 J/m^3/K}"
  private static let card = "card"
  private static let cardSentence = "What comes with the program, with its source."
  private static let cardExample = "{law: card, card: rebco}"
  private static let cardNames = ThermalCard.all.map(\.name)
  private static let tableSentence = "Points, between which it is a power of T."

  private var blank: TemperatureCurve { .power(at1K: .nan, exponent: .nan) }
  private var debyeEntries: [Entry<TemperatureCurve>] { TemperatureCurve.debyeKeys.map(Entry.init) }
  /// Debye's model is of a heat capacity, cards have that and a conductivity.
  private var hasDebye: Bool { property == .heatCapacity }
  private var hasCards: Bool { property == .heatCapacity || property == .conductivity }
  private var laws: [String] {
    [Self.power, TableLaw.name] + (hasDebye ? [Self.debye] : []) + (hasCards ? [Self.card] : [])
  }
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
    func law(_ name: String, _ entries: [Entry<TemperatureCurve>], _ required: [String], _ sentence: String)
      -> SchemaNode
    {
      var keys = Dictionary(entries.map { ($0.name, $0.schema()) }) { first, _ in first }
      keys["law"] = .constant(name)
      return .mapping(keys, required: ["law"] + required, description: sentence)
    }
    var nodes = [number(property.rawValue, documentation).schema()]
    nodes.append(law(Self.power, powerEntries, ["at_1K", "exponent"], Self.powerSentence))
    if hasDebye { nodes.append(law(Self.debye, debyeEntries, ["temperature", "limit"], Self.debyeSentence)) }
    if hasCards {
      let keys: [String: SchemaNode] = ["law": .constant(Self.card), "card": .words(Self.cardNames)]
      nodes.append(.mapping(keys, required: ["law", "card"], description: Self.cardSentence))
    }
    nodes.append(
      .mapping(
        table.schema.merging(["law": .constant(TableLaw.name)]) { first, _ in first }, required: ["law"],
        description: Self.tableSentence))
    return .anyOf(nodes, description: documentation)
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
    case Self.debye where hasDebye:
      var curve = TemperatureCurve.debye(DebyeCurve(temperature: .nan, limit: .nan))
      try debyeEntries.read(
        node.fields(["law"] + debyeEntries.map(\.name), example: Self.debyeExample), into: &curve, reading)
      return curve
    default: throw law.unknown("law of \(property.rawValue)", name, known: laws)
    }
  }

  /// What a card says; nil for what is none.
  func card(_ node: CaseNode) throws -> ThermalCard.Entry? {
    guard node.isMapping, hasCards,
      let law = try node.namedEntries(example: Self.cardExample).first(where: { $0.name == "law" })?.value,
      try law.text(example: Self.card) == Self.card
    else { return nil }
    let name = try node.fields(["law", "card"], example: Self.cardExample).require("card", example: "rebco")
    let text = try name.text(example: "rebco")
    guard let entry = ThermalCard.named(text)?.entry(property) else {
      throw name.unknown("card", text, known: Self.cardNames)
    }
    return entry
  }

  func tree(_ curve: TemperatureCurve) -> CaseTree {
    switch curve {
    case .constant: number(property.rawValue, "").write(curve) ?? .plain("")
    case .power: .flow([("law", .plain(Self.power))] + powerEntries.tree(of: curve))
    case .table(let table): .mapping([("law", .plain(TableLaw.name)), ("data", .block(table.csv(property)))])
    case .debye: .flow([("law", .plain(Self.debye))] + debyeEntries.tree(of: curve))
    }
  }

  func place(_ name: String, _ curve: TemperatureCurve) -> Place<TemperatureCurve> {
    switch curve {
    case .constant: return Place(TemperatureCurve.numberKey(name, property, ""))
    case .power:
      return Place(label: .name(name), content: .branch(TemperatureCurve.powerKeys(property).map { Place($0) }))
    case .debye:
      return Place(label: .name(name), content: .branch(TemperatureCurve.debyeKeys.map { Place($0) }))
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
    var rows = [ReferenceRow(law: Self.power, example: powerExample, meaning: Self.powerSentence)]
    rows += powerEntries.flatMap { $0.reference(blank) }
    if hasDebye {
      let blank = TemperatureCurve.debye(DebyeCurve(temperature: .nan, limit: .nan))
      rows.append(ReferenceRow(law: Self.debye, example: Self.debyeExample, meaning: Self.debyeSentence))
      rows += debyeEntries.flatMap { $0.reference(blank) }
    }
    if hasCards {
      let meaning = "\(Self.cardSentence) Cards: \(Self.cardNames.joined(separator: ", "))."
      rows.append(ReferenceRow(law: Self.card, example: Self.cardExample, meaning: meaning))
    }
    rows.append(ReferenceRow(law: TableLaw.name, example: table.example, meaning: Self.tableSentence))
    return rows + table.reference
  }
}
