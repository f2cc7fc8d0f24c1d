/// A linear elastic material around the z axis: the same along r and phi, another along z if asked for. Moduli in Pa.
public struct ElasticMaterial: Sendable, Hashable {
  /// Young's modulus along r and phi, and along z [Pa].
  public let young, axialYoung: Double
  /// Poisson's ratio of stress along r: how far it contracts along phi, and along z.
  public let poisson, axialPoisson: Double
  /// Of r against z [Pa].
  public let shear: Double
  /// Stiffness of (rr, phi phi, zz), symmetric [Pa].
  let rr, rp, rz, zz: Double

  /// - Throws: `ElasticityError.unstable` for numbers with which some strain would cost no energy: a modulus that is not positive,
  ///   Poisson's ratio of 0.5 or more.
  public init(
    young: Double, poisson: Double, axialYoung: Double, axialPoisson: Double, shear: Double
  ) throws(ElasticityError) {
    (self.young, self.poisson, self.axialYoung, self.axialPoisson) = (young, poisson, axialYoung, axialPoisson)
    self.shear = shear
    // The inverse of the compliance; S. G. Lekhnitskii, Theory of Elasticity of an Anisotropic Body, section 1.
    let ratio = axialYoung / young
    let axial = ratio * axialPoisson * axialPoisson
    let determinant = 1 - poisson - 2 * axial
    guard young > 0, axialYoung > 0, shear > 0, abs(poisson) < 1, determinant > 0, shear.isFinite else {
      throw .unstable("E = \(young) and \(axialYoung) Pa, nu = \(poisson) and \(axialPoisson), G = \(shear) Pa")
    }
    let scale = young / ((1 + poisson) * determinant)
    rr = scale * (1 - axial)
    rp = scale * (poisson + axial)
    rz = axialYoung * axialPoisson / determinant
    zz = axialYoung * (1 - poisson) / determinant
  }

  /// An isotropic one.
  ///
  /// - Throws: `ElasticityError.unstable` for a modulus that is not positive, and for Poisson's ratio outside of -1 to 0.5.
  public init(young: Double, poisson: Double) throws(ElasticityError) {
    try self.init(
      young: young, poisson: poisson, axialYoung: young, axialPoisson: poisson, shear: 0.5 * young / (1 + poisson))
  }

  /// The stress of a strain (rr, phi phi, zz, and twice rz).
  public func stress(of strain: SIMD4<Double>) -> Stress {
    Stress(
      radial: rr * strain.x + rp * strain.y + rz * strain.z, hoop: rp * strain.x + rr * strain.y + rz * strain.z,
      axial: rz * (strain.x + strain.y) + zz * strain.z, shear: shear * strain.w)
  }
}

/// What cannot be solved.
public enum ElasticityError: Error, Sendable, Equatable, CustomStringConvertible {
  case unstable(String)
  /// Some part can move without a strain, or an element is turned over.
  case movable(String)

  public var description: String {
    switch self {
    case .unstable(let numbers): "no stable material has \(numbers)"
    case .movable(let reason): "the stiffness is not positive definite: \(reason)"
    }
  }
}
