internal import RealModule
internal import Superconductors

/// The law in every cell at one iterate of Newton's, and how the iterate of a cell is corrected by it.
///
/// Newton's correction is taken in the variable `s = |j|/Jc + beta E/E0`, in which both j and E are Lipschitz functions
/// for every n: far below Jc it is j, far above it is E, and the corner between is crossed in one iteration. Taken in j,
/// an iterate above Jc comes back by (1 - 1/n) an iteration; taken in E, one below Jc never leaves.
package struct CellLaw {
  private let materials: CellMaterials
  /// `∫ r dr dz` of each cell [m³].
  private let weights: [Double]
  /// Of each cell on its own [H m⁴/(2 pi)]: it turns changes of E into changes of j.
  private let inductances: [Double]

  // At the iterate.
  /// B at the cells' centres [T].
  private var br: [Double]
  private var bz: [Double]
  private var magnitude: [Double]
  package private(set) var jc: [Double]
  private var jcSlope: [Double]
  private var exponents: CellExponents
  /// d ln Jc/d ln |J|, 0 but where Jc is a mean over the cell.
  private var jcExponent: [Double]
  /// Where Jc falls steeply.
  private var mean: CellMean?
  /// |J| that Jc belongs to [A/m²], where it is a mean over the cell.
  private var currents: [Double]
  /// [V/m]
  package private(set) var electricField: [Double]
  /// J/Jc and E/(J/Jc) [V/m]
  private var ratios: [Double]
  private var secant: [Double]
  /// [K], of each run of cells of one material.
  private var temperatures: [Double]

  /// Below this Jc is nil [A/m²]: no power of J over it could be told from rounding. A negative Jc stays, and ends the run.
  var leastCriticalCurrent = 0.0

  /// The cell that the last correction changed most: where to look when an iteration does not converge.
  package private(set) var fastestCell = 0

  /// Whether Jc and n stay what they are.
  var holdsCriticalCurrent = false {
    didSet {
      guard holdsCriticalCurrent else { return }
      for i in jcSlope.indices { (jcSlope[i], jcExponent[i]) = (0, 0) }
      exponents.hold()
    }
  }

  /// At the iterate of the last `setSlopes`.
  var slopes: TangentSlopes

  // What a linear step changes in B [T], and where it leads.
  private var stepBr: [Double]
  private var stepBz: [Double]
  private var linearMagnitude: [Double]

  init(materials: CellMaterials, weights: [Double], inductances: [Double]) {
    self.materials = materials
    self.weights = weights
    self.inductances = inductances
    temperatures = [Double](repeating: 0, count: materials.runCount)
    let zeros = [Double](repeating: 0, count: weights.count)
    (br, bz, magnitude, jc, jcSlope) = (zeros, zeros, zeros, zeros, zeros)
    (jcExponent, currents) = (zeros, zeros)
    exponents = CellExponents(materials)
    mean = materials.spreads.map(CellMean.init)
    (electricField, ratios, secant) = (zeros, zeros, zeros)
    (stepBr, stepBz, linearMagnitude) = (zeros, zeros, zeros)
    slopes = TangentSlopes(cells: weights.count)
  }

  /// Sets B in a cell [T]; needed where a law depends on it.
  @inline(__always)
  mutating func setFluxDensity(cell i: Int, br radial: Double, bz axial: Double) {
    (br[i], bz[i]) = (radial, axial)
    magnitude[i] = (radial * radial + axial * axial).squareRoot()
  }

  /// Adds what sources make at the cells' centres [T] to what `setFluxDensity` has set.
  mutating func addFluxDensity(br radial: [Double], bz axial: [Double]) {
    for i in radial.indices { setFluxDensity(cell: i, br: br[i] + radial[i], bz: bz[i] + axial[i]) }
  }

  /// Sets Jc and n by what `setFluxDensity` has set, the temperatures at a time [s] and the current densities y[first], ... [A/m²].
  mutating func setCriticalCurrent(_ drive: any Drive, at time: Double, currents y: [Double], first: Int) {
    if holdsCriticalCurrent { return }
    materials.setTemperatures(&temperatures, drive, at: time)
    exponents.set(materials, fluxDensity: magnitude, temperatures: temperatures)
    if mean == nil {
      setCentre(magnitude)
    } else {
      for i in currents.indices { currents[i] = abs(y[first + i]) }
      setMean(magnitude)
    }
  }

  private mutating func setCentre(_ fluxDensity: [Double]) {
    materials.criticalCurrentDensity(fluxDensity, temperatures: temperatures, value: &jc, slope: &jcSlope)
    for i in jc.indices where 0 <= jc[i] && jc[i] < leastCriticalCurrent {
      (jc[i], jcSlope[i]) = (leastCriticalCurrent, 0)
    }
  }

  private mutating func setMean(_ fluxDensity: [Double]) {
    mean?.evaluate(
      materials, fluxDensity, currents: currents, temperatures: temperatures, jc: &jc, jcSlope: &jcSlope,
      jcExponent: &jcExponent)
    for i in jc.indices where 0 <= jc[i] && jc[i] < leastCriticalCurrent {
      (jc[i], jcSlope[i], jcExponent[i]) = (leastCriticalCurrent, 0, 0)
    }
  }

  /// Sets a cell's current density [A/m²] and returns its electric field [V/m].
  @inline(__always)
  mutating func setCurrent(cell i: Int, _ j: Double) -> Double {
    ratios[i] = j / jc[i]
    let limit = exponents.steepestRatios[i]
    if holdsCriticalCurrent || mean != nil, abs(ratios[i]) > limit {
      // Where Jc has fallen to a hundredth of J a power of 100 overflows; along its tangent Newton's iteration comes back.
      secant[i] = secant(cell: i, ratio: limit)
      let field = secant[i] * (limit + exponents.n[i] * (abs(ratios[i]) - limit))
      electricField[i] = ratios[i] < 0 ? -field : field
      return electricField[i]
    }
    secant[i] = secant(cell: i, ratio: ratios[i])
    electricField[i] = secant[i] * ratios[i]
    return electricField[i]
  }

  /// `E / x = E0 |x|^(n-1)` [V/m] with x = J/Jc.
  @inline(__always)
  private func secant(cell i: Int, ratio x: Double) -> Double {
    exponents.criteria[i] * materials.power(abs(x), exponents.n[i] - 1)
  }

  /// |J|/Jc of the cell where it is the largest.
  var largestShare: Double { ratios.reduce(0) { max($0, abs($1)) } }

  mutating func setSlopes(shift: Double) {
    for i in weights.indices {
      let weight = shift * weights[i]
      // dE/dJ = n E / J, finite at J = 0; dE/d|B| = -dE/dJ (J/Jc) dJc/d|B|.
      // Where Jc falls with J, too, E is steeper by that.
      let slope = exponents.n[i] * secant[i] / jc[i]
      var slopeB = magnitude[i] > 0 ? -slope * ratios[i] * jcSlope[i] / magnitude[i] : 0
      if exponents.vary, magnitude[i] > 0 {
        slopeB += electricField[i] * exponents.slope(cell: i, ratio: ratios[i]) / magnitude[i]
      }
      slopes.j[i] = weight * slope * (1 - jcExponent[i])
      slopes.br[i] = weight * slopeB * br[i]
      slopes.bz[i] = weight * slopeB * bz[i]
    }
  }

  /// Sets what a linear step changes in B [T]; needed where a law depends on it. The current density that it leads to [A/m²] is
  /// asked for where Jc depends on that.
  @inline(__always)
  mutating func setStep(cell i: Int, br radial: Double, bz axial: Double, j: () -> Double) {
    if mean != nil {
      // A linear step may lead far beyond any state.
      let old = currents[i]
      currents[i] = min(max(abs(j()), 0.5 * old), max(2 * old, jc[i]))
    }
    (stepBr[i], stepBz[i]) = (radial, axial)
    let (r, z) = (br[i] + radial, bz[i] + axial)
    linearMagnitude[i] = (r * r + z * z).squareRoot()
  }

  /// Sets Jc and n where the linear step leads: without it a step in a steep Jc(B) would leave E wrong by the n-th power of that.
  mutating func followStep() {
    if holdsCriticalCurrent { return }
    exponents.set(materials, fluxDensity: linearMagnitude, temperatures: temperatures)
    if mean == nil {
      setCentre(linearMagnitude)
      return
    }
    setMean(linearMagnitude)
    // With Jc as the power of J that it is there, E is a power of J again: of exponent n (1 - a), and J = Jc where both meet.
    for i in jc.indices where jcExponent[i] != 0 && currents[i] > 0 {
      jc[i] *= .pow(currents[i] / jc[i], -jcExponent[i] / (1 - jcExponent[i]))
    }
  }

  /// Corrects the current densities y[first], y[first + 1], ... [A/m²] of all cells and returns the largest change.
  ///
  /// - Parameter linear: the current density of a cell after the linear step, from y with that of the cell not yet corrected.
  @inline(__always)
  mutating func correct(
    _ y: inout [Double], first: Int, shift: Double, linear: (_ y: [Double], _ cell: Int) -> Double
  ) -> Double {
    var largest = 0.0
    for i in weights.indices {
      let (new, change) = corrected(cell: i, from: y[first + i], linear: linear(y, i), shift: shift)
      if change > largest { (largest, fastestCell) = (change, i) }
      y[first + i] = new
    }
    return largest
  }

  /// The corrected current density of a cell [A/m²], and by how much j and E change, as a current density [A/m²].
  ///
  /// - Parameters:
  ///   - old: current density of the iterate.
  ///   - linear: that after the linear step.
  @inline(__always)
  private func corrected(cell i: Int, from old: Double, linear: Double, shift: Double) -> (j: Double, change: Double) {
    let weight = shift * weights[i]
    let oldField = weight * electricField[i]
    let field =
      oldField + slopes.j[i] * (linear - old) + (slopes.br[i] * stepBr[i] + slopes.bz[i] * stepBz[i])
    // In units of the cell's own flux: field / (L_ii Jc) is beta E/E0.
    let unit = inductances[i] * jc[i]
    let beta = weight * exponents.criteria[i] / unit
    let s = linear / jc[i] + field / unit
    let ratio = materials.ratio(
      exponent: exponents.n[i] * (1 - jcExponent[i]), beta: beta, sum: s, near: old / jc[i])
    let j = ratio * jc[i]
    // E by the balance in s, not by the slopes: those of a cell far below Jc see no E at all, and with a wide step such an
    // iterate, which leaves the whole flux unbalanced, would seem converged. Measured: Kim's law, n = 1000, 18 cells; five
    // steps without any E in the magnet, and a moment off by 5 %.
    return (j, max(abs(j - old), abs((s - ratio) * unit - oldField) / inductances[i]))
  }
}
