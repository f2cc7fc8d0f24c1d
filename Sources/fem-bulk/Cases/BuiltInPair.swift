import Notation
import BulkSimulation
import Meshing
import Superconductors

/// The pair of Ba122 bulks of Yamamoto et al., NPG Asia Mater. 16, 29 (2024): Bulk1 above Bulk2, a gap between them. SI units.
struct BuiltInPair: Equatable {
  /// How the magnet is charged [T].
  enum Charge: Equatable {
    /// Cooled in a field, which is then ramped to zero.
    case fieldCooled(Double)
    /// Cooled without field, which then sweeps up, down to its negative and up again.
    case loop(Double)
  }

  var charge = Charge.fieldCooled(7)
  /// At which the magnet is charged [K].
  var temperature = 5.0
  /// [T/s]
  var rampRate = 4.8 / 3600
  /// To which it is cooled after an hour [K].
  var subcool: Double?
  /// [s]
  var hold: Double?
  /// To which it is warmed in the end [K], and how fast [K/s].
  var warm: Double?
  var warmRate = defaultWarmRate
  /// [m]; not published, so assumed: a thin Hall sensor.
  var gap = 1e-3
  /// [m]
  var diameter = 30e-3
  var thickness = 6e-3
  /// For both bulks; nil for the cards of the paper.
  var card: String?
  var accuracy = SimulationCase.defaultAccuracy

  /// [K/s]
  static let defaultWarmRate = 0.5 / 60
  /// [K/s]
  static let subcoolRate = 1.0 / 60
  /// How long the charged magnet is left alone before it is cooled further [s].
  static let holdBeforeSubcool = 3600.0

  /// Charge; an hour, then subcool; hold; warm.
  var stages: [MagnetisationStage] {
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

  var simulationCase: SimulationCase {
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
