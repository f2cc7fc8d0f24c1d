package import BulkSimulation
package import CaseFiles
package import Magnets
internal import Meshing
internal import Notation

/// Keys by which files about runs say which number they mean.
package let reportedKeys = ["probe", "force", "stiffness", "homogeneity", "stage"]

/// Which number of a run is meant: Bz at a probe, the force on a body, the stiffness of a source that the stage moves, or how much Bz varies
/// over a sample.
package func readReported(_ fields: CaseFields, _ base: SimulationCase) throws -> ReportedQuantity {
  let given = reportedKeys.filter { $0 != "stage" && fields[$0] != nil }
  guard given.count < 2 else {
    throw fields.owner.error("\(given.joined(separator: " and ")) exclude each other; keep one")
  }
  let stage = try readStage(fields, base)
  let observable: ReportedQuantity.Observable
  if let node = fields["force"] {
    let bodies = base.bulks.map(\.shape.name) + base.sources.map(\.name)
    let name = try node.text(example: bodies.first ?? "disc")
    guard let body = bodies.firstIndex(of: name) else { throw node.unknown("body", name, known: bodies) }
    guard !base.sources.isEmpty else {
      throw node.error("the case has no sources; forces between bulks alone stand in the summary of a run")
    }
    observable = .force(body)
  } else if let node = fields["stiffness"] {
    let name = try node.text(example: "pm")
    guard case .move(name, _, _) = base.stages[stage] else {
      let moving = base.stages.indices.filter { if case .move(name, _, _) = base.stages[$0] { true } else { false } }
      throw node.error(
        "stage \(stage) does not move \(name); "
          + (moving.isEmpty ? "a stiffness is that of a source that moves" : "name one that does: \(moving)"))
    }
    observable = .stiffness
  } else if let node = fields["homogeneity"] {
    let (sample, z) = try readSample(node)
    observable = .homogeneity(sample, z: z)
  } else {
    observable = .bz(try readProbe(fields, base))
  }
  let known = ReportedQuantity.all(of: base).first { $0.stage == stage && $0.quantity == observable }
  return known
    ?? ReportedQuantity(
      name: "\(ReportedQuantity.stageLabel(stage, in: base))_homogeneity_ppm", stage: stage, quantity: observable)
}

/// `{sphere: 10 mm, z: 0 mm}`
private func readSample(_ node: CaseNode) throws -> (sample: Homogeneity.Sample, z: Double) {
  let example = "{sphere: 10 mm}"
  let fields = try node.fields(["sphere", "line", "cylinder", "z"], example: example)
  let z = try fields["z"]?.quantity(.length) ?? 0
  switch (fields["sphere"], fields["line"], fields["cylinder"]) {
  case (let sphere?, nil, nil): return (.sphere(diameter: try sphere.positive(.length)), z)
  case (nil, let line?, nil): return (.line(length: try line.positive(.length)), z)
  case (nil, nil, let cylinder?):
    let sizes = try cylinder.list(example: "[4 mm, 10 mm]").map { try $0.positive(.length) }
    guard sizes.count == 2 else { throw cylinder.error("a cylinder has diameter and height; write [4 mm, 10 mm]") }
    return (.cylinder(diameter: sizes[0], height: sizes[1]), z)
  default: throw node.error("write one of sphere, line and cylinder, as in \(example)")
  }
}
