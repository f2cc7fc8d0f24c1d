internal import Meshing
public import Notation
package import Superconductors

// What a case says about heat, and what can be wrong with it.

extension FaceCooling {
  public static let keys: [Key<FaceCooling>] = [
    .name("body", \.body, example: "A", "The name of a bulk."),
    .word(
      "face", \.face, example: "bottom",
      "Which of its faces, as they are drawn: hole is that of a ring, all are all of them."),
    Key(
      "bath", .quantity(.temperature), .positive, isRequired: false, example: "40 K",
      "What takes the heat, at the start; by default the temperature that the protocol gives the body. Stages temperature change it.",
      get: { $0.bath.map { .number($0) } }, set: { $0.bath = $1.number }),
    Key(
      "to", .name, isRequired: false, example: "B",
      "A bulk that the face touches, instead of a bath: the coefficient is then that of the contact, one over its resistance.",
      get: { $0.other.map { .text($0) } }, set: { if case .text(let name) = $1 { $0.other = name } }),
  ]
}

extension SimulationCase {
  /// Whether temperatures are computed; else they are those of the protocol, uniform in each bulk.
  public var isHeated: Bool { bulks.contains { $0.material.heatCapacity != nil } }

  /// How the equations are solved: heat stands beside the condensed system alone.
  package var solving: Solver { isHeated ? Solver(system: .condensed, formulation: solver.formulation) : solver }

  var coolingFindings: [Finding] {
    let place = CasePath("cooling")
    guard cooling.count <= Self.largestList else {
      return [Finding(place, "\(cooling.count) entries", remedy: "a case has at most \(Self.largestList)")]
    }
    if !cooling.isEmpty, !isHeated, let bulk = bulks.first {
      return [
        Finding(
          place, "no material has a heat_capacity, so that temperatures are those of the protocol",
          remedy: "write materials.\(bulk.material.name).heat_capacity: 1e6 J/m^3/K, or leave cooling out")
      ]
    }
    var taken: Set<[String]> = []
    return cooling.enumerated().flatMap { index, entry -> [Finding] in
      let path = place[index]
      var findings = FaceCooling.keys.flatMap { $0.findings(in: entry, at: path) }
      findings += entry.coefficient.coolingFindings(at: path)
      guard let bulk = bulks.first(where: { $0.shape.name == entry.body }) else {
        let known = nearestFirst(bulks.map(\.shape.name), to: entry.body)
        return findings + [
          Finding(
            path.key("body"), "no bulk is named \(entry.body)",
            remedy: "write \(known.first ?? "A") (known: \(bulks.map(\.shape.name).joined(separator: ", ")))")
        ]
      }
      if entry.face == .hole, bulk.shape.innerRadius == 0 {
        findings.append(
          Finding(
            path.key("face"), "bulk \(entry.body) has no hole",
            remedy: "write bottom, top, rim or all, or give it an inner_radius"))
      }
      findings += contactFindings(entry, bulk.shape, at: path)
      for part in entry.face.parts where !taken.insert([entry.body, part.rawValue, entry.other ?? ""]).inserted {
        findings.append(
          Finding(
            path.key("face"), "the \(part.rawValue) of bulk \(entry.body) is cooled by an entry above already",
            remedy: "keep one of them"))
      }
      if let bath = entry.bath, bath.isFinite, let range = bulk.material.heatRange, !range.contains(bath) {
        findings.append(
          Finding(
            path.key("bath"),
            "\(plain(bath)) K, but the tables of \(bulk.material.name) hold from \(plain(range.lowerBound)) to "
              + "\(plain(range.upperBound)) K", remedy: "add points up to there"))
      }
      return findings
    }
  }

