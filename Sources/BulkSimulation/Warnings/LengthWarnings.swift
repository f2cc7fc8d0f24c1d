import Magnets
internal import Meshing

extension SimulationCase {
  /// Bulks larger than a metre, of which none has been made: their lengths are in another unit than was thought.
  func sizeWarnings() -> [RunWarning] {
    bulks.map(\.shape).compactMap { shape in
      let (width, height) = (2 * shape.outerRadius, shape.height)
      guard max(width, height) > 1 else { return nil }
      return .oversizedBulk(name: shape.name, width: width, height: height, isDrawn: importedMesh != nil)
    }
  }
}

extension Magnet {
  /// What an imported mesh that ends too near adds to the error of the accuracy asked for; nil for a generated mesh, whose far
  /// boundary is put where it does not matter.
  ///
  /// The far boundary reflects the magnet's dipole field: at most (a/R)³ / 2 of it, as `RefinementLadder` counts it.
  func farBoundaryWarning(accuracy: Double) -> RunWarning? {
    guard let distance = importedMesh?.farDistance(fromHeight: fluxDisc.y) else { return nil }
    let ratio = radius / distance
    let share = 0.5 * ratio * ratio * ratio
    return share > 0.1 * accuracy ? .nearOutline(distance: 1 / ratio, share: share) : nil
  }
}
