internal import RealModule
internal import Superconductors
internal import TimeStepping

/// The law in every cell at one iterate of Newton's, and how the iterate of a cell is corrected by it.
///
/// Newton's correction is taken in the variable `s = |j|/Jc + beta E/E0`, in which both j and E are Lipschitz functions
/// for every n: far below Jc it is j, far above it is E, and the corner between is crossed in one iteration. Taken in j,
/// an iterate above Jc comes back by (1 - 1/n) an iteration; taken in E, one below Jc never leaves.
package struct CellLaw {
  private let materials: CellMaterials
  /// `∫ r dr dz` of each cell [m³].
  let weights: [Double]
  /// Of each cell on its own [H m⁴/(2 pi)]: it turns changes of E into changes of j.
  private let inductances: [Double]

  // At the iterate.
  /// B at the cells' centres [T].
  private var br: [Double]
  private var bz: [Double]
  private var magnitude: [Double]
  package var jc: [Double] { critical.value }
  /// Jc [A/m²] and its slopes.
  private var critical: CellSlopes
  private var exponents: CellExponents
  /// d ln Jc/d ln |J|, 0 but where Jc is a mean over the cell.
  private var jcExponent: [Double]
  /// Where Jc falls steeply.
  private var mean: CellMean?
  /// |J| that Jc belongs to [A/m²], where it is a mean over the cell.
  private var currents: [Double]
  /// [V/m]
  package private(set) var electricField: [Double]
  /// x = J/Jc of the superconducting part of J, and E/x [V/m]
  private var ratios: [Double]
  private var secant: [Double]
  private(set) var temperatures: CellTemperatures
  /// 1/rho [S/m] of the normal state in parallel and d ln rho/dT [1/K]; empty where there is none.
  private var conductances: [Double]
  private var resistivitySlopes: [Double]

  /// Below this Jc is nil [A/m²]: no power of J over it could be told from rounding. A negative Jc stays, and ends the run.
  var leastCriticalCurrent = 0.0

  /// The cell that the last correction changed most: where to look when an iteration does not converge.
  package private(set) var fastestCell = 0

  /// Whether Jc and n stay what they are.
  var holdsCriticalCurrent = false {
    didSet {
      guard holdsCriticalCurrent else { return }
      for i in jcExponent.indices { (critical.byField[i], jcExponent[i]) = (0, 0) }
      for i in critical.byTemperature.indices { critical.byTemperature[i] = 0 }
      for i in resistivitySlopes.indices { resistivitySlopes[i] = 0 }
      exponents.hold()
    }
  }

  /// At the iterate of the last `setSlopes`.
  var slopes: TangentSlopes

  /// E where the step at hand starts, and where the one before did [V/m].
  var startField: [Double]
  var earlierField: [Double]

  // What a linear step changes in B [T], and where it leads.
  private var stepBr: [Double]
  private var stepBz: [Double]
  private var linearMagnitude: [Double]
  /// And in T [K], where cells have temperatures of their own.
  private var stepTemperature: [Double]

  init(materials: CellMaterials, weights: [Double], inductances: [Double]) {
    self.materials = materials
    self.weights = weights
    self.inductances = inductances
    let heated = materials.isHeated
    let zeros = [Double](repeating: 0, count: weights.count)
    temperatures = CellTemperatures(
      values: heated ? zeros : [Double](repeating: 0, count: materials.runCount), areOfCells: heated)
    (br, bz, magnitude) = (zeros, zeros, zeros)
    critical = CellSlopes(cells: weights.count, byTemperature: heated)
    conductances = materials.areParallel ? zeros : []
    resistivitySlopes = conductances
    stepTemperature = heated ? zeros : []
    (jcExponent, currents) = (zeros, zeros)
    exponents = CellExponents(materials)
    mean = materials.spreads.map { CellMean(spreads: $0, byTemperature: heated) }
    (electricField, ratios, secant) = (zeros, zeros, zeros)
    (stepBr, stepBz, linearMagnitude) = (zeros, zeros, zeros)
    slopes = TangentSlopes(cells: weights.count, byTemperature: heated)
    (startField, earlierField) = (zeros, zeros)
  }

  /// Takes the iterate as the state that a step starts from.
  mutating func startStep() {
    for i in startField.indices { (earlierField[i], startField[i]) = (startField[i], electricField[i]) }
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
    if !temperatures.areOfCells { materials.setTemperatures(&temperatures.values, drive, at: time) }
    setCoefficients(magnitude)
    if mean == nil {
      setCentre(magnitude)
    } else {
      for i in currents.indices { currents[i] = abs(y[first + i]) }
      setMean(magnitude)
    }
  }

  /// Sets the temperature of a cell [K], where cells have their own.
  @inline(__always)
  mutating func setTemperature(cell i: Int, _ temperature: Double) { temperatures.values[i] = temperature }

  /// n and the normal state's conductance.
  private mutating func setCoefficients(_ fluxDensity: [Double]) {
    exponents.set(materials, fluxDensity: fluxDensity, temperatures: temperatures)
    if !conductances.isEmpty {
      materials.setConductances(temperatures, value: &conductances, slope: &resistivitySlopes)
    }
  }

  private mutating func setCentre(_ fluxDensity: [Double]) {
    materials.criticalCurrentDensity(
      fluxDensity, temperatures: temperatures, value: &critical.value, slope: &critical.byField,
      temperatureSlope: &critical.byTemperature)
    floorCriticalCurrent()
  }

  private mutating func setMean(_ fluxDensity: [Double]) {
    mean?.evaluate(
      materials, fluxDensity, currents: currents, temperatures: temperatures, jc: &critical, jcExponent: &jcExponent)
    floorCriticalCurrent()
  }

  private mutating func floorCriticalCurrent() {
    for i in critical.value.indices where 0 <= critical.value[i] && critical.value[i] < leastCriticalCurrent {
      (critical.value[i], critical.byField[i], jcExponent[i]) = (leastCriticalCurrent, 0, 0)
      if temperatures.areOfCells { critical.byTemperature[i] = 0 }
    }
  }

  /// Sets a cell's current density [A/m²] and returns its electric field [V/m].
  @inline(__always)
  mutating func setCurrent(cell i: Int, _ j: Double) -> Double {
    if !conductances.isEmpty, conductances[i] > 0 { return setSharedCurrent(cell: i, j) }
    ratios[i] = j / critical.value[i]
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

  /// The same where a normal state takes its part: `J = Jc x + E/rho`, `E = E0 |x|^(n-1) x`.
  private mutating func setSharedCurrent(cell i: Int, _ j: Double) -> Double {
    let jc = critical.value[i]
    let (x, power) = materials.balance(
      exponent: exponents.n[i], beta: exponents.criteria[i] * conductances[i] / jc, sum: j / jc, near: j / jc)
    ratios[i] = x
    secant[i] = power.map { exponents.criteria[i] * $0 } ?? secant(cell: i, ratio: x)
    electricField[i] = secant[i] * x
    return electricField[i]
  }

  /// By how much the normal state lessens the slopes of E at a current, 1 where there is none.
  @inline(__always)
  private func sharing(cell i: Int) -> Double {
    if conductances.isEmpty { return 1 }
    return critical.value[i] / (critical.value[i] + exponents.n[i] * secant[i] * conductances[i])
  }

  /// `E / x = E0 |x|^(n-1)` [V/m] with x = J/Jc.
  @inline(__always)
  private func secant(cell i: Int, ratio x: Double) -> Double {
    exponents.criteria[i] * materials.power(abs(x), exponents.n[i] - 1)
  }

  /// |dJc/dT| [A/(m² K)], where cells have temperatures of their own.
  @inline(__always)
  func temperatureSensitivity(ofCell i: Int) -> Double { abs(critical.byTemperature[i]) }

  /// |J|/Jc of the cell where it is the largest.
  var largestShare: Double { ratios.reduce(0) { max($0, abs($1)) } }

  mutating func setSlopes(shift: Double) {
    for i in weights.indices {
      let weight = shift * weights[i]
      // dE/dJ = n E / J, finite at J = 0; dE/d|B| = -dE/dJ (J/Jc) dJc/d|B|.
      // Where Jc falls with J, too, E is steeper by that.
      let share = sharing(cell: i)
      let slope = exponents.n[i] * secant[i] / critical.value[i] * share
      var slopeB = magnitude[i] > 0 ? -slope * ratios[i] * critical.byField[i] / magnitude[i] : 0
      if exponents.vary, magnitude[i] > 0 {
        slopeB += share * electricField[i] * exponents.slope(cell: i, ratio: ratios[i]) / magnitude[i]
      }
      slopes.j[i] = weight * slope * (1 - jcExponent[i])
      slopes.br[i] = weight * slopeB * br[i]
      slopes.bz[i] = weight * slopeB * bz[i]
      guard temperatures.areOfCells else { continue }
      var slopeT = -slope * ratios[i] * critical.byTemperature[i]
      if exponents.vary { slopeT += share * electricField[i] * exponents.temperatureSlope(cell: i, ratio: ratios[i]) }
      if !conductances.isEmpty { slopeT += (1 - share) * electricField[i] * resistivitySlopes[i] }
      slopes.temperature[i] = weight * slopeT
    }
  }

  /// Sets what a linear step changes in B [T]; needed where a law depends on it. The current density that it leads to [A/m²] is
  /// asked for where Jc depends on that.
  @inline(__always)
  mutating func setStep(cell i: Int, br radial: Double, bz axial: Double, j: () -> Double) {
    if mean != nil {
      // A linear step may lead far beyond any state.
      let old = currents[i]
      currents[i] = min(max(abs(j()), 0.5 * old), max(2 * old, critical.value[i]))
    }
    (stepBr[i], stepBz[i]) = (radial, axial)
    let (r, z) = (br[i] + radial, bz[i] + axial)
    linearMagnitude[i] = (r * r + z * z).squareRoot()
  }

  /// Sets the temperature that a step leads to [K], where cells have their own.
  @inline(__always)
  mutating func setStep(cell i: Int, temperature: Double) {
    stepTemperature[i] = temperature - temperatures.values[i]
    temperatures.values[i] = temperature
  }

  /// Sets Jc and n where the linear step leads: without it a step in a steep Jc(B) would leave E wrong by the n-th power of that.
  mutating func followStep() {
    if holdsCriticalCurrent { return }
    setCoefficients(linearMagnitude)
    if mean == nil {
      setCentre(linearMagnitude)
      return
    }
    setMean(linearMagnitude)
    // With Jc as the power of J that it is there, E is a power of J again: of exponent n (1 - a), and J = Jc where both meet.
    for i in jcExponent.indices where jcExponent[i] != 0 && currents[i] > 0 {
      critical.value[i] *= .pow(currents[i] / critical.value[i], -jcExponent[i] / (1 - jcExponent[i]))
    }
  }

  /// Moves the current densities y[first], y[first + 1], ... [A/m²] of a stage's first iterate, which lie on a straight line, to those that
  /// go with the line in the variable of the correction: E goes on along a line as well, and J as near to Jc as that E takes. The Jc is that
  /// of `setCriticalCurrent`.
  ///
  /// On a line in J alone the cells at a front are led to twice Jc, and E to a million times what it will be. Measured on the built-in pair
  /// at 0.1 %: 568 iterations and 226 factorisations of the fine mesh instead of 1087 and 502.
  mutating func predict(_ y: inout [Double], first: Int, along line: PredictionLine, shift: Double) {
    for i in weights.indices {
      let field =
        switch line {
        case .lastStep(let beyond): startField[i] + beyond * (startField[i] - earlierField[i])
        case .stageBefore(let beyond): electricField[i] + beyond * (electricField[i] - startField[i])
        }
      let old = y[first + i]
      let j = balanced(cell: i, linear: old, flux: shift * weights[i] * field, shift: shift, near: old).j
      if j.isFinite { y[first + i] = j }
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
    var field =
      oldField + slopes.j[i] * (linear - old) + (slopes.br[i] * stepBr[i] + slopes.bz[i] * stepBz[i])
    if temperatures.areOfCells { field += slopes.temperature[i] * stepTemperature[i] }
    let (j, newField) = balanced(cell: i, linear: linear, flux: field, shift: shift, near: old)
    // E by the balance in s, not by the slopes: those of a cell far below Jc see no E at all, and with a wide step such an
    // iterate, which leaves the whole flux unbalanced, would seem converged. Measured: Kim's law, n = 1000, 18 cells; five
    // steps without any E in the magnet, and a moment off by 5 %.
    return (j, max(abs(j - old), abs(newField - oldField) / inductances[i]))
  }

  /// The current density [A/m²] and the flux `shift w E` of a cell on the law for which `s` is that of a linear step.
  @inline(__always)
  private func balanced(cell i: Int, linear: Double, flux field: Double, shift: Double, near old: Double)
    -> (j: Double, flux: Double)
  {
    let weight = shift * weights[i]
    // In units of the cell's own flux: field / (L_ii Jc) is beta E/E0.
    let jc = critical.value[i]
    let unit = inductances[i] * jc
    let beta = weight * exponents.criteria[i] / unit
    let s = linear / jc + field / unit
    // What flows in the normal state counts with J.
    let parallel = conductances.isEmpty ? 0 : exponents.criteria[i] * conductances[i] / jc
    let ratio = materials.ratio(
      exponent: exponents.n[i] * (1 - jcExponent[i]), beta: beta + parallel, sum: s, near: old / jc)
    if parallel > 0 {
      let newField = (s - ratio) * (beta / (beta + parallel)) * unit
      return (ratio * jc + newField / weight * conductances[i], newField)
    }
    return (ratio * jc, (s - ratio) * unit)
  }
}
