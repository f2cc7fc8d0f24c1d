#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import EdgeElements
import Meshing

/// What a run will take, known without running it.
public struct RunPlan: Sendable {
  /// Current cells of the finest mesh that the case starts with.
  public var cells: Int
  /// True when only the upper half is solved, by mirror symmetry.
  public var mirrored: Bool
  /// About, on one core of a present machine [s].
  public var time: Double

  public init(_ simulationCase: SimulationCase) {
    let magnet = Magnet(simulationCase)
    let ladder = RefinementLadder(magnet: magnet, accuracy: simulationCase.accuracy)
    let mesh = ladder.mesh(
      fineness: AccuracyStudy.firstFineness(simulationCase, ladder: ladder), division: 4, cells: simulationCase.cells)
    cells = mesh.cellRegions.count { $0 != Mesh.air }
    mirrored = magnet.symmetry != nil
    // Fitted to ramp and hold of a pair, 64 to 336 cells, within a factor of two; other protocols take as long as they
    // have stages in which something moves.
    let moving = Double(max(1, simulationCase.stages.count - 1))
    time = 0.005 + 1e-6 * moving * pow(Double(cells), 2.2)
  }
}
