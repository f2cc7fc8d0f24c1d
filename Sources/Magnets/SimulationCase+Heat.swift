internal import Meshing
public import Notation
package import Superconductors

// What a case says about heat, and what can be wrong with it.

extension FaceCooling {
  public static let keys: [Key<FaceCooling>] = [
    .name("body", \.body, example: "A", "The name of a bulk, or of a support whose material conducts heat."),
    .word(
      "face", \.face, example: "bottom",
      "Which of its faces, as they are drawn: hole is that of a ring, all are all of them."),
    Key(
      "bath", .quantity(.temperature), .positive, isRequired: false, example: "40 K",
      "What takes the heat, at the start; by default the temperature that the protocol gives the body. Stages temperature change it.",
      get: { $0.bath.map { .number($0) } }, set: { $0.bath = $1.number }),
    Key(
      "to", .name, isRequired: false, example: "B",
      "A body that the face touches, instead of a bath: the coefficient is then that of the contact, one over its resistance.",
      get: { $0.other.map { .text($0) } }, set: { if case .text(let name) = $1 { $0.other = name } }),
  ]
}

extension SimulationCase {
  /// Whether temperatures are computed; else they are those of the protocol, uniform in each bulk.
  public var isHeated: Bool { bulks.contains { $0.material.heatCapacity != nil } }

  /// The supports that conduct heat, and so have temperatures of their own.
  public var heatedSupports: [Support] { isHeated ? supports.filter(\.material.conductsHeat) : [] }

