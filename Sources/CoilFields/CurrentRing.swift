internal import Notation

/// A circular current filament around the z axis.
public enum CurrentRing {
  /// Field per ampere, [T/A] and [Wb/m/A], of a ring of radius `a` in the plane z = 0 at (r, z), by complete elliptic integrals.
  ///
  /// W. R. Smythe, Static and Dynamic Electricity, section 7.10. Not defined on the wire itself.
  public static func field(radius a: Double, r: Double, z: Double) -> CoilField {
    let far = (a + r) * (a + r) + z * z
    if r * r < 1e-10 * far {
      // Close to the axis the two terms of Br cancel; there its series is exact to the last digit.
      let s = a * a + z * z
      let root = s.squareRoot()
      let bz = 0.5 * vacuumPermeability * a * a / (s * root)
      return CoilField(br: 1.5 * bz * z * r / s, bz: bz, aPhi: 0.5 * bz * r)
    }
    let near = (a - r) * (a - r) + z * z
    let (k, e) = completeElliptic(complement: near / far)
    let scale = vacuumPermeability / (2 * .pi * far.squareRoot())
    let bz = scale * (k + (a * a - r * r - z * z) / near * e)
    let br = scale * z / r * (-k + (a * a + r * r + z * z) / near * e)
    let modulus = 4 * a * r / far
    let aPhi = vacuumPermeability / (2 * .pi * r) * far.squareRoot() * ((1 - 0.5 * modulus) * k - e)
    return CoilField(br: br, bz: bz, aPhi: aPhi)
  }

  /// (Br, Bz) alone, off the axis and likewise not on the wire: for those who need millions of them.
  static func fluxDensity(radius a: Double, r: Double, z: Double) -> SIMD2<Double> {
    let (square, heightSquare) = ((a + r) * (a + r), z * z)
    let far = square + heightSquare
    if r * r < 1e-10 * far {
      let field = field(radius: a, r: r, z: z)
      return SIMD2(field.br, field.bz)
    }
    let near = (a - r) * (a - r) + heightSquare
    let (k, e) = completeElliptic(complement: near / far)
    let scale = vacuumPermeability / (2 * .pi * far.squareRoot())
    let share = e / near
    return scale
      * SIMD2(z / r * ((a * a + r * r + heightSquare) * share - k), k + (a * a - r * r - heightSquare) * share)
  }

  /// Complete elliptic integrals K and E for the complementary parameter `1 - k²` in (0, 1], by the arithmetic-geometric
  /// mean. M. Abramowitz and I. A. Stegun, 17.6; five rounds give full precision for `1 - k² > 1e-12`.
  public static func completeElliptic(complement: Double) -> (k: Double, e: Double) {
    var a = 1.0
    var b = complement.squareRoot()
    var power = 0.5
    var sum = power * (1 - complement)
    while true {
      let c = 0.5 * (a - b)
      let mean = 0.5 * (a + b)
      b = (a * b).squareRoot()
      a = mean
      power *= 2
      sum += power * c * c
      if abs(c) <= 1e-9 * a { break }
    }
    let k = .pi / (2 * a)
    return (k, k * (1 - sum))
  }
}
