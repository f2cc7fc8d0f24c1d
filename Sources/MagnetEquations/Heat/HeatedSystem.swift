internal import EdgeElements
package import LinearAlgebra
internal import Meshing
internal import Superconductors
package import TimeStepping

/// The condensed system and the heat of its cells, as the integrator wants them: the state is the current density of each cell [A/m²], then
/// its temperature [K], then those of supports; the momentum the flux and the enthalpy. All are corrected in one iteration (`ThermalTangent`).
package struct HeatedSystem: MagnetSystem, ~Copyable {
  private var magnet: CondensedSystem
  private var equation: HeatEquation
  private var tangent: ThermalTangent
  package private(set) var monitored = SIMD3(0.0, 0.0, 0.0)

  // The currents' part of the integrator's vectors.
  private var currents: [Double]
  private var flux: [Double]
  private var fluxRate: [Double]
  private var step: [Double]
  private var left: [Double]
  private var temperatureStep: [Double]
  /// What a change of 1 K counts as in sizes [1/K], at the start of a step.
  private var sensitivities: [Double]
  /// What an error of temperatures leads to, as it comes back by the heat that it makes: a geometric series, at the start of a step. Without it
  /// a cylinder of 16 cells at 0.085 T/s did not jump at 1 %, and one at 0.1 T/s was above 8 K by 3.5 % too late in the field.
  private var amplification = 1.0
  private static let largestGain = 0.75
  /// The lowest temperature at the start of a step, and of the baths at the last `evaluate` [K]. Nothing becomes colder than these: where a long
  /// step leads below, it has gone too far. After a jump one came to 3.7 K in a bath of 5 K, below the table of c.
  private var coldest = Double.infinity
  private var lowestBath = Double.infinity
  private static let undershoot = 0.97
  /// At the last `evaluate` [K].
  private var supportTemperatures: [Double]

  /// - Parameters:
  ///   - exchanges: what takes heat from the surfaces.
  ///   - supports: what conducts heat without a current; bodies of `exchanges` and `contacts` that follow on the others.
  ///   - mirrorPlane: z of the plane by which the magnet was cut in two [m].
  package init(
    model: CondensedModel, materials: CellMaterials, bodies: [CellMaterials.Body], exchanges: [HeatExchange],
    contacts: [HeatContact] = [], supports: [HeatedSupport] = [], mirrorPlane: Double?, drive: any Drive,
    sources: SourceTables? = nil
  ) {
    magnet = CondensedSystem(model: model, materials: materials, drive: drive, sources: sources)
    equation = HeatEquation(
      paths: HeatPaths(mesh: model.space.mesh, cells: model.cells, mirrorPlane: mirrorPlane)
        .joined(to: supports, bodies: bodies.count),
      materials: bodies.map(\.material), supports: supports.map(\.material), exchanges: exchanges, contacts: contacts)
    tangent = ThermalTangent(equation: equation)
    let zeros = [Double](repeating: 0, count: model.cells.count)
    (currents, flux, fluxRate, step, left) = (zeros, zeros, zeros, zeros, zeros)
    temperatureStep = [Double](repeating: 0, count: equation.paths.cellCount)
    (sensitivities, supportTemperatures) = (temperatureStep, Array(temperatureStep[zeros.count...]))
    driven = bodies.map(\.driven) + supports.map(\.driven)
  }

  private let driven: [Int]

  package var law: CellLaw {
    _read { yield magnet.law }
    _modify { yield &magnet.law }
  }

  package var scale: CurrentScale {
    _read { yield magnet.scale }
    _modify { yield &magnet.scale }
  }

  package var drive: any Drive {
    get { magnet.drive }
    set { magnet.drive = newValue }
  }

  package var momentumDiagonal: [Double] { magnet.momentumDiagonal }

  private var cells: Int { currents.count }
  /// With those of supports, which have a temperature alone.
  private var allCells: Int { temperatureStep.count }
  package var dimension: Int { cells + allCells }

  package var exchangePowers: [Double] { equation.exchangeLoss.map { 2 * .pi * $0 } }

  package func currents(of state: [Double]) -> [Double] { Array(state[..<cells]) }

  package func temperatures(of state: [Double]) -> [Double] { Array(state[cells...]) }

  package func restState(at time: Double) -> [Double] {
    [Double](repeating: 0, count: cells)
      + equation.paths.bodies.map { drive.temperature(ofBulk: driven[$0], at: time) }
  }

  package mutating func evaluate(_ y: [Double], time: Double, momentum: inout [Double], rate: inout [Double]) -> Bool {
    let n = cells
    for i in 0..<n {
      currents[i] = y[i]
      guard y[n + i] > 0, y[n + i].isFinite else { return false }
      magnet.law.setTemperature(cell: i, y[n + i])
    }
    for i in n..<allCells {
      guard y[n + i] > 0, y[n + i].isFinite else { return false }
      supportTemperatures[i - n] = y[n + i]
    }
    guard magnet.evaluate(currents, time: time, momentum: &flux, rate: &fluxRate) else { return false }
    let drive = magnet.drive
    var lowest = Double.infinity
    equation.set(y, first: n) { exchange in
      let bath = drive.temperature(ofBulk: exchange.driven, at: time) + exchange.offset
      lowest = min(lowest, bath)
      return bath
    }
    lowestBath = lowest
    var finite = true
    for i in n..<allCells {
      let weight = equation.paths.weights[i]
      momentum[n + i] = weight * equation.enthalpy[i]
      rate[n + i] = -equation.loss[i]
      finite = finite && momentum[n + i].isFinite && rate[n + i].isFinite
    }
    for i in 0..<n {
      (momentum[i], rate[i]) = (flux[i], fluxRate[i])
      let weight = equation.paths.weights[i]
      momentum[n + i] = weight * equation.enthalpy[i]
      rate[n + i] = weight * magnet.law.electricField[i] * y[i] - equation.loss[i]
      finite = finite && momentum[n + i].isFinite && rate[n + i].isFinite
    }
    monitored = magnet.monitored
    monitored.z = 2 * .pi * equation.totalLoss
    return finite
  }

  package mutating func factor(shift: Double) -> Bool {
    magnet.law.setSlopes(shift: shift)
    tangent.set(equation, law: magnet.law, currents: currents, shift: shift)
    do {
      try tangent.factor(slopes: magnet.law.slopes.temperature)
      if try hidesGrowth() { return false }
      try factorMatrix()
      return true
    } catch {
      return false
    }
  }

  /// Whether a warming grows faster than the step can follow. The method damps what grows within its step, and a good first iterate
  /// leads past a flux jump: of a long cylinder that jumps at 0.1 T/s there was no jump.
  private mutating func hidesGrowth() throws(LinearSolveError) -> Bool {
    guard tangent.feedback > ThermalTangent.followed else { return false }
    try magnet.factorSlopes()
    return try tangent.runsAway(
      slopes: magnet.law.slopes.temperature, isothermal: &magnet.tangent, inductance: magnet.model.inductance)
  }

  package mutating func factorSlopes() throws(LinearSolveError) {
    try tangent.factor(slopes: magnet.law.slopes.temperature)
    try factorMatrix()
  }

  private mutating func factorMatrix() throws(LinearSolveError) {
    try tangent.set(&magnet.tangent, magnet.law.slopes, inductance: magnet.model.inductance)
    try magnet.tangent.factor()
  }

  package mutating func predict(_ y: inout [Double], along line: PredictionLine, time: Double, shift: Double) {
    let n = cells
    for i in 0..<n {
      // A temperature may be led beyond all bounds; the iteration comes back from where it was before.
      guard y[n + i] > 0, y[n + i].isFinite else { return }
      magnet.law.setTemperature(cell: i, y[n + i])
      currents[i] = y[i]
    }
    magnet.predict(&currents, along: line, time: time, shift: shift)
    for i in 0..<n { y[i] = currents[i] }
  }

  package mutating func correct(_ y: inout [Double], residual: inout [Double], shift: Double) -> Double {
    let n = cells
    for i in 0..<n { left[i] = residual[i] }
    tangent.temperatures(&temperatureStep, residual: residual, first: n, flux: left, step: nil)
    for i in 0..<n { step[i] = left[i] - magnet.law.slopes.temperature[i] * temperatureStep[i] }
    magnet.tangent.solve(&step)
    magnet.model.inductance.multiply(step, into: &flux)
    for i in 0..<n { left[i] -= flux[i] }
    tangent.temperatures(&temperatureStep, residual: residual, first: n, flux: left, step: step)
    var change = 0.0
    for i in 0..<n {
      let old = y[n + i]
      // Where a linear step leads further, the next one knows better.
      let new = min(max(old - temperatureStep[i], 0.5 * old), 2 * old)
      change = max(change, abs(new - old) * sensitivities[i])
      magnet.law.setStep(cell: i, temperature: new)
      y[n + i] = new
      currents[i] = y[i]
    }
    for i in n..<allCells {
      let old = y[n + i]
      let new = min(max(old - temperatureStep[i], 0.5 * old), 2 * old)
      change = max(change, abs(new - old) * sensitivities[i])
      y[n + i] = new
    }
    change = max(change, magnet.follow(&currents, step: step, shift: shift))
    for i in 0..<n { y[i] = currents[i] }
    return change
  }

  package func derivative(of rate: [Double], from state: [Double], at time: Double, into derivative: inout [Double]) {
    let n = cells
    var own = [Double](repeating: 0, count: n)
    magnet.derivative(of: Array(rate[..<n]), from: currents(of: state), at: time, into: &own)
    derivative.replaceSubrange(..<n, with: own)
    own = [Double](repeating: 0, count: allCells)
    equation.setCapacities(&own, state, first: n)
    for i in 0..<allCells { derivative[n + i] = rate[n + i] / (equation.paths.weights[i] * own[i]) }
  }

  package mutating func energy(of state: [Double]) -> Double { magnet.energy(of: currents(of: state)) }

  /// `∫ H dV` of the cells [J], from a temperature of each on.
  package func storedHeat(_ temperatures: [Double]) -> Double { 2 * .pi * equation.storedHeat(temperatures) }

  package mutating func startStep() {
    magnet.startStep()
    let density = magnet.scale.density
    for i in 0..<cells {
      sensitivities[i] = magnet.law.temperatureSensitivity(ofCell: i) / density + 1 / magnet.law.temperatures.values[i]
    }
    for (k, temperature) in supportTemperatures.enumerated() { sensitivities[cells + k] = 1 / temperature }
    amplification = 1 / (1 - min(tangent.gain, Self.largestGain))
    coldest = lowestTemperature
  }

  /// At the last `evaluate` [K].
  private var lowestTemperature: Double {
    min(magnet.law.temperatures.values.min() ?? .infinity, supportTemperatures.min() ?? .infinity)
  }

  package mutating func size(of change: [Double]) -> Double {
    for i in 0..<cells { step[i] = change[i] }
    if lowestTemperature < Self.undershoot * min(coldest, lowestBath) { return .infinity }
    let magnetic = max(magnet.energy(of: step), 0).squareRoot() / scale.rootEnergy
    return max(magnetic, amplification * thermalSize { change[cells + $0] })
  }

  package func size(ofResidual residual: [Double]) -> Double {
    let diagonal = magnet.momentumDiagonal
    var sum = 0.0
    for i in 0..<cells { sum += residual[i] * residual[i] / diagonal[i] }
    let thermal = thermalSize { residual[cells + $0] / (equation.paths.weights[$0] * equation.capacity[$0]) }
    return max(sum.squareRoot() / scale.rootEnergy, thermal)
  }

  /// The root of the mean square over the volume of changes of temperature [K], in units of what counts. Supports add theirs to a mean over bulks,
  /// so that a large one does not make a bulk's changes small.
  private func thermalSize(_ change: (Int) -> Double) -> Double {
    var (sum, total) = (0.0, 0.0)
    for i in 0..<allCells {
      let own = sensitivities[i] * change(i)
      sum += equation.paths.weights[i] * own * own
      if i < cells { total += equation.paths.weights[i] }
    }
    return (sum / total).squareRoot()
  }

  package var memory: [Double] {
    scale.memory + law.memory + tangent.memory + sensitivities + [amplification, coldest]
  }

  package mutating func restore(_ memory: [Double]) -> Bool {
    let (scales, slopes, own) = (scale.memory.count, law.memoryCount, tangent.memoryCount)
    guard memory.count == scales + slopes + own + allCells + 2,
      memory.suffix(allCells + 2).allSatisfy({ $0 > 0 && $0.isFinite })
    else { return false }
    sensitivities = Array(memory.suffix(allCells + 2).prefix(allCells))
    (amplification, coldest) = (memory[memory.count - 2], memory[memory.count - 1])
    guard scale.restore(memory[..<scales]), law.restore(memory[scales..<scales + slopes]),
      tangent.restore(memory[(scales + slopes)..<(scales + slopes + own)])
    else { return false }
    do {
      try factorSlopes()
      return true
    } catch {
      return false
    }
  }
}
