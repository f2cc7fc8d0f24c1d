internal import Magnets
internal import Meshing
internal import Notation

/// `protocol`: a list of stages.
func protocolEntry() -> Entry<SimulationCase> {
  let forms = MagnetisationStage.forms
  let example = "[\(forms[0].example), \(forms[1].example)]"
  return Entry(
    "protocol", isRequired: true, example: example, schema: protocolSchema(),
    read: { node, simulationCase, reading in
      simulationCase.stages = try node.list(example: example).map {
        try readStage($0, simulationCase.sources, reading)
      }
    },
    write: { simulationCase in
      .list(
        simulationCase.stages.map { stage in
          .flow([(stage.name, .flow(tree(of: stage, simulationCase)))])
        })
    },
    place: { simulationCase in
      Place(
        label: .name("protocol"),
        content: .branch(
          simulationCase.stages.enumerated().map { index, stage in
            Place(
              label: .index(index, name: nil),
              content: .branch([
                Place(
                  label: .name(stage.name),
                  content: .branch(
                    places(of: stage, simulationCase.sources).map {
                      $0.lifted({ $0.stages[index] }, { try $1(&$0.stages[index]) })
                    }))
              ]))
          }))
    })
}

private func readStage(
  _ node: CaseNode, _ sources: [FieldSource], _ reading: CaseReading
) throws -> MagnetisationStage {
  reading.note(node)
  let known = MagnetisationStage.forms.map(\.name)
  let fields = try node.fields(known, example: MagnetisationStage.forms[1].example)
  guard fields.values.count == 1, let plain = MagnetisationStage.forms.first(where: { fields[$0.name] != nil }),
    let value = fields[plain.name]
  else {
    let keys = known.filter { fields[$0] != nil }
    throw node.error(
      keys.isEmpty
        ? "an empty stage; write one of \(known.joined(separator: ", "))"
        : "\(keys.joined(separator: " and ")) in one stage; begin each with its own -")
  }
  reading.note(value)
  var stage = plain.blank
  // What the values measure depends on the source.
  let source = try? value.namedEntries(example: "").first { $0.name == "source" }?.value.text(example: "main")
  let drive = sources.drive(of: source)
  let form = plain.driven(by: drive)
  let entries = form.keys.map(Entry.init)
  var others = [form.temperatureKey?.name].compactMap { $0 }
  others += (form.targetKeys + form.paceKeys).map(\.name) + (form.hasTable ? TableKeys.names : [])
  let inner = value.example(of: form)
  let parts = try value.fields(
    [form.fieldsKey?.name].compactMap { $0 } + entries.map(\.name) + others, example: inner)
  if let key = form.fieldsKey {
    stage.fields = try readFields(try parts.require(key.name, example: key.example), key, sources, reading)
  }
  for key in form.keys + form.paceKeys { try parts[key.name]?.checkDrive(key.kind, of: source, sources) }
  try entries.read(parts, into: &stage, reading)
  if let key = form.temperatureKey {
    stage.set(temperature: try readTemperature(try parts.require(key.name, example: key.example), key, reading))
  }
  try readOne(of: form.targetKeys, parts, into: &stage, reading)
  try readOne(of: form.paceKeys, parts, into: &stage, reading)
  if form.hasTable { stage.set(table: try readDriveTable(parts, of: drive, reading)) }
  return stage
}

extension CaseNode {
  /// `{field: 0 T, rate: 4.8 T/h}`
  fileprivate func example(of form: MagnetisationStage.Form) -> String {
    String(form.example.dropFirst(form.name.count + 3).dropLast())
  }
}

/// A temperature of all bulks, or a mapping with one for each: `{A: 5 K, B: 8 K}`.
private func readTemperature(
  _ node: CaseNode, _ key: Key<Double>, _ reading: CaseReading
) throws -> BulkTemperature {
  reading.note(node)
  guard node.isMapping else { return .uniform(try node.quantity(.temperature)) }
  let values = try node.namedEntries(example: key.example).map { name, value in
    reading.note(value)
    return (name, try value.quantity(.temperature))
  }
  return .byBulk(Dictionary(values) { first, _ in first })
}

extension CaseNode {
  /// Refuses a field where a current belongs, and the other way round.
  fileprivate func checkDrive(_ kind: KeyKind, of source: String?, _ sources: [FieldSource]) throws {
    let pairs: [(Dimension, Dimension)] = [
      (.field, .current), (.fieldRate, .currentRate), (.current, .field), (.currentRate, .fieldRate),
    ]
    guard let own = pairs.first(where: { kind == .quantity($0.0) }),
      let text = try? text(example: ""), (try? parseQuantity(text, own.1)) != nil
    else { return }
    let name = source ?? FieldSource.uniformName
    guard sources.contains(where: { $0.name == name }) else {
      throw error(
        name == FieldSource.uniformName
          ? "\(text) is no field; the uniform field is given in T, a current by the name of a source with turns"
          : "no source is named \(name); write one of \(sources.map(\.name).joined(separator: ", "))")
    }
    throw error(
      sources.drive(of: name) == .current
        ? "\(text) is no current, and \(name) has turns; write a current as in 100 A, or remove turns from sources.\(name)"
        : "\(text) is no field, and \(name) has no turns; write a field as in 5 T, or give it turns: sources.\(name).turns"
    )
  }
}

