internal import RealModule

/// The standard normal distribution and its inverse, where needed by logarithms that do not underflow.
public enum Normal {
  private static let logSqrtTwoPi = 0.5 * Double.log(2 * Double.pi)

  public static func logDensity(_ z: Double) -> Double { -0.5 * z * z - logSqrtTwoPi }

  public static func density(_ z: Double) -> Double { Double.exp(logDensity(z)) }

  public static func cumulative(_ z: Double) -> Double { 0.5 * Double.erfc(-z / 2.0.squareRoot()) }

  /// `Double.exp(x²) Double.erfc(x)` for x >= 0; beyond 5 by its continued fraction, whose 40 terms leave an error of 1e-16 there.
  public static func scaledErrorFunction(_ x: Double) -> Double {
    if x < 5 { return Double.exp(x * x) * Double.erfc(x) }
    var tail = 0.0
    for k in stride(from: 40, through: 1, by: -1) { tail = 0.5 * Double(k) / (x + tail) }
    return 1 / ((x + tail) * Double.pi.squareRoot())
  }

  /// `Phi(-t) / phi(t)` for t > 0, which falls like 1/t.
  public static func millsRatio(_ t: Double) -> Double {
    (0.5 * .pi).squareRoot() * scaledErrorFunction(t / 2.0.squareRoot())
  }

  /// `log Phi(z)`
  public static func logCumulative(_ z: Double) -> Double {
    z > -1 ? Double.log(cumulative(z)) : logDensity(z) + Double.log(millsRatio(-z))
  }

  /// `phi(z) / Phi(z)`, the slope of `log Phi`.
  public static func inverseMills(_ z: Double) -> Double {
    z > -1 ? density(z) / cumulative(z) : 1 / millsRatio(-z)
  }

  /// The inverse of the distribution function, for p above 0 and below 1.
  ///
  /// M. J. Wichura, Algorithm AS 241 (PPND16), Appl. Stat. 37, 477 (1988): relative error about 1e-16.
  public static func quantile(_ p: Double) -> Double {
    func ratio(_ r: Double, _ numerator: [Double], _ denominator: [Double]) -> Double {
      numerator.reversed().reduce(0) { $0 * r + $1 } / denominator.reversed().reduce(0) { $0 * r + $1 }
    }
    let q = p - 0.5
    if abs(q) <= 0.425 {
      return q
        * ratio(
          0.180625 - q * q,
          [
            3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
            4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
          ],
          [
            1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
            3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
          ])
    }
    let r = (-Double.log(min(p, 1 - p))).squareRoot()
    let tail =
      r <= 5
      ? ratio(
        r - 1.6,
        [
          1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
          1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
        ],
        [
          1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
          1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
        ])
      : ratio(
        r - 5,
        [
          6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
          2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
        ],
        [
          1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
          7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
          2.04426310338993978564e-15,
        ])
    return q < 0 ? -tail : tail
  }
}
