internal import Meshing
internal import Notation
internal import Superconductors

extension SimulationCase {
  /// Whether stresses are computed: every bulk's material says how stiff it is.
  public var computesStress: Bool { !bulks.isEmpty && bulks.allSatisfy(\.material.elastic.isComplete) }

  /// Of each bulk when it is cooled [K]; supports are as cold as the first.
  public var coolingTemperatures: [Double] {
    guard case .cool(_, let temperature, _)? = stages.first else { return [] }
    return bulks.compactMap { temperature.of($0.shape.name) }
  }

  /// What is wrong with the supports, and with elastic keys that some bulks have and others do not.
  var supportFindings: [Finding] {
    let place = CasePath("supports")
    let given = bulks.contains { !$0.material.elastic.isEmpty }
    var findings: [Finding] = []
    let bears = supports.contains { !$0.material.conductsHeat }
    if given || bears {
      var told: Set<String> = []
      for bulk in bulks where bulk.material.elastic.isEmpty && told.insert(bulk.material.name).inserted {
        findings.append(
          Finding(
            CasePath("materials").key(bulk.material.name),
            "young is missing: stresses need to know how stiff bulk \(bulk.shape.name) is",
            remedy:
              "write young: 130 GPa and poisson: 0.3, or leave \(supports.isEmpty ? "elastic keys" : "supports") out"))
      }
    }
    guard !supports.isEmpty else { return findings }
    guard supports.count <= Self.largestSupports else {
      return findings + [
        Finding(place, "\(supports.count) supports", remedy: "a case has at most \(Self.largestSupports)")
      ]
    }
    if importedMesh != nil {
      return findings + [
        Finding(
          place, "a mesh from a file has no supports",
          remedy: "give the bulks by their outlines, or leave one of them out")
      ]
    }
    var sound: [Support] = []
    for (index, support) in supports.enumerated() {
      let own = outlineFindings(support, index, at: place[index])
      findings += own
      guard own.isEmpty else { continue }
      findings += neighbourFindings(support, beside: sound, at: place[index])
      sound.append(support)
    }
    // Whether they touch is only known of sound ones.
    if sound.count == supports.count, findings.isEmpty { findings += touchFindings }
    return findings
  }

  private static let largestSupports = 100

  private func outlineFindings(_ support: Support, _ index: Int, at place: CasePath) -> [Finding] {
    var findings = Support.keys.flatMap { $0.findings(in: support, at: place) }
    let name = support.shape.name
    if bulks.contains(where: { $0.shape.name == name }) || sources.contains(where: { $0.name == name })
      || supports[..<index].contains(where: { $0.shape.name == name }) || name == "air"
    {
      findings.append(Finding(place.key("name"), "the name \(name) is taken", remedy: "give each body its own"))
    }
    if findings.isEmpty {
      if support.shape.width <= 0 {
        findings.append(
          Finding(
            place.key("outer_radius"),
            "\(millimetres(support.shape.outerRadius)) is not larger than the inner radius of"
              + " \(millimetres(support.shape.innerRadius))", remedy: "swap them, or give it a width"))
      }
      if support.shape.height <= 0 {
        findings.append(
          Finding(
            place.key("z_max"),
            "\(millimetres(support.shape.zMax)) is not above z_min = \(millimetres(support.shape.zMin))",
            remedy: "swap them or give it a height"))
      }
    }
    if support.kind == .plate, support.interference > 0 {
      findings.append(
        Finding(
          place.key("interference"), "a plate lies on a face and has no fit",
          remedy: "leave it out, or write kind: ring"))
    }
    let material = CasePath("materials").key(support.material.name)
    if computesStress, support.material.elastic.isEmpty {
      findings.append(
        Finding(
          material, "young is missing: stresses need to know how stiff support \(name) is",
          remedy: "write young: 193 GPa and poisson: 0.28"))
    }
    if let temperature = coolingTemperatures.first {
      if isHeated {
        findings += support.material.thermalCurves.flatMap {
          $0.curve.findings(over: temperature...temperature, at: $0.path.reduce(material) { $0.key($1) })
        }
      }
      findings += support.material.elastic.findings(at: temperature, at: material)
    }
    return findings + support.material.findings(at: material)
  }

  private func neighbourFindings(_ support: Support, beside others: [Support], at place: CasePath) -> [Finding] {
    func finding(_ other: BulkShape, _ what: String) -> Finding {
      let r = min(support.shape.outerRadius, other.outerRadius) - max(support.shape.innerRadius, other.innerRadius)
      let z = min(support.shape.zMax, other.zMax) - max(support.shape.zMin, other.zMin)
      return Finding(
        place,
        "support \(support.shape.name) overlaps \(what) \(other.name) by \(millimetres(r)) in r and \(millimetres(z)) in z",
        remedy: "let the outlines touch and say by interference how tight the fit is")
    }
    func overlaps(_ other: BulkShape) -> Bool {
      let r = min(support.shape.outerRadius, other.outerRadius) - max(support.shape.innerRadius, other.innerRadius)
      let z = min(support.shape.zMax, other.zMax) - max(support.shape.zMin, other.zMin)
      return r > Support.slack && z > Support.slack
    }
    return bulks.map(\.shape).filter(overlaps).map { finding($0, "bulk") }
      + others.map(\.shape).filter(overlaps).map { finding($0, "support") }
  }

  /// Supports that hold nothing, with the gap that is left to the nearest bulk.
  private var touchFindings: [Finding] {
    let place = CasePath("supports")
    return supports.enumerated().compactMap { index, support in
      let shapes = bulks.map(\.shape) + supports.enumerated().filter { $0.offset != index }.map(\.element.shape)
      let closes = support.interference
      if shapes.contains(where: { support.meeting($0, closes: closes) != nil }) { return nil }
      let gaps = bulks.map(\.shape).map { (bulk: $0, gap: support.shape.distance(to: $0)) }
      guard let nearest = gaps.min(by: { $0.gap < $1.gap }) else { return nil }
      let what =
        "support \(support.shape.name) leaves a gap of \(millimetres(nearest.gap)) to bulk \(nearest.bulk.name)"
      if closes > 0 {
        return Finding(
          place[index].key("interference"), what + ", more than the \(millimetres(closes)) of interference close",
          remedy: "let them touch, or write a larger interference")
      }
      return Finding(place[index], what, remedy: "let it touch the bulk that it holds")
    }
  }
}

extension BulkShape {
  /// The shortest way between the outlines [m]; 0 where they touch or overlap.
  fileprivate func distance(to other: BulkShape) -> Double {
    let r = max(other.innerRadius - outerRadius, innerRadius - other.outerRadius, 0)
    let z = max(other.zMin - zMax, zMin - other.zMax, 0)
    return (r * r + z * z).squareRoot()
  }
}
