internal import LinearAlgebra

/// Newton's matrix of the condensed system, `diag(a) L + diag(p) Br + diag(q) Bz + diag(d)`, with its factors, and the fields of a linear step.
///
/// In single precision: a correction is good for as many digits as Newton's iteration gains by it, which are fewer than six, and what
/// it leads to is decided by residuals in double precision. Rows are scaled by their diagonal, as slopes of E span more than the range of
/// single precision.
struct CondensedTangent: ~Copyable {
  /// In units of L's largest element, so that no magnet is too small.
  private let inductance: SingleMatrix
  /// Br on top of Bz [T/(A/m²)]; nil where no law depends on B.
  private let field: SingleMatrix?
  private let unit: Double
  /// What each row of the matrix, and of a residual, is multiplied by.
  private var scales: [Double]
  private var lu: SingleLU
  private var step: [Float]
  private var fluxDensity: [Float]
  // Coefficients of the rows.
  private var a: [Float]
  private var p: [Float]
  private var q: [Float]

  init(inductance: Matrix, radialField: Matrix, axialField: Matrix, dependsOnField: Bool) {
    let n = inductance.rows
    unit = 1 / max((0..<n).reduce(0) { max($0, inductance[$1, $1]) }, .leastNormalMagnitude)
    self.inductance = SingleMatrix(inductance, scaledBy: unit)
    field = dependsOnField ? SingleMatrix(.stacked([radialField, axialField])) : nil
    scales = [Double](repeating: 1, count: n)
    lu = SingleLU(order: n)
    step = [Float](repeating: 0, count: n)
    fluxDensity = [Float](repeating: 0, count: dependsOnField ? 2 * n : 0)
    (a, p, q) = (step, step, step)
  }

  /// Fills the matrix with slopes of E by current and field.
  ///
  /// - Parameter share: of its row of L that each cell has.
  mutating func set(_ slopes: TangentSlopes, share: [Double]? = nil, diagonal: [Double]? = nil) {
    let n = scales.count
    for i in 0..<n {
      let own = slopes.j[i] + (diagonal?[i] ?? 0)
      scales[i] = unit / (1 + unit * abs(own))
      // A row that is all but its diagonal: numbers below single precision's are slow, and nothing beside it.
      let scale = scales[i] / unit > 1e-20 ? scales[i] : 0
      (a[i], p[i], q[i]) = (
        Float((share?[i] ?? 1) * scale / unit), Float(slopes.br[i] * scale), Float(slopes.bz[i] * scale)
      )
    }
    Self.fill(&lu.elements, inductance, field, a, p, q)
    for i in 0..<n { lu.elements[i + i * n] += Float((slopes.j[i] + (diagonal?[i] ?? 0)) * scales[i]) }
  }

  private static func fill(
    _ elements: inout [Float], _ inductance: SingleMatrix, _ field: SingleMatrix?, _ a: [Float], _ p: [Float],
    _ q: [Float]
  ) {
    let n = a.count
    var target = elements.mutableSpan
    let (source, a, p, q) = (inductance.elements.span, a.span, p.span, q.span)
    guard let field = field?.elements.span else {
      for column in 0..<n {
        let to = column * n
        for row in 0..<n { target[to + row] = a[row] * source[to + row] }
      }
      return
    }
    for column in 0..<n {
      let (to, radial, axial) = (column * n, 2 * column * n, 2 * column * n + n)
      for row in 0..<n {
        target[to + row] = a[row] * source[to + row] + p[row] * field[radial + row] + q[row] * field[axial + row]
      }
    }
  }

  /// Adds a matrix whose rows are to be multiplied by b.
  mutating func add(_ matrix: Matrix, rows b: [Double]) {
    let n = scales.count
    for column in 0..<n {
      for row in 0..<n {
        lu.elements[row + column * n] += Float(scales[row] * b[row] * matrix.elements[row + column * n])
      }
    }
  }

  /// - Throws: `LinearSolveError.singular`.
  mutating func factor() throws(LinearSolveError) { try lu.factor() }

  /// `x := A^-1 x`. Allocates nothing.
  mutating func solve(_ x: inout [Double]) {
    for i in step.indices { step[i] = Float(scales[i] * x[i]) }
    lu.solve(&step)
    for i in step.indices { x[i] = Double(step[i]) }
  }

  /// Works out the flux density of a step of the currents, which is subtracted: `radial` and `axial` [T] of each cell. Allocates nothing.
  mutating func setFluxDensity(ofStep x: [Double]) {
    for i in step.indices { step[i] = Float(-x[i]) }
    field?.multiply(step, into: &fluxDensity)
  }

  @inline(__always)
  func radial(_ cell: Int) -> Float { fluxDensity[cell] }

  @inline(__always)
  func axial(_ cell: Int) -> Float { fluxDensity[scales.count + cell] }
}
