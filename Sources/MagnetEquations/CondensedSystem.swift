internal import EdgeElements
package import LinearAlgebra
internal import Notation
internal import Superconductors
package import TimeStepping

/// The condensed model with materials, as the integrator wants it: `M = L`, `f = -(w E(j, B) + e dHa/dt)`, and the flux of sources
/// beside the uniform field a part of the momentum.
package struct CondensedSystem: MagnetSystem, ~Copyable {
  package let model: CondensedModel
  package var law: CellLaw
  package var scale: CurrentScale
  package let momentumDiagonal: [Double]
  package var drive: any Drive { didSet { sources?.forget() } }

  /// L, Bj radial and axial on top of each other: one product gives all three.
  private let stacked: Matrix
  private let dependsOnField: Bool
  private var product: [Double]
  var tangent: CondensedTangent
  private var flux: [Double]
  private var sources: SourceFields?
  /// Joule heat and work of the applied field in the meshed part [W].
  package private(set) var monitored = SIMD3(0.0, 0.0, 0.0)

  package init(model: CondensedModel, materials: CellMaterials, drive: any Drive, sources: SourceTables? = nil) {
    self.model = model
    self.drive = drive
    self.sources = sources.map(SourceFields.init)
    let n = model.cells.count
    momentumDiagonal = (0..<n).map { model.inductance[$0, $0] }
    law = CellLaw(
      materials: materials, weights: model.cells.weights, inductances: momentumDiagonal)
    dependsOnField = materials.dependsOnField
    stacked =
      dependsOnField ? Matrix.stacked([model.inductance, model.radialField, model.axialField]) : model.inductance
    product = [Double](repeating: 0, count: stacked.rows)
    tangent = CondensedTangent(
      inductance: model.inductance, radialField: model.radialField, axialField: model.axialField,
      dependsOnField: dependsOnField)
    flux = [Double](repeating: 0, count: n)
    let unit = model.inductance.multiply([Double](repeating: 1, count: n))
    scale = CurrentScale(weights: model.cells.weights, energyOfUnitDensity: unit.reduce(0, +))
  }

  package var dimension: Int { model.cells.count }

  package func currents(of state: [Double]) -> [Double] { state }

  package mutating func evaluate(_ y: [Double], time: Double, momentum: inout [Double], rate: inout [Double]) -> Bool {
    let n = dimension
    setCriticalCurrent(y, at: time)
    for i in 0..<n { momentum[i] = product[i] }
    if let sources { for i in 0..<n { momentum[i] += sources.flux[i] } }
    let fieldRate = drive.fieldRate(at: time)
    let strengthRate = fieldRate / vacuumPermeability
    var finite = true
    var (heat, moment) = (0.0, 0.0)
    for i in 0..<n {
      let voltage = model.cells.weights[i] * law.setCurrent(cell: i, y[i])
      rate[i] = -(voltage + model.appliedCoupling[i] * strengthRate)
      finite = finite && rate[i].isFinite
      heat += voltage * y[i]
      moment += model.cells.moments[i] * y[i]
    }
    monitored = SIMD3(2 * .pi * heat, -moment * fieldRate, 0)
    if let sources { monitored.y -= 2 * .pi * zip(sources.fluxRate, y).reduce(0) { $0 + $1.0 * $1.1 } }
    return finite
  }

  /// Sets what currents and drive make at a time: fluxes of the currents in `product`, the sources' own, B in the law, and Jc of that.
  private mutating func setCriticalCurrent(_ y: [Double], at time: Double) {
    let n = dimension
    stacked.multiply(y, into: &product)
    sources?.set(drive, at: time)
    if dependsOnField {
      let applied = drive.field(at: time) / vacuumPermeability
      for i in 0..<n {
        law.setFluxDensity(
          cell: i, br: product[n + i] + model.radialApplied[i] * applied,
          bz: product[2 * n + i] + model.axialApplied[i] * applied)
      }
      if let sources { law.addFluxDensity(br: sources.br, bz: sources.bz) }
    }
    law.setCriticalCurrent(drive, at: time, currents: y, first: 0)
  }

  package mutating func predict(_ y: inout [Double], along line: PredictionLine, time: Double, shift: Double) {
    setCriticalCurrent(y, at: time)
    law.predict(&y, first: 0, along: line, shift: shift)
  }

  package mutating func factorSlopes() throws(LinearSolveError) {
    tangent.set(law.slopes)
    try tangent.factor()
  }

  package mutating func correct(_ y: inout [Double], residual: inout [Double], shift: Double) -> Double {
    tangent.solve(&residual)
    return follow(&y, step: residual, shift: shift)
  }

  /// Corrects the currents along a linear step, which is subtracted.
  mutating func follow(_ y: inout [Double], step residual: [Double], shift: Double) -> Double {
    if dependsOnField {
      tangent.setFluxDensity(ofStep: residual)
      for i in 0..<dimension {
        law.setStep(cell: i, br: Double(tangent.radial(i)), bz: Double(tangent.axial(i))) { y[i] - residual[i] }
      }
      law.followStep()
    } else if law.temperatures.areOfCells {
      law.followStep()
    }
    return law.correct(&y, first: 0, shift: shift) { y, i in y[i] - residual[i] } / scale.density
  }

  package func derivative(of rate: [Double], from state: [Double], at time: Double, into derivative: inout [Double]) {
    guard let sources else { return model.inverseInductance.multiply(rate, into: &derivative) }
    model.inverseInductance.multiply(zip(rate, sources.rate(drive, at: time)).map { $0 - $1 }, into: &derivative)
  }

  /// `j' L j` [J/pi]
  package mutating func energy(of j: [Double]) -> Double {
    model.inductance.multiply(j, into: &flux)
    var sum = 0.0
    for i in j.indices { sum += j[i] * flux[i] }
    return sum
  }
}
