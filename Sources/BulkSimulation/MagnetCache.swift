import Magnets

/// Magnets that are set up once and serve all cases of the same shapes.
public struct MagnetCache: Sendable {
  private var magnets = RecentlyUsed<PreparedMagnet>()
  private let refinement: Double

  /// - Parameter refinement: of the meshes, against those that the cases' accuracy asks for.
  public init(refinement: Double = 1) { self.refinement = refinement }

  /// The magnet that serves a case: one that is there, or a new one.
  ///
  /// - Throws: `SimulationError` for a magnet too large or a mesh that cannot be solved on.
  public mutating func magnet(for simulationCase: ValidCase) throws(SimulationError) -> PreparedMagnet {
    let refinement = refinement
    return try magnets.first(where: { $0.serves(simulationCase.simulationCase) }) { () throws(SimulationError) in
      try PreparedMagnet(simulationCase, refinement: refinement)
    }
  }

  /// Current cells of the magnet used last.
  public var cells: Int { magnets.latest?.cells ?? 0 }
}

/// The few elements used last.
struct RecentlyUsed<Element: Sendable>: Sendable {
  private var elements: [Element] = []

  /// Differences with respect to a shape go back and forth between three magnets.
  private static var limit: Int { 4 }

  var latest: Element? { elements.last }

  /// The element that serves, or the one made.
  mutating func first(
    where serves: (Element) -> Bool, orMake make: () throws(SimulationError) -> Element
  ) throws(SimulationError) -> Element {
    if let index = elements.firstIndex(where: serves) {
      let element = elements.remove(at: index)
      elements.append(element)
      return element
    }
    let element = try make()
    elements = elements.suffix(Self.limit - 1) + [element]
    return element
  }
}
