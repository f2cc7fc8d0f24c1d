import MagnetEquations
public import Magnets

/// The meshes that simulations of a magnet begin on, with the equations on them: set up once for all cases of the same shapes.
///
/// A full magnet is done on these, in one round of four runs, where it takes `simulate` two rounds from the coarser ones that it
/// begins on alone. Where a front stands, further meshes follow, which depend on the case and are its own; measured on the pair at
/// 0.3 %, cooled in 1 T: four rounds and 260 cells in the end, from the coarser ones seven and 660.
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

  /// - Throws: `SimulationError` for a magnet too large or a mesh that cannot be solved on.
  /// - Parameters:
  ///   - simulationCase: its bulks' shapes, mesh, accuracy and solver count, and which of its materials are equal.
  ///   - areFiner: false for the meshes that a simulation begins on alone, which then has the same bits and is spared their set-up.
  public init(_ simulationCase: ValidCase, areFiner: Bool = true) throws(SimulationError) {
    try RunPlan(simulationCase).checkSize()
    prepared = simulationCase.simulationCase
    let ladder = RefinementLadder(magnet: Magnet(prepared), accuracy: simulationCase.accuracy)
    let first = AccuracyStudy.firstFineness(simulationCase, ladder: ladder)
    let fineness = areFiner && simulationCase.cells == nil ? 2 * first : first
    self.fineness = fineness
    models = try ladder.divisions.map { division throws(SimulationError) in
      try ladder.model(
        fineness: fineness, division: division, cells: simulationCase.cells, solver: simulationCase.solving)
    }
  }

  /// True for a case whose simulation begins on these meshes.
  public func serves(_ simulationCase: SimulationCase) -> Bool { simulationCase.sharesMeshes(with: prepared) }
}

/// Meshes that are set up once and serve all cases of the same shapes.
public struct MeshCache: Sendable {
  private var meshes = RecentlyUsed<FirstMeshes>()
  private let areFiner: Bool

  /// - Parameter areFiner: as of `FirstMeshes`.
  public init(areFiner: Bool = true) { self.areFiner = areFiner }

  /// The meshes that serve a case: some that are there, or new ones.
  ///
  /// - Throws: `SimulationError` for a magnet too large or a mesh that cannot be solved on.
  public mutating func meshes(for simulationCase: ValidCase) throws(SimulationError) -> FirstMeshes {
    let areFiner = areFiner
    return try meshes.first(where: { $0.serves(simulationCase.simulationCase) }) { () throws(SimulationError) in
      try FirstMeshes(simulationCase, areFiner: areFiner)
    }
  }
}
