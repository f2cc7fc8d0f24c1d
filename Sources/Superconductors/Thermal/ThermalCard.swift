import RealModule

/// Thermal data of a substance that come with the program, each with a sentence on where it is from.
///
/// They are for cases that ask for them, as in `heat_capacity: {law: card, card: rebco}`: a material with a heat capacity is one whose
/// temperature is computed.
public struct ThermalCard: Sendable {
  /// One property along all directions, or along r and along z.
  public struct Entry: Sendable {
    public var curve: TemperatureCurve
    /// Along z, where that is another.
    public var axial: TemperatureCurve?
    public var sentence: String
  }

  public var name: String
  /// What it is of, in a few words.
  public var summary: String
  public var heatCapacity, conductivity: Entry

  /// Every card.
  public static let all = [rebco, mgb2, ba122, steel, copper, aluminium, indium, sapphire]

  public static func named(_ name: String) -> ThermalCard? { all.first { $0.name == name } }

  public func entry(_ property: ThermalProperty) -> Entry? {
    switch property {
    case .heatCapacity: heatCapacity
    case .conductivity: conductivity
    case .resistivity, .coefficient, .contraction: nil
    }
  }

  // MARK: Superconductors

  static let rebco = ThermalCard(
    name: "rebco", summary: "REBCO, a melt-grown single grain",
    heatCapacity: Entry(
      curve: .debye(DebyeCurve(temperature: 400, limit: lattice(atoms: 13, in: 0.1734))),
      sentence:
        "heat capacity of REBCO: Debye's model with the 13 atoms of YBa2Cu3O7 in 0.1734 nm^3 and an assumed temperature of 400 K,"
        + " without electrons"),
    conductivity: Entry(
      curve: .constant(20), axial: .constant(4),
      sentence:
        "conductivity of REBCO: 20 W/m/K in the ab plane and 4 W/m/K along c, as in models of melt-grown bulks at 40 to 80 K (M. D."
        + " Ainslie, H. Fujishiro, Supercond. Sci. Technol. 28, 053002 (2015))"))

  static let mgb2 = ThermalCard(
    name: "mgb2", summary: "MgB2, dense and polycrystalline",
    heatCapacity: Entry(
      curve: .debye(
        DebyeCurve(temperature: 750, limit: lattice(atoms: 3, in: 0.0290), electronsAt1K: 3e-3 / molar(0.0290))),
      sentence:
        "heat capacity of MgB2: Debye's model with 750 K and 3 mJ/mol/K^2 of electrons (S. L. Bud'ko et al., Phys. Rev. Lett. 86,"
        + " 1877 (2001)), 0.0290 nm^3 for each formula unit; the electrons are taken as normal"),
    conductivity: Entry(curve: .constant(10), sentence: "conductivity of MgB2: 10 W/m/K is assumed"))

  public static let ba122 = ThermalCard(
    name: "ba122", summary: "(Ba,K)Fe2As2, polycrystalline",
    heatCapacity: Entry(
      curve: .debye(DebyeCurve(temperature: 274, limit: lattice(atoms: 5, in: 0.1022))),
      sentence:
        "heat capacity of Ba122: Debye's model with 274 K, about that of Ba0.6K0.4Fe2As2 (G. Mu et al., Phys. Rev. B 79, 174501"
        + " (2009)), 0.1022 nm^3 for each formula unit; electrons, which are paired below Tc, are left out"),
    conductivity: Entry(curve: .constant(4), sentence: "conductivity of Ba122: 4 W/m/K is assumed"))

  // MARK: What holds and cools

  private static let nist =
    "NIST's formula (E. D. Marquardt, J. P. Le, R. Radebaugh, Cryogenic Material Properties Database, 11th International Cryocooler Conference"
    + " (2000)), 4 to 300 K"

  static let steel = metal(
    "steel", "stainless steel 304", density: 7900,
    capacity: [22.0061, -127.5528, 303.647, -381.0098, 274.0328, -112.9212, 24.7593, -2.239153],
    conductivity: { powers([-1.4087, 1.3982, 0.2543, -0.6260, 0.2334, 0.4256, -0.4658, 0.1650, -0.0199], $0) })

