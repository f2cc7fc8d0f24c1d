public import Magnets
internal import Meshing
internal import Notation
internal import Superconductors

/// The pair of Ba122 bulks of Yamamoto et al., NPG Asia Mater. 16, 29 (2024): Bulk1 above Bulk2, a gap between them. SI units.
public struct BuiltInPair: Sendable, Hashable {
  /// How the magnet is charged [T].
  public enum Charge: Sendable, Hashable {
    /// Cooled in a field, which is then ramped to zero.
    case fieldCooled(Double)
    /// Cooled without field, which then sweeps up, down to its negative and up again.
    case loop(Double)
  }

  public var charge = Charge.fieldCooled(7)
  /// At which the magnet is charged [K].
  public var temperature = 5.0
  /// [T/s]
  public var rampRate = 4.8 / 3600
  /// To which it is cooled after an hour [K].
  public var subcool: Double?
  /// [s]
  public var hold: Double?
  /// To which it is warmed in the end [K], and how fast [K/s].
  public var warm: Double?
  public var warmRate = defaultWarmRate
  /// [m]; not published, so assumed: a thin Hall sensor.
  public var gap = 1e-3
  /// [m]
  public var diameter = 30e-3
  public var thickness = 6e-3
  /// For both bulks; nil for the cards of the paper.
  public var card: String?
  public var accuracy = SimulationCase.defaultAccuracy

  /// [K/s]
  public static let defaultWarmRate = 0.5 / 60
  /// [K/s]
  public static let subcoolRate = 1.0 / 60
  /// How long the charged magnet is left alone before it is cooled further [s].
  public static let holdBeforeSubcool = 3600.0

  public init() {}

  /// The pair with heat: what nobody has measured of these bulks is assumed, and said so.
  ///
  /// - Parameter coefficient: of the cooling of all faces [W/(m² K)].
  public static func heated(coefficient: Double = 500) -> SimulationCase {
    var value = BuiltInPair().simulationCase
    value.accuracy = 0.03
    let card = ThermalCard.ba122
    for i in value.bulks.indices {
      value.bulks[i].material.heatCapacity = card.heatCapacity.curve
      value.bulks[i].material.conductivity = ThermalConductivity(
        radial: card.conductivity.curve, axial: card.conductivity.axial ?? card.conductivity.curve)
      value.bulks[i].material.assumptions += [
        card.heatCapacity.sentence + ".", card.conductivity.sentence + ".",
        "Cooling of all faces with \(plain(coefficient)) W/m^2/K is assumed.",
      ]
    }
    value.cooling = value.bulks.map { FaceCooling(body: $0.shape.name, face: .all, coefficient: coefficient) }
    return value
  }

  /// Charge; an hour, then subcool; hold; warm.
  public var stages: [MagnetisationStage] {
    var stages: [MagnetisationStage]
    switch charge {
    case .fieldCooled(let field):
      stages = [.cool(field: field, temperature: .uniform(temperature)), .ramp(field: 0, pace: .rate(rampRate))]
    case .loop(let field):
      stages = [.cool(field: 0, temperature: .uniform(temperature))]
      stages += [field, -field, field].map { .ramp(field: $0, pace: .rate(rampRate)) }
    }
    if let subcool {
      stages += [
        .hold(duration: Self.holdBeforeSubcool),
        .temperature(target: .uniform(subcool), pace: .rate(Self.subcoolRate)),
      ]
    }
    if let hold { stages.append(.hold(duration: hold)) }
    if let warm { stages.append(.temperature(target: .uniform(warm), pace: .rate(warmRate))) }
    return stages
  }

  public var simulationCase: SimulationCase {
    let radius = onPicometreGrid(0.5 * diameter)
    let upper = card.flatMap(MaterialCard.named) ?? .ba122DataDriven
    let lower = card.flatMap(MaterialCard.named) ?? .ba122ResearcherDriven
    let (near, far) = (onPicometreGrid(0.5 * gap), onPicometreGrid(0.5 * gap + thickness))
    return SimulationCase(
      name: "pair", summary: "Built-in pair of Ba122 bulks; the gap of \(millimetres(gap)) is assumed, not published.",
      bulks: [
        .init(
          shape: BulkShape(name: "Bulk1", outerRadius: radius, zMin: near, zMax: far),
          material: upper.material),
        .init(
          shape: BulkShape(name: "Bulk2", outerRadius: radius, zMin: -far, zMax: -near),
          material: lower.material),
      ],
      stages: stages, accuracy: accuracy)
  }
}
