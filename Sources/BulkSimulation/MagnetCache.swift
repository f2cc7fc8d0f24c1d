import Magnets

/// Magnets that are set up once and serve all cases of the same shapes.
public struct MagnetCache: Sendable {
  private var magnets: [PreparedMagnet] = []
  private let refinement: Double

  /// Differences with respect to a shape go back and forth between three magnets.
  private static let limit = 4

  /// - Parameter refinement: of the meshes, against those that the cases' accuracy asks for.
  public init(refinement: Double = 1) { self.refinement = refinement }

  /// The magnet that serves a case: one that is there, or a new one.
  ///
  /// - Throws: `SimulationError` for a magnet too large or a mesh that cannot be solved on.
  public mutating func magnet(for simulationCase: ValidCase) throws(SimulationError) -> PreparedMagnet {
    if let index = magnets.firstIndex(where: { $0.serves(simulationCase.simulationCase) }) {
      let magnet = magnets.remove(at: index)
      magnets.append(magnet)
      return magnet
    }
    let magnet = try PreparedMagnet(simulationCase, refinement: refinement)
    magnets = magnets.suffix(Self.limit - 1) + [magnet]
    return magnet
  }

  /// Current cells of the magnet used last.
  public var cells: Int { magnets.last?.cells ?? 0 }
}
