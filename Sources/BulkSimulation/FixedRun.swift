import Superconductors

/// The moment [A m²] at the end of each stage of a case on its imported mesh, just as one integration gives it: what orders of
/// convergence are observed on, which an extrapolated result does not have.
///
/// - Parameter tolerance: of the integrator.
/// - Precondition: the case has an imported mesh.
package func momentsWithoutExtrapolation(
  of simulationCase: SimulationCase, tolerance: Double
) throws(SimulationError) -> [Double] {
  guard let mesh = simulationCase.importedMesh else { preconditionFailure("a case without a mesh of its own") }
  let timeline: [TimelineSegment]
  let model: CondensedModel
  do { timeline = try Superconductors.timeline(of: simulationCase.stages) } catch {
    throw .unusableProtocol("\(error)")
  }
  do { model = try CondensedModel(mesh: mesh) } catch { throw .degenerateMesh("\(error)") }
  var transient = Transient(model: model, magnet: Magnet(simulationCase), probes: [], timeline: timeline)
  try transient.run(tolerance: tolerance, outputTimes: [], onStep: nil)
  return transient.stageEnds.map(\.values.moment)
}
