#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The standard normal distribution, where needed by logarithms that do not underflow.
enum Normal {
  private static let logSqrtTwoPi = 0.5 * log(2 * Double.pi)

  static func density(_ z: Double) -> Double { exp(-0.5 * z * z - logSqrtTwoPi) }

  static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  /// `exp(x²) erfc(x)` for x >= 0; beyond 5 by its continued fraction, whose 40 terms leave an error of 1e-16 there.
  static func scaledErrorFunction(_ x: Double) -> Double {
    if x < 5 { return exp(x * x) * erfc(x) }
    var tail = 0.0
    for k in stride(from: 40, through: 1, by: -1) { tail = 0.5 * Double(k) / (x + tail) }
    return 1 / ((x + tail) * Double.pi.squareRoot())
  }

  /// `Phi(-t) / phi(t)` for t > 0, which falls like 1/t.
  private static func millsRatio(_ t: Double) -> Double {
    (0.5 * .pi).squareRoot() * scaledErrorFunction(t / 2.0.squareRoot())
  }

  /// `log Phi(z)`
  static func logCumulative(_ z: Double) -> Double {
    z > -1 ? log(cumulative(z)) : -0.5 * z * z - logSqrtTwoPi + log(millsRatio(-z))
  }

  /// `phi(z) / Phi(z)`, the slope of `log Phi`.
  static func inverseMills(_ z: Double) -> Double {
    z > -1 ? density(z) / cumulative(z) : 1 / millsRatio(-z)
  }

  /// `log h(z)` with `h(z) = phi(z) + z Phi(z)`, the expected improvement of a standard normal over -z, and the slope of it,
  /// `Phi(z) / h(z)`.
  ///
  /// After S. Ament et al., "Unexpected improvements to expected improvement for Bayesian optimization", NeurIPS 2023, equation 9:
  /// the difference of two nearly equal numbers is taken without the factor that underflows, and far out by its series.
  static func logImprovement(_ z: Double) -> (value: Double, slope: Double) {
    guard z <= -1 else {
      let improvement = density(z) + z * cumulative(z)
      return (log(improvement), cumulative(z) / improvement)
    }
    let t = -z
    let mills = millsRatio(t)
    // h = phi(z) (1 - t m(t)); the series has an error of 1e-12 at 40, the difference loses a factor t² of its digits.
    let s = 1 / (t * t)
    let share = t < 40 ? 1 - t * mills : s * (1 - s * (3 - s * (15 - s * (105 - 945 * s))))
    return (-0.5 * z * z - logSqrtTwoPi + log(share), mills / share)
  }
}
