import Foundation
import Notation
import Testing

@testable import Magnets

/// A capacitor that discharges through a coil, against the integration of its circuit and what closed forms say.
@Suite struct `Discharge of a capacitor` {
  private static let (voltage, capacitance, inductance) = (2000.0, 20e-3, 2e-3)
  /// 2 sqrt(L/C) is 0.632 ohm.
  private static let critical = 2 * (inductance / capacitance).squareRoot()

  private static func circuit(_ resistance: Double, crowbar: Bool = false) -> DischargeCircuit {
    DischargeCircuit(
      voltage: voltage, capacitance: capacitance, inductance: inductance, resistance: resistance, hasCrowbar: crowbar)
  }

  /// Current and voltage by the classical Runge-Kutta method, and the heat in the resistance [J]; the diode conducts from v = 0 on.
  private static func integrated(
    _ circuit: DischargeCircuit, from start: Double, until end: Double, steps: Int = 20_000
  ) -> [(time: Double, current: Double, voltage: Double, heat: Double)] {
    var (state, isClamped) = (SIMD3(start, circuit.voltage, 0), false)
    func slope(_ y: SIMD3<Double>) -> SIMD3<Double> {
      let v = isClamped ? 0 : y.y
      return SIMD3(
        (v - circuit.resistance * y.x) / circuit.inductance, isClamped ? 0 : -y.x / circuit.capacitance,
        circuit.resistance * y.x * y.x)
    }
    let step = end / Double(steps)
    return (1...steps).map { i in
      let k1 = slope(state)
      let k2 = slope(state + 0.5 * step * k1)
      let k3 = slope(state + 0.5 * step * k2)
      let k4 = slope(state + step * k3)
      state += step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
      if circuit.hasCrowbar, state.y < 0 { (isClamped, state.y) = (true, 0) }
      return (Double(i) * step, state.x, state.y, state.z)
    }
  }

  @Test(arguments: [0.08, 0.3, critical * (1 - 1e-9), critical, critical * (1 + 1e-9), 1, 5], [0.0, 300])
  func `the current is that of its circuit`(resistance: Double, start: Double) {
    let circuit = Self.circuit(resistance)
    let rows = Self.integrated(circuit, from: start, until: 0.05)
    let most = rows.map { abs($0.current) }.max() ?? 0
    for row in rows where Int((row.time * 4e5).rounded()) % 50 == 0 {
      #expect(abs(circuit.current(after: row.time, from: start).value - row.current) < 1e-9 * most)
    }
    for time in [1e-4, 3e-3, 0.02] {
      let step = 1e-7
      let rate = circuit.current(after: time, from: start).rate
      let difference =
        (circuit.current(after: time + step, from: start).value - circuit.current(after: time - step, from: start).value)
        / (2 * step)
      #expect(abs(rate - difference) < 1e-5 * most / 1e-3)
    }
    #expect(circuit.clamping(from: start) == nil)
    let last = rows[rows.count - 1]
    let energies = (
      0.5 * Self.capacitance * Self.voltage * Self.voltage + 0.5 * Self.inductance * start * start,
      last.heat + 0.5 * Self.capacitance * last.voltage * last.voltage
        + 0.5 * Self.inductance * last.current * last.current
    )
    #expect(abs(energies.1 / energies.0 - 1) < 1e-9)
  }

  @Test func `an overdamped circuit stays finite for long times`() {
    let circuit = Self.circuit(1e3)
    let slow = circuit.current(after: 1, from: 0).value
    // R C is 20 s, L/R is 2 us.
    #expect(abs(slow / (Self.voltage / 1e3 * exp(-1 / 20.0)) - 1) < 1e-6)
    #expect(Self.circuit(1e3).current(after: 1e4, from: 0).value.isFinite)
  }

  @Test(arguments: [0.08, 0.3]) func `a crowbar clamps it where the voltage comes to zero`(resistance: Double) throws {
    let circuit = Self.circuit(resistance, crowbar: true)
    let clamping = try #require(circuit.clamping(from: 0))
    let rows = Self.integrated(circuit, from: 0, until: 0.1, steps: 100_000)
    let first = try #require(rows.first { $0.voltage <= 0 })
    #expect(abs(first.time - clamping) < 2e-6)
    let most = rows.map(\.current).max() ?? 0
    for row in rows where Int((row.time * 1e6).rounded()) % 500 == 0 {
      #expect(abs(circuit.current(after: row.time, from: 0).value - row.current) < 1e-5 * most)
    }
    let (before, after) = (
      circuit.current(after: clamping * (1 - 1e-9), from: 0), circuit.current(after: clamping, from: 0)
    )
    #expect(abs(before.value / after.value - 1) < 1e-6 && abs(before.rate / after.rate - 1) < 1e-5)
    #expect(circuit.breaks(within: 1, from: 0).contains(clamping))
    #expect(Self.circuit(2, crowbar: true).clamping(from: 0) == nil)
    // A current that flows already can draw the capacitor below zero, whatever the resistance.
    #expect(Self.circuit(1, crowbar: true).clamping(from: 1e5) ?? 0 > 0)
  }

  @Test(arguments: [0.08, 0.3, critical, 1, 5]) func `its peak is among the breaks`(resistance: Double) {
    let circuit = Self.circuit(resistance)
    let rows = Self.integrated(circuit, from: 0, until: 0.1)
    let most = rows.map { abs($0.current) }.max() ?? 0
    #expect(abs(circuit.peak(within: 0.1) / most - 1) < 1e-5)
    let breaks = circuit.breaks(within: 0.1, from: 0)
    #expect(breaks == breaks.sorted() && breaks.allSatisfy { $0 >= 0 })
  }

  @Test func `what cannot discharge is refused`() {
    func findings(_ resistance: Double, _ source: String, turns: Double? = 200) -> [Finding] {
      SimulationCase(
        name: "c", bulks: [], sources: [.loop("main", radius: 0.1, z: 0.5, turns: turns)],
        stages: [
          .cool(field: 0, temperature: 20), .discharge(Self.circuit(resistance), duration: 1, source: source),
        ]
      ).validate().filter { $0.path.description.hasPrefix("protocol") }
    }
    #expect(findings(0.08, "main").isEmpty)
    #expect(findings(0.08, "").first?.problem.contains("missing") == true)
    #expect(findings(0.08, "other").first?.problem.contains("no source is named") == true)
    #expect(findings(0.08, "main", turns: nil).first?.problem.contains("no turns") == true)
    #expect(findings(-1, "main").first?.path.description == "protocol[1].discharge.resistance")
    #expect(findings(1e-6, "main").first?.problem.contains("rings") == true)
  }
}
