internal import Meshing
internal import Notation

extension SimulationCase {
  /// Rows of a table that a field follows: steps land on each of them.
  public static let largestDriveTable = 10_000

  /// What is wrong with the sources by themselves and where they stand at the start.
  var sourceFindings: [Finding] {
    let place = CasePath("sources")
    guard sources.count <= Self.largestSources else {
      return [Finding(place, "\(sources.count) sources", remedy: "a case has at most \(Self.largestSources)")]
    }
    var findings: [Finding] = []
    for (index, source) in sources.enumerated() {
      let path = place.key(source.name)
      guard isName(source.name) else {
        findings.append(
          Finding(
            place, "the name \"\(source.name)\" does not consist of letters, digits, - and _",
            remedy: "write one as in main"))
        continue
      }
      if let taken = taken(source.name, before: index) {
        findings.append(Finding(path, taken, remedy: "choose another name"))
        continue
      }
      let own = source.outlineFindings(at: path)
      findings += own
      guard own.isEmpty else { continue }
      let shape = source.shape(raisedBy: 0)
      findings += bulks.map(\.shape).filter { $0.overlaps(shape) }.map { bulk in
        Finding(path, "the \(source.kind.rawValue) overlaps bulk \(bulk.name)", remedy: "move one of them away")
      }
      findings += sources[..<index].map { $0.shape(raisedBy: 0) }.filter { $0.overlaps(shape) }.map { other in
        Finding(path, "it overlaps the source \(other.name)", remedy: "move one of them away")
      }
    }
    if case .h = solver.formulation, !sources.isEmpty {
      findings.append(
        Finding(
          CasePath("solver").key("formulation"), "the plain H formulation knows the uniform field alone",
          remedy: "leave it out, or the sources"))
    }
    return findings
  }

  private static let largestSources = 100

  private func taken(_ name: String, before index: Int) -> String? {
    if name == FieldSource.uniformName { return "uniform means the field that needs no source" }
    if sources[..<index].contains(where: { $0.name == name }) { return "the name is taken by another source" }
    return bulks.contains { $0.shape.name == name } ? "the name is taken by a bulk" : nil
  }

  /// Motions on which a source meets a bulk or another source, with time and place; of stages and sources without findings.
  var motionFindings: [Finding] {
    var state = DriveState(sources: sources, shapes: bulks.map(\.shape))
    let timeline = segments
    var findings: [Finding] = []
    for (index, stage) in stages.enumerated() {
      var courses = state.resting
      guard case .move(let name, let destination, _) = stage,
        let source = sources.firstIndex(where: { $0.name == name })
      else {
        _ = state.drive(stage, &courses)
        continue
      }
      let path = CasePath("protocol")[index].key("move")
      guard let distance = state.distance(of: source, to: destination) else {
        findings.append(
          Finding(
            path.key("gap"), "\(name) stands neither above nor below all bulks there, so it has no gap",
            remedy: "write a distance instead"))
        continue
      }
      let moving = state.section(of: source)
      let others = bulks.map(\.shape) + sources.indices.filter { $0 != source }.map { state.section(of: $0) }
      let meetings = others.compactMap { other in moving.meets(other, after: distance).map { (other.name, $0) } }
      if let (other, way) = meetings.min(by: { abs($0.1) < abs($1.1) }) {
        let share = distance == 0 ? 0 : way / distance
        let time = timeline[index].start + share * timeline[index].duration
        findings.append(
          Finding(
            path,
            "\(name) would touch \(other) at \(plain(rounded(time))) s, \(millimetres(abs(way))) on its way,"
              + " with its lower face at z = \(millimetres(moving.zMin + way))", remedy: "stop it before"))
        // Where it stands from then on nobody knows.
        return findings
      }
      _ = state.drive(stage, &courses)
    }
    return findings
  }

  private func rounded(_ time: Double) -> Double { (time * 1e6).rounded() / 1e6 }
}

extension FieldSource {
  fileprivate func outlineFindings(at path: CasePath) -> [Finding] {
    var findings = form.keys.flatMap { $0.findings(in: self, at: path) }
    if turns != nil { findings += Self.turnsKey.findings(in: self, at: path) }
    findings +=
      reference.map { point in Self.pointKeys.flatMap { $0.findings(in: point, at: path.key("reference")) } } ?? []
    guard findings.isEmpty else { return findings }
    if kind != .loop {
      if outerRadius <= innerRadius {
        findings.append(
          Finding(
            path.key("outer_radius"),
            "\(millimetres(outerRadius)) is not larger than the inner radius of \(millimetres(innerRadius))",
            remedy: "swap them, or give it a width"))
      }
      if zMax <= zMin {
        findings.append(
          Finding(
            path.key("z_max"), "\(millimetres(zMax)) is not above z_min = \(millimetres(zMin))",
            remedy: "swap them or give it a height"))
      }
    }
    if kind == .magnet, remanence == 0 {
      findings.append(Finding(path.key("remanence"), "0 T is no magnet", remedy: "leave it out, or give it one"))
    }
    let point = referencePoint
    if findings.isEmpty, isDriven, reference != nil, kind == .loop, point.r == outerRadius, point.z == zMin {
      findings.append(
        Finding(path.key("reference"), "the field on the filament itself has no bound", remedy: "choose another point"))
    }
    return findings
  }
}

extension BulkShape {
  /// How far it has come [m], with sign, when it meets another on its way along z over a distance; nil when it does not.
  fileprivate func meets(_ other: BulkShape, after distance: Double) -> Double? {
    guard max(innerRadius, other.innerRadius) <= min(outerRadius, other.outerRadius) else { return nil }
    let way = distance > 0 ? other.zMin - zMax : other.zMax - zMin
    return abs(way) <= abs(distance) && (distance > 0 ? way >= 0 : way <= 0) ? way : nil
  }
}
