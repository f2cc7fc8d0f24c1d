import BulkSimulation
import Magnets
import Meshing
import Superconductors

/// Bz of a disc after it was cooled in 7 T [T]: one line for each stage and probe.
func trappedField() throws(SimulationError) -> [String] {
  let disc = BulkShape(name: "disc", outerRadius: 15e-3, zMin: -3e-3, zMax: 3e-3)  // m
  let material = Material(name: "kim", criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5), n: 21)  // A/m², T
  let simulationCase = SimulationCase(
    name: "disc",
    bulks: [.init(shape: disc, material: material)],
    stages: [
      .cool(field: 7, temperature: 5),  // T, K
      .ramp(field: 0, pace: .rate(4.8 / 3600)),  // T/s
      .hold(duration: 3600),  // s
    ])
  let result = try simulate(simulationCase)
  return result.stages.flatMap { stage in
    zip(simulationCase.probes, stage.probes).map { probe, value in
      "\(stage.stage) \(probe.name) \(value.bz) ± \(value.error) T"
    }
  }
}
