import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import Notation
import RealModule
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
  /// About, of the matrices [bytes].
  public var memory: Double

  /// True when the case insists on the condensed system.
  private var isCondensed: Bool

  /// Above this no run is begun [bytes].
  public static let memoryLimit = 16e9

  public init(_ simulationCase: ValidCase) {
    let magnet = Magnet(simulationCase.simulationCase)
    let ladder = RefinementLadder(magnet: magnet, accuracy: simulationCase.accuracy)
    let size = ladder.size(
      fineness: AccuracyStudy.firstFineness(simulationCase, ladder: ladder), division: 4, cells: simulationCase.cells)
    cells = size.currentCells
    mirrored = magnet.symmetry != nil
    // Measured on pairs, rings, stacks, decays and loops at accuracies of 0.05 to 0.3 %, and on given meshes of up to 1440
    // cells: the cells that a charged magnet ends with, and the time, within a factor of two and a half. Loops start fine
    // enough, and each of their stages takes as many steps as two others.
    let fields = simulationCase.stages.compactMap { stage -> Double? in
      switch stage {
      case .cool(let field, _, _), .ramp(let field, _, nil): field
      default: nil
      }
    }
    let steps = zip(fields, fields.dropFirst()).map { $1 - $0 }
    let moves = simulationCase.timeline.contains { $0.directions.count == 2 }
    let turns = moves || steps.contains { $0 > 0 } && steps.contains { $0 < 0 }
    let fixesMesh = simulationCase.cells != nil || simulationCase.importedMesh != nil
    let refinement = fixesMesh || turns ? 1 : min(4, Double.pow(0.003 / simulationCase.accuracy, 1.1))
    finalCells = Int((Double(cells) * max(1, refinement)).rounded())
    let moving = Double(max(1, simulationCase.stages.count - 1))
    time = 0.004 + (turns ? 4e-5 : 2e-5) * moving * Double.pow(Double(finalCells), 1.6)
    // Measured: 18 kB for a cell of the edge system, on 2560 and on 20000 cells; condensed, eight dense matrices.
    let currentsInBulksOnly = simulationCase.solving.formulation == .hPhi
    let n = currentsInBulksOnly ? Double(cells) : Double(size.across) * Double(size.along)
    isCondensed = simulationCase.solving.system == .condensed && currentsInBulksOnly
    memory = isCondensed ? 64 * n * n : 2e4 * n
  }

  /// Why a case is refused, with what it would cost; nil for one that can be run.
  public var refusal: Finding? {
    if isCondensed, cells > CondensedModel.cellLimit {
      return Finding(
        CasePath("solver").key("system"), FieldModelError.problem(cells: cells), remedy: FieldModelError.remedy)
    }
    guard memory > Self.memoryLimit else { return nil }
    func rounded(_ value: Double) -> String {
      let scale = Double.pow(10, Double.log10(value).rounded(.down) - 1)
      let digits = (value / scale).rounded() * scale
      return digits < 10 || digits > 1e6 ? "\(digits)" : "\(Int(digits))"
    }
    return Finding(
      "mesh",
      "\(cells) current cells would take about \(rounded(memory / 1e9)) GB of memory and"
        + " \(rounded(max(0.1, time / 3.156e7))) years on one core; the most is \(rounded(Self.memoryLimit / 1e9)) GB",
      remedy: "give the mesh fewer cells, or leave bulks out")
  }

  /// Throws for a case that is too large to be run.
  func checkSize() throws(SimulationError) {
    if let refusal { throw .tooLarge(refusal.message) }
  }
}