/// A uniform field, or a mapping with one for each source: `{main: 5 T}`.
private func readFields(
  _ node: CaseNode, _ key: Key<Double>, _ sources: [FieldSource], _ reading: CaseReading
) throws -> (uniform: Double, sources: [String: Double]) {
  reading.note(node)
  guard node.isMapping else { return (try node.quantity(.field), [:]) }
  var fields = try node.namedEntries(example: "{main: 5 T}").map { name, value in
    reading.note(value)
    let drive = sources.drive(of: name)
    try value.checkDrive(.quantity(drive), of: name, sources)
    return (name, try value.quantity(drive))
  }
  let uniform = fields.first { $0.0 == FieldSource.uniformName }?.1 ?? 0
  fields.removeAll { $0.0 == FieldSource.uniformName }
  return (uniform, Dictionary(fields) { first, _ in first })
}

/// Exactly one of some keys: `rate` or `duration`; nothing where a stage has none of them.
private func readOne(
  of keys: [Key<MagnetisationStage>], _ fields: CaseFields, into stage: inout MagnetisationStage,
  _ reading: CaseReading
) throws {
  guard !keys.isEmpty else { return }
  let given = keys.filter { fields[$0.name] != nil }
  guard let key = given.first, let node = fields[key.name] else {
    let examples = keys.map { "\($0.name): \($0.example)" }.joined(separator: " or ")
    throw fields.owner.error("\(keys.map(\.name).joined(separator: " or ")) is missing; write \(examples)")
  }
  if given.count > 1, let other = fields[given[1].name] {
    throw other.error("\(given.map(\.name).joined(separator: " and ")) exclude each other; keep one")
  }
  let isExponential = if case .relaxation? = stage.pace { true } else { false }
  if isExponential, key.name != "duration" {
    throw node.error("an exponential ramp has a duration; write that instead of \(key.name)")
  }
  try [Entry(key)].read(fields, into: &stage, reading)
  reading.note(node)
}

private func tree(
  of stage: MagnetisationStage, _ simulationCase: SimulationCase
) -> [(key: String, value: CaseTree)] {
  let sources = simulationCase.sources
  let form = stage.form(sources)
  var tree: [(key: String, value: CaseTree)] = []
  if let fields = stage.fields, let key = form.fieldsKey { tree.append((key.name, fieldsTree(fields, sources))) }
  tree += form.keys.map(Entry.init).tree(of: stage)
  if let temperature = stage.temperature, let key = form.temperatureKey {
    tree.append((key.name, temperatureTree(temperature, simulationCase.bulks.map(\.shape.name))))
  }
  tree += (form.targetKeys + form.paceKeys).map(Entry.init).tree(of: stage)
  if case .drive(let table, _) = stage {
    tree.append(("data", driveTableTree(table, of: sources.drive(of: stage.source))))
  }
  return tree
}

private func fieldsTree(
  _ fields: (uniform: Double, sources: [String: Double]), _ sources: [FieldSource]
) -> CaseTree {
  if fields.sources.isEmpty { return .plain("\(fields.uniform) T") }
  let uniform = fields.uniform == 0 ? [] : [(FieldSource.uniformName, CaseTree.plain("\(fields.uniform) T"))]
  return .flow(
    uniform
      + fields.sources.sorted { $0.key < $1.key }.map {
        (quoted($0.key), .plain("\($0.value) \(sources.drive(of: $0.key).units[0].symbol)"))
      })
}

private func temperatureTree(_ temperature: BulkTemperature, _ bulks: [String]) -> CaseTree {
  switch temperature {
  case .uniform(let value): return .plain("\(value) K")
  case .byBulk(let values):
    // Also those of bulks that there are not: what is wrong stays wrong.
    let strangers = values.keys.filter { !bulks.contains($0) }.sorted()
    return .flow((bulks + strangers).compactMap { bulk in values[bulk].map { (quoted(bulk), .plain("\($0) K")) } })
  }
}

/// A key by its name: what it takes of a source that is driven by a field or by a current.
private func schema<Owner>(_ key: Key<Owner>, _ ofCurrent: Key<Owner>) -> (String, SchemaNode) {
  (key.name, key.kind == ofCurrent.kind ? SchemaNode(key) : .anyOf([SchemaNode(key), SchemaNode(ofCurrent)]))
}

/// The schema of `protocol`, which follows from the forms of stages.
private func protocolSchema() -> SchemaNode {
  .list(
    of: .anyOf(
      MagnetisationStage.forms.flatMap { form -> [SchemaNode] in
        var properties = Dictionary(zip(form.keys, form.driven(by: .current).keys).map(schema)) { first, _ in first }
        var required = form.keys.filter(\.isRequired).map(\.name)
        for key in [form.fieldsKey, form.temperatureKey].compactMap({ $0 }) {
          let one = SchemaNode(key)
          let what = key.name == form.fieldsKey?.name ? "Of each source, by its name." : "Of each bulk, by its name."
          let isField = key.name == form.fieldsKey?.name
          let each = isField ? schema(key, key.measuring(.current, example: "100 A")).1 : one
          properties[key.name] = .anyOf([one, .named(each, description: what)])
          required.append(key.name)
        }
        var choices = [
          form.targetKeys.map { ($0.name, SchemaNode($0)) },
          zip(form.paceKeys, form.driven(by: .current).paceKeys).map(schema),
        ]
        if form.hasTable {
          let table = driveTableKeys.schema
          properties["units"] = table["units"]
          choices.append(["file", "data"].compactMap { name in table[name].map { (name, $0) } })
        }
        var bodies: [(properties: [String: SchemaNode], required: [String])] = [(properties, required)]
        for choice in choices where !choice.isEmpty {
          bodies = bodies.flatMap { body in
            choice.map { name, node in
              (body.properties.merging([name: node]) { first, _ in first }, body.required + [name])
            }
          }
        }
        return bodies.map { body in
          .mapping(
            [form.name: .mapping(body.properties, required: body.required.sorted())], required: [form.name],
            description: form.documentation)
        }
      }), "Stages in order, the first of them cool.")
}
