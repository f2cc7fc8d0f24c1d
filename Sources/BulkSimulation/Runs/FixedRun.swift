import MagnetEquations
import Magnets
internal import Meshing
import Superconductors
import TimeStepping

/// The moment [A m²] and the temperatures at probes in heated bulks [K] at the end of each stage of a case on its imported mesh, and
/// the number of steps, just as one integration gives them: orders of convergence are observed on these, for an extrapolated result has none.
///
/// - Parameter tolerance: of the integrator.
/// - Precondition: the case has an imported mesh.
/// - Throws: `SimulationError`, as `simulate`.
package func stageEndsWithoutExtrapolation(
  of simulationCase: SimulationCase, tolerance: Double
) throws(SimulationError) -> (moments: [Double], temperatures: [[Double]], steps: Int) {
  guard let mesh = simulationCase.importedMesh else { preconditionFailure("a case without a mesh of its own") }
  let checked = try ValidCase(checking: simulationCase)
  let model: FieldModel
  do {
    model = try FieldModel(mesh: mesh, solver: simulationCase.solving)
  } catch {
    throw SimulationError(error)
  }
  var transient = Transient(
    model: model, magnet: Magnet(simulationCase), probes: simulationCase.probes, timeline: checked.timeline,
    solver: simulationCase.solving)
  try transient.run(tolerance: tolerance, outputTimes: { _ in [] }, onStep: nil)
  let layout = transient.thermal?.layout
  let places = simulationCase.probes.indices.compactMap { layout?.probe($0) }
  return (
    transient.stageEnds.map(\.values.moment),
    transient.stageEnds.map { end in places.map { end.values.temperatures[$0] } }, transient.counts.steps
  )
}
