import Meshing
import MagnetEquations
import Superconductors
import TimeStepping

/// The moment [A m²] at the end of each stage of a case on its imported mesh and the number of steps, just as one integration
/// gives them: orders of convergence are observed on these, for an extrapolated result has none.
///
/// - Parameter tolerance: of the integrator.
/// - Precondition: the case has an imported mesh.
/// - Throws: `SimulationError`, as `simulate`.
package func momentsWithoutExtrapolation(
  of simulationCase: SimulationCase, tolerance: Double
) throws(SimulationError) -> (moments: [Double], steps: Int) {
  guard let mesh = simulationCase.importedMesh else { preconditionFailure("a case without a mesh of its own") }
  let timeline: [TimelineSegment]
  let model: FieldModel
  do {
    timeline = try Superconductors.timeline(of: simulationCase.stages, bulks: simulationCase.bulks.map(\.shape.name))
  } catch {
    throw .unusableProtocol("\(error)")
  }
  do {
    model = try FieldModel(mesh: mesh, solver: simulationCase.solver)
  } catch {
    throw SimulationError(error)
  }
  var transient = Transient(
    model: model, magnet: Magnet(simulationCase), probes: [], timeline: timeline, solver: simulationCase.solver)
  try transient.run(tolerance: tolerance, outputTimes: [], onStep: nil)
  return (transient.stageEnds.map(\.values.moment), transient.counts.steps)
}
