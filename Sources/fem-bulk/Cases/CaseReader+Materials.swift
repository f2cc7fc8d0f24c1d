import Notation
import Superconductors

/// The mapping `materials`, in the order of the file.
func readMaterials(_ node: CaseNode, tableText: @escaping FileReader) throws -> [Material] {
  let example = "{ba122: {card: ba122-data-driven}}"
  let entries = try node.namedEntries(example: example)
  guard !entries.isEmpty else { throw node.error("no material; write \(example)") }
  return try entries.map { name, value in
    try value.checkName(name)
    return try readMaterial(value, name: name, tableText: tableText)
  }
}

private func readMaterial(_ node: CaseNode, name: String, tableText: @escaping FileReader) throws -> Material {
  let fields = try node.fields(
    ["card", "jc", "jc_map", "temperature", "n", "e0", "validity", "assumptions"], example: "{card: ba122-data-driven}")
  let card = try fields["card"].map(readCard)
  let law = try fields["jc"].map { try readLaw($0, tableText: tableText) }
  if law == nil, card == nil {
    throw node.error("jc is missing; write jc: {law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}, or card: ba122-data-driven")
  }
  let n = try fields["n"].map(readExponentOfPowerLaw)
  if n == nil, card == nil { throw node.error("n is missing; write n: 21") }
  var factor = try fields["temperature"].map(readTemperatureFactor)
  if let table = law as? TableLaw, table.temperatureRange != nil {
    // The table says itself how Jc falls with temperature; a factor on top would count it twice.
    if let given = fields["temperature"] {
      throw given.error("the table has a column T[K], so Jc would fall with temperature twice; leave one of them out")
    }
  } else {
    factor = factor ?? card?.material.temperatureFactor
  }
  var material = card?.material ?? Material(name: name, criticalCurrent: ConstantLaw(jc0: 1), n: 1)
  material.name = name
  material.criticalCurrent = law ?? material.criticalCurrent
  material.temperatureFactor = factor
  material.n = n ?? material.n
  material.map = try fields["jc_map"].map { try readMap($0, tableText: tableText) }
  material.e0 = try fields["e0"]?.positive(.electricField) ?? material.e0
  material.validity = try fields["validity"].map(readValidity) ?? material.validity
  // A property that the case replaces takes its assumptions with it.
  let kept = card?.assumptions.filter { assumption in
    fields[assumption.property.rawValue] == nil
      && !(assumption.property == .temperature && material.temperatureFactor == nil)
  }
  material.assumptions = (kept ?? []).map(\.sentence)
  for node in try fields["assumptions"]?.list(example: "[n is assumed]") ?? [] {
    material.assumptions.append(try node.text(example: "n is assumed"))
  }
  return material
}

private func readCard(_ node: CaseNode) throws -> MaterialCard {
  let name = try node.text(example: "ba122-data-driven")
  guard let card = MaterialCard.named(name) else {
    throw node.unknown("card", name, known: MaterialCard.all.map(\.name))
  }
  return card
}

private func readTemperatureFactor(_ node: CaseNode) throws -> TemperatureFactor {
  let fields = try node.fields(["tc", "exponent"], example: "{tc: 38 K, exponent: 2}")
  let tc = try fields.require("tc", example: "38 K").positive(.temperature)
  let exponent = try fields.require("exponent", example: "2").exponent(example: "2")
  return TemperatureFactor(criticalTemperature: tc, exponent: exponent)
}

private func readValidity(_ node: CaseNode) throws -> ValidityRange {
  let fields = try node.fields(["b_max", "t_min", "t_max"], example: "{b_max: 8 T, t_min: 4 K, t_max: 38 K}")
  let coldest = try fields.require("t_min", example: "4 K").positive(.temperature)
  let warmestNode = try fields.require("t_max", example: "38 K")
  let warmest = try warmestNode.positive(.temperature)
  guard warmest >= coldest else { throw warmestNode.error("\(plain(warmest)) K is below t_min; swap them") }
  return ValidityRange(
    largestField: try fields.require("b_max", example: "8 T").positive(.field), temperature: coldest...warmest)
}

private func readExponentOfPowerLaw(_ node: CaseNode) throws -> Double {
  if node.isMapping {
    throw node.error("n from a table is not supported by this version; write a number as in n: 21")
  }
  let n = try node.number(example: "21", atMost: 10_000)
  guard n >= 1 else { throw node.error("\(plain(n)) is below 1, which is ohmic; write 1 or more") }
  return n
}
