internal import Algorithms
public import BulkSimulation
public import Magnets
internal import Notation
internal import Superconductors

/// The result of a run as people read it: a line for each stage, then what was assumed and what it took.
public func resultText(_ result: SimulationResult, of simulationCase: SimulationCase, folder: String) -> String {
  var parts = simulationCase.summary.isEmpty ? [] : [simulationCase.summary]
  parts.append(stageTable(result))
  let places = result.probeNames.compactMap { name in simulationCase.place(ofProbe: name).map { "\(name) is \($0)" } }
  if !places.isEmpty { parts.append("Probes: " + places.joined(separator: "; ") + ".") }
  if let loop = result.loop { parts.append(loopText(loop, probeNames: result.probeNames)) }
  parts += result.creep.map { creepText($0, probeNames: result.probeNames) }
  parts.append(result.stress.map { stressText($0, result) } ?? stressHint)
  let notes = Array(
    (simulationCase.bulks.flatMap(\.material.assumptions) + simulationCase.supports.flatMap(\.material.assumptions))
      .uniqued())
  if !notes.isEmpty { parts.append("Assumptions:\n" + notes.map { "  - \($0)" }.joined(separator: "\n")) }
  parts.append(costText(result.numerics))
  parts.append("Folder: \(folder)")
  return parts.joined(separator: "\n\n")
}

/// One line for each stage, units in the heads.
private func stageTable(_ result: SimulationResult) -> String {
  let unit = TimeUnit.suitable(for: result.stages.map(\.time).max() ?? 0)
  var heads = ["stage", "t [\(unit.symbol)]", "applied [T]"]
  let byBulk = result.stages.contains { !$0.temperatureByBulk.isEmpty }
  heads += byBulk ? result.bulkNames.map { "T \($0) [K]" } : ["T [K]"]
  heads += result.probeNames.map { "Bz \($0) [T]" }
  heads.append("moment [A m^2]")
  let forces = result.stages.contains { !$0.forces.isEmpty } ? toldForces(result.bodyNames) : []
  heads += forces.map { "force on \($0) [N]" }
  let moves = result.stages.contains { $0.stiffness != nil }
  if moves { heads.append("stiffness [N/mm]") }
  heads += result.probeNames.map { "drift \($0) [ppm/h]" }
  var rows = [heads]
  for stage in result.stages {
    var row = [
      stage.stage, plainNumber(stage.time / unit.seconds), plainNumber(stage.appliedField),
    ]
    row += (byBulk ? stage.temperatureByBulk : [stage.temperature]).map { plainNumber($0) }
    row += stage.probes.map { measured($0.bz, error: $0.error) }
    row.append(measured(stage.moment, error: stage.momentError))
    row += forces.indices.map { body in
      stage.forces.indices.contains(body) ? measured(stage.forces[body].force, error: stage.forces[body].error) : "-"
    }
    if moves { row.append(stage.stiffness.map { measured(1e-3 * $0.value, error: 1e-3 * $0.error) } ?? "-") }
    row += stage.probes.map { probe in probe.drift.map { significant($0, digits: 2) } ?? "-" }
    rows.append(row)
  }
  return aligned(rows)
}

private func costText(_ numerics: SimulationResult.Numerics) -> String {
  var parts = ["\(numerics.system) system\(numerics.mirrored ? " of the upper half" : "")"]
  if numerics.runs.indices.contains(numerics.finest) {
    let finest = numerics.runs[numerics.finest]
    parts += ["\(finest.cells) cells", "\(finest.unknowns) unknowns", "\(finest.steps) steps"]
    parts.append("\(finest.factorisations) factorisations")
  }
  parts.append(
    "\(numerics.runs.count) run\(numerics.runs.count == 1 ? "" : "s") in \(significant(numerics.total, digits: 2)) s")
  return "Numerics: " + parts.joined(separator: ", ")
}

/// Of the bodies between which forces act those whose forces are told: two pull at each other with the same, and one stands for both.
func toldForces(_ bodies: [String]) -> ArraySlice<String> { bodies.count == 2 ? bodies.suffix(1) : bodies[...] }
