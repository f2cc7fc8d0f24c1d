/// What drives a magnet over a span of time: the uniform field, other sources, and the temperatures of its bulks.
package protocol Drive: Sendable {
  /// Uniform flux density along z [T] at a time [s].
  func field(at time: Double) -> Double

  /// Its rate of change [T/s].
  func fieldRate(at time: Double) -> Double

  /// [K]. Asked at every iterate, so it allocates nothing.
  func temperature(ofBulk bulk: Int, at time: Double) -> Double

  /// A source in units of its drive, how much it has risen [m], and the rates of both; of a magnet that has such sources.
  func source(
    _ index: Int, at time: Double
  ) -> (strength: Double, strengthRate: Double, rise: Double, speed: Double)
}

extension Drive {
  /// Of a magnet in the uniform field alone.
  package func source(
    _ index: Int, at time: Double
  ) -> (strength: Double, strengthRate: Double, rise: Double, speed: Double) {
    preconditionFailure("source \(index) of a drive without sources")
  }
}
