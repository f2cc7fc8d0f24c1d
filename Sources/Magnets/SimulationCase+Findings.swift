internal import Meshing
public import Notation
internal import Superconductors

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
    var stageFindings = protocolFindings(stages, bulks: bulkNames, sources: sources)
    if stageFindings.isEmpty, ownSourceFindings.isEmpty { stageFindings += motionFindings }
    findings += stageFindings
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
      return material.findings(at: place.key(material.name))
    }
    // A material whose number is NaN is not even equal to itself.
    return findings.filter { told.insert($0).inserted }
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
