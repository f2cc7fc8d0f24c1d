import BulkSimulation
import Meshing
import Superconductors

/// The pair of Ba122 bulks of Yamamoto et al., NPG Asia Mater. 16, 29 (2024): Bulk1 above Bulk2, a gap between them, field
/// cooled and ramped to zero. SI units.
struct BuiltInPair: Equatable {
  /// Field in which the pair is cooled [T].
  var field = 7.0
  /// [K]
  var temperature = 5.0
  /// [T/s]
  var rampRate = 4.8 / 3600
  /// [s]
  var hold: Double?
  /// [m]; not published, so assumed: a thin Hall sensor.
  var gap = 1e-3
  /// [m]
  var diameter = 30e-3
  var thickness = 6e-3
  /// For both bulks; nil for the cards of the paper.
  var card: String?
  var accuracy = SimulationCase.defaultAccuracy

  var simulationCase: SimulationCase {
    let radius = onPicometreGrid(0.5 * diameter)
    let upper = card.flatMap(MaterialCard.named) ?? .ba122DataDriven
    let lower = card.flatMap(MaterialCard.named) ?? .ba122ResearcherDriven
    let (near, far) = (onPicometreGrid(0.5 * gap), onPicometreGrid(0.5 * gap + thickness))
    var stages: [MagnetisationStage] = [
      .cool(field: field, temperature: .uniform(temperature)),
      .ramp(field: 0, pace: .rate(rampRate)),
    ]
    if let hold { stages.append(.hold(duration: hold)) }
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
