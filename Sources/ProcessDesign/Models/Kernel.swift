internal import RealModule

/// How alike the results at two points of the unit cube are, as a function of one number: the squared distance in length scales
/// `q = Σ (u - v)²/l²`, and for the linear kernel the product `q = Σ (u - 1/2)(v - 1/2)/l²`.
///
/// C. E. Rasmussen and C. K. I. Williams, Gaussian Processes for Machine Learning (2006), section 4.2.
public enum Kernel: String, CaseIterable, Sendable, Codable {
  case matern52
  case matern32
  case rbf
  case linear

  /// The correlation and its slope with respect to q.
  @inline(__always)
  func evaluate(_ q: Double) -> (value: Double, slope: Double) {
    switch self {
    case .matern52:
      let r = (5 * q).squareRoot()
      let decay = Double.exp(-r)
      return ((1 + r + r * r / 3) * decay, -5.0 / 6 * (1 + r) * decay)
    case .matern32:
      let r = (3 * q).squareRoot()
      let decay = Double.exp(-r)
      return ((1 + r) * decay, -1.5 * decay)
    case .rbf:
      let value = Double.exp(-0.5 * q)
      return (value, -0.5 * value)
    case .linear: return (1 + q, 1)
    }
  }

  /// What one coordinate adds to q, times its length scale squared.
  @inline(__always)
  func term(_ u: Double, _ v: Double) -> Double {
    self == .linear ? (u - 0.5) * (v - 0.5) : (u - v) * (u - v)
  }

  /// The same of a word: how unlike two are does not depend on which. As far apart as half of a range; the length scale does the rest.
  @inline(__always)
  func choiceTerm(isSame: Bool) -> Double { self == .linear ? (isSame ? 0.25 : 0) : (isSame ? 0 : 0.25) }

  /// The slope of that with respect to the first coordinate.
  @inline(__always)
  func termSlope(_ u: Double, _ v: Double) -> Double { self == .linear ? v - 0.5 : 2 * (u - v) }
}
