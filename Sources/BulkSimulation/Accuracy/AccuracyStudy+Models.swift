import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing

// The meshes of a round, with what is set up on them.

extension AccuracyStudy {
  typealias Model = (model: FieldModel, setup: Double)

  func models(_ fineness: Double) throws(SimulationError) -> (coarse: Model?, medium: Model, fine: Model) {
    guard let local else {
      var models: [Model]
      if let meshes, fineness == meshes.fineness {
        models = meshes.models.map { ($0, setup: 0) }
      } else {
        models = try ladder.divisions.map { (division: Int) throws(SimulationError) in
          try model(fineness: fineness, division: division)
        }
      }
      let (fine, medium) = (models.removeLast(), models.removeLast())
      return (models.last, medium, fine)
    }
    let pair = try [local.mesh, local.mesh.refined()].map { mesh throws(SimulationError) in
      let clock = ContinuousClock()
      let start = clock.now
      do {
        let model = try FieldModel(mesh: mesh, solver: simulationCase.solving)
        return (model: model, setup: seconds(clock.now - start))
      } catch {
        throw .degenerateMesh("\(error)")
      }
    }
    return (nil, pair[0], pair[1])
  }

  private func model(fineness: Double, division: Int) throws(SimulationError) -> (model: FieldModel, setup: Double) {
    let clock = ContinuousClock()
    let start = clock.now
    let model = try ladder.model(
      fineness: fineness, division: division, cells: simulationCase.cells, solver: simulationCase.solving)
    return (model, seconds(clock.now - start))
  }
}
