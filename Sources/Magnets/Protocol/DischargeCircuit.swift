internal import RealModule

/// A capacitor that discharges through a coil: its current in a series circuit of resistance, inductance and capacitance, in closed form.
///
/// `L di/dt + R i = v`, `C dv/dt = -i`. With a crowbar a diode across the capacitor takes over when its voltage comes to zero, and the current
/// dies away as `exp(-R t/L)`. What the currents of the bulks induce in the coil is left out: the inductance is that of the coil as the circuit
/// sees it. SI units.
public struct DischargeCircuit: Sendable, Hashable, Codable {
  /// To which the capacitor is charged [V]; its sign is that of the current.
  public var voltage: Double
  /// [F]
  public var capacitance: Double
  /// Of the coil and its leads [H].
  public var inductance: Double
  /// [ohm]
  public var resistance: Double
  /// Whether a diode bridges the capacitor.
  public var hasCrowbar: Bool

  public init(
    voltage: Double, capacitance: Double, inductance: Double, resistance: Double, hasCrowbar: Bool = false
  ) {
    (self.voltage, self.capacitance, self.inductance) = (voltage, capacitance, inductance)
    (self.resistance, self.hasCrowbar) = (resistance, hasCrowbar)
  }

  /// 1/s: of the envelope, and of the circuit without resistance.
  private var damping: Double { 0.5 * resistance / inductance }
  private var frequency: Double { 1 / (inductance * capacitance).squareRoot() }
  /// Its square root is the frequency of oscillations; negative without any.
  private var square: Double { (frequency - damping) * (frequency + damping) }

  /// `exp(-a t)` times cos and sin/w, or cosh and sinh/b, so that neither overflows nor loses digits where both roots meet.
  private func waves(_ time: Double) -> (even: Double, odd: Double) {
    let x = square * time * time
    if abs(x) < 1e-4 {
      let envelope = Double.exp(-damping * time)
      return (
        envelope * (1 - x / 2 * (1 - x / 12 * (1 - x / 30))),
        envelope * time * (1 - x / 6 * (1 - x / 20 * (1 - x / 42)))
      )
    }
    let root = abs(square).squareRoot()
    guard square < 0 else {
      let envelope = Double.exp(-damping * time)
      return (envelope * Double.cos(root * time), envelope * Double.sin(root * time) / root)
    }
    let slow = Double.exp(-frequency * frequency / (damping + root) * time)
    let fast = Double.exp(-(damping + root) * time)
    return (0.5 * (slow + fast), 0.5 * (slow - fast) / root)
  }

  /// The voltage of the capacitor [V] and the current [A], whose start is given, without a crowbar.
  private func free(_ time: Double, from start: Double) -> (voltage: Double, current: Double) {
    let (even, odd) = waves(time)
    return (
      voltage * even + (damping * voltage - start / capacitance) * odd,
      start * even + (voltage / inductance - damping * start) * odd
    )
  }

  /// When the voltage of the capacitor first comes to zero, and the current is clamped [s]; nil where it never does, and without a crowbar.
  func clamping(from start: Double) -> Double? {
    guard hasCrowbar else { return nil }
    guard voltage != 0 else { return 0 }
    let slope = (damping * voltage - start / capacitance) * (voltage > 0 ? 1 : -1)
    let size = abs(voltage)
    let root = abs(square).squareRoot()
    if abs(square) < 1e-12 * frequency * frequency { return slope < 0 ? -size / slope : nil }
    if square > 0 { return Double.atan2(y: size * root, x: -slope) / root }
    let ratio = -size * root / slope
    return slope < 0 && ratio < 1 ? Double.atanh(ratio) / root : nil
  }

  /// [A] and [A/s] so long after the start [s], from a current [A].
  func current(after time: Double, from start: Double) -> (value: Double, rate: Double) {
    if let clamping = clamping(from: start), time >= clamping {
      let value = free(clamping, from: start).current * Double.exp(-resistance / inductance * (time - clamping))
      return (value, -resistance / inductance * value)
    }
    let (voltage, value) = free(time, from: start)
    return (value, (voltage - resistance * value) / inductance)
  }

  /// How often the current swings to and fro until a hundred-thousandth of it is left, without a crowbar.
  var oscillations: Double { square > 0 ? 12 / damping * square.squareRoot() / (2 * .pi) : 0 }

  /// Times between which the current neither bends sharply nor turns round, ascending [s].
  func breaks(within duration: Double, from start: Double) -> [Double] {
    let root = abs(square).squareRoot()
    let clamping = clamping(from: start) ?? .infinity
    var times: [Double]
    if square > 1e-6 * frequency * frequency {
      let peak = Double.atan2(y: root, x: damping) / root
      let quarter = 0.5 * .pi / root
      let last = min(duration, 12 / damping, clamping)
      times = [0.5 * peak, peak] + stride(from: quarter, to: last, by: quarter).map { $0 }
      // Each half wave has its peak as long after its zero.
      times += stride(from: peak + 2 * quarter, to: last, by: 2 * quarter).map { $0 }
    } else {
      let slow = damping > root ? (damping + root) / (frequency * frequency) : 1 / damping
      let peak = root > 1e-6 * damping ? Double.atanh(min(root / damping, 1 - 1e-15)) / root : 1 / damping
      times = [0.5, 1, 2, 4].map { $0 * peak } + [1, 3, 10].map { $0 * slow }
    }
    times.removeAll { $0 >= clamping }
    if clamping.isFinite { times += [0, 1, 3, 10].map { clamping + $0 * inductance / resistance } }
    return times.sorted()
  }
}

extension DischargeCircuit {
  /// The largest current from a start without any, within a time [A].
  func peak(within duration: Double) -> Double {
    (breaks(within: duration, from: 0).filter { $0 < duration } + [duration]).reduce(0) {
      max($0, abs(current(after: $1, from: 0).value))
    }
  }
}
