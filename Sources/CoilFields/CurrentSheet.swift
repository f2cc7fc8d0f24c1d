internal import Notation
internal import RealModule

/// A cylinder of radius a around the z axis whose mantle carries a current around the axis, the same in every metre of its height: a
/// thin solenoid, and the mantle of a magnetised body. Lengths in metres.
///
/// Its field is the difference of what two half-infinite ones make, `F(z - z0) - F(z - z1)`. N. Derby and S. Olbert, Am. J. Phys. 78,
/// 229 (2010), give B by Bulirsch's integral; A follows alike from
///
///     A_phi = mu0 K a² r zeta / (2 pi) ∫ sin² phi / (rho² sqrt(rho² + zeta²)) dphi,   rho² = a² + r² - 2 a r cos phi
///
/// over half a turn. Where r and a differ by much, that integral and those of B are sums over equal angles instead, which converge like
/// (r/a)^2N and lose no digit at the axis and far away.
public struct CurrentSheet: Sendable, Equatable {
  public var radius: Double
  public var z0: Double
  public var z1: Double

  public init(radius: Double, z0: Double, z1: Double) {
    (self.radius, self.z0, self.z1) = (radius, z0, z1)
  }

  /// The field at (r, z) per A/m, [T/(A/m)] and [Wb/m/(A/m)]: to about 1e-14 of the largest. Bz on the sheet itself is the mean of
  /// both sides, and on its rims, where Br has no bound, that of a point a 1e-20th away.
  public func field(r: Double, z: Double) -> CoilField {
    var field = Self.halfInfinite(radius: radius, r: r, zeta: z - z0)
    field.add(Self.halfInfinite(radius: radius, r: r, zeta: z - z1), times: -1)
    return field
  }

  /// What the sheet makes that begins `zeta` below the point and has no upper end, but for what it makes of Bz and A at its middle.
  static func halfInfinite(radius a: Double, r: Double, zeta: Double) -> CoilField {
    guard a > 0 else { return CoilField() }
    let ratio = min(r, a) / max(r, a)
    return ratio < 0.3 ? byAngles(a, r, zeta, ratio) : byIntegrals(a, r, zeta)
  }

  private static func byAngles(_ a: Double, _ r: Double, _ zeta: Double, _ ratio: Double) -> CoilField {
    let count = ratio > 1e-5 ? max(3, Int((-8 / Double.log10(ratio)).rounded(.up))) : 3
    let (sum, twice, square) = (a * a + r * r, 2 * a * r, zeta * zeta)
    var (radial, axial, potential) = (0.0, 0.0, 0.0)
    let cosines = EqualAngles.cosines(count)
    for cosine in cosines {
      let near = sum - twice * cosine
      let far = near + square
      let root = far.squareRoot()
      let sine = 1 - cosine * cosine
      potential += sine / (near * root)
      radial += sine / (far * root)
      axial += (a - r * cosine) / (near * root)
    }
    let scale = 0.5 * vacuumPermeability * a / Double(count)
    return CoilField(
      br: -scale * a * r * radial, bz: scale * zeta * axial, aPhi: scale * a * r * zeta * potential)
  }

  private static func byIntegrals(_ a: Double, _ r: Double, _ zeta: Double) -> CoilField {
    let (sum, difference) = (a + r, a - r)
    let far = sum * sum + zeta * zeta
    let root = far.squareRoot()
    let kc = max(((difference * difference + zeta * zeta) / far).squareRoot(), 1e-20)
    let gamma = difference / sum
    let p = max(gamma * gamma, 1e-300)
    let q = 4 * a * r / (sum * sum)
    let scale = vacuumPermeability / .pi
    let sine = Bulirsch.cel(kc: kc, p: 1, a: 0, b: 1)
    let radial = Bulirsch.cel(kc: kc, p: 1, a: 1, b: 0) - sine
    let axial = zeta == 0 ? 0 : Bulirsch.cel(kc: kc, p: p, a: 1, b: gamma)
    let potential = zeta == 0 ? 0 : sine - p * Bulirsch.cel(kc: kc, p: p, a: 0, b: 1)
    return CoilField(
      br: scale * a / root * radial, bz: scale * a / sum * zeta / root * axial,
      aPhi: scale * 4 * a * a * r * zeta / (sum * sum * root * q) * potential)
  }
}

/// Bulirsch's complete elliptic integral.
enum Bulirsch {
  /// `∫ (a cos² + b sin²) / ((cos² + p sin²) sqrt(cos² + kc² sin²))` over a quarter turn, for `kc` and `p` above 0.
  ///
  /// R. Bulirsch, Numer. Math. 13, 305 (1969).
  static func cel(kc: Double, p: Double, a: Double, b: Double) -> Double {
    var k = kc
    var root = p.squareRoot()
    var (c, s) = (a, b / root)
    var f = c
    c += s / root
    var g = k / root
    s = 2 * (s + f * g)
    root += g
    g = 1
    var (sum, product) = (1 + k, k)
    while abs(g - k) > 1e-8 * g {
      k = 2 * product.squareRoot()
      product = k * sum
      f = c
      c += s / root
      let h = product / root
      s = 2 * (s + f * h)
      root += h
      g = sum
      sum += k
    }
    return 0.5 * .pi * (s + c * sum) / (sum * (sum + root))
  }
}

/// Cosines of the middles of equal parts of half a turn.
private enum EqualAngles {
  static let largest = 20
  private static let all: [[Double]] = (0...largest).map { count in
    (0..<count).map { Double.cos(.pi * (Double($0) + 0.5) / Double(count)) }
  }

  static func cosines(_ count: Int) -> [Double] { all[min(count, largest)] }
}
