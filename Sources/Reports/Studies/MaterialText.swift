internal import CaseFiles
internal import Notation
package import Superconductors

/// One line for each card.
package func materialsTable(_ cards: [MaterialCard]) -> String {
  var rows = [["name", "what", "T [K]", "Jc(0 T) [A/m^2]", "Jc(1 T) [A/m^2]", "n", "holds up to [T]", "holds at [K]"]]
  for card in cards {
    let material = card.material
    rows.append(
      [card.name, card.summary, plain(card.referenceTemperature)]
        + [0.0, 1].map { field in
          significant(
            material.criticalCurrentDensity(fluxDensity: field, temperature: card.referenceTemperature), digits: 3)
        } + [
          material.n.summary, material.validity.map { plain($0.largestField) } ?? "-",
          material.validity.map { "\(plain($0.coldest)) to \(plain($0.warmest))" } ?? "-",
        ])
  }
  return aligned(rows)
}

/// A card as the key `materials` of a case file.
package func materialYAML(_ card: MaterialCard) -> String {
  "# \(card.summary)\n\(materialsText(card.material))"
}

/// Every card, schema `fem-bulk/materials/1`.
package func materialsJSON(_ cards: [MaterialCard]) -> String {
  encodeJSON(MaterialsDocument(materials: cards.map(MaterialDocument.init)))
}

/// One card, schema `fem-bulk/material/1`.
package func materialJSON(_ card: MaterialCard) -> String {
  var document = MaterialDocument(card)
  document.schema = "fem-bulk/material/1"
  document.yaml = materialYAML(card)
  return encodeJSON(document)
}

private struct MaterialsDocument: Encodable {
  var schema = "fem-bulk/materials/1"
  var materials: [MaterialDocument]
}

private struct MaterialDocument: Encodable {
  struct Sentence: Encodable {
    var about: String
    var sentence: String
  }

  struct Range: Encodable {
    var largestField, coldest, warmest: Double

    enum CodingKeys: String, CodingKey {
      case largestField = "b_max_T"
      case coldest = "t_min_K"
      case warmest = "t_max_K"
    }
  }

  var schema: String?
  var name, summary: String
  var referenceTemperature, selfFieldCurrent, currentAt1T: Double
  var law: String
  var criticalTemperature, temperatureExponent: Double?
  /// A number, as that of every card is.
  var n: PowerLawExponent
  var e0: Double
  var validity: Range?
  var assumptions: [Sentence]
  var yaml: String?

  enum CodingKeys: String, CodingKey {
    case schema, name, summary, law, n, validity, assumptions, yaml
    case referenceTemperature = "reference_temperature_K"
    case selfFieldCurrent = "jc_0T_A_m2"
    case currentAt1T = "jc_1T_A_m2"
    case criticalTemperature = "tc_K"
    case temperatureExponent = "temperature_exponent"
    case e0 = "e0_V_m"
  }

  init(_ card: MaterialCard) {
    let material = card.material
    name = card.name
    summary = card.summary
    referenceTemperature = card.referenceTemperature
    selfFieldCurrent = material.criticalCurrentDensity(fluxDensity: 0, temperature: card.referenceTemperature)
    currentAt1T = material.criticalCurrentDensity(fluxDensity: 1, temperature: card.referenceTemperature)
    law = material.criticalCurrent.summary
    criticalTemperature = material.temperatureFactor?.criticalTemperature
    temperatureExponent = material.temperatureFactor?.exponent
    n = material.n
    e0 = material.e0
    validity = material.validity.map {
      Range(
        largestField: $0.largestField, coldest: $0.coldest, warmest: $0.warmest)
    }
    assumptions = card.assumptions.map { Sentence(about: $0.property.rawValue, sentence: $0.sentence) }
  }
}
