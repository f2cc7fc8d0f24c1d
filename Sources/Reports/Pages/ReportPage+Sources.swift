internal import Magnets
internal import Meshing
internal import Notation
internal import RunFolders

// Coils and permanent magnets, and the forces on all.

extension ReportPage {
  var bodiesWithForces: ArraySlice<String> {
    guard let simulationCase = record.simulationCase else { return [] }
    let bodies = simulationCase.bulks.map(\.shape.name) + simulationCase.sources.map(\.name)
    return toldForces(bodies.filter { name in record.summary.stages.contains { $0.forces?[name] != nil } })
  }

  func forceText(on body: String, _ stage: RunSummary.Stage) -> String {
    guard let force = stage.forces?[body]?.value else { return "–" }
    return typeset(measured(force, error: stage.forceErrors?[body]?.value ?? .nan))
  }

  /// Whether a source moves in any stage.
  var moves: Bool { record.summary.stages.contains { $0.stiffness != nil } }

  func stiffnessText(_ stage: RunSummary.Stage) -> String {
    guard let stiffness = stage.stiffness?.value else { return "–" }
    return typeset(measured(1e-3 * stiffness, error: 1e-3 * (stage.stiffnessError?.value ?? .nan)))
  }

  func sourceParts(_ simulationCase: SimulationCase) -> [String] {
    guard !simulationCase.sources.isEmpty else { return [] }
    let rows = simulationCase.sources.map { source in
      [
        source.name, source.kind.rawValue, range(source.innerRadius, source.outerRadius),
        range(source.zMin, source.zMax),
        source.kind == .magnet
          ? "\(typeset(plainNumber(source.remanence))) T remanence"
          : source.turns.map { "its current, \(plainNumber($0)) turns" }
            ?? "Bz at r = \(millimetreText(source.referencePoint.r)), z = \(millimetreText(source.referencePoint.z))",
      ]
    }
    return ["<h3>Sources, where they begin</h3>", htmlTable(heads: ["source", "kind", "r", "z", "driven by"], rows)]
  }

  private func range(_ low: Double, _ high: Double) -> String {
    low == high ? millimetreText(low) : "\(millimetreText(low)) to \(millimetreText(high))"
  }
}
