internal import Meshing
public import Notation
package import Superconductors

extension SimulationCase {
  /// Entries of a list: bulks, stages, probes. Some are compared with each other, pair by pair.
  public static let largestList = 1000
  /// Probes: a scan of a fit brings one for each of its points.
  public static let largestProbeCount = 100_000
  /// Rows of a history: more than anybody plots, and a few hundred bytes each.
  public static let largestHistory = 100_000.0

  /// Everything that is wrong with the case, in the order of its keys; empty for one that can be run.
  ///
  /// Paths are those of case files: a material goes by its name, bulks and stages by their numbers, probes by their names.
  public func validate() -> [Finding] {
    let bulkNames = bulks.map(\.shape.name)
    var findings = Self.keys.flatMap { $0.findings(in: self, at: CasePath()) }
    findings += bulkFindings
    findings += materialFindings
    let ownSourceFindings = sourceFindings
    findings += ownSourceFindings
    findings += supportFindings
    var stageFindings = protocolFindings(stages, bulks: bulkNames, sources: sources)
    if stageFindings.isEmpty, ownSourceFindings.isEmpty { stageFindings += motionFindings }
    findings += stageFindings
    findings += coolingFindings
    findings += thermalFindings
    findings += probeFindings
    findings += Self.accuracyKey.findings(in: self, at: CasePath())
    findings += Self.outputKeys.flatMap { $0.findings(in: self, at: "output") }
    if stageFindings.isEmpty { findings += historyFindings }
    findings += meshFindings
    findings += Self.solverKeys.flatMap { $0.findings(in: solver, at: "solver") }
    if case .h = solver.formulation, solver.system == .condensed {
      findings.append(
        Finding(
          CasePath("solver").key("system"),
          "the plain H formulation has currents in the air and cannot be condensed", remedy: "write banded"))
    }
    return findings
  }

  private var materialFindings: [Finding] {
    let place = CasePath("materials")
    var seen: [Material] = []
    var told: Set<Finding> = []
    let findings = bulks.flatMap { bulk -> [Finding] in
      let material = bulk.material
      guard !seen.contains(material) else { return [] }
      seen.append(material)
      guard isName(material.name) else {
        return [
          Finding(
            place, "the name \"\(material.name)\" does not consist of letters, digits, - and _",
            remedy: "write one as in ba122")
        ]
      }
      let own = material.findings(at: place.key(material.name))
      guard own.isEmpty, let operating = operatingRange(of: material) else { return own }
      return material.findings(over: operating, at: place.key(material.name))
    }
    // A material whose number is NaN is not even equal to itself.
    return findings.filter { told.insert($0).inserted }
  }

  /// The fields and temperatures of the protocol, and the places of the bulks of a material; nil for what is not even finite.
  package func operatingRange(of material: Material) -> OperatingRange? {
    let own = bulks.filter { $0.material == material }
    let shapes = own.map(\.shape)
    let fields = stages.flatMap { $0.namedFields(sources) }.map(abs)
    let temperatures = stages.compactMap(\.temperature).flatMap { temperature in
      own.compactMap { temperature.of($0.shape.name) }
    }
    let heights = shapes.map { 0.5 * ($0.zMax - $0.zMin) }
    let numbers = fields + temperatures + heights + shapes.flatMap { [$0.innerRadius, $0.outerRadius] }
    guard numbers.allSatisfy(\.isFinite), let strongest = fields.max(), let coldest = temperatures.min(),
      let warmest = temperatures.max(), let inner = shapes.map(\.innerRadius).min(),
      let outer = shapes.map(\.outerRadius).max(), let height = heights.max(), inner <= outer, height >= 0
    else { return nil }
    return OperatingRange(
      fields: 0...strongest, temperatures: coldest...warmest, radii: inner...outer, heights: -height...height)
  }

  private var probeFindings: [Finding] {
    let place = CasePath("probes")
    guard !probes.isEmpty else {
      return [Finding(place, "no probe", remedy: "write {centre: {r: 0 mm, z: 0 mm}}, or leave the key out")]
    }
    guard probes.count <= Self.largestProbeCount else {
      return [Finding(place, "\(probes.count) probes", remedy: "a case has at most \(Self.largestProbeCount)")]
    }
    var names: Set<String> = []
    return probes.flatMap { probe -> [Finding] in
      guard isName(probe.name) else {
        return [
          Finding(
            place, "the name \"\(probe.name)\" does not consist of letters, digits, - and _",
            remedy: "write one as in centre")
        ]
      }
      let path = place.key(probe.name)
      guard names.insert(probe.name).inserted else {
        return [Finding(path, "the name is taken by another probe", remedy: "give each its own")]
      }
      return Probe.keys.flatMap { $0.findings(in: probe, at: path) }
    }
  }

  private var historyFindings: [Finding] {
    let wrong = outputTimes.firstIndex { !($0.isFinite && $0 >= 0) }
    if let wrong {
      return [
        Finding(
          CasePath("output").key("at"), "\(plain(outputTimes[wrong])) s is no time since the start",
          remedy: "write times from 0 s on")
      ]
    }
    guard let interval = outputInterval, interval > 0, let end = segments.last?.end,
      end / interval > Self.largestHistory
    else { return [] }
    return [
      Finding(
        CasePath("output").key("every"),
        "every \(plain(interval)) s of \(plain(end)) s makes more than \(plain(Self.largestHistory)) rows",
        remedy: "write a longer interval")
    ]
  }

  private var meshFindings: [Finding] {
    let place = CasePath("mesh")
    var findings = cells.map { cells in CellCounts.keys.flatMap { $0.findings(in: cells, at: place) } } ?? []
    guard let mesh = importedMesh else { return findings }
    if cells != nil {
      findings.append(
        Finding(place.key("cells_r"), "the mesh from the file has its own cells", remedy: "remove this key or file"))
    }
    do {
      try mesh.checkInvariants()
      try mesh.checkTopology(cutsBulks: true)
    } catch {
      return findings + [Finding(place, "\(error)", remedy: "mend the mesh")]
    }
    if mesh.regionNames.first != "air" {
      findings.append(Finding(place, "the first region of the mesh is not air", remedy: "name the space outside air"))
    }
    for name in mesh.regionNames.dropFirst() where !bulks.contains(where: { $0.shape.name == name }) {
      findings.append(
        Finding(
          "bulks", "the region \(name) of the mesh is missing", remedy: "add {name: \(name), material: ...}"))
    }
    return findings
  }
}
