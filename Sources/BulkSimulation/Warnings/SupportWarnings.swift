import Magnets
internal import Meshing
import Notation
import RealModule
import Superconductors

extension SimulationCase {
  /// Where heat ends at supports: those that take no part in it, and those in which a stage would drive currents.
  func supportWarnings(_ timeline: [TimelineSegment]) -> [RunWarning] {
    guard isHeated else { return [] }
    let absent = supports.filter { !$0.material.conductsHeat }.map {
      RunWarning.supportWithoutHeat(support: $0.shape.name)
    }
    return absent
      + heatedSupports.compactMap { support in
        let stages = timeline.enumerated().compactMap { index, segment in
          eddyCurrents(in: support, segment).map { (RunWarning.Stage(index: index, name: segment.stage.name), $0) }
        }
        guard let worst = stages.max(by: { ($0.1.share, $1.0.index) < ($1.1.share, $0.0.index) }),
          worst.1.share > accuracy || worst.1.warming > Self.leastWarming
        else { return nil }
        return .eddyCurrents(worst.0, worst.1)
      }
  }

  /// A rise that is worth a word whatever it does to the field [K].
  private static let leastWarming = 0.1
  /// pi²/3 (k/e)²: what rho kappa / T of a metal is, and less where its lattice conducts heat, too [W ohm/K²].
  private static let lorenzNumber = 2.443e-8

  /// What a stage would drive in a support of a metal: one turn of its section, R and L in series. nil where no field changes.
  ///
  /// L = mu0 R (ln(8 R/g) - 2) with the section's geometric mean distance g = 0.2235 (w + h): F. W. Grover, Inductance Calculations (1946).
  private func eddyCurrents(in support: Support, _ segment: TimelineSegment) -> RunWarning.EddyCurrents? {
    let courses = [segment.field] + segment.sources.map(\.strength)
    let (rate, change) = courses.reduce((0.0, 0.0)) { sum, course in
      let own = course.fastest(of: segment.duration)
      return (sum.0 + own.rate, sum.1 + own.change)
    }
    guard rate > 0, change > 0, segment.duration > 0, let temperature = coolingTemperatures.first,
      let conductivity = support.material.conductivity?.radial.value(at: temperature),
      let capacity = support.material.heatCapacity?.value(at: temperature)
    else { return nil }
    let resistivity = Self.lorenzNumber * temperature / conductivity
    let shape = support.shape
    let radius = shape.innerRadius + 0.5 * shape.width
    let distance = 0.2235 * (shape.width + shape.height)
    // Of a section as wide as its radius the formula is no more than a guess.
    let inductance = vacuumPermeability * radius * max(0.5, Double.log(8 * radius / distance) - 2)
    let lag = inductance * shape.width * shape.height / (2 * .pi * radius * resistivity)
    let share = min(1, lag * rate / change)
    let field = 0.5 * radius * rate / (1 + lag * rate / change)
    return .init(
      support: shape.name, resistivity: resistivity, temperature: temperature, lag: lag, share: share,
      warming: field * field / resistivity * (change / rate) / capacity)
  }
}
