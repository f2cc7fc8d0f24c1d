import Foundation
import Testing
import TimeStepping

/// `dy/dt = -k (y - g(t)) + g'(t)` in every component, each with a stiffness k of its own; the solution is g when it
/// starts there. Plays by the integrator's rules with a diagonal matrix.
private struct Relaxation: ImplicitSystem, ~Copyable {
  var stiffness: [Double]
  var target: @Sendable (Double) -> Double
  var targetRate: @Sendable (Double) -> Double
  /// Refuses every iterate after this time.
  var breaksAt = Double.infinity
  private var diagonal: [Double]

  init(
    stiffness: [Double], target: @escaping @Sendable (Double) -> Double,
    targetRate: @escaping @Sendable (Double) -> Double, breaksAt: Double = .infinity
  ) {
    self.stiffness = stiffness
    self.target = target
    self.targetRate = targetRate
    self.breaksAt = breaksAt
    diagonal = stiffness
  }

  var dimension: Int { stiffness.count }
  /// The first component itself, and the time's rate.
  private(set) var monitored = SIMD3(0.0, 1.0, 0.0)

  mutating func evaluate(_ y: [Double], time: Double, momentum: inout [Double], rate: inout [Double]) -> Bool {
    monitored.x = y[0]
    for i in y.indices {
      momentum[i] = y[i]
      rate[i] = -stiffness[i] * (y[i] - target(time)) + targetRate(time)
    }
    return time <= breaksAt
  }

  mutating func factor(shift: Double) -> Bool {
    for i in diagonal.indices { diagonal[i] = 1 + shift * stiffness[i] }
    return true
  }

  mutating func correct(_ y: inout [Double], residual: inout [Double], shift: Double) -> Double {
    var largest = 0.0
    for i in y.indices {
      let step = residual[i] / diagonal[i]
      y[i] -= step
      largest = max(largest, abs(step))
    }
    return largest
  }

  mutating func startStep() {}

  var memory: [Double] { diagonal }

  mutating func restore(_ memory: [Double]) -> Bool {
    diagonal = memory
    return memory.count == stiffness.count
  }

  func derivative(of rate: [Double], from state: [Double], at time: Double, into derivative: inout [Double]) {
    derivative = rate
  }

  func size(ofResidual residual: [Double]) -> Double { residual.reduce(0) { max($0, abs($1)) } }

  mutating func size(of change: [Double]) -> Double { change.map(abs).max() ?? 0 }
}

@Suite struct IntegratorTests {
  private func error(_ tableau: Tableau, tolerance: Double, stiffness: [Double]) throws -> (error: Double, steps: Int) {
    var system = Relaxation(stiffness: stiffness, target: { sin($0) }, targetRate: { cos($0) })
    var integrator = Integrator(
      tableau: tableau, control: StepControl(tolerance: tolerance),
      state: [Double](repeating: 0, count: stiffness.count))
    var worst = 0.0
    try integrator.integrate(&system, from: 0, to: 2) { integrator, _, step in
      worst = max(worst, integrator.state.map { abs($0 - sin(step.end)) }.max() ?? 0)
      return true
    }
    return (worst, integrator.counts.steps)
  }

  @Test(arguments: [(Tableau.euler, 1.0), (.sdirk2, 2.0), (.sdirk3, 3.0)])
  func `each method has its order in the step`(tableau: Tableau, order: Double) throws {
    let runs = try [1e-4, 1e-5, 1e-6].map { try error(tableau, tolerance: $0, stiffness: [0.5]) }
    for (a, b) in zip(runs, runs.dropFirst()) {
      let observed = log(a.error / b.error) / log(Double(b.steps) / Double(a.steps))
      print("\(tableau.name): \(a.steps) -> \(b.steps) steps, observed order \(observed)")
      #expect(observed > order - 0.5 && observed < order + 0.6)
    }
  }

  @Test func `stiffness costs neither steps nor accuracy`() throws {
    let mild = try error(.sdirk2, tolerance: 1e-4, stiffness: [1])
    let stiff = try error(.sdirk2, tolerance: 1e-4, stiffness: [1, 1e4, 1e9])
    #expect(stiff.error < 3 * mild.error)
    #expect(stiff.steps < 2 * mild.steps)
  }

  @Test func `lands exactly on the end`() throws {
    var system = Relaxation(stiffness: [3], target: { $0 }, targetRate: { _ in 1 })
    var integrator = Integrator(control: StepControl(tolerance: 1e-3), state: [0])
    var ends: [Double] = []
    try integrator.integrate(&system, from: 0.1, to: 0.7) { _, _, step in
      ends.append(step.end)
      return true
    }
    #expect(ends.last == 0.7)
    #expect(ends == ends.sorted())
  }

  @Test(arguments: [(Tableau.euler, 1e-2), (.sdirk2, 1e-4), (.sdirk3, 1e-5)])
  func `what is monitored is integrated with the method's weights`(tableau: Tableau, bound: Double) throws {
    var system = Relaxation(stiffness: [0.5], target: { sin($0) }, targetRate: { cos($0) })
    var integrator = Integrator(tableau: tableau, control: StepControl(tolerance: 1e-5), state: [0])
    var integral = SIMD3(0.0, 0.0, 0.0)
    try integrator.integrate(&system, from: 0, to: 2) { _, _, step in
      integral += step.integral
      return true
    }
    #expect(abs(integral.x - (1 - cos(2))) < bound)
    #expect(abs(integral.y - 2) < 1e-12)
  }

  @Test func `an iteration that cannot converge ends at the floor, with the time`() {
    var system = Relaxation(stiffness: [1], target: { $0 }, targetRate: { _ in 1 }, breaksAt: 0.25)
    var integrator = Integrator(control: StepControl(tolerance: 1e-3), state: [0])
    var caught: StepFloorReached?
    do { try integrator.integrate(&system, from: 0, to: 1) { _, _, _ in true } } catch { caught = error }
    #expect((caught?.time ?? 0) > 0.249 && (caught?.time ?? 1) <= 0.25)
    #expect((caught?.newtonFailures ?? 0) >= 1)
  }
}
