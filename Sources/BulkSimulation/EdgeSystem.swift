import EdgeElements
import LinearAlgebra
import Superconductors
import TimeStepping

/// The edge model with materials, as the integrator wants it.
///
/// The state is V followed by the current density of each cell, with which the law is evaluated; that it equals `D V` is
/// part of the system. So Newton's correction can be taken cell by cell in `s = |j|/Jc + beta E/E0`, as in
/// `CondensedSystem`, while V follows from the linear system: eliminating the cells' own unknowns leaves
///
///     (M + shift D' w dE/dj D) dV = -(M V - known + shift D' w (E + dE/dj (D V - j)))
///
/// whose elements couple as V does in M.
struct EdgeSystem: MagnetSystem, ~Copyable {
  let model: EdgeModel
  let materials: CellMaterials
  private var segment: TimelineSegment

  // At the iterate of the last `evaluate`.
  private var br: [Double]
  private var bz: [Double]
  private var magnitude: [Double]
  private(set) var jc: [Double]
  private var jcSlope: [Double]
  private(set) var electricField: [Double]
  private var ratios: [Double]
  private var secant: [Double]
  private var temperatures: TimelineSegment.Temperatures
  private(set) var monitored = SIMD2(0.0, 0.0)

  // At the iterate of the last `factor`: slopes of E.
  private var lu: DissectedLU
  private var slopes: TangentSlopes
  private var linearMagnitude: [Double]

  private let factoredEnergy: DissectedLU
  private let selfInductances: [Double]
  /// Of the cells of bulks, 0 in air: its heat in the plain H formulation is none of the magnet's.
  private let bulkWeights: [Double]
  private var scale: CurrentScale
  private var flux: [Double]
  private(set) var fastestCell = 0

  init(model: EdgeModel, materials: CellMaterials, segment: TimelineSegment) throws(LinearSolveError) {
    self.model = model
    self.materials = materials
    self.segment = segment
    temperatures = segment.temperatures(at: segment.start)
    let zeros = [Double](repeating: 0, count: model.cells.count)
    (br, bz, magnitude, jc, jcSlope) = (zeros, zeros, zeros, zeros, zeros)
    (electricField, ratios, secant) = (zeros, zeros, zeros)
    slopes = TangentSlopes(cells: zeros.count)
    linearMagnitude = zeros
    let inductances = model.selfInductances
    var matrix = model.energyMatrix()
    let unitEnergy = try Self.energyOfUnitDensity(model, &matrix, selfInductances: inductances)
    var energy = model.energyMatrix()
    try energy.factor()
    factoredEnergy = energy
    lu = matrix
    selfInductances = inductances
    bulkWeights = model.bulkWeights
    flux = [Double](repeating: 0, count: model.kept.kept.count)
    scale = CurrentScale(weights: bulkWeights, energyOfUnitDensity: unitEnergy)
  }

  private var unknownCount: Int { model.kept.kept.count }
  var dimension: Int { unknownCount + model.cells.count }

  func currents(of state: [Double]) -> [Double] { Array(state[unknownCount...]) }

  mutating func enter(_ next: TimelineSegment) {
    segment = next
    if case .cool = next.stage { scale.forget() }
  }

  mutating func evaluate(_ y: [Double], time: Double, momentum: inout [Double], rate: inout [Double]) -> Bool {
    let (n, u) = (model.cells.count, unknownCount)
    model.multiplyEnergy(y, into: &momentum)
    temperatures = segment.temperatures(at: time)
    let applied = segment.field(at: time)
    if materials.dependsOnField {
      for i in 0..<n {
        br[i] = model.functional(model.radial, ofCell: i, y)
        bz[i] = model.functional(model.axial, ofCell: i, y) + applied
        magnitude[i] = (br[i] * br[i] + bz[i] * bz[i]).squareRoot()
      }
    }
    materials.criticalCurrentDensity(magnitude, temperatures: temperatures, value: &jc, slope: &jcSlope)
    let drive = segment.fieldRate / vacuumPermeability
    for k in 0..<u { rate[k] = -model.appliedCoupling[k] * drive }
    var (heat, moment, finite) = (0.0, 0.0, true)
    for i in 0..<n {
      let j = y[u + i]
      ratios[i] = j / jc[i]
      secant[i] = materials.secant(cell: i, ratio: ratios[i])
      electricField[i] = secant[i] * ratios[i]
      let voltage = model.cells.weights[i] * electricField[i]
      finite = finite && voltage.isFinite
      for k in model.starts[i]..<model.starts[i + 1] { rate[model.unknowns[k]] -= voltage * model.curl[k] }
      heat += bulkWeights[i] * electricField[i] * j
      if bulkWeights[i] > 0 { moment += model.cells.moments[i] * j }
      // Not a rate: j follows V at every time. Zero here, as in `momentum`, keeps it out of what is known of a step.
      (momentum[u + i], rate[u + i]) = (0, 0)
    }
    monitored = SIMD2(2 * .pi * heat, -moment * segment.fieldRate)
    return finite
  }

