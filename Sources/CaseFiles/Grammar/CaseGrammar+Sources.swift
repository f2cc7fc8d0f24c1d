internal import HostSystem
internal import Magnets
internal import Notation

private let sourcesExample = "{main: \(FieldSource.forms[0].example)}"

/// `sources`: coils and permanent magnets by their names.
func sourcesEntry() -> Entry<SimulationCase> {
  Entry(
    "sources", example: sourcesExample, schema: sourcesSchema(),
    read: { node, simulationCase, reading in
      simulationCase.sources = try node.namedEntries(example: sourcesExample).map { name, value in
        reading.note(value)
        try value.checkName(name, example: "main")
        return try readSource(name, value, reading)
      }
    },
    write: { simulationCase in
      simulationCase.sources.isEmpty
        ? nil : .mapping(simulationCase.sources.map { (quoted($0.name), .flow(tree(of: $0))) })
    },
    place: { simulationCase in
      .elements("sources", of: simulationCase, \.sources, by: \.name) { entries(of: $0.form) }
    },
    reference: { _ in
      FieldSource.forms.flatMap { form in
        [
          ReferenceRow(
            key: "kind: \(form.kind.rawValue)", takes: "`\(form.example)`", standard: "", meaning: form.documentation)
        ] + entries(of: form).flatMap { $0.reference(form.blank) }
      }.map { $0.below("*") }
    })
}

private func entries(of form: FieldSource.Form) -> [Entry<FieldSource>] {
  let reference = Entry<FieldSource>.section(
    "reference", optional: \.reference, blank: FieldSource.Point(r: .nan, z: .nan),
    FieldSource.pointKeys.map(Entry.init),
    "Where Bz is the field that the protocol gives; by default the middle of the bore.")
  return form.keys.map(Entry.init) + (form.blank.isDriven ? [reference, turnsEntry(form.blank)] : [])
}

/// Turns can be changed where they are, not given: they make currents of the fields of the protocol.
private func turnsEntry(_ blank: FieldSource) -> Entry<FieldSource> {
  let key = FieldSource.turnsKey
  return Entry(
    key.name, example: key.example, schema: SchemaNode(key), read: Entry(key).read, write: Entry(key).write,
    place: { source in source.turns == nil ? nil : Place(key) }, row: ReferenceRow(key, of: blank))
}

private func readSource(_ name: String, _ node: CaseNode, _ reading: CaseReading) throws -> FieldSource {
  let known = FieldSource.forms.flatMap { entries(of: $0).map(\.name) }
  let fields = try node.fields(["kind"] + known, example: FieldSource.forms[0].example)
  let kind = try fields.require("kind", example: FieldSource.Kind.solenoid.rawValue)
  let word = try kind.text(example: FieldSource.Kind.solenoid.rawValue)
  guard let form = FieldSource.forms.first(where: { $0.kind.rawValue == word }) else {
    throw kind.unknown("kind of source", word, known: FieldSource.Kind.allCases.map(\.rawValue))
  }
  let own = entries(of: form)
  for key in fields.values.keys.sorted() where key != "kind" && !own.contains(where: { $0.name == key }) {
    if let stray = fields[key] {
      throw stray.error("a \(word) has no \(key); it has \(own.map(\.name).joined(separator: ", "))")
    }
  }
  var source = form.blank
  source.name = name
  try own.read(fields, into: &source, reading)
  return source
}

private func tree(of source: FieldSource) -> [(key: String, value: CaseTree)] {
  [("kind", .plain(source.kind.rawValue))] + entries(of: source.form).tree(of: source)
}

private func sourcesSchema() -> SchemaNode {
  .named(
    .anyOf(
      FieldSource.forms.map { form in
        let own = entries(of: form)
        var properties = Dictionary(own.map { ($0.name, $0.schema()) }) { first, _ in first }
        properties["kind"] = .constant(form.kind.rawValue)
        return .mapping(
          properties, required: ["kind"] + own.filter(\.isRequired).map(\.name), description: form.documentation)
      }), description: "Coils and permanent magnets around the axis, besides the uniform field.")
}

// MARK: Times of the history

func outputTimesEntry() -> Entry<SimulationCase> {
  let example = "[5 ms, 1 s]"
  let time = Key<Double>.quantity(
    "at", .time, \.self, example: "1 s", "Times since the start at which the history has rows besides.")
  return Entry(
    "at", example: example, schema: .list(of: SchemaNode(time), time.documentation),
    read: { node, simulationCase, reading in
      simulationCase.outputTimes = try node.list(example: example).map { element in
        reading.note(element)
        return try element.quantity(.time)
      }
    },
    write: { simulationCase in
      simulationCase.outputTimes.isEmpty ? nil : .list(simulationCase.outputTimes.map { .plain("\($0) s") })
    },
    place: { _ in nil })
}
