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
  private var value: [Double]
  private var slope: [Double]
  // Of 1/Jc, and of its derivatives by B and by ln s, with the other sign.
  private var inverse: [Double]
  private var byField: [Double]
  private var byCurrent: [Double]

  init(spreads: [Double]) {
    self.spreads = spreads
    let zeros = [Double](repeating: 0, count: spreads.count)
    (fluxDensity, value, slope) = (zeros, zeros, zeros)
    (inverse, byField, byCurrent) = (zeros, zeros, zeros)
  }

  /// Writes Jc [A/m²], dJc/d|B| and d ln Jc/d ln |J|.
  ///
  /// - Parameters:
  ///   - magnitude: |B| at the cells' centres [T].
  ///   - currents: |J| of the cells [A/m²].
  mutating func evaluate(
    _ materials: CellMaterials, _ magnitude: [Double], currents: [Double], temperatures: [Double],
    jc: inout [Double], jcSlope: inout [Double], jcExponent: inout [Double]
  ) {
    for i in spreads.indices { (inverse[i], byField[i], byCurrent[i]) = (0, 0, 0) }
    for (place, weight) in Self.nodes {
      for i in spreads.indices { fluxDensity[i] = abs(magnitude[i] + place * spreads[i] * currents[i]) }
      materials.criticalCurrentDensity(fluxDensity, temperatures: temperatures, value: &value, slope: &slope)
      for i in spreads.indices {
        let part = weight / value[i]
        let sign = magnitude[i] + place * spreads[i] * currents[i] < 0 ? -1.0 : 1
        let fall = part * sign * slope[i] / value[i]
        inverse[i] += part
        byField[i] += fall
        byCurrent[i] += place * fall
      }
    }
    for i in spreads.indices {
      jc[i] = 1 / inverse[i]
      jcSlope[i] = jc[i] * jc[i] * byField[i]
      // Below 1, or more current would need less field.
      jcExponent[i] = min(spreads[i] * currents[i] * jc[i] * byCurrent[i], 0.9)
    }
  }
}
