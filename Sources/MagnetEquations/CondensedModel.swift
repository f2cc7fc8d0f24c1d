public import EdgeElements
public import LinearAlgebra
public import Meshing
internal import Notation

/// The magnet with everything but its currents eliminated:
///
///     L dj/dt + w E(j, B) + e dHa/dt = 0,     B = Bj j + Ba Ha        at the cells' centres
///
/// | symbol | meaning | unit |
/// |---|---|---|
/// | j | current density of each cell, along phi | A/m² |
/// | L | inductance matrix, symmetric positive definite | H m⁴/(2 pi) |
/// | w | `∫ r dr dz` of each cell | m³ |
/// | e | coupling to the applied field | H m³/(2 pi) |
/// | Ha | applied field | A/m |
///
/// Minimising the magnetic energy under `curl H = j` is exact: this is the same discrete solution as that of the full edge
/// system. Nothing here depends on a material, a temperature or a protocol.
public struct CondensedModel: Sendable {
  /// The most current cells that a magnet is condensed onto. A factorisation of 700 takes 10 ms and grows with their cube,
  /// while the edge system is the cheaper one from 130 on: beyond, nobody waits for the condensed one but by mistake.
  public static let cellLimit = 700

  public let space: EdgeSpace
  public let cells: CurrentCells
  /// L, and its inverse `D M^-1 D'`.
  public let inductance: Matrix
  public let inverseInductance: Matrix
  public let appliedCoupling: [Double]
  /// Br and Bz at the cells' centres, per unit j [T/(A/m²)] and per unit Ha [T/(A/m)].
  public let radialField: Matrix
  public let axialField: Matrix
  public let radialApplied: [Double]
  public let axialApplied: [Double]
  /// `M^-1 D'` and U0 in its last column: with it the unknowns of the edge space are `X (L j) + U0 Ha`.
  private let response: Matrix

  /// - Throws: `LinearSolveError.notPositiveDefinite` for a mesh with degenerate cells.
  public init(mesh: Mesh) throws(LinearSolveError) { try self.init(space: EdgeSpace(mesh: mesh)) }

  /// - Throws: `LinearSolveError.notPositiveDefinite` for a mesh with degenerate cells.
  package init(space: EdgeSpace) throws(LinearSolveError) {
    let mesh = space.mesh
    let cells = CurrentCells(mesh: mesh)
    let curl = cells.meshCells.map { space.map.pullBack(space.curlWeights(ofCell: $0)) }
    var energy = MagneticEnergy(space: space)
    try energy.matrix.factor()

    // X = M^-1 D' and, in its last column, the field of a unit Ha with currents left free.
    let n = cells.count
    var response = Matrix(rows: space.map.unknownCount, columns: n + 1)
    for (column, functional) in curl.enumerated() {
      for (unknown, weight) in zip(functional.unknowns, functional.weights) { response[unknown, column] += weight }
    }
    for (unknown, value) in energy.applied.enumerated() { response[unknown, n] = -value }
    try energy.matrix.solve(&response)

    let (curlOfResponse, curlOfApplied) = Self.apply(curl, to: response)
    let inductance = try DenseCholesky.inverse(of: curlOfResponse)
    // U0 = (free field) - X L (its curl): the field of a unit Ha when no current flows.
    let excess = inductance.multiply(curlOfApplied)
    let appliedResponse = response.multiply(excess.map { -$0 } + [1])
    for (unknown, value) in appliedResponse.enumerated() { response[unknown, n] = value }

    self.space = space
    self.cells = cells
    self.inductance = inductance
    inverseInductance = curlOfResponse
    appliedCoupling = excess.map { -$0 }
    self.response = response

    func atCentres(_ component: Int) -> (currents: Matrix, applied: [Double]) {
      let centre = cells.meshCells.map { cell in
        space.map.pullBack(
          space.centreWeights(ofCell: cell).map { ($0.edge, vacuumPermeability * $0.weight[component]) })
      }
      let (currents, applied) = Self.apply(centre, to: response)
      return (currents.multiply(inductance), applied)
    }
    (radialField, radialApplied) = atCentres(0)
    (axialField, axialApplied) = atCentres(1)
  }

  /// Functionals applied to each column of `matrix`, the last of which belongs to a unit Ha.
  private static func apply(
    _ functionals: [LinearFunctional], to matrix: Matrix
  ) -> (currents: Matrix, applied: [Double]) {
    let n = functionals.count
    var currents = Matrix(rows: n, columns: n)
    var applied = functionals.map(\.perAppliedField)
    for column in 0..<matrix.columns {
      let base = column * matrix.rows
      for (row, functional) in functionals.enumerated() {
        var sum = 0.0
        for k in functional.unknowns.indices {
          sum += functional.weights[k] * matrix.elements[base + functional.unknowns[k]]
        }
        if column < n { currents[row, column] = sum } else { applied[row] += sum }
      }
    }
    return (currents, applied)
  }

  /// Flux density (Br, Bz) [T] at the centre of every cell of the mesh, air included.
  public func fluxDensity(currents j: [Double], appliedField: Double) -> [SIMD2<Double>] {
    let unknowns = response.multiply(inductance.multiply(j) + [appliedField])
    let u = space.map.circulations(unknowns: unknowns, appliedField: appliedField)
    return space.mesh.cells.indices.map { vacuumPermeability * space.fieldAtCentre(ofCell: $0, circulations: u) }
  }
}
