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

  /// `A = S + diag(d)`, with S the top of `base`.
  public mutating func set(_ base: Matrix, diagonal: [Double]) {
    for column in 0..<order {
      for row in 0..<order { elements[row + column * order] = base.elements[row + column * base.rows] }
      elements[column + column * order] += diagonal[column]
    }
  }

  /// `A = S0 + diag(p) S1 + diag(q) S2 + diag(d)`, with S0, S1, S2 square and on top of each other in `stacked`.
  public mutating func setSum(_ stacked: Matrix, scaledBy p: [Double], _ q: [Double], diagonal: [Double]) {
    precondition(stacked.rows == 3 * order && p.count == order && q.count == order && diagonal.count == order)
    let order = order
    var target = elements.mutableSpan
    let (source, p, q) = (stacked.elements.span, p.span, q.span)
    for column in 0..<order {
      let (to, from) = (column * order, column * stacked.rows)
      for row in 0..<order {
        target[to + row] =
          source[from + row] + p[row] * source[from + order + row] + q[row] * source[from + 2 * order + row]
      }
      target[to + column] += diagonal[column]
    }
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
