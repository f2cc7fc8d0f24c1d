internal import Meshing

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