  /// What is wrong with a contact of a bulk's face.
  private func contactFindings(_ entry: FaceCooling, _ shape: BulkShape, at path: CasePath) -> [Finding] {
    guard let name = entry.other else { return [] }
    let others = bulks.map(\.shape).filter { $0.name != shape.name }
    guard let other = others.first(where: { $0.name == name }) else {
      return [
        Finding(
          path.key("to"), "no other bulk is named \(name)",
          remedy: others.isEmpty ? "leave it out" : "write \(nearestFirst(others.map(\.name), to: name)[0])")
      ]
    }
    if entry.bath != nil {
      return [Finding(path.key("bath"), "the heat goes to bulk \(name)", remedy: "leave bath or to out")]
    }
    let (r, z) = (
      min(shape.outerRadius, other.outerRadius) - max(shape.innerRadius, other.innerRadius),
      min(shape.zMax, other.zMax) - max(shape.zMin, other.zMin)
    )
    let touches = entry.face.parts.contains { part in
      switch part {
      case .top: other.zMin == shape.zMax && r > 0
      case .bottom: other.zMax == shape.zMin && r > 0
      case .rim: other.innerRadius == shape.outerRadius && z > 0
      case .hole: other.outerRadius == shape.innerRadius && z > 0 && shape.innerRadius > 0
      case .all: false
      }
    }
    guard !touches else { return [] }
    return [
      Finding(
        path.key("to"), "the \(entry.face.rawValue) of bulk \(shape.name) does not touch bulk \(name)",
        remedy: "let their outlines meet, or name the face that does")
    ]
  }

  var thermalFindings: [Finding] {
    guard isHeated else { return [] }
    var told: Set<Finding> = []
    var findings: [Finding] = []
    for bulk in bulks {
      let (material, place) = (bulk.material, CasePath("materials").key(bulk.material.name))
      if material.heatCapacity == nil {
        findings.append(
          Finding(
            place.key(ThermalProperty.heatCapacity.rawValue),
            "the material has no heat capacity, but others in this case have one",
            remedy: "write heat_capacity: 1e6 J/m^3/K"))
      }
      if material.conductivity == nil {
        findings.append(
          Finding(
            place.key(ThermalProperty.conductivity.rawValue), "the material has no thermal conductivity",
            remedy: "write conductivity: 20 W/m/K, or {r: 20 W/m/K, z: 4 W/m/K}"))
      }
      if importedMesh != nil, material.conductivity?.isIsotropic == false {
        findings.append(
          Finding(
            place.key(ThermalProperty.conductivity.rawValue), "one for each direction, in a mesh from a file",
            remedy: "write one for both directions, or give the bulks their outlines"))
      }
      for (index, stage) in stages.enumerated() {
        guard case .cool = stage, let start = stage.temperature?.of(bulk.shape.name),
          let critical = material.temperatureFactor?.criticalTemperature, start >= critical
        else { continue }
        findings.append(
          Finding(
            CasePath("protocol")[index].key(stage.name).key("temperature"),
            "bulk \(bulk.shape.name) starts at \(plain(start)) K, its Tc is \(plain(critical)) K: it carries nothing",
            remedy: "start below Tc"))
      }
    }
    if case .h = solver.formulation {
      findings.append(
        Finding(
          CasePath("solver").key("formulation"), "heat is computed in h-phi only", remedy: "leave formulation out"))
    }
    if solver.system == .banded {
      findings.append(
        Finding(
          CasePath("solver").key("system"), "heat is computed with the condensed system only",
          remedy: "leave system out, or write condensed"))
    }
    if cooling.isEmpty, let index = stages.firstIndex(where: { if case .temperature = $0 { true } else { false } }) {
      findings.append(
        Finding(
          CasePath("protocol")[index],
          "nothing cools or warms the bulks, so that no stage can change their temperature",
          remedy: "write cooling: [{body: A, face: bottom, coefficient: 500 W/m^2/K}]"))
    }
    return findings.filter { told.insert($0).inserted }
  }
}

extension Material {
  /// Temperatures [K] that its tables of heat capacity, conductivity and resistivity all have; nil where they hold at all.
  package var heatRange: ClosedRange<Double>? {
    let ranges = thermalCurves.compactMap(\.curve.range)
    guard let low = ranges.map(\.lowerBound).max(), let high = ranges.map(\.upperBound).min() else { return nil }
    return min(low, high)...high
  }
}

extension TemperatureCurve {
  /// What is wrong with it as the coefficient of a cooling; `place` is that of the entry.
  fileprivate func coolingFindings(at place: CasePath) -> [Finding] {
    findings(.coefficient, at: place.key("coefficient"))
  }
}
