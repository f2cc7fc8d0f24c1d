#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import EdgeElements
import LinearAlgebra
import Superconductors
import TimeStepping

/// The condensed model with materials, as the integrator wants it: `M = L`, `f = -(w E(j, B) + e dHa/dt)`.
///
/// Newton's correction is taken in the variable `s = |j|/Jc + beta E/E0`, in which both j and E are Lipschitz functions
/// for every n: far below Jc it is j, far above it is E, and the corner between is crossed in one iteration. Taken in j,
/// an iterate above Jc comes back by (1 - 1/n) an iteration; taken in E, one below Jc never leaves.
struct CondensedSystem: MagnetSystem, ~Copyable {
  let model: CondensedModel
  let materials: CellMaterials
  private var segment: TimelineSegment

  /// L, Bj radial and axial on top of each other: one product gives all three.
  private let stacked: Matrix
  private var product: [Double]

  // At the iterate of the last `evaluate`: law and fields per cell.
  private var br: [Double]
  private var bz: [Double]
  private var magnitude: [Double]
  private(set) var jc: [Double]
  private var jcSlope: [Double]
  private(set) var electricField: [Double]
  /// J/Jc and E/(J/Jc) [V/m]
  private var ratios: [Double]
  private var secant: [Double]
  private var temperatures: TimelineSegment.Temperatures
  /// Joule heat and work of the applied field in the meshed part [W].
  private(set) var monitored = SIMD2(0.0, 0.0)

  // At the iterate of the last `factor`: slopes of E.
  private var lu: DenseLU
  private var slopes: TangentSlopes
  private var shifted: [Double]
  private var linearMagnitude: [Double]

  private var scale: CurrentScale
  private var flux: [Double]
  private(set) var fastestCell = 0

  init(model: CondensedModel, materials: CellMaterials, segment: TimelineSegment) {
    self.model = model
    self.materials = materials
    self.segment = segment
    temperatures = segment.temperatures(at: segment.start)
    let n = model.cells.count
    let zeros = [Double](repeating: 0, count: n)
    stacked =
      materials.dependsOnField
      ? Matrix.stacked([model.inductance, model.radialField, model.axialField]) : model.inductance
    product = [Double](repeating: 0, count: stacked.rows)
    (br, bz, magnitude, jc, jcSlope) = (zeros, zeros, zeros, zeros, zeros)
    (electricField, ratios, secant) = (zeros, zeros, zeros)
    lu = DenseLU(order: n)
    slopes = TangentSlopes(cells: zeros.count)
    linearMagnitude = zeros
    shifted = product
    flux = zeros
    let unit = model.inductance.multiply([Double](repeating: 1, count: n))
    scale = CurrentScale(weights: model.cells.weights, energyOfUnitDensity: unit.reduce(0, +))
  }

  var dimension: Int { model.cells.count }

  func currents(of state: [Double]) -> [Double] { state }

  mutating func enter(_ next: TimelineSegment) {
    segment = next
    if case .cool = next.stage { scale.forget() }
  }

  mutating func evaluate(_ y: [Double], time: Double, momentum: inout [Double], rate: inout [Double]) -> Bool {
    let n = dimension
    stacked.multiply(y, into: &product)
    temperatures = segment.temperatures(at: time)
    let applied = segment.field(at: time) / vacuumPermeability
    for i in 0..<n {
      momentum[i] = product[i]
    }
    if materials.dependsOnField {
      for i in 0..<n {
        br[i] = product[n + i] + model.radialApplied[i] * applied
        bz[i] = product[2 * n + i] + model.axialApplied[i] * applied
        magnitude[i] = (br[i] * br[i] + bz[i] * bz[i]).squareRoot()
      }
    }
    materials.criticalCurrentDensity(magnitude, temperatures: temperatures, value: &jc, slope: &jcSlope)
    let drive = segment.fieldRate / vacuumPermeability
    var finite = true
    var (heat, moment) = (0.0, 0.0)
    for i in 0..<n {
      ratios[i] = y[i] / jc[i]
      secant[i] = materials.secant(cell: i, ratio: ratios[i])
      electricField[i] = secant[i] * ratios[i]
      rate[i] = -(model.cells.weights[i] * electricField[i] + model.appliedCoupling[i] * drive)
      finite = finite && rate[i].isFinite
      heat += model.cells.weights[i] * electricField[i] * y[i]
      moment += model.cells.moments[i] * y[i]
    }
    monitored = SIMD2(2 * .pi * heat, -moment * segment.fieldRate)
    return finite
  }

