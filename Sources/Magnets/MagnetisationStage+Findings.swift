internal import Notation

/// What is wrong with the stages of a protocol for the bulks of these names.
func protocolFindings(_ stages: [MagnetisationStage], bulks: [String]) -> [Finding] {
  let place = CasePath("protocol")
  guard let first = stages.first else {
    return [Finding(place, "no stage", remedy: "begin with \(MagnetisationStage.forms[0].example)")]
  }
  guard stages.count <= SimulationCase.largestList else {
    return [Finding(place, "\(stages.count) stages", remedy: "a protocol has at most \(SimulationCase.largestList)")]
  }
  var findings = stages.enumerated().flatMap { $0.element.findings(at: place[$0.offset], bulks: bulks) }
  if case .cool = first {
  } else {
    findings.insert(
      Finding(
        place[0], "the first stage is \(first.name)",
        remedy: "begin with \(MagnetisationStage.forms[0].example), which sets field and temperature"), at: 0)
  }
  return findings
}

extension MagnetisationStage {
  fileprivate func findings(at place: CasePath, bulks: [String]) -> [Finding] {
    let (form, place) = (form, place.key(name))
    var findings = (form.keys + form.paceKeys).flatMap { $0.findings(in: self, at: place) }
    if let temperature, let key = form.temperatureKey {
      // Without names the temperature is that of all bulks.
      let names = if case .byBulk(let values) = temperature, bulks.isEmpty { values.keys.sorted() } else { bulks }
      findings += temperature.findings(at: place.key(key.name), bulks: names)
    }
    return findings
  }
}
