internal import Meshing
internal import Notation
internal import Superconductors

extension SimulationCase {
  /// What is wrong with the bulks: names, outlines, overlaps, maps that leave something out.
  var bulkFindings: [Finding] {
    let place = CasePath("bulks")
    guard !bulks.isEmpty else {
      return [
        Finding(
          place, "no bulk",
          remedy: "write [{name: A, material: ba122, outer_radius: 15 mm, z_min: 1 mm, z_max: 7 mm}]")
      ]
    }
    guard bulks.count <= Self.largestList else {
      return [Finding(place, "\(bulks.count) bulks", remedy: "a case has at most \(Self.largestList)")]
    }
    let regions = importedMesh.flatMap { mesh in (try? mesh.checkInvariants()).map { mesh.boundingShapes() } }
    var findings: [Finding] = []
    var sound: [BulkShape] = []
    for (index, bulk) in bulks.enumerated() {
      let own =
        nameFindings(index, at: place[index])
        + (importedMesh == nil
          ? outlineFindings(bulk, at: place[index]) : regionFindings(bulk, regions ?? [], at: place[index]))
      findings += own
      guard own.isEmpty else { continue }
      if importedMesh == nil {
        findings += sound.filter { $0.overlaps(bulk.shape) }.map { overlap($0, bulk.shape, at: place[index]) }
      }
      sound.append(bulk.shape)
      if let map = bulk.material.map, map.findings(at: place).isEmpty, let gap = bulk.uncovered(by: map) {
        findings.append(
          Finding(
            place[index], "\(gap) of bulk \(bulk.shape.name)",
            remedy: "extend it over the whole bulk (z counts from the middle of the bulk's height)"))
      }
    }
    return findings
  }

  private func nameFindings(_ index: Int, at place: CasePath) -> [Finding] {
    let name = bulks[index].shape.name
    let path = place.key("name")
    let findings = Bulk.keys.flatMap { $0.findings(in: bulks[index], at: place) }
    guard findings.isEmpty else { return findings }
    // Meshes name their regions after the bulks, and the region outside of them "air".
    guard name != "air" else {
      return [Finding(path, "the name air means the space outside of the bulks", remedy: "choose another")]
    }
    guard !bulks[..<index].contains(where: { $0.shape.name == name }) else {
      return [Finding(path, "the name \(name) is taken by another bulk", remedy: "give each its own")]
    }
    return []
  }

  private func outlineFindings(_ bulk: Bulk, at place: CasePath) -> [Finding] {
    let findings = Bulk.outlineKeys.flatMap { $0.findings(in: bulk, at: place) }
    guard findings.isEmpty else { return findings }
    let shape = bulk.shape
    var relations: [Finding] = []
    if shape.outerRadius <= shape.innerRadius {
      relations.append(
        Finding(
          place.key("outer_radius"),
          "\(millimetres(shape.outerRadius)) is not larger than the inner radius of \(millimetres(shape.innerRadius))",
          remedy: "swap them, or give the bulk a width"))
    }
    if shape.zMax <= shape.zMin {
      relations.append(
        Finding(
          place.key("z_max"), "\(millimetres(shape.zMax)) is not above z_min = \(millimetres(shape.zMin))",
          remedy: "swap them or give the bulk a height"))
    }
    guard relations.isEmpty else { return relations }
    let smallest = Dimension.length.magnitudes.lowerBound
    if shape.width < smallest || shape.height < smallest {
      relations.append(
        Finding(
          place, "bulk \(shape.name) is thinner than \(millimetres(smallest))", remedy: "give it width and height"))
    }
    return relations
  }

  /// Of a bulk in a mesh the shape is the box around its region.
  private func regionFindings(_ bulk: Bulk, _ regions: [BulkShape], at place: CasePath) -> [Finding] {
    // A mesh with defects of its own has been told.
    guard !regions.isEmpty else { return [] }
    guard let region = regions.first(where: { $0.name == bulk.shape.name }) else {
      let known = regions.map(\.name)
      return [
        Finding(
          place.key("name"), "unknown region \(bulk.shape.name) of the mesh",
          remedy:
            "did you mean \(nearestFirst(known, to: bulk.shape.name)[0])? (known: \(known.joined(separator: ", ")))")
      ]
    }
    guard region == bulk.shape else {
      return [
        Finding(place, "the outline is not that of the mesh's region", remedy: "take it from Mesh.boundingShapes()")
      ]
    }
    return []
  }

  /// Which bulks overlap, by how much, and the shortest way apart.
  private func overlap(_ first: BulkShape, _ second: BulkShape, at place: CasePath) -> Finding {
    let r = min(first.outerRadius, second.outerRadius) - max(first.innerRadius, second.innerRadius)
    let z = min(first.zMax, second.zMax) - max(first.zMin, second.zMin)
    return Finding(
      place,
      "bulk \(second.name) overlaps bulk \(first.name) by \(millimetres(r)) in r and \(millimetres(z)) in z",
      remedy: "move one of them by \(millimetres(z)) along z")
  }
}

extension SimulationCase.Bulk {
  /// What of the bulk a map leaves out, in words; nil when it covers all.
  fileprivate func uncovered(by map: CriticalCurrentMap) -> String? {
    map.uncovered(
      r: shape.innerRadius...shape.outerRadius, z: (shape.zMin - shape.middle)...(shape.zMax - shape.middle))
  }
}
