/// A symmetric positive definite matrix that is banded but for its last few rows and columns, and its own factor.
///
///     | A  B |     A banded, B with as many columns as the border is wide
///     | B' C |
///
/// By Schur's complement `S = C - B' A^-1 B`: one factorisation of A, as without the border, and as many more solves.
public struct BorderedCholesky: ~Copyable {
  /// Order of A, and number of rows and columns beside it.
  public let bandedOrder: Int
  public let borderWidth: Int
  private var banded: BandedCholesky
  /// B and C until `factor`, then `A^-1 B` and `S^-1`.
  private var border: Matrix
  private var corner: Matrix
  private var borderRows: Matrix

  public init(bandedOrder: Int, bandwidth: Int, borderWidth: Int) {
    self.bandedOrder = bandedOrder
    self.borderWidth = borderWidth
    banded = BandedCholesky(order: bandedOrder, bandwidth: bandwidth)
    border = Matrix(rows: bandedOrder, columns: borderWidth)
    corner = Matrix(rows: borderWidth, columns: borderWidth)
    borderRows = border
  }

  /// Adds to element (row, column) of the lower triangle; what belongs to the upper one is ignored, since it is the same.
  public mutating func add(_ value: Double, row: Int, column: Int) {
    guard row >= column else { return }
    if row < bandedOrder {
      banded.add(value, row: row, column: column)
    } else if column < bandedOrder {
      border[column, row - bandedOrder] += value
    } else {
      corner[row - bandedOrder, column - bandedOrder] += value
    }
  }

  /// Factors in place.
  ///
  /// - Throws: `LinearSolveError.notPositiveDefinite` for the band, or for what is left of the border.
  public mutating func factor() throws(LinearSolveError) {
    try banded.factor()
    guard borderWidth > 0 else { return }
    borderRows = border
    try banded.solve(&border)
    for column in 0..<borderWidth {
      let image = (0..<bandedOrder).map { border[$0, column] }
      for (row, product) in borderRows.multiplyTransposed(image).enumerated() where row >= column {
        corner[row, column] -= product
      }
    }
    corner = try DenseCholesky.inverse(of: corner)
  }

  /// Overwrites every column of `right` with the solution.
  ///
  /// - Throws: `LinearSolveError.illegalArgument`, a fault of this program.
  public func solve(_ right: inout Matrix) throws(LinearSolveError) {
    guard borderWidth > 0 else { return try banded.solve(&right) }
    precondition(
      right.rows == bandedOrder + borderWidth, "\(right.rows) rows for a matrix of \(bandedOrder + borderWidth)")
    var top = Matrix(rows: bandedOrder, columns: right.columns)
    for column in 0..<right.columns {
      for row in 0..<bandedOrder { top[row, column] = right[row, column] }
    }
    try banded.solve(&top)
    for column in 0..<right.columns {
      let first = (0..<bandedOrder).map { top[$0, column] }
      let coupled = borderRows.multiplyTransposed(first)
      let last = corner.multiply((0..<borderWidth).map { right[bandedOrder + $0, column] - coupled[$0] })
      let correction = border.multiply(last)
      for row in 0..<bandedOrder { right[row, column] = first[row] - correction[row] }
      for row in 0..<borderWidth { right[bandedOrder + row, column] = last[row] }
    }
  }
}
