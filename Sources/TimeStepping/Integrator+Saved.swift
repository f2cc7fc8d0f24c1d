extension Integrator {
  /// Where an integration stands between two steps, besides its state.
  struct Stride: Sendable, Codable {
    /// [s]
    var time = 0.0
    /// The next step; it may be shortened to land on the end.
    var step = 0.0
    var lastStep: Double?
    /// Where Newton fails once, it would fail again as soon as the steps have grown back. On 2560 cells, where every third
    /// step ended so, this and giving up early save two factorisations of three.
    var longest = Double.infinity
    var factors = FactorAge()
  }

  /// How old the factorisation at hand is, and whether it may serve another step.
  struct FactorAge: Sendable, Codable {
    private var step = 0.0
    private var age = 0
    private(set) var valid = false

    mutating func startStep(_ length: Double) {
      if abs(length / step - 1) > 0.25 || age >= 4 { valid = false }
    }

    mutating func renew(_ length: Double) { (step, age, valid) = (length, 0, true) }
    mutating func endStep() { age += 1 }
    mutating func discard() { valid = false }
  }

  /// All that an integration is between two steps. An integrator that takes it up goes on with the same bits, when its
  /// system does so with its own `memory`.
  public struct Saved: Sendable, Codable {
    public var counts: StepCounts
    /// [s]
    public var time: Double { stride.time }

    var stride: Stride
    var state: [Double]
    var previousState: [Double]
    var rate: [Double]
    var previousRate: [Double]
    var momentum: [Double]

    /// False for numbers that no integration of so many unknowns, from `start` to `end`, leaves behind.
    public func fits(dimension: Int, from start: Double, to end: Double) -> Bool {
      let vectors = [state, previousState, rate, previousRate, momentum]
      return vectors.allSatisfy { $0.count == dimension && $0.allSatisfy(\.isFinite) }
        && stride.time > start && stride.time < end && stride.step > 0 && stride.step.isFinite
        && stride.longest >= stride.step && (stride.lastStep ?? 1) > 0
    }
  }
}
