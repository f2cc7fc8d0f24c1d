internal import Notation
internal import RealModule

/// A coil of rectangular section around the z axis with uniform current density: what a current cell is to its surroundings.
/// Lengths in metres.
public struct RectangularCoil: Sendable, Equatable {
  public var r0: Double
  public var r1: Double
  public var z0: Double
  public var z1: Double

  public init(r0: Double, r1: Double, z0: Double, z1: Double) {
    self.r0 = r0
    self.r1 = r1
    self.z0 = z0
    self.z1 = z1
  }

  public var area: Double { (r1 - r0) * (z1 - z0) }

  /// Magnetic moment per unit current density [A m² / (A/m²)], exact.
  public var moment: Double { .pi / 3 * (r1 * r1 * r1 - r0 * r0 * r0) * (z1 - z0) }

  /// The mean of `r^power` over the section, exact.
  public func meanOfRadius(toThe power: Double) -> Double {
    let next = 1 + power
    return (Double.pow(r1, next) - Double.pow(r0, next)) / (next * (r1 - r0))
  }

  /// The mean of r weighted with r, `∫ r² / ∫ r` [m], exact.
  public var weightedMeanRadius: Double { 2.0 / 3 * (r1 * r1 * r1 - r0 * r0 * r0) / (r1 * r1 - r0 * r0) }

  /// The coil reflected in the plane z = `plane`.
  public func mirrored(in plane: Double) -> RectangularCoil {
    RectangularCoil(r0: r0, r1: r1, z0: 2 * plane - z1, z1: 2 * plane - z0)
  }

  /// Field per unit current density at (r, z), [T/(A/m²)] and [Wb/m/(A/m²)]: exact on the axis, elsewhere filaments
  /// integrated over the section to about 1e-6.
  public func field(r: Double, z: Double) -> CoilField {
    r == 0 ? CoilField(br: 0, bz: axialField(z: z), aPhi: 0) : integrate(r: r, z: z, depth: 0)
  }

  /// `Bz = mu0 J / 2 [u ln-type term]`: F(z1 - z) - F(z0 - z) with `F(u) = u (Double.asinh(r1/|u|) - Double.asinh(r0/|u|))`.
  private func axialField(z: Double) -> Double {
    func f(_ u: Double) -> Double {
      u == 0 ? 0 : u * (Double.asinh(r1 / abs(u)) - Double.asinh(r0 / abs(u)))
    }
    return 0.5 * vacuumPermeability * (f(z1 - z) - f(z0 - z))
  }

  /// Halves the section towards the point, where the kernel is singular like 1/distance, until a part is small against
  /// its distance; 14 halvings leave a part whose share is below 1e-4 of the cell's own, which is itself a small one.
  private func integrate(r: Double, z: Double, depth: Int) -> CoilField {
    let distance = distance(r: r, z: z)
    guard distance < size, depth < 14 else { return gauss(r: r, z: z, distance > 4 * size ? .two : .four) }
    var sum = CoilField()
    for part in parts { sum.add(part.integrate(r: r, z: z, depth: depth + 1), times: 1) }
    return sum
  }

  /// (Br, Bz) to about 1e-4 anywhere, for the many points of a map.
  func mapField(r: Double, z: Double, depth: Int = 0) -> SIMD2<Double> {
    guard distance(r: r, z: z) < size, depth < 2 else { return quickField(r: r, z: z) }
    return parts.reduce(.zero) { $0 + $1.mapField(r: r, z: z, depth: depth + 1) }
  }

  private var size: Double { max(r1 - r0, z1 - z0) }

  private func distance(r: Double, z: Double) -> Double {
    Double.hypot(max(r0 - r, 0, r - r1), max(z0 - z, 0, z - z1))
  }

  /// Long sections are halved across, square ones both ways: four slivers of a thin disc would never become compact.
  private var parts: [RectangularCoil] {
    let (width, height) = (r1 - r0, z1 - z0)
    let rs = width > 0.5 * height ? [r0, 0.5 * (r0 + r1), r1] : [r0, r1]
    let zs = height > 0.5 * width ? [z0, 0.5 * (z0 + z1), z1] : [z0, z1]
    return zip(rs, rs.dropFirst()).flatMap { a, b in
      zip(zs, zs.dropFirst()).map { RectangularCoil(r0: a, r1: b, z0: $0, z1: $1) }
    }
  }

  /// Rings at Gauss's points.
  func gauss(r: Double, z: Double, _ rule: GaussLegendre) -> CoilField {
    let (x, w) = (rule.points, rule.weights)
    var sum = CoilField()
    // Four rings at a time: those of a rule of two at once.
    for first in stride(from: 0, to: x.count * x.count, by: 4) {
      var (radii, heights, weights) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
      for lane in 0..<4 {
        let (i, j) = ((first + lane) / x.count, (first + lane) % x.count)
        radii[lane] = 0.5 * (r0 + r1) + 0.5 * (r1 - r0) * x[i]
        heights[lane] = z - 0.5 * (z0 + z1) - 0.5 * (z1 - z0) * x[j]
        weights[lane] = 0.25 * area * w[i] * w[j]
      }
      let field = CurrentRing.anyFields(radii: radii, r: r, z: heights)
      sum.add(
        CoilField(
          br: (weights * field.br).sum(), bz: (weights * field.bz).sum(), aPhi: (weights * field.aPhi).sum()),
        times: 1)
    }
    return sum
  }
}
