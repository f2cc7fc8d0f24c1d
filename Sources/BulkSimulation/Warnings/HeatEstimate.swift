import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import RealModule
import Superconductors

/// How warm its own Joule heat would make each bulk, if the protocol let it.
///
/// What a stage turns into heat stays in the bulk, but for what leaves it by conduction to a surface at the protocol's temperature:
/// the lowest mode of that has the time constant `τ = c/(κ (π²/h² + k²))`, with k = 2.405/R in a disc and π/w in a ring, h its height.
/// Of a power that is constant over a stage `(1 - exp(-t/τ)) τ/t` is left at its end, of earlier heat `exp(-t/τ)`. So a field ramp of
/// hours leaves microkelvins, where a pulse of the same heat leaves all of it. c grows with the temperature, so that τ is that of
/// where the stage ends. Surfaces are seldom that cold: heat may matter where no warning says so, rarely the other way round.
struct HeatEstimate {
  private let simulationCase: SimulationCase
  private let run: Transient
  /// Indices of the meshed bulks.
  private let meshed: [Int]

  /// Share of Jc whose loss counts.
  private static let share = 0.1
  /// Rise that counts in a material whose Jc does not depend on the temperature [K]: what its Jc loses is not known.
  private static let unknownRise = 1.0
  /// Below this no material minds [K].
  private static let leastRise = 0.02

  init(_ simulationCase: SimulationCase, _ run: Transient) {
    self.simulationCase = simulationCase
    self.run = run
    meshed = Magnet(simulationCase).meshed
  }

  /// The stage and bulk that are warmed most, measured by what they stand; none where no heat counts.
  var warnings: [RunWarning] {
    let found = meshed.indices.flatMap { warmings(body: $0) }
    let worst = found.max { $0.warming.largest / $0.warming.allowed < $1.warming.largest / $1.warming.allowed }
    return worst.map { [.heat(.init($0.stage, run.stageEnds[$0.stage].segment), $0.warming)] } ?? []
  }

  /// Stages in which a body becomes too warm.
  private func warmings(body: Int) -> [(stage: Int, warming: RunWarning.Warming)] {
    let bulk = simulationCase.bulks[meshed[body]]
    let cells = run.model.cells.bulks.indices.filter { run.model.cells.bulks[$0] == body }
    let weights = run.model.cells.weights
    let section = cells.reduce(0) { $0 + weights[$1] }
    let rate = bulk.shape.coolingRate
    // What is left of the heat of all stages so far [J/m³].
    var (mean, left) = (0.0, [Double](repeating: 0, count: cells.count))
    var found: [(stage: Int, warming: RunWarning.Warming)] = []
    for (stage, end) in run.stageEnds.enumerated() {
      let segment = end.segment
      if segment.startsAfresh {
        (mean, left) = (0, [Double](repeating: 0, count: cells.count))
        continue
      }
      guard segment.duration > 0 else { continue }
      let before = run.stageEnds[stage - 1]
      let new = cells.map { end.heat[$0] - before.heat[$0] }
      let added = zip(cells, new).reduce(0) { $0 + weights[$1.0] * $1.1 } / section
      let base = segment.temperatures[segment.temperatures.count == 1 ? 0 : meshed[body]].end
      let hottest = new.indices.max { left[$0] + new[$0] < left[$1] + new[$1] } ?? 0
      let settled = Self.settled(left[hottest], adding: new[hottest], over: segment.duration, base: base, rate: rate)
      mean = Self.kept(mean, adding: added, over: segment.duration, at: settled.cooling)
      for i in left.indices {
        left[i] = Self.kept(left[i], adding: new[i], over: segment.duration, at: settled.cooling)
      }
      let rise = settled.temperature - base
      guard rise > Self.leastRise else { continue }
      let allowed = Self.allowedRise(of: bulk.material, segment: segment, base: base)
      guard rise > allowed else { continue }
      let room = LatticeHeat.enthalpy(base + allowed) - LatticeHeat.enthalpy(base)
      found.append(
        (
          stage,
          RunWarning.Warming(
            bulk: bulk.shape.name, mean: Self.rise(mean, base: base), largest: rise, allowed: allowed,
            duration: segment.duration, cooling: settled.cooling,
            slowEnough: new[hottest] / room * LatticeHeat.capacity(base + allowed) / rate)
        ))
    }
    return found
  }

  /// The temperature [K] at the end of a stage and the time [s] in which heat leaves at that, of heat per volume left from before and
  /// added over a duration [s]. From below, so that it is the coolest of several answers.
  private static func settled(
    _ left: Double, adding new: Double, over duration: Double, base: Double, rate: Double
  ) -> (temperature: Double, cooling: Double) {
    let origin = LatticeHeat.enthalpy(base)
    var (temperature, cooling) = (base, LatticeHeat.capacity(base) / rate)
    for _ in 0..<100 {
      let heat = kept(left, adding: new, over: duration, at: cooling)
      // c hardly changes over so little.
      if temperature == base, heat < 0.1 * leastRise * LatticeHeat.capacity(base) {
        return (base + heat / LatticeHeat.capacity(base), cooling)
      }
      let next = LatticeHeat.temperature(ofEnthalpy: origin + heat)
      if next - temperature < 1e-3 * (next - base) { return (next, cooling) }
      (temperature, cooling) = (next, LatticeHeat.capacity(next) / rate)
    }
    return (temperature, cooling)
  }

  /// What is left of earlier heat and of a constant power after a duration [s].
  private static func kept(
    _ left: Double, adding new: Double, over duration: Double, at cooling: Double
  ) -> Double {
    let x = duration / max(cooling, .leastNormalMagnitude)
    let share = x < 1e-6 ? 1 : -.expMinusOne(-x) / x
    return left * .exp(-x) + new * share
  }

  private static func rise(_ heat: Double, base: Double) -> Double {
    LatticeHeat.temperature(ofEnthalpy: LatticeHeat.enthalpy(base) + heat) - base
  }

  /// The rise that lowers Jc by a tenth in the stage's mean field [K].
  private static func allowedRise(of material: Material, segment: TimelineSegment, base: Double) -> Double {
    let field = 0.5 * (abs(segment.field.start) + abs(segment.field.end))
    func jc(_ temperature: Double) -> Double {
      material.criticalCurrentDensity(fluxDensity: field, temperature: temperature)
    }
    let limit = (1 - share) * jc(base)
    var (low, high) = (0.0, 300.0)
    guard jc(base + high) < limit else { return unknownRise }
    for _ in 0..<30 {
      let middle = 0.5 * (low + high)
      if jc(base + middle) < limit { high = middle } else { low = middle }
    }
    return high
  }
}

extension BulkShape {
  /// `κ (π²/h² + k²)`, by which heat leaves [W/(m³ K)].
  fileprivate var coolingRate: Double {
    let across = innerRadius > 0 ? .pi / width : 2.405 / outerRadius
    let along = .pi / height
    return LatticeHeat.conductivity * (across * across + along * along)
  }
}
