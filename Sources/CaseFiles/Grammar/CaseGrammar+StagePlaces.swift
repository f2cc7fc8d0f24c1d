internal import Magnets
internal import Notation

// Key paths within a stage of the protocol.

/// The values of a stage that a path leads to.
func places(of stage: MagnetisationStage, _ sources: [FieldSource]) -> [Place<MagnetisationStage>] {
  let form = stage.form(sources)
  let given = (form.keys + form.targetKeys + form.paceKeys).filter { $0.isRequired || $0.get(stage) != nil }
  return [fieldsPlace(stage, sources)].compactMap { $0 } + given.map { place(of: $0, sources) }
    + [temperaturePlace(stage)].compactMap { $0 }
}

/// A source's name makes way for one that is driven alike: what else the stage says of it would mean something else.
private func place(of key: Key<MagnetisationStage>, _ sources: [FieldSource]) -> Place<MagnetisationStage> {
  var place = Place(key)
  guard key.kind == .name, case .leaf(var leaf) = place.content else { return place }
  let set = leaf.set
  leaf.set = { stage, value in
    var changed = stage
    try set(&changed, value)
    let (old, new) = (sources.drive(of: stage.source), sources.drive(of: changed.source))
    guard old == new else {
      throw QuantityError(
        description:
          "the stage gives a \(old.rawValue), and that source is driven by a \(new.rawValue); write a stage of its own")
    }
    stage = changed
  }
  place.content = .leaf(leaf)
  return place
}

private func fieldsPlace(_ stage: MagnetisationStage, _ sources: [FieldSource]) -> Place<MagnetisationStage>? {
  guard let fields = stage.fields, let key = stage.form.fieldsKey else { return nil }
  func leaf(
    _ name: String, _ drive: Dimension = .field,
    _ path: @escaping (inout (uniform: Double, sources: [String: Double]), Double?) -> Double?
  ) -> Place<MagnetisationStage> {
    Place(
      label: .name(name),
      content: .leaf(
        Leaf(
          kind: .quantity(drive),
          get: { stage in
            guard var fields = stage.fields else { return nil }
            return path(&fields, nil).map(KeyValue.number)
          },
          set: { stage, value in
            guard var fields = stage.fields, let number = value.number else { return }
            _ = path(&fields, number)
            stage.fields = fields
          })))
  }
  func uniform(_ fields: inout (uniform: Double, sources: [String: Double]), _ value: Double?) -> Double? {
    if let value { fields.uniform = value }
    return fields.uniform
  }
  if fields.sources.isEmpty { return leaf(key.name, .field, uniform) }
  return Place(
    label: .name(key.name),
    content: .branch(
      [leaf(FieldSource.uniformName, .field, uniform)]
        + fields.sources.keys.sorted().map { name in
          leaf(name, sources.drive(of: name)) { fields, value in
            if let value { fields.sources[name] = value }
            return fields.sources[name]
          }
        }))
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
