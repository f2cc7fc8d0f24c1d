internal import Notation
internal import Superconductors

/// The elastic keys of whatever has a part with such properties.
func elasticEntries<Owner>(
  _ path: any WritableKeyPath<Owner, ElasticProperties> & Sendable,
  contraction: WritableKeyPath<Owner, TemperatureCurve?>, weibull: WritableKeyPath<Owner, ElasticProperties.Weibull?>
) -> [Entry<Owner>] {
  ElasticProperties.keys.map { key in
    Entry(
      Key<Owner>(
        key.name, key.kind, key.bounds, isRequired: false, example: key.example, key.documentation,
        get: { key.get($0[keyPath: path]) }, set: { key.set(&$0[keyPath: path], $1) }))
  } + [
    temperatureCurveEntry(.contraction, contraction),
    .section(
      "weibull", optional: weibull,
      blank: ElasticProperties.Weibull(modulus: .nan, scale: .nan, volume: .nan),
      ElasticProperties.weibullKeys.map(Entry.init),
      "Statistics of fracture: the probability that some flaw tears."),
  ]
}

/// The keys of a structural material besides `card`, in the order in which they are written.
func structuralEntries() -> [Entry<StructuralMaterial>] {
  [
    temperatureCurveEntry(.heatCapacity, \.heatCapacity, sentences: \.assumptions),
    conductivityEntry(\.conductivity, sentences: \.assumptions),
  ] + elasticEntries(\.elastic, contraction: \.elastic.contraction, weibull: \.elastic.weibull) + [
    assumptionsEntry(\.assumptions, example: "young is assumed")
  ]
}

private let elasticNames = ElasticProperties.keys.map(\.name) + [ThermalProperty.contraction.rawValue]
private let heatNames = [ThermalProperty.heatCapacity.rawValue, ThermalProperty.conductivity.rawValue]

/// Whether an entry of `materials` is of something that carries no current.
func isStructural(_ node: CaseNode) throws -> Bool {
  guard node.isMapping else { return false }
  let entries = try node.namedEntries(example: "{young: 193 GPa, poisson: 0.28}")
  let names = Set(entries.map(\.name))
  guard names.isDisjoint(with: ["jc", "n", "e0", "temperature", "jc_map", "validity"]) else { return false }
  if let card = entries.first(where: { $0.name == "card" }) {
    return StructuralCard.named(try card.value.text(example: "steel")) != nil
  }
  return !names.isDisjoint(with: elasticNames + heatNames)
}

func readStructural(_ node: CaseNode, name: String, _ reading: CaseReading) throws -> StructuralMaterial {
  let entries = structuralEntries()
  let fields = try node.fields(["card"] + entries.map(\.name), example: "{young: 193 GPa, poisson: 0.28}")
  let card = try fields["card"].flatMap { StructuralCard.named(try $0.text(example: "steel")) }
  var material = card?.material ?? StructuralMaterial(name: name)
  material.name = name
  // Numbers that the case replaces are no longer those of the card's sentence.
  if elasticNames.contains(where: { fields[$0] != nil }) {
    material.assumptions = material.assumptions.map { "\($0) Some of these numbers are the case's own." }
  }
  try entries.read(fields, into: &material, reading)
  return material
}