  /// What `cooling` may name: its outline, and the range of its tables.
  private var heatedBodies: [(kind: String, shape: BulkShape, material: String, range: ClosedRange<Double>?)] {
    bulks.map { ("bulk", $0.shape, $0.material.name, $0.material.heatRange) }
      + heatedSupports.map { ("support", $0.shape, $0.material.name, $0.material.heatRange) }
  }

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
    let bodies = heatedBodies
    return cooling.enumerated().flatMap { index, entry -> [Finding] in
      let path = place[index]
      var findings = FaceCooling.keys.flatMap { $0.findings(in: entry, at: path) }
      findings += entry.coefficient.coolingFindings(at: path)
      guard let body = bodies.first(where: { $0.shape.name == entry.body }) else {
        if let support = supports.first(where: { $0.shape.name == entry.body }) {
          return findings + [
            Finding(
              path.key("body"), "support \(entry.body) conducts no heat",
              remedy:
                "write heat_capacity and conductivity of material \(support.material.name), or leave the entry out")
          ]
        }
        let known = nearestFirst(bodies.map(\.shape.name), to: entry.body)
        return findings + [
          Finding(
            path.key("body"), "no bulk is named \(entry.body)",
            remedy: "write \(known.first ?? "A") (known: \(bodies.map(\.shape.name).joined(separator: ", ")))")
        ]
      }
      if entry.face == .hole, body.shape.innerRadius == 0 {
        findings.append(
          Finding(
            path.key("face"), "\(body.kind) \(entry.body) has no hole",
            remedy: "write bottom, top, rim or all, or give it an inner_radius"))
      }
      findings += contactFindings(entry, body.kind, body.shape, bodies.map(\.shape), at: path)
      for part in entry.face.parts where !taken.insert([entry.body, part.rawValue, entry.other ?? ""]).inserted {
        findings.append(
          Finding(
            path.key("face"), "the \(part.rawValue) of \(body.kind) \(entry.body) is cooled by an entry above already",
            remedy: "keep one of them"))
      }
      if let bath = entry.bath, bath.isFinite, let range = body.range, !range.contains(bath) {
        findings.append(
          Finding(
            path.key("bath"),
            "\(plain(bath)) K, but the tables of \(body.material) hold from \(plain(range.lowerBound)) to "
              + "\(plain(range.upperBound)) K", remedy: "add points up to there"))
      }
      return findings
    }
  }

  /// What is wrong with a contact of a body's face.
  private func contactFindings(
    _ entry: FaceCooling, _ kind: String, _ shape: BulkShape, _ bodies: [BulkShape], at path: CasePath
  ) -> [Finding] {
    guard let name = entry.other else { return [] }
    let others = bodies.filter { $0.name != shape.name }
    guard let other = others.first(where: { $0.name == name }) else {
      return [
        Finding(
          path.key("to"), "no other bulk is named \(name)",
          remedy: others.isEmpty ? "leave it out" : "write \(nearestFirst(others.map(\.name), to: name)[0])")
      ]
    }
    if entry.bath != nil {
      return [Finding(path.key("bath"), "the heat goes to \(self.kind(name)) \(name)", remedy: "leave bath or to out")]
    }
    guard !entry.face.parts.contains(where: { touches(shape, at: $0, other) }) else { return [] }
    return [
      Finding(
        path.key("to"), "the \(entry.face.rawValue) of \(kind) \(shape.name) does not touch \(self.kind(name)) \(name)",
        remedy: "let their outlines meet, or name the face that does")
    ]
  }

  private func kind(_ name: String) -> String { bulks.contains { $0.shape.name == name } ? "bulk" : "support" }

  /// Whether a body's face touches another: outlines that meet, or of supports such as an interference closes.
  private func touches(_ shape: BulkShape, at face: FaceCooling.Face, _ other: BulkShape) -> Bool {
    func side(of holder: BulkShape, from body: BulkShape) -> Support.Meeting.Side? {
      supports.first { $0.shape == holder }.flatMap { $0.meeting(body, closes: $0.interference) }?.side
    }
    if let found = side(of: other, from: shape) { return found == face.side }
    if let found = side(of: shape, from: other) { return found == face.opposite.side }
    let (r, z) = (
      min(shape.outerRadius, other.outerRadius) - max(shape.innerRadius, other.innerRadius),
      min(shape.zMax, other.zMax) - max(shape.zMin, other.zMin)
    )
    switch face {
    case .top: return other.zMin == shape.zMax && r > 0
    case .bottom: return other.zMax == shape.zMin && r > 0
    case .rim: return other.innerRadius == shape.outerRadius && z > 0
    case .hole: return other.outerRadius == shape.innerRadius && z > 0 && shape.innerRadius > 0
    case .all: return false
    }
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

extension FaceCooling.Face {
  /// Where a body stands that touches it; nil for all of them.
  fileprivate var side: Support.Meeting.Side? {
    switch self {
    case .top: .above
    case .bottom: .below
    case .rim: .outside
    case .hole: .inside
    case .all: nil
    }
  }

  /// The face of the other body there.
  fileprivate var opposite: Self {
    switch self {
    case .rim: .hole
    case .hole: .rim
    case .top, .bottom, .all: mirrored
    }
  }
}

extension Material {
  /// Temperatures [K] that its tables of heat capacity, conductivity and resistivity all have; nil where they hold at all.
  package var heatRange: ClosedRange<Double>? { commonRange(thermalCurves.map(\.curve)) }
}

extension StructuralMaterial {
  /// As of a `Material`.
  fileprivate var heatRange: ClosedRange<Double>? { commonRange(thermalCurves.map(\.curve)) }
}

/// Temperatures [K] that all curves have; nil where they hold at all.
private func commonRange(_ curves: [TemperatureCurve]) -> ClosedRange<Double>? {
  let ranges = curves.compactMap(\.range)
  guard let low = ranges.map(\.lowerBound).max(), let high = ranges.map(\.upperBound).min() else { return nil }
  return min(low, high)...high
}

extension TemperatureCurve {
  /// What is wrong with it as the coefficient of a cooling; `place` is that of the entry.
  fileprivate func coolingFindings(at place: CasePath) -> [Finding] {
    findings(.coefficient, at: place.key("coefficient"))
  }
}