  mutating func factor(shift: Double) -> Bool {
    let n = dimension
    for i in 0..<n {
      let weight = shift * model.cells.weights[i]
      // dE/dJ = n E / J, finite at J = 0; dE/d|B| = -dE/dJ (J/Jc) dJc/d|B|.
      let slope = materials.exponents[i] * secant[i] / jc[i]
      let slopeB = magnitude[i] > 0 ? -slope * ratios[i] * jcSlope[i] / magnitude[i] : 0
      slopes.j[i] = weight * slope
      slopes.br[i] = weight * slopeB * br[i]
      slopes.bz[i] = weight * slopeB * bz[i]
    }
    return factorSlopes()
  }

  /// Factors the matrix that the slopes make.
  private mutating func factorSlopes() -> Bool {
    if materials.dependsOnField {
      lu.setSum(stacked, scaledBy: slopes.br, slopes.bz, diagonal: slopes.j)
    } else {
      lu.set(stacked, diagonal: slopes.j)
    }
    do {
      try lu.factor()
      return true
    } catch {
      return false
    }
  }

  mutating func correct(_ y: inout [Double], residual: inout [Double], shift: Double) -> Double {
    let n = dimension
    lu.solve(&residual)
    // Where the linear step takes Jc: without it a step in a steep Jc(B) would leave E wrong by the n-th power of that.
    if materials.dependsOnField {
      stacked.multiply(residual, scale: -1, into: &shifted)
      for i in 0..<n {
        let (r, z) = (br[i] + shifted[n + i], bz[i] + shifted[2 * n + i])
        linearMagnitude[i] = (r * r + z * z).squareRoot()
      }
      materials.criticalCurrentDensity(linearMagnitude, temperatures: temperatures, value: &jc, slope: &jcSlope)
    }
    var largest = 0.0
    for i in 0..<n {
      let weight = shift * model.cells.weights[i]
      let step = -residual[i]
      var field = weight * electricField[i] + slopes.j[i] * step
      if materials.dependsOnField { field += slopes.br[i] * shifted[n + i] + slopes.bz[i] * shifted[2 * n + i] }
      // In units of the cell's own flux: field / (L_ii Jc) is beta E/E0.
      let unit = model.inductance[i, i] * jc[i]
      let beta = weight * materials.criteria[i] / unit
      let s = (y[i] + step) / jc[i] + field / unit
      let ratio = materials.ratio(cell: i, beta: beta, sum: s, near: y[i] / jc[i])
      let new = ratio * jc[i]
      let change = max(abs(new - y[i]), abs(field - weight * electricField[i]) / model.inductance[i, i])
      if change > largest { (largest, fastestCell) = (change, i) }
      y[i] = new
    }
    return largest / scale.density
  }

  mutating func startStep() { scale.set(jc) }

  var memory: [Double] { scale.memory + slopes.memory }

  mutating func restore(_ memory: [Double]) -> Bool {
    let scales = scale.memory.count
    return memory.count > scales && scale.restore(memory[..<scales]) && slopes.restore(memory[scales...])
      && factorSlopes()
  }

  func derivative(of rate: [Double], into derivative: inout [Double]) {
    model.inverseInductance.multiply(rate, into: &derivative)
  }

  /// Relative to the magnet in which every cell carries the mean Jc, in the energy norm `j' L j`: what is reported (moments, probes)
  /// follows it, while single cells switched on by a moving front hardly count. Measured on 40 cells, n = 21: 60 steps
  /// for 0.02 % in the reported values, where the mean square of j needed 95.
  mutating func size(of change: [Double]) -> Double {
    max(energy(of: change), 0).squareRoot() / scale.rootEnergy
  }

  /// `j' L j` [J/pi]
  mutating func energy(of j: [Double]) -> Double {
    model.inductance.multiply(j, into: &flux)
    var sum = 0.0
    for i in j.indices { sum += j[i] * flux[i] }
    return sum
  }
}
