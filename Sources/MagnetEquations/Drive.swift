/// What drives a magnet over a span of time: the applied field and the temperatures of its bulks.
package protocol Drive: Sendable {
  /// Applied flux density along z [T] at a time [s].
  func field(at time: Double) -> Double

  /// Its rate of change [T/s].
  func fieldRate(at time: Double) -> Double

  /// [K]. Asked at every iterate, so it allocates nothing.
  func temperature(ofBulk bulk: Int, at time: Double) -> Double
}