  mutating func factor(shift: Double) -> Bool {
    for i in 0..<model.cells.count {
      let weight = shift * model.cells.weights[i]
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
    Self.fill(&lu, model, slopes)
    do {
      try lu.factor()
      return true
    } catch {
      return false
    }
  }

  /// `M + D' (slopes.j D + slopes.br Cr + slopes.bz Cz)`
  private static func fill(
    _ lu: inout DissectedLU, _ model: EdgeModel, _ slopes: TangentSlopes
  ) {
    lu.clear()
    var location = 0
    for i in slopes.j.indices {
      let entries = model.starts[i]..<model.starts[i + 1]
      for column in entries {
        let slope =
          slopes.j[i] * model.curl[column] + slopes.br[i] * model.radial[column] + slopes.bz[i] * model.axial[column]
        for row in entries {
          lu.add(model.curl[row] * slope, at: model.locations[location])
          location += 1
        }
      }
    }
  }

  mutating func correct(_ y: inout [Double], residual: inout [Double], shift: Double) -> Double {
    let (n, u) = (model.cells.count, unknownCount)
    for i in 0..<n {
      let excess = slopes.j[i] * (model.functional(model.curl, ofCell: i, y) - y[u + i])
      for k in model.starts[i]..<model.starts[i + 1] { residual[model.unknowns[k]] += excess * model.curl[k] }
    }
    lu.solve(&residual)
    for k in 0..<u { y[k] -= residual[k] }
    if materials.dependsOnField {
      for i in 0..<n {
        let r = br[i] - model.functional(model.radial, ofCell: i, residual)
        let z = bz[i] - model.functional(model.axial, ofCell: i, residual)
        linearMagnitude[i] = (r * r + z * z).squareRoot()
      }
      materials.criticalCurrentDensity(linearMagnitude, temperatures: temperatures, value: &jc, slope: &jcSlope)
    }
    var largest = 0.0
    for i in 0..<n {
      let weight = shift * model.cells.weights[i]
      let old = y[u + i]
      let linear = model.functional(model.curl, ofCell: i, y)
      var field = weight * electricField[i] + slopes.j[i] * (linear - old)
      if materials.dependsOnField {
        field -= slopes.br[i] * model.functional(model.radial, ofCell: i, residual)
        field -= slopes.bz[i] * model.functional(model.axial, ofCell: i, residual)
      }
      let unit = selfInductances[i] * jc[i]
      let beta = weight * materials.criteria[i] / unit
      let ratio = materials.ratio(cell: i, beta: beta, sum: linear / jc[i] + field / unit, near: old / jc[i])
      let new = ratio * jc[i]
      let change = max(abs(new - old), abs(field - weight * electricField[i]) / selfInductances[i])
      if change > largest { (largest, fastestCell) = (change, i) }
      y[u + i] = new
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
    let slopes = factoredEnergy.solution(rate)
    for k in 0..<unknownCount { derivative[k] = slopes[k] }
    for i in 0..<model.cells.count {
      derivative[unknownCount + i] = model.functional(model.curl, ofCell: i, derivative)
    }
  }

  mutating func size(of change: [Double]) -> Double { max(energy(of: change), 0).squareRoot() / scale.rootEnergy }

  /// `V' M V` [J/pi]
  mutating func energy(of state: [Double]) -> Double {
    model.multiplyEnergy(state, into: &flux)
    var sum = 0.0
    for k in flux.indices { sum += state[k] * flux[k] }
    return sum
  }

  /// `V' M V` of the field that 1 A/m² in every bulk makes: the least with `D V = 1`, to which a large stiffness forces it.
  private static func energyOfUnitDensity(
    _ model: EdgeModel, _ lu: inout DissectedLU, selfInductances: [Double]
  ) throws(LinearSolveError) -> Double {
    // Within 1e-4 or so of 1 A/m², for a scale more than enough; the air of the plain H formulation stays without current.
    let stiffness = selfInductances.map { 1e4 * $0 }
    var slopes = TangentSlopes(cells: stiffness.count)
    slopes.j = stiffness
    fill(&lu, model, slopes)
    try lu.factor()
    var v = [Double](repeating: 0, count: model.kept.kept.count)
    for (i, weight) in model.bulkWeights.enumerated() where weight > 0 {
      for k in model.starts[i]..<model.starts[i + 1] { v[model.unknowns[k]] += model.curl[k] * stiffness[i] }
    }
    lu.solve(&v)
    var flux = v
    model.multiplyEnergy(v, into: &flux)
    return zip(v, flux).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