  static let aluminium = metal(
    "aluminium", "aluminium alloy 6061-T6", density: 2700,
    capacity: [46.6467, -314.292, 866.662, -1298.3, 1162.27, -637.795, 210.351, -38.3094, 2.96344],
    conductivity: { powers([0.07918, 1.0957, -0.07277, 0.08084, 0.02803, -0.09464, 0.04179, -0.00571], $0) })

  static let copper = metal(
    "copper", "copper of residual resistance ratio 100", density: 8960,
    capacity: [-1.91844, -0.15973, 8.61013, -18.996, 21.9661, -12.7328, 3.54322, -0.3797],
    conductivity: { t in
      let root = t.squareRoot()
      let above = 2.2154 - 0.88068 * root + 0.29505 * t - 0.04831 * t * root + 0.003207 * t * t
      let below = 1 - 0.47461 * root + 0.13871 * t - 0.02043 * t * root + 0.001281 * t * t
      return Double.exp10(above / below)
    })

  static let indium = ThermalCard(
    name: "indium", summary: "indium",
    heatCapacity: Entry(
      curve: .debye(DebyeCurve(temperature: 108, limit: 24.94 / 15.76e-6, electronsAt1K: 1.69e-3 / 15.76e-6)),
      sentence:
        "heat capacity of indium: Debye's model with 108 K and 1.69 mJ/mol/K^2 of electrons (C. Kittel, Introduction to Solid State"
        + " Physics, tables of chapters 5 and 6), 15.76 cm^3/mol"),
    conductivity: Entry(
      curve: .constant(100), sentence: "conductivity of indium: 100 W/m/K is assumed; colder than 20 K it is larger"))

  static let sapphire = ThermalCard(
    name: "sapphire", summary: "sapphire",
    heatCapacity: Entry(
      curve: .debye(DebyeCurve(temperature: 1047, limit: 5 * 24.94 / 25.58e-6)),
      sentence:
        "heat capacity of sapphire: Debye's model with the 1047 K of low temperatures, assumed for all, 25.58 cm^3/mol"),
    conductivity: Entry(
      curve: .table(
        TemperatureTable(
          temperatures: [4, 10, 20, 40, 77, 100, 150, 200, 300],
          values: [230, 2900, 16000, 12000, 1100, 450, 150, 82, 46])),
      sentence: "conductivity of sapphire: round numbers of a pure crystal, assumed"))

  // MARK: Making them

  /// `3 N k` of atoms in a volume [nm³].
  private static func lattice(atoms: Double, in volume: Double) -> Double {
    3 * atoms * 1.380649e-23 / (volume * 1e-27)
  }

  /// The volume of a mole of formula units [m³] of a volume each [nm³].
  private static func molar(_ volume: Double) -> Double { volume * 1e-27 * 6.02214076e23 }

  /// `log10 y = sum a_k (log10 T)^k`
  private static func powers(_ coefficients: [Double], _ temperature: Double) -> Double {
    let x = Double.log10(temperature)
    return Double.exp10(coefficients.reversed().reduce(0) { $0 * x + $1 })
  }

  /// - Parameters:
  ///   - density: [kg/m³]
  ///   - capacity: coefficients of the specific heat [J/(kg K)].
  private static func metal(
    _ name: String, _ summary: String, density: Double, capacity: [Double], conductivity: (Double) -> Double
  ) -> ThermalCard {
    let temperatures = (0...60).map { 4 * Double.pow(75, Double($0) / 60) }
    func table(_ value: (Double) -> Double) -> TemperatureCurve {
      .table(TemperatureTable(temperatures: temperatures, values: temperatures.map(value)))
    }
    return ThermalCard(
      name: name, summary: summary,
      heatCapacity: Entry(
        curve: table { density * powers(capacity, $0) },
        sentence: "heat capacity of \(summary): \(nist), with a density of \(Int(density)) kg/m^3"),
      conductivity: Entry(curve: table(conductivity), sentence: "conductivity of \(summary): \(nist)"))
  }
}
