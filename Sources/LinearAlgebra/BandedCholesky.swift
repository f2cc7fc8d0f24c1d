internal import CLAPACK

/// A symmetric positive definite band matrix that becomes its own Cholesky factor.
public struct BandedCholesky: ~Copyable {
  public let order: Int
  /// Number of diagonals below the main one.
  public let bandwidth: Int
  /// LAPACK's lower band storage: element (i, j), i >= j, stands at `i - j + j * (bandwidth + 1)`.
  private var band: [Double]

  private static let lower = CChar(76)  // L

  public init(order: Int, bandwidth: Int) {
    LinearAlgebraThreads.useOne()
    self.order = order
    self.bandwidth = bandwidth
    band = [Double](repeating: 0, count: order * (bandwidth + 1))
  }

  /// Adds to element (row, column) of the lower triangle; what belongs to the upper one is ignored, since it is the same.
  public mutating func add(_ value: Double, row: Int, column: Int) {
    guard row >= column else { return }
    precondition(row - column <= bandwidth, "(\(row), \(column)) lies outside a band of \(bandwidth)")
    band[row - column + column * (bandwidth + 1)] += value
  }

  /// Factors in place; O(order bandwidth²).
  ///
  /// - Throws: `LinearSolveError.notPositiveDefinite` with the order of the first minor that is not.
  public mutating func factor() throws(LinearSolveError) {
    let status = unsafe LAPACKE_dpbtrf(
      LAPACK_COL_MAJOR, Self.lower, Int32(order), Int32(bandwidth), &band, Int32(bandwidth + 1))
    if status > 0 { throw .notPositiveDefinite(order: Int(status)) }
    if status < 0 { throw .illegalArgument(routine: "dpbtrf", position: Int(-status)) }
  }

  /// Overwrites every column of `right` with the solution; O(order bandwidth) a column.
  ///
  /// - Throws: `LinearSolveError.illegalArgument`, a fault of this program.
  public func solve(_ right: inout Matrix) throws(LinearSolveError) {
    precondition(right.rows == order, "a factorisation of order \(order) cannot solve for \(right.rows) rows")
    let status = unsafe LAPACKE_dpbtrs(
      LAPACK_COL_MAJOR, Self.lower, Int32(order), Int32(bandwidth), Int32(right.columns), band, Int32(bandwidth + 1),
      &right.elements, Int32(max(order, 1)))
    if status != 0 { throw .illegalArgument(routine: "dpbtrs", position: Int(-status)) }
  }
}
