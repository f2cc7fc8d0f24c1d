import Notation
import BulkSimulation

/// `{system: banded}`, `{formulation: h, air_resistivity: 1e-5 ohm m}`
func readSolver(_ node: CaseNode) throws -> SimulationCase.Solver {
  let fields = try node.fields(["system", "formulation", "air_resistivity"], example: "{system: banded}")
  var solver = SimulationCase.Solver()
  if let choice = fields["system"] {
    let written = try choice.text(example: "banded")
    guard let system = SimulationCase.System(rawValue: written) else {
      throw choice.unknown("system", written, known: SimulationCase.System.allCases.map(\.rawValue))
    }
    solver.system = system
  }
  let resistivity = try fields["air_resistivity"]?.positive(.resistivity)
  if let choice = fields["formulation"] {
    let known = [
      SimulationCase.Formulation.hPhi, .h(airResistivity: resistivity ?? SimulationCase.defaultAirResistivity),
    ]
    let written = try choice.text(example: "h-phi")
    guard let formulation = known.first(where: { $0.name == written }) else {
      throw choice.unknown("formulation", written, known: known.map(\.name))
    }
    solver.formulation = formulation
  }
  if case .h = solver.formulation {
    if solver.system == .condensed, let choice = fields["system"] {
      throw choice.error("the plain H formulation has currents in the air and cannot be condensed; write banded")
    }
  } else if let unused = fields["air_resistivity"] {
    throw unused.error("in formulation h-phi no current flows in the air; remove this key or write formulation: h")
  }
  return solver
}

/// As `readSolver` reads it; nil for what the program chooses by itself.
func solverText(_ solver: SimulationCase.Solver) -> String? {
  var entries = solver.system.map { ["system: \($0.rawValue)"] } ?? []
  if case .h(let resistivity) = solver.formulation {
    entries += ["formulation: \(solver.formulation.name)", "air_resistivity: \(resistivity) ohm m"]
  }
  return entries.isEmpty ? nil : "{\(entries.joined(separator: ", "))}"
}
