public import Notation

/// What a solid does under load: linear elasticity up to its strength. SI units; nil where nothing is known.
public struct ElasticProperties: Sendable, Hashable, Codable {
  /// Weakest-link statistics of fracture: a volume under a uniform tension fails with the probability
  /// `1 - exp(-(V/volume) (tension/scale)^modulus)`. W. Weibull, J. Appl. Mech. 18, 293 (1951).
  public struct Weibull: Sendable, Hashable, Codable {
    public var modulus: Double
    /// The tension [Pa] at which the volume [m³] fails with 63 %.
    public var scale, volume: Double

    public init(modulus: Double, scale: Double, volume: Double) {
      (self.modulus, self.scale, self.volume) = (modulus, scale, volume)
    }
  }

  /// Young's modulus [Pa]: everywhere, or along r and phi where `axialYoung` is another.
  public var young: Double?
  public var poisson: Double?
  /// Along z, where layers or crystals make it another.
  public var axialYoung: Double?
  public var axialPoisson: Double?
  /// Tension at which it breaks, or yields [Pa].
  public var strength: Double?
  /// How much it shrinks from assembly to a temperature, as a strain.
  public var contraction: TemperatureCurve?
  public var weibull: Weibull?

  public init(
    young: Double? = nil, poisson: Double? = nil, axialYoung: Double? = nil, axialPoisson: Double? = nil,
    strength: Double? = nil, contraction: TemperatureCurve? = nil, weibull: Weibull? = nil
  ) {
    (self.young, self.poisson, self.axialYoung, self.axialPoisson) = (young, poisson, axialYoung, axialPoisson)
    (self.strength, self.contraction, self.weibull) = (strength, contraction, weibull)
  }

  /// Whether stresses can be computed.
  public var isComplete: Bool { young != nil && poisson != nil }

  /// Whether anything is known.
  public var isEmpty: Bool { self == ElasticProperties() }
}

extension ElasticProperties {
  private static let ratio = Bounds(
    from: 0, to: 0.499, remedy: "a solid has 0 to 0.499, most 0.2 to 0.35: 0.5 would not let it change its volume")

  public static let keys: [Key<ElasticProperties>] = [
    optional(
      "young", .quantity(.stress), \.young, .positive(remedy: "a stiffness is positive"), example: "130 GPa",
      "Young's modulus; with poisson in every bulk's material stresses are computed."),
    optional("poisson", .number, \.poisson, ratio, example: "0.3", "Poisson's ratio, below 0.5."),
    optional(
      "axial_young", .quantity(.stress), \.axialYoung, .positive(remedy: "a stiffness is positive"),
      example: "90 GPa", "Young's modulus along z, where it differs from that along r and phi."),
    optional(
      "axial_poisson", .number, \.axialPoisson, ratio, example: "0.25",
      "How much it contracts along z under stress along r; by default poisson."),
    optional(
      "strength", .quantity(.stress), \.strength, .positive, example: "50 MPa",
      "Tension at which it breaks or yields: what margins are relative to."),
  ]

  public static let weibullKeys: [Key<Weibull>] = [
    .number(
      "modulus", \.modulus, Bounds(from: 1, to: 1000), example: "10",
      "Weibull's modulus: large where strengths scatter little."),
    .quantity("scale", .stress, \.scale, .positive, example: "60 MPa", "Tension at which the volume fails with 63 %."),
    .quantity("volume", .volume, \.volume, .positive, example: "100 mm^3", "The volume that the scale belongs to."),
  ]

  /// What is missing at the temperature [K] of operation; `place` is the material's path.
  package func findings(at temperature: Double, at place: CasePath) -> [Finding] {
    contraction?.findings(
      over: temperature...temperature, at: place.key(ThermalProperty.contraction.rawValue)) ?? []
  }

  private static func optional(
    _ name: String, _ kind: KeyKind, _ path: any WritableKeyPath<ElasticProperties, Double?> & Sendable,
    _ bounds: Bounds, example: String, _ documentation: String
  ) -> Key<ElasticProperties> {
    Key(
      name, kind, bounds, isRequired: false, example: example, documentation,
      get: { $0[keyPath: path].map(KeyValue.number) }, set: { if let value = $1.number { $0[keyPath: path] = value } })
  }

  /// What is wrong with the numbers; `place` is the material's path.
  public func findings(at place: CasePath) -> [Finding] {
    var findings = Self.keys.flatMap { $0.findings(in: self, at: place) }
    findings += contraction?.findings(.contraction, at: place.key(ThermalProperty.contraction.rawValue)) ?? []
    findings += weibull.map { own in Self.weibullKeys.flatMap { $0.findings(in: own, at: place.key("weibull")) } } ?? []
    guard findings.isEmpty, !isEmpty else { return findings }
    if young == nil {
      findings.append(
        Finding(
          place, "young is missing beside the other elastic keys", remedy: "write one as in young: 130 GPa"))
    }
    if poisson == nil {
      findings.append(
        Finding(
          place, "poisson is missing beside the other elastic keys", remedy: "write one as in poisson: 0.3"))
    }
    if axialPoisson != nil, axialYoung == nil {
      findings.append(
        Finding(
          place.key("axial_poisson"), "it says how a material that is another along z contracts",
          remedy: "give axial_young as well, or leave it out"))
    }
    guard findings.isEmpty, let young, let poisson, let axialYoung else { return findings }
    let axial = axialPoisson ?? poisson
    if 1 - poisson - 2 * axialYoung / young * axial * axial <= 0 {
      findings.append(
        Finding(
          place.key("axial_young"), "with these ratios of Poisson some strain would cost no energy",
          remedy: "write smaller poisson or axial_poisson"))
    }
    return findings
  }
}
