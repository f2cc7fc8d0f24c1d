#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import EdgeElements
import Meshing
import Superconductors

/// What a run will take, known without running it.
public struct RunPlan: Sendable {
  /// Current cells of the finest mesh that the case starts with.
  public var cells: Int
  /// About as many as it ends with, after refining to the accuracy.
  public var finalCells: Int
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
    // Measured on pairs, rings, stacks, decays and loops at accuracies of 0.05 to 0.3 %, and on given meshes of up to 1440
    // cells: the cells that a charged magnet ends with, and the time, within a factor of two and a half. Loops start fine
    // enough, and each of their stages takes as many steps as two others.
    let fields = simulationCase.stages.compactMap { stage -> Double? in
      switch stage {
      case .cool(let field, _), .ramp(let field, _): field
      case .hold, .temperature: nil
      }
    }
    let steps = zip(fields, fields.dropFirst()).map { $1 - $0 }
    let turns = steps.contains { $0 > 0 } && steps.contains { $0 < 0 }
    let refinement = simulationCase.fixesMesh || turns ? 1 : min(4, 1.7 * pow(0.003 / simulationCase.accuracy, 0.6))
    finalCells = Int((Double(cells) * max(1, refinement)).rounded())
    let moving = Double(max(1, simulationCase.stages.count - 1))
    time = 0.004 + (turns ? 4e-5 : 2e-5) * moving * pow(Double(finalCells), 1.6)
  }
}
