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
      simulationCase.stages = try node.list(example: example).map { try readStage($0, reading) }
    },
    write: { simulationCase in
      .list(
        simulationCase.stages.map { stage in
          .flow([(stage.name, .flow(tree(of: stage, bulks: simulationCase.bulks.map(\.shape.name))))])
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
                    places(of: stage).map { $0.lifted({ $0.stages[index] }, { try $1(&$0.stages[index]) }) }))
              ]))
          }))
    })
}

private func readStage(_ node: CaseNode, _ reading: CaseReading) throws -> MagnetisationStage {
  reading.note(node)
  let known = MagnetisationStage.forms.map(\.name)
  let fields = try node.fields(known, example: MagnetisationStage.forms[1].example)
  guard fields.values.count == 1, let form = MagnetisationStage.forms.first(where: { fields[$0.name] != nil }),
    let value = fields[form.name]
  else {
    let keys = known.filter { fields[$0] != nil }
    throw node.error(
      keys.isEmpty
        ? "an empty stage; write one of \(known.joined(separator: ", "))"
        : "\(keys.joined(separator: " and ")) in one stage; begin each with its own -")
  }
  reading.note(value)
  var stage = form.blank
  let entries = form.keys.map(Entry.init)
  let others = [form.temperatureKey?.name].compactMap { $0 } + form.paceKeys.map(\.name)
  let inner = value.example(of: form)
  let parts = try value.fields(entries.map(\.name) + others, example: inner)
  try entries.read(parts, into: &stage, reading)
  if let key = form.temperatureKey {
    stage.set(temperature: try readTemperature(try parts.require(key.name, example: key.example), key, reading))
  }
  if !form.paceKeys.isEmpty { try readPace(form.paceKeys, parts, into: &stage, reading) }
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

/// Exactly one of `rate` and `duration`.
private func readPace(
  _ keys: [Key<MagnetisationStage>], _ fields: CaseFields, into stage: inout MagnetisationStage, _ reading: CaseReading
) throws {
  let given = keys.filter { fields[$0.name] != nil }
  guard let key = given.first, let node = fields[key.name] else {
    let examples = keys.map { "\($0.name): \($0.example)" }.joined(separator: " or ")
    throw fields.owner.error("\(keys.map(\.name).joined(separator: " or ")) is missing; write \(examples)")
  }
  if given.count > 1, let other = fields[given[1].name] {
    throw other.error("\(given.map(\.name).joined(separator: " and ")) exclude each other; keep one")
  }
  try [Entry(key)].read(fields, into: &stage, reading)
  reading.note(node)
}

private func tree(of stage: MagnetisationStage, bulks: [String]) -> [(key: String, value: CaseTree)] {
  let form = stage.form
  var tree = form.keys.map(Entry.init).tree(of: stage)
  if let temperature = stage.temperature, let key = form.temperatureKey {
    tree.append((key.name, temperatureTree(temperature, bulks)))
  }
  return tree + form.paceKeys.map(Entry.init).tree(of: stage)
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

private func places(of stage: MagnetisationStage) -> [Place<MagnetisationStage>] {
  let form = stage.form
  let pace = form.paceKeys.filter { $0.get(stage) != nil }
  return (form.keys + pace).map { Place($0) } + [temperaturePlace(stage)].compactMap { $0 }
}

private func temperaturePlace(_ stage: MagnetisationStage) -> Place<MagnetisationStage>? {
  guard let temperature = stage.temperature, let key = stage.form.temperatureKey else { return nil }
  switch temperature {
  case .uniform:
    return Place(
      label: .name(key.name),
      content: .leaf(
        Leaf(
          kind: key.kind,
          get: { if case .uniform(let value)? = $0.temperature { .number(value) } else { nil } },
          set: { if let value = $1.number { $0.set(temperature: .uniform(value)) } })))
  case .byBulk(let values):
    return Place(
      label: .name(key.name),
      content: .branch(
        values.keys.sorted().map { bulk in
          Place(
            label: .name(bulk),
            content: .leaf(
              Leaf(
                kind: key.kind, get: { ($0.temperature?.of(bulk)).map(KeyValue.number) },
                set: { stage, value in
                  guard case .byBulk(var values)? = stage.temperature, let value = value.number else { return }
                  values[bulk] = value
                  stage.set(temperature: .byBulk(values))
                })))
        }))
  }
}

/// The schema of `protocol`, which follows from the forms of stages.
private func protocolSchema() -> SchemaNode {
  .list(
    of: .anyOf(
      MagnetisationStage.forms.flatMap { form -> [SchemaNode] in
        var properties = Dictionary(form.keys.map { ($0.name, SchemaNode($0)) }) { first, _ in first }
        if let key = form.temperatureKey {
          let one = SchemaNode(key)
          properties[key.name] = .anyOf([one, .named(one, description: "Of each bulk, by its name.")])
        }
        let required = properties.keys.sorted()
        let bodies =
          form.paceKeys.isEmpty
          ? [SchemaNode.mapping(properties, required: required)]
          : form.paceKeys.map { pace in
            .mapping(
              properties.merging([pace.name: SchemaNode(pace)]) { first, _ in first }, required: required + [pace.name])
          }
        return bodies.map { .mapping([form.name: $0], required: [form.name], description: form.documentation) }
      }), "Stages in order, the first of them cool.")
}
