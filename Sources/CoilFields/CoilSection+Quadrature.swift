extension CoilSection {
  /// A point of a rule of integration, (r, z) [m] and its weight [m²].
  public struct QuadraturePoint: Sendable {
    public var r, z, weight: Double
  }

  /// Points and weights that integrate a function over the section which has no singular point nearer than `size` [m]: to about 1e-6.
  public func quadrature(finerThan size: Double) -> [QuadraturePoint] {
    switch self {
    case .rectangle(let coil):
      let rule: GaussLegendre =
        max(coil.r1 - coil.r0, coil.z1 - coil.z0) < 0.3 * size ? .three : .four
      let across = max(1, ((coil.r1 - coil.r0) / size).rounded(.up))
      let along = max(1, ((coil.z1 - coil.z0) / size).rounded(.up))
      let (width, height) = ((coil.r1 - coil.r0) / across, (coil.z1 - coil.z0) / along)
      var points: [QuadraturePoint] = []
      for i in 0..<Int(across) {
        for k in 0..<Int(along) {
          let (r0, z0) = (coil.r0 + width * Double(i), coil.z0 + height * Double(k))
          rule.forEach(from: r0, to: r0 + width) { r, radial in
            rule.forEach(from: z0, to: z0 + height) { z, axial in
              points.append(QuadraturePoint(r: r, z: z, weight: radial * axial))
            }
          }
        }
      }
      return points
    case .polygon(let coil): return coil.quadrature(finerThan: size)
    }
  }
}

extension CoilSection {
  /// Four points of a rectangle, which integrate polynomials of third degree; sixteen of every triangle of another section.
  public var fewPoints: [QuadraturePoint] {
    guard case .rectangle(let coil) = self else { return quadrature(finerThan: .infinity) }
    var points: [QuadraturePoint] = []
    GaussLegendre.two.forEach(from: coil.r0, to: coil.r1) { r, radial in
      GaussLegendre.two.forEach(from: coil.z0, to: coil.z1) { z, axial in
        points.append(QuadraturePoint(r: r, z: z, weight: radial * axial))
      }
    }
    return points
  }
}
