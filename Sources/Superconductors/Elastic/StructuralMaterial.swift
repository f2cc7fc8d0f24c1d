public import Notation

/// What supports are made of: it bears loads, conducts heat or both, and carries no current. SI units.
public struct StructuralMaterial: Sendable, Hashable, Codable {
  public var name: String
  public var elastic: ElasticProperties
  /// Per volume [J/(m³ K)]; nil where it takes no part in heat.
  public var heatCapacity: TemperatureCurve?
  /// nil likewise.
  public var conductivity: ThermalConductivity?
  /// What is assumed rather than measured, one sentence each; printed with every result.
  public var assumptions: [String]

  public init(
    name: String, elastic: ElasticProperties = ElasticProperties(), heatCapacity: TemperatureCurve? = nil,
    conductivity: ThermalConductivity? = nil, assumptions: [String] = []
  ) {
    (self.name, self.elastic, self.assumptions) = (name, elastic, assumptions)
    (self.heatCapacity, self.conductivity) = (heatCapacity, conductivity)
  }

  /// What a support of a bulk's material is made of: its assumptions are told of the bulk.
  public init(_ material: Material) {
    self.init(
      name: material.name, elastic: material.elastic, heatCapacity: material.heatCapacity,
      conductivity: material.conductivity)
  }

  /// Whether supports of it have a temperature of their own.
  public var conductsHeat: Bool { heatCapacity != nil && conductivity != nil }

  /// Whether it does the same as another, whatever both are called.
  public func hasNumbers(of other: StructuralMaterial) -> Bool {
    elastic == other.elastic && heatCapacity == other.heatCapacity && conductivity == other.conductivity
  }

  /// Its properties against temperature, each with its keys within the material.
  public var thermalCurves: [(path: [String], curve: TemperatureCurve)] {
    Material.thermalCurves(heatCapacity: heatCapacity, conductivity: conductivity)
  }

  /// What is wrong with it; `place` is its path in the case.
  public func findings(at place: CasePath) -> [Finding] {
    if elastic.isEmpty, heatCapacity == nil, conductivity == nil {
      return [
        Finding(
          place, "a support has to know how stiff it is, or how it conducts heat",
          remedy: "write young: 193 GPa and poisson: 0.28, or card: steel")
      ]
    }
    let capacity = place.key(ThermalProperty.heatCapacity.rawValue)
    let conduction = place.key(ThermalProperty.conductivity.rawValue)
    var findings = elastic.findings(at: place)
    findings += heatCapacity?.findings(.heatCapacity, at: capacity) ?? []
    findings += conductivity?.findings(at: conduction) ?? []
    if heatCapacity == nil, conductivity != nil {
      findings.append(
        Finding(
          capacity, "the material of a support has a conductivity, but no heat capacity",
          remedy: "write heat_capacity: 1e6 J/m^3/K, or leave conductivity out"))
    }
    if heatCapacity != nil, conductivity == nil {
      findings.append(
        Finding(
          conduction, "the material of a support has a heat capacity, but no conductivity",
          remedy: "write conductivity: 5 W/m/K, or leave heat_capacity out"))
    }
    return findings
  }
}

/// A structural material that comes with the program, with a sentence on where its numbers come from.
public struct StructuralCard: Sendable, Hashable {
  public var material: StructuralMaterial
  /// What the card is of, in a few words.
  public var summary: String

  public var name: String { material.name }

  /// Every card.
  public static let all = [steel, aluminium, copper, epoxy]

  public static func named(_ name: String) -> StructuralCard? { all.first { $0.name == name } }

  private static let published =
    "the contraction from 293 K is that of NIST's formula for it (E. D. Marquardt, J. P. Le, R. Radebaugh, Cryogenic Material Properties"
    + " Database, 11th International Cryocooler Conference (2000))"

  private static func card(
    _ name: String, _ summary: String, young: Double, poisson: Double, strength: Double,
    contraction: TemperatureCurve, _ sentence: String, _ source: String = published
  ) -> StructuralCard {
    StructuralCard(
      material: StructuralMaterial(
        name: name,
        elastic: ElasticProperties(young: young, poisson: poisson, strength: strength, contraction: contraction),
        assumptions: ["\(summary): \(sentence); \(source)."]),
      summary: summary)
  }

  /// Parts in 1e5 at 4, 30, 40, 60, 77, 100, 150, 200 and 250 K.
  private static func shrinkage(_ values: Double...) -> TemperatureCurve {
    .table(
      TemperatureTable(
        temperatures: [4, 30, 40, 60, 77, 100, 150, 200, 250], values: values.map { $0 / 1000 / 100 }))
  }

  /// Austenitic stainless steel, as AISI 304.
  public static let steel = card(
    "steel", "stainless steel 304", young: 200e9, poisson: 0.28, strength: 205e6,
    contraction: shrinkage(300.04, 299.68, 297.89, 290.22, 279.89, 261.22, 206.43, 139.11, 65.47),
    "Young's modulus and Poisson's ratio are assumed handbook values, the strength is the least yield strength that the standard"
      + " asks for at room temperature")

  /// A wrought aluminium alloy, as 6061-T6.
  public static let aluminium = card(
    "aluminium", "aluminium alloy 6061-T6", young: 70e9, poisson: 0.33, strength: 276e6,
    contraction: shrinkage(415.45, 414.26, 411.53, 401.59, 388.73, 365.45, 294.73, 202.62, 96.61),
    "Young's modulus, Poisson's ratio and the yield strength at room temperature are assumed handbook values")

  public static let copper = card(
    "copper", "copper, half hard", young: 120e9, poisson: 0.34, strength: 200e6,
    contraction: shrinkage(325.56, 324.85, 323.28, 315.67, 304.24, 282.84, 221.68, 149.38, 70.63),
    "Young's modulus, Poisson's ratio and the yield strength at room temperature are assumed handbook values")

  /// An unfilled epoxy resin.
  public static let epoxy = card(
    "epoxy", "epoxy resin, unfilled", young: 5e9, poisson: 0.35, strength: 60e6, contraction: .constant(0.0115),
    "Young's modulus of the cold resin, Poisson's ratio and strength are assumed; fillers raise the modulus and lower the contraction",
    "the contraction from 293 K to 4 K is that of J. W. Ekin, Experimental Techniques for Low-Temperature Measurements (Oxford, 2006), appendix A6.4"
  )
}
