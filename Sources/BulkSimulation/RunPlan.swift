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
  /// About, of the matrices [bytes].
  public var memory: Double

  /// Above this no run is begun [bytes].
  public static let memoryLimit = 16e9

  public init(_ simulationCase: SimulationCase) {
    let magnet = Magnet(simulationCase)
    let ladder = RefinementLadder(magnet: magnet, accuracy: simulationCase.accuracy)
    let size = ladder.size(
      fineness: AccuracyStudy.firstFineness(simulationCase, ladder: ladder), division: 4, cells: simulationCase.cells)
    cells = size.currentCells
    mirrored = magnet.symmetry != nil
    // Fitted to ramp and hold of a pair, 64 to 336 cells, within a factor of two; other protocols take as long as they
    // have stages in which something moves.
    let moving = Double(max(1, simulationCase.stages.count - 1))
    time = 0.005 + 1e-6 * moving * pow(Double(cells), 2.2)
    // A band as wide as the shorter side, with what pivoting adds; the condensed system only where it is cheaper.
    let (across, along, dense) = (Double(size.across), Double(size.along), Double(min(cells, 700)))
    memory = 8 * (3 * across * along * across + 6 * dense * dense + across * along * dense)
  }

  /// Why a case is refused, with what it would cost; nil for one that can be run.
  public var refusal: String? {
    guard memory > Self.memoryLimit else { return nil }
    func rounded(_ value: Double) -> String {
      let scale = pow(10, floor(log10(value)) - 1)
      let digits = (value / scale).rounded() * scale
      return digits < 10 || digits > 1e6 ? "\(digits)" : "\(Int(digits))"
    }
    return "\(cells) current cells would take about \(rounded(memory / 1e9)) GB of memory and"
      + " \(rounded(max(0.1, time / 3.156e7))) years on one core; the most is \(rounded(Self.memoryLimit / 1e9)) GB: give the"
      + " mesh fewer cells, or leave bulks out"
  }
}

extension SimulationCase {
  /// Throws for a case that is too large to be run.
  func checkSize() throws(SimulationError) {
    if let refusal = RunPlan(self).refusal { throw .tooLarge(refusal) }
  }
}
