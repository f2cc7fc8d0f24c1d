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

  /// `log Phi(z)`
  static func logCumulative(_ z: Double) -> Double {
    if z > -1 { return log(cumulative(z)) }
    return -0.5 * z * z + log(0.5 * scaledErrorFunction(-z / 2.0.squareRoot()))
  }

  /// `phi(z) / Phi(z)`, the slope of `log Phi`.
  static func inverseMills(_ z: Double) -> Double { exp(-0.5 * z * z - logSqrtTwoPi - logCumulative(z)) }

  /// `log h(z)` with `h(z) = phi(z) + z Phi(z)`, the expected improvement of a standard normal over -z, and the slope of it,
  /// `Phi(z) / h(z)`.
  ///
  /// The cases of S. Ament et al., "Unexpected improvements to expected improvement for Bayesian optimization", NeurIPS 2023,
  /// equation 9: the difference of two nearly equal numbers is taken inside of the scaled error function, and far out by its series.
  static func logImprovement(_ z: Double) -> (value: Double, slope: Double) {
    let value: Double
    if z > -1 {
      value = log(density(z) + z * cumulative(z))
    } else if z > -1e4 {
      // h = phi(z) (1 - |z| Phi(z)/phi(z)), the second term near to one: 1 - 1/z² + 3/z⁴ - 15/z⁶
      let t = -z
      let ratio = t * scaledErrorFunction(t / 2.0.squareRoot()) * (0.5 * .pi).squareRoot()
      let rest = t < 40 ? 1 - ratio : (1 - (3 - 15 / (t * t)) / (t * t)) / (t * t)
      value = -0.5 * z * z - logSqrtTwoPi + log(rest)
    } else {
      value = -0.5 * z * z - logSqrtTwoPi - 2 * log(-z)
    }
    return (value, exp(logCumulative(z) - value))
  }
}
