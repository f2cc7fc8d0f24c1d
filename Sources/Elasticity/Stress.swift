/// Stress around the z axis [Pa], tension positive.
public struct Stress: Sendable, Hashable {
  public var components: SIMD4<Double>

  public init(radial: Double = 0, hoop: Double = 0, axial: Double = 0, shear: Double = 0) {
    components = SIMD4(radial, hoop, axial, shear)
  }

  public init(_ components: SIMD4<Double>) { self.components = components }

  public var radial: Double { components.x }
  public var hoop: Double { components.y }
  public var axial: Double { components.z }
  /// Of r and z.
  public var shear: Double { components.w }

  /// The three principal stresses: hoop, and the two of the section, larger first.
  public var principal: SIMD3<Double> {
    let (middle, half) = (0.5 * (radial + axial), 0.5 * (radial - axial))
    let radius = (half * half + shear * shear).squareRoot()
    return SIMD3(hoop, middle + radius, middle - radius)
  }

  /// The largest principal stress: what pulls a crack open.
  public var principalTension: Double { principal.max() }

  public var vonMises: Double {
    let (a, b, c) = (radial - hoop, hoop - axial, axial - radial)
    return (0.5 * (a * a + b * b + c * c) + 3 * shear * shear).squareRoot()
  }

  public static func + (a: Stress, b: Stress) -> Stress { Stress(a.components + b.components) }
  public static func - (a: Stress, b: Stress) -> Stress { Stress(a.components - b.components) }
  public static func * (factor: Double, stress: Stress) -> Stress { Stress(factor * stress.components) }
}
