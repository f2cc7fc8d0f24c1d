import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing

/// The meshes of a round of a study, on which the equations are set up when they are asked for.
enum RoundMeshes: Sendable {
  /// Set up before: coarsest first.
  case ready([FieldModel], pairs: [PairForces])
  /// Three of one fineness, or an imported one and that refined once.
  case ladder(fineness: Double)
  case local(LocalRefinement)

  /// A mesh with the equations on it, the forces between its cells, and how long setting it up has taken [s].
  typealias Model = (model: FieldModel, pairs: PairForces, setup: Double)

  /// One of the meshes.
  ///
  /// - Parameter division: 1 for the coarse one, 2 for the medium one, 4 for the fine one.
  /// - Returns: nil where there is no coarse one.
  /// - Throws: `SimulationError.degenerateMesh`, or `tooLarge` for a condensed system of too many cells.
  func model(
    division: Int, of ladder: RefinementLadder, for simulationCase: ValidCase
  ) throws(SimulationError) -> Model? {
    guard ladder.divisions.contains(division) else { return nil }
    let clock = ContinuousClock()
    let start = clock.now
    let model: FieldModel
    switch self {
    case .ready(let models, let pairs):
      let place = models.count - 1 - (4 / division).trailingZeroBitCount
      return (models[place], pairs[place], setup: 0)
    case .ladder(let fineness):
      model = try ladder.model(
        fineness: fineness, division: division, cells: simulationCase.cells, solver: simulationCase.solving)
    case .local(let refinement):
      if division == 1 { return nil }
      let mesh = division == 2 ? refinement.mesh : refinement.mesh.refined()
      do {
        model = try FieldModel(mesh: mesh, solver: simulationCase.solving)
      } catch {
        throw .degenerateMesh("\(error)")
      }
    }
    return (model, PairForces(), seconds(clock.now - start))
  }
}

extension AccuracyStudy {
  func meshes(_ fineness: Double) -> RoundMeshes {
    if let local { return .local(local) }
    if let meshes, fineness == meshes.fineness { return .ready(meshes.models, pairs: meshes.pairs) }
    return .ladder(fineness: fineness)
  }
}
