internal import RealModule

/// A source of field around the z axis, of a rectangular section. Lengths in metres.
public enum SourceSection: Sendable, Equatable {
  /// A coil with uniform current density, per A/m².
  case coil(RectangularCoil)
  /// A cylinder or ring magnetised along z, per A/m of magnetisation: currents on its outer mantle and, the other way, on its inner one.
  case magnet(RectangularCoil)
  /// A circular filament, per A.
  case loop(radius: Double, z: Double)

  /// Field per unit at (r, z): exact but for rounding.
  public func field(r: Double, z: Double) -> CoilField {
    switch self {
    case .coil(let coil): return coil.exactField(r: r, z: z)
    case .magnet(let body):
      var field = CurrentSheet(radius: body.r1, z0: body.z0, z1: body.z1).field(r: r, z: z)
      if body.r0 > 0 {
        field.add(CurrentSheet(radius: body.r0, z0: body.z0, z1: body.z1).field(r: r, z: z), times: -1)
      }
      return field
    case .loop(let radius, let height): return CurrentRing.field(radius: radius, r: r, z: z - height)
    }
  }

  /// (Br, Bz) per unit at (r, z), of a coil to about 1e-4 in a tenth of the time: for maps.
  public func mapField(r: Double, z: Double) -> SIMD2<Double> {
    if case .coil(let coil) = self { return coil.mapField(r: r, z: z) }
    let field = field(r: r, z: z)
    return SIMD2(field.br, field.bz)
  }

  /// The smallest rectangle around the section; of a loop one without a size.
  public var bounds: RectangularCoil {
    switch self {
    case .coil(let coil), .magnet(let coil): coil
    case .loop(let radius, let z): RectangularCoil(r0: radius, r1: radius, z0: z, z1: z)
    }
  }

  /// The same section, higher by so much.
  public func raised(by height: Double) -> SourceSection {
    func raised(_ coil: RectangularCoil) -> RectangularCoil {
      RectangularCoil(r0: coil.r0, r1: coil.r1, z0: coil.z0 + height, z1: coil.z1 + height)
    }
    return switch self {
    case .coil(let coil): .coil(raised(coil))
    case .magnet(let coil): .magnet(raised(coil))
    case .loop(let radius, let z): .loop(radius: radius, z: z + height)
    }
  }

  /// The axial force per unit on this source in the field whose vector potential along phi [Wb/m] is given at (r, z) [m]:
  /// `2 pi ∫ r J dA/dz`, which over the height is a difference of the ends.
  public func axialForce(in potential: (_ r: Double, _ z: Double) -> Double) -> Double {
    switch self {
    case .coil(let coil):
      var sum = 0.0
      GaussLegendre.ten.forEach(from: coil.r0, to: coil.r1) { r, weight in
        sum += weight * r * (potential(r, coil.z1) - potential(r, coil.z0))
      }
      return 2 * .pi * sum
    case .magnet(let body):
      func mantle(_ r: Double) -> Double { r * (potential(r, body.z1) - potential(r, body.z0)) }
      return 2 * .pi * (mantle(body.r1) - (body.r0 > 0 ? mantle(body.r0) : 0))
    case .loop(let radius, let z):
      let step = 1e-4 * radius
      return 2 * .pi * radius * (potential(radius, z + step) - potential(radius, z - step)) / (2 * step)
    }
  }

  /// How far two rectangles are apart [m].
  public static func distance(_ a: RectangularCoil, _ b: RectangularCoil) -> Double {
    Double.hypot(max(a.r0 - b.r1, b.r0 - a.r1, 0), max(a.z0 - b.z1, b.z0 - a.z1, 0))
  }
}
