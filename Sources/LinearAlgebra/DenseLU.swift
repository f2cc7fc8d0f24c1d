internal import CLAPACK

/// LU factors of a general matrix with partial pivoting, in storage that is allocated once and filled again and again.
public struct DenseLU: ~Copyable {
  public let order: Int
  /// Column-major: the matrix before `factor()`, its factors after.
  public var elements: [Double]
  private var pivots: [Int32]

  private static let notTransposed = CChar(78)  // N

  public init(order: Int) {
    LinearAlgebraThreads.useOne()
    self.order = order
    elements = [Double](repeating: 0, count: order * order)
    pivots = [Int32](repeating: 0, count: order)
  }

  /// Factors `elements` in place. The `_work` call, because the other one first reads the whole matrix for NaN.
  ///
  /// - Throws: `LinearSolveError.singular` with the pivot that is zero.
  public mutating func factor() throws(LinearSolveError) {
    let n = Int32(order)
    let status = unsafe LAPACKE_dgetrf_work(LAPACK_COL_MAJOR, n, n, &elements, max(n, 1), &pivots)
    if status > 0 { throw .singular(pivot: Int(status)) }
    if status < 0 { throw .illegalArgument(routine: "dgetrf", position: Int(-status)) }
  }

  /// `x := A^-1 x`. Allocates nothing.
  public func solve(_ x: inout [Double]) {
    precondition(x.count == order, "a factorisation of order \(order) cannot solve for \(x.count) values")
    let n = Int32(order)
    // No status: after a factorisation that succeeded, only an illegal argument could make it fail.
    _ = unsafe LAPACKE_dgetrs_work(
      LAPACK_COL_MAJOR, Self.notTransposed, n, 1, elements, max(n, 1), pivots, &x, max(n, 1))
  }

  /// `X := A^-1 X`, column by column. Allocates nothing.
  public func solve(_ x: inout Matrix) {
    precondition(x.rows == order, "a factorisation of order \(order) cannot solve for \(x.rows) rows")
    let n = Int32(order)
    _ = unsafe LAPACKE_dgetrs_work(
      LAPACK_COL_MAJOR, Self.notTransposed, n, Int32(x.columns), elements, max(n, 1), pivots, &x.elements, max(n, 1))
  }
}
