internal import EdgeElements
package import LinearAlgebra
internal import Notation
internal import Superconductors
package import TimeStepping

/// The edge model with materials, as the integrator wants it.
///
/// The state is V followed by the current density of each cell, with which the law is evaluated; that it equals `D V` is
/// part of the system. So Newton's correction can be taken cell by cell in `s = |j|/Jc + beta E/E0`, as in
/// `CellLaw`, while V follows from the linear system: eliminating the cells' own unknowns leaves
///
///     (M + shift D' w dE/dj D) dV = -(M V - known + shift D' w (E + dE/dj (D V - j)))
///
/// whose elements couple as V does in M.
package struct EdgeSystem: MagnetSystem, ~Copyable {
  package let model: EdgeModel
  package var law: CellLaw
  package var scale: CurrentScale
  package let momentumDiagonal: [Double]
  package var drive: any Drive { didSet { sources?.forget() } }
  private let dependsOnField: Bool

  private var lu: DissectedLU
  /// M, in which the currents of air stay what they are: they follow a change of the drive within `mu0 L^2 / rho`, a microsecond or so.
  /// Without that a rate just behind such a change is that of air which still lags, a hundredth of what a moment later it is.
  private let factoredEnergy: DissectedLU
  /// Of the cells of bulks, 0 in air: its heat in the plain H formulation is none of the magnet's.
  private let bulkWeights: [Double]
  private var flux: [Double]
  private var sources: SourceFields?
  package private(set) var monitored = SIMD3(0.0, 0.0, 0.0)

  /// - Throws: `LinearSolveError.singular` for a mesh with degenerate cells.
  package init(
    model: EdgeModel, materials: CellMaterials, drive: any Drive, sources: SourceTables? = nil
  ) throws(LinearSolveError) {
    self.model = model
    self.drive = drive
    self.sources = sources.map(SourceFields.init)
    let inductances = model.selfInductances
    law = CellLaw(
      materials: materials, weights: model.cells.weights, inductances: inductances)
    dependsOnField = materials.dependsOnField
    var matrix = model.energyMatrix()
    let unitEnergy = try Self.energyOfUnitDensity(model, &matrix, selfInductances: inductances)
    var energy = model.energyMatrix()
    if model.bulkWeights.contains(0) {
      var stiff = TangentSlopes(cells: inductances.count)
      for (i, weight) in model.bulkWeights.enumerated() where weight == 0 { stiff.j[i] = 1e6 * inductances[i] }
      Self.fill(&energy, model, stiff)
    }
    try energy.factor()
    factoredEnergy = energy
    lu = matrix
    bulkWeights = model.bulkWeights
    let unknowns = model.kept.kept.count
    flux = [Double](repeating: 0, count: unknowns)
    var diagonal = [Double](repeating: 0, count: unknowns + model.cells.count)
    model.forEachEnergyTerm { row, column, value in
      if row == column { diagonal[row] += value }
    }
    momentumDiagonal = diagonal
    scale = CurrentScale(weights: bulkWeights, energyOfUnitDensity: unitEnergy)
  }

  private var unknownCount: Int { model.kept.kept.count }
  package var dimension: Int { unknownCount + model.cells.count }

  package func currents(of state: [Double]) -> [Double] { Array(state[unknownCount...]) }

  package mutating func evaluate(_ y: [Double], time: Double, momentum: inout [Double], rate: inout [Double]) -> Bool {
    let (n, u) = (model.cells.count, unknownCount)
    model.multiplyEnergy(y, into: &momentum)
    setCriticalCurrent(y, at: time)
    if let sources { addCells(sources.flux, times: 1, to: &momentum) }
    let fieldRate = drive.fieldRate(at: time)
    let strengthRate = fieldRate / vacuumPermeability
    for k in 0..<u { rate[k] = -model.appliedCoupling[k] * strengthRate }
    var (heat, moment, finite) = (0.0, 0.0, true)
    for i in 0..<n {
      let j = y[u + i]
      let field = law.setCurrent(cell: i, j)
      let voltage = model.cells.weights[i] * field
      finite = finite && voltage.isFinite
      for k in model.starts[i]..<model.starts[i + 1] { rate[model.unknowns[k]] -= voltage * model.curl[k] }
      heat += bulkWeights[i] * field * j
      if bulkWeights[i] > 0 { moment += model.cells.moments[i] * j }
      // Not a rate: j follows V at every time. Zero here, as in `momentum`, keeps it out of what is known of a step.
      (momentum[u + i], rate[u + i]) = (0, 0)
    }
    monitored = SIMD3(2 * .pi * heat, -moment * fieldRate, 0)
    if let sources { for i in 0..<n { monitored.y -= 2 * .pi * sources.fluxRate[i] * y[u + i] } }
    return finite
  }

  /// Sets what currents and drive make at a time: the sources' flux, B in the law, and Jc of that.
  private mutating func setCriticalCurrent(_ y: [Double], at time: Double) {
    sources?.set(drive, at: time)
    if dependsOnField {
      let applied = drive.field(at: time)
      for i in 0..<model.cells.count {
        law.setFluxDensity(
          cell: i, br: model.functional(model.radial, ofCell: i, y),
          bz: model.functional(model.axial, ofCell: i, y) + applied)
      }
      if let sources { law.addFluxDensity(br: sources.br, bz: sources.bz) }
    }
    law.setCriticalCurrent(drive, at: time, currents: y, first: unknownCount)
  }

  package mutating func predict(_ y: inout [Double], along line: PredictionLine, time: Double, shift: Double) {
    setCriticalCurrent(y, at: time)
    law.predict(&y, first: unknownCount, along: line, shift: shift)
  }

  private func addCells(_ values: [Double], times factor: Double, to sum: inout [Double]) {
    for i in values.indices {
      for k in model.starts[i]..<model.starts[i + 1] { sum[model.unknowns[k]] += factor * values[i] * model.curl[k] }
    }
  }

  package mutating func factorSlopes() throws(LinearSolveError) {
    Self.fill(&lu, model, law.slopes)
    try lu.factor()
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

  package mutating func correct(_ y: inout [Double], residual: inout [Double], shift: Double) -> Double {
    let (n, u) = (model.cells.count, unknownCount)
    for i in 0..<n {
      let excess = law.slopes.j[i] * (model.functional(model.curl, ofCell: i, y) - y[u + i])
      for k in model.starts[i]..<model.starts[i + 1] { residual[model.unknowns[k]] += excess * model.curl[k] }
    }
    lu.solve(&residual)
    for k in 0..<u { y[k] -= residual[k] }
    let model = model
    if dependsOnField {
      for i in 0..<n {
        law.setStep(
          cell: i, br: -model.functional(model.radial, ofCell: i, residual),
          bz: -model.functional(model.axial, ofCell: i, residual)
        ) { model.functional(model.curl, ofCell: i, y) }
      }
      law.followStep()
    }
    return law.correct(&y, first: u, shift: shift) { y, i in model.functional(model.curl, ofCell: i, y) }
      / scale.density
  }

  package func derivative(of rate: [Double], from state: [Double], at time: Double, into derivative: inout [Double]) {
    var rate = rate
    if let sources { addCells(sources.rate(drive, at: time), times: -1, to: &rate) }
    let slopes = factoredEnergy.solution(rate)
    for k in 0..<unknownCount { derivative[k] = slopes[k] }
    for i in 0..<model.cells.count {
      derivative[unknownCount + i] = model.functional(model.curl, ofCell: i, derivative)
    }
  }

  /// `V' M V` [J/pi]
  package mutating func energy(of state: [Double]) -> Double {
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
