internal import CLAPACK

/// LU factors of a general matrix in single precision with partial pivoting, in storage that is allocated once and filled again and again:
/// for the corrections of an iteration, which need few digits. Of 200 rows they take 0.58 of the time of those in double precision.
///
/// Rows should be scaled to elements of about 1: single precision ends at 1e-38.
public struct SingleLU: ~Copyable {
  public let order: Int
  /// Column-major: the matrix before `factor()`, its factors after.
  public var elements: [Float]
  private var pivots: [Int32]

  private static let notTransposed = CChar(78)  // N

  public init(order: Int) {
    LinearAlgebraThreads.useOne()
    self.order = order
    elements = [Float](repeating: 0, count: order * order)
    pivots = [Int32](repeating: 0, count: order)
  }

  /// Factors `elements` in place. The `_work` call, because the other one first reads the whole matrix for NaN.
  ///
  /// - Throws: `LinearSolveError.singular` with the pivot that is zero.
  public mutating func factor() throws(LinearSolveError) {
    let n = Int32(order)
    let status = unsafe LAPACKE_sgetrf_work(LAPACK_COL_MAJOR, n, n, &elements, max(n, 1), &pivots)
    if status > 0 { throw .singular(pivot: Int(status)) }
    if status < 0 { throw .illegalArgument(routine: "sgetrf", position: Int(-status)) }
  }

  /// `x := A^-1 x`. Allocates nothing.
  public func solve(_ x: inout [Float]) {
    precondition(x.count == order, "a factorisation of order \(order) cannot solve for \(x.count) values")
    let n = Int32(order)
    // No status: after a factorisation that succeeded, only an illegal argument could make it fail.
    _ = unsafe LAPACKE_sgetrs_work(
      LAPACK_COL_MAJOR, Self.notTransposed, n, 1, elements, max(n, 1), pivots, &x, max(n, 1))
  }
}
