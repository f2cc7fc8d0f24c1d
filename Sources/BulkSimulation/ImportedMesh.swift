import Magnets
internal import Meshing

extension SimulationCase {
  /// Bulks larger than a metre, of which none has been made: their lengths are in another unit than was thought.
  func sizeWarnings() -> [String] {
    bulks.map(\.shape).compactMap { shape in
      let (width, height) = (2 * shape.outerRadius, shape.zMax - shape.zMin)
      guard max(width, height) > 1 else { return nil }
      func rounded(_ value: Double) -> Double { (value * 1e3).rounded() / 1e3 }
      let remedy =
        importedMesh == nil
        ? "see to the units of its lengths" : "where the mesh is drawn in millimetres, write unit: mm beside its file"
      return "bulk \(shape.name) is \(rounded(width)) m wide and \(rounded(height)) m high; \(remedy)"
    }
  }
}

extension Magnet {
  /// What an imported mesh that ends too near adds to the error of the accuracy asked for, as a sentence; nil for a
  /// generated mesh, whose far boundary is put where it does not matter.
  ///
  /// The far boundary reflects the magnet's dipole field: at most (a/R)³ / 2 of it, as `RefinementLadder` counts it.
  func farBoundaryWarning(accuracy: Double) -> String? {
    guard let distance = importedMesh?.farDistance(fromHeight: fluxDisc.y) else { return nil }
    let ratio = radius / distance
    let share = 0.5 * ratio * ratio * ratio
    guard share > 0.1 * accuracy else { return nil }
    func rounded(_ value: Double, to digits: Double) -> Double { (value * digits).rounded() / digits }
    return "the outline of the mesh is only \(rounded(distance / radius, to: 10)) times as far away as the magnet is "
      + "large; that adds up to \(rounded(100 * share, to: 1e3)) % to the error, beyond the estimate"
  }
}
