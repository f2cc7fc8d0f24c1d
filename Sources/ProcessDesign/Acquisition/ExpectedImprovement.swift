internal import RealModule
internal import Sampling

extension Normal {
  /// `log h(z)` with `h(z) = phi(z) + z Phi(z)`, the expected improvement of a standard normal over -z, and its slope,
  /// `Phi(z) / h(z)`.
  ///
  /// After S. Ament et al., "Unexpected improvements to expected improvement for Bayesian optimization", NeurIPS 2023, equation 9:
  /// the difference of two nearly equal numbers is taken without the factor that underflows, and far out by its series.
  static func logImprovement(_ z: Double) -> (value: Double, slope: Double) {
    guard z <= -1 else {
      let improvement = density(z) + z * cumulative(z)
      return (Double.log(improvement), cumulative(z) / improvement)
    }
    let t = -z
    let mills = millsRatio(t)
    // h = phi(z) (1 - t m(t)); the series has an error of 1e-12 at 40, the difference loses a factor t² of its digits.
    let s = 1 / (t * t)
    let share = t < 40 ? 1 - t * mills : s * (1 - s * (3 - s * (15 - s * (105 - 945 * s))))
    return (logDensity(z) + Double.log(share), mills / share)
  }
}
