// Where energy has gone in a run.

extension Transient {
  /// Since the last `cool`, in the meshed part [J].
  struct Spent: Sendable, Codable {
    /// Joule heat, and work of everything that is applied.
    var heat = 0.0
    var work = 0.0
    /// The work at its largest.
    var largest = 0.0
    /// Heat that was removed through cooled faces.
    var removed = 0.0
    /// Heat before the last step, and its power [W] at that step's ends.
    var before = 0.0
    var powers = SIMD2(0.0, 0.0)
    /// Heat that left by each exchange [J], before the last step too, and its power [W] at that step's end.
    var exchanged: [Double] = []
    var exchangedBefore: [Double] = []
    var exchangePowers: [Double] = []

    /// - Parameters:
    ///   - step: the integrals over a step.
    ///   - power: of the Joule heat at its end [W].
    ///   - exchangePowers: likewise of each exchange.
    ///   - length: of the step [s].
    mutating func add(_ step: SIMD3<Double>, power: Double, exchangePowers now: [Double], length: Double) {
      if !now.isEmpty {
        if exchanged.isEmpty {
          (exchanged, exchangePowers) = (now.map { _ in 0 }, now.map { _ in 0 })
        }
        exchangedBefore = exchanged
        // The trapezoidal rule shares out what the integrator's own rule says of all together.
        let shares = zip(exchangePowers, now).map { 0.5 * length * ($0 + $1) }
        let (sum, size) = (shares.reduce(0, +), shares.reduce(0) { $0 + abs($1) })
        let factor = abs(sum) > 0.1 * size ? step.z / sum : 1
        for k in shares.indices { exchanged[k] += factor * shares[k] }
        exchangePowers = now
      }
      (before, powers) = (heat, SIMD2(powers.y, power))
      (heat, work, removed) = (heat + step.x, work + step.y, removed + step.z)
      largest = max(largest, abs(work))
    }
  }
}
