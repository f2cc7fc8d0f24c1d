import MagnetEquations
public import Magnets

/// The meshes that simulations of a magnet begin on, with the equations on them: set up once for all cases of the same shapes. What is
/// simulated on them has the same bits as alone and is spared their set-up. Where a front stands, further meshes follow, which depend
/// on the case and are its own.
///
/// ```swift
/// let meshes = try FirstMeshes(first)
/// let results = try [first, second].map { try simulate($0, on: meshes) }
/// ```
public struct FirstMeshes: Sendable {
  private let prepared: SimulationCase
  let fineness: Double
  /// One for each division of `RefinementLadder.divisions`, coarsest first.
  let models: [FieldModel]
  /// Of each.
  let pairs: [PairForces]

  /// - Throws: `SimulationError` for a magnet too large or a mesh that cannot be solved on.
  /// - Parameter simulationCase: its bulks' shapes, mesh, accuracy and solver count, and which of its materials are equal.
  public init(_ simulationCase: ValidCase) throws(SimulationError) {
    try RunPlan(simulationCase).checkSize()
    prepared = simulationCase.simulationCase
    let ladder = RefinementLadder(magnet: Magnet(prepared), accuracy: simulationCase.accuracy)
    let fineness = AccuracyStudy.firstFineness(simulationCase, ladder: ladder)
    self.fineness = fineness
    models = try ladder.divisions.map { division throws(SimulationError) in
      try ladder.model(
        fineness: fineness, division: division, cells: simulationCase.cells, solver: simulationCase.solving)
    }
    pairs = models.map { _ in PairForces() }
  }

  /// True for a case whose simulation begins on these meshes.
  public func serves(_ simulationCase: SimulationCase) -> Bool { simulationCase.sharesMeshes(with: prepared) }
}

/// Meshes that are set up once and serve all cases of the same shapes.
public struct MeshCache: Sendable {
  private var meshes = RecentlyUsed<FirstMeshes>()

  public init() {}

  /// The meshes that serve a case: some that are there, or new ones.
  ///
  /// - Throws: `SimulationError` for a magnet too large or a mesh that cannot be solved on.
  public mutating func meshes(for simulationCase: ValidCase) throws(SimulationError) -> FirstMeshes {
    try meshes.first(where: { $0.serves(simulationCase.simulationCase) }) { () throws(SimulationError) in
      try FirstMeshes(simulationCase)
    }
  }
}
