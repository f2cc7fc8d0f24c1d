internal import Notation

/// What is wrong with the stages of a protocol for bulks of these names and these sources.
func protocolFindings(_ stages: [MagnetisationStage], bulks: [String], sources: [FieldSource]) -> [Finding] {
  let place = CasePath("protocol")
  guard let first = stages.first else {
    return [Finding(place, "no stage", remedy: "begin with \(MagnetisationStage.forms[0].example)")]
  }
  guard stages.count <= SimulationCase.largestList else {
    return [Finding(place, "\(stages.count) stages", remedy: "a protocol has at most \(SimulationCase.largestList)")]
  }
  var findings = stages.enumerated().flatMap {
    $0.element.findings(at: place[$0.offset], bulks: bulks, sources: sources)
  }
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
  fileprivate func findings(at place: CasePath, bulks: [String], sources: [FieldSource]) -> [Finding] {
    let (form, place) = (form(sources), place.key(name))
    var findings = (form.keys + form.targetKeys + form.paceKeys).flatMap { $0.findings(in: self, at: place) }
    if let temperature, let key = form.temperatureKey {
      // Without names the temperature is that of all bulks.
      let names = if case .byBulk(let values) = temperature, bulks.isEmpty { values.keys.sorted() } else { bulks }
      findings += temperature.findings(at: place.key(key.name), bulks: names)
    }
    if let fields, let key = form.fieldsKey { findings += fieldFindings(fields, key, at: place, sources) }
    findings += sourceFindings(at: place.key("source"), sources)
    if case .drive(let table, _) = self { findings += table.findings(at: place, of: sources.drive(of: source)) }
    if findings.isEmpty { findings += dischargeFindings(at: place, sources) }
    if findings.isEmpty, let strongest = namedFields(sources).map(abs).max(), strongest > Self.largestField {
      findings.append(
        Finding(
          place, "such a current makes \(significant(strongest, digits: 3)) T in the coil",
          remedy: "write a smaller one, or fewer turns"))
    }
    if case .ramp(_, .relaxation(_, let duration), _) = self, !duration.isFinite {
      findings.append(
        Finding(place, "an exponential ramp has no rate", remedy: "write a duration, as in duration: 60 s"))
    }
    return findings
  }

  private func fieldFindings(
    _ fields: (uniform: Double, sources: [String: Double]), _ key: Key<Double>, at place: CasePath,
    _ sources: [FieldSource]
  ) -> [Finding] {
    var findings = key.findings(in: fields.uniform, at: place)
    for (name, value) in fields.sources.sorted(by: { $0.key < $1.key }) {
      let path = place.key(key.name).key(name)
      if let problem = Self.problem(driving: name, sources) {
        findings.append(Finding(path, problem.what, remedy: problem.remedy))
      }
      let own = Key<Double>.quantity(name, sources.drive(of: name), \.self, example: key.example, "")
      findings += own.findings(in: value, at: place.key(key.name))
    }
    return findings
  }

  private func sourceFindings(at path: CasePath, _ sources: [FieldSource]) -> [Finding] {
    if case .move(let name, _, _) = self {
      guard !sources.contains(where: { $0.name == name }) else { return [] }
      let known = sources.map(\.name).joined(separator: ", ")
      return [
        Finding(
          path, name.isEmpty ? "which source moves is missing" : "no source is named \(name)",
          remedy: known.isEmpty ? "add it to sources" : "write one of \(known)")
      ]
    }
    guard let name = source, !name.isEmpty, let problem = Self.problem(driving: name, sources) else { return [] }
    return [Finding(path, problem.what, remedy: problem.remedy)]
  }

  private static func problem(driving name: String, _ sources: [FieldSource]) -> (what: String, remedy: String)? {
    let driven = sources.filter(\.isDriven).map(\.name).joined(separator: ", ")
    let remedy = driven.isEmpty ? "add a solenoid of that name to sources" : "write one of \(driven)"
    guard let source = sources.first(where: { $0.name == name }) else {
      return ("no source is named \(name)", remedy)
    }
    return source.isDriven
      ? nil : ("\(name) is a permanent magnet, whose field is always there", "leave it out, or move it")
  }
}

extension MagnetisationStage {
  /// Of no magnet beyond [T].
  private static let largestField = Dimension.field.magnitudes.upperBound
}

extension DriveTable {
  fileprivate func findings(at path: CasePath, of drive: Dimension) -> [Finding] {
    guard times.count > 1, times.count == values.count else {
      return [Finding(path, "\(times.count) rows", remedy: "a field goes from one row to the next; write at least two")]
    }
    guard times.count <= SimulationCase.largestDriveTable else {
      return [
        Finding(path, "\(times.count) rows", remedy: "a table has at most \(SimulationCase.largestDriveTable)")
      ]
    }
    guard times.allSatisfy(\.isFinite), values.allSatisfy({ $0.isFinite && abs($0) <= drive.magnitudes.upperBound })
    else {
      let limit = "\(compact(drive.magnitudes.upperBound)) \(drive.usualUnit)"
      return [
        Finding(
          path, "a number that is not finite, or a \(drive.rawValue) beyond \(limit)", remedy: "correct the table")
      ]
    }
    if times[0] != 0 {
      return [
        Finding(path, "the first row is at \(plain(times[0])) s", remedy: "times count from the start of the stage")
      ]
    }
    if let row = zip(times, times.dropFirst()).enumerated().first(where: { $0.element.1 <= $0.element.0 }) {
      return [
        Finding(
          path,
          "row \(row.offset + 2) is at \(plain(row.element.1)) s, not after the \(plain(row.element.0)) s of the row before",
          remedy: "times must ascend")
      ]
    }
    return []
  }
}
