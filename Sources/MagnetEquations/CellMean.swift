internal import Notation

/// Jc of a cell as the mean over the fields within it, where Jc falls steeply.
///
/// A cell's own current makes |B| differ across it by `mu0 J h`. Where Jc(B) falls by much over that, its value at the centre is not
/// what the cell can carry, and what is worse, the discrete magnet has several states: more current lowers |B| at the centre,
/// which lets the cell carry more current, and its flux jumps. In one dimension the exact profile `dB/dx = mu0 Jc(B)` tells what a
/// cell carries between the fields at its sides, `h = ∫ dB/(mu0 Jc)`: the harmonic mean of Jc over the fields within,
///
///     1/Jc' = mean of 1/Jc(|B + t s|), t from -1 to 1,     s = mu0 |J| h/2
///
/// of which there is one state only. For a Jc that is smooth over a cell both are the same to second order in h.
struct CellMean {
  /// s/|J| of each cell [T m²/A]; 0 where the value at the centre will do.
  private let spreads: [Double]
  /// Gauss-Lobatto, on the ends too: those of an exponential law make up most of the mean.
  private static let nodes: [(place: Double, weight: Double)] = [
    (-1, 0.05), (-0.6546536707079771, 49.0 / 180), (0, 16.0 / 45), (0.6546536707079771, 49.0 / 180), (1, 0.05),
  ]

  private var fluxDensity: [Double]
  private var point: CellSlopes
  // Of 1/Jc, and of its derivatives by B, T and by ln s, with the other sign.
  private var sum: CellSlopes
  private var byCurrent: [Double]

  init(spreads: [Double], byTemperature heated: Bool) {
    self.spreads = spreads
    let zeros = [Double](repeating: 0, count: spreads.count)
    (fluxDensity, byCurrent) = (zeros, zeros)
    point = CellSlopes(cells: spreads.count, byTemperature: heated)
    sum = point
  }

  /// Writes Jc [A/m²], its slopes, and d ln Jc/d ln |J|.
  ///
  /// - Parameters:
  ///   - magnitude: |B| at the cells' centres [T].
  ///   - currents: |J| of the cells [A/m²].
  mutating func evaluate(
    _ materials: CellMaterials, _ magnitude: [Double], currents: [Double], temperatures: CellTemperatures,
    jc: inout CellSlopes, jcExponent: inout [Double]
  ) {
    for i in spreads.indices { (sum.value[i], sum.byField[i], byCurrent[i]) = (0, 0, 0) }
    for i in sum.byTemperature.indices { sum.byTemperature[i] = 0 }
    for (place, weight) in Self.nodes {
      for i in spreads.indices { fluxDensity[i] = abs(magnitude[i] + place * spreads[i] * currents[i]) }
      materials.criticalCurrentDensity(
        fluxDensity, temperatures: temperatures, value: &point.value, slope: &point.byField,
        temperatureSlope: &point.byTemperature)
      for i in spreads.indices {
        let part = weight / point.value[i]
        let sign = magnitude[i] + place * spreads[i] * currents[i] < 0 ? -1.0 : 1
        let fall = part * sign * point.byField[i] / point.value[i]
        sum.value[i] += part
        sum.byField[i] += fall
        byCurrent[i] += place * fall
      }
      for i in sum.byTemperature.indices {
        sum.byTemperature[i] += weight / point.value[i] * point.byTemperature[i] / point.value[i]
      }
    }
    for i in spreads.indices {
      jc.value[i] = 1 / sum.value[i]
      jc.byField[i] = jc.value[i] * jc.value[i] * sum.byField[i]
      // Below 1, or more current would need less field.
      jcExponent[i] = min(spreads[i] * currents[i] * jc.value[i] * byCurrent[i], 0.9)
    }
    for i in sum.byTemperature.indices { jc.byTemperature[i] = jc.value[i] * jc.value[i] * sum.byTemperature[i] }
  }
}
