/// A stiff system `d/dt (M y + g(t)) = f(y, t)` with a constant, symmetric positive definite M, as the integrator sees it. What drives it
/// may stand in f as a rate, or in g, whose difference between the ends of a step is then what counts; most have no g. In place of M y
/// may stand any increasing function of y, an enthalpy H(T) say; M is then its slope.
///
/// The rules between the integrator and a system:
///
/// 1. `evaluate` is called before anything that depends on the iterate; the system may keep whatever it needs from it
///    (fields, slopes) until the next `evaluate`.
/// 2. `evaluate` accepts any finite iterate, however far off, and writes finite numbers or says so by returning false.
/// 3. `factor` uses the iterate of the last `evaluate`; its factors stay valid until the next `factor`, for any iterate.
/// 4. `correct` solves with those factors and moves the iterate. It need not move along a straight line: a system that
///    knows its nonlinearity may take the correction in a variable of its own, as long as it is Newton's to first order.
/// 5. `predict` may move the first iterate of a stage before it is evaluated; where it is moved to decides how many iterations follow,
///    not what they lead to.
/// 6. Sizes are relative: 1 means a change as large as the solution usually is, at the last `startStep`, which follows an
///    `evaluate` of the state that the step starts from.
/// 7. None of these calls allocates memory, but for `derivative`, which no step needs, and `memory` with `restore`.
/// 8. Between two steps a system is told by the integrator's state and by `memory`: another one that restores it goes on
///    with the same bits.
public protocol ImplicitSystem: ~Copyable {
  /// Length of y.
  var dimension: Int { get }

  /// Writes the momentum `M y + g(t)` and `f(y, t)`; false when they are not finite.
  mutating func evaluate(_ y: [Double], time: Double, momentum: inout [Double], rate: inout [Double]) -> Bool

  /// Factors `M - shift df/dy` at the iterate of the last `evaluate`; false when it is singular, or known to be that of a step in which a
  /// disturbance grows.
  mutating func factor(shift: Double) -> Bool

  /// Newton's correction for `residual = M y + g - known - shift f(y)`: moves `y`, overwrites `residual`, returns the largest
  /// relative change of any component.
  mutating func correct(_ y: inout [Double], residual: inout [Double], shift: Double) -> Double

  /// Writes `dy/dt = M^-1 (rate - dg/dt)`, M at a state where it is no constant, g at a time.
  func derivative(of rate: [Double], from state: [Double], at time: Double, into derivative: inout [Double])

  /// Three rates at the iterate of the last `evaluate` whose integrals over time are wanted, say powers; the integrator
  /// integrates them with the weights of its own method.
  var monitored: SIMD3<Double> { get }

  /// May move the first iterate of a stage off the straight line that it lies on, to where the system knows the solution to be nearer; the
  /// last `evaluate` was that of the line's end. A current that grows towards Jc goes on by itself, say, not beyond it.
  mutating func predict(_ y: inout [Double], along line: PredictionLine, time: Double, shift: Double)

  /// Takes the state of the last `evaluate` as that to which sizes are relative from now on.
  mutating func startStep()

  /// What it keeps from one step to the next: sizes, and what the factors at hand were made from.
  var memory: [Double] { get }

  /// Takes up the `memory` of an equal system, factors included; false for one that cannot be such.
  mutating func restore(_ memory: [Double]) -> Bool

  /// Relative size of a change of y in the norm in which accuracy is asked for.
  mutating func size(of change: [Double]) -> Double

  /// Relative size, about, of the change of y that a residual of Newton's equation stands for.
  func size(ofResidual residual: [Double]) -> Double

  /// True to keep coefficients that depend on the state, Jc(B) say, as they are at the last `evaluate` before. The system is then
  /// monotone, and an implicit step always has a solution: the way over a jump that no step is short enough to follow.
  var holdsCoefficients: Bool { get set }
}

/// The straight line that the first iterate of a stage lies on, and how far beyond its end, as a share of its length.
public enum PredictionLine: Sendable {
  /// From the last step's start to its end. Zero where nothing is known of a last step.
  case lastStep(beyond: Double)
  /// From the step's start to the stage before.
  case stageBefore(beyond: Double)
}

extension ImplicitSystem where Self: ~Copyable {
  /// Leaves it on the line.
  public mutating func predict(_ y: inout [Double], along line: PredictionLine, time: Double, shift: Double) {}

  /// Of a system without such coefficients.
  public var holdsCoefficients: Bool {
    get { false }
    set { _ = newValue }
  }
}
