internal import CLAPACK

/// LU factors of a general band matrix with partial pivoting, in storage that is allocated once and filled again and again.
public struct BandedLU: ~Copyable {
  public let order: Int
  /// Number of diagonals on either side of the main one.
  public let bandwidth: Int
  /// LAPACK's band storage with room for fill: element (i, j) stands at `2 bandwidth + i - j + j (3 bandwidth + 1)`.
  private var band: [Double]
  private var pivots: [Int32]

  private static let notTransposed = CChar(78)  // N

  public init(order: Int, bandwidth: Int) {
    LinearAlgebraThreads.useOne()
    self.order = order
    self.bandwidth = bandwidth
    band = [Double](repeating: 0, count: order * (3 * bandwidth + 1))
    pivots = [Int32](repeating: 0, count: order)
  }

  /// Sets every element to 0.
  public mutating func clear() { for i in band.indices { band[i] = 0 } }

  public mutating func add(_ value: Double, row: Int, column: Int) {
    precondition(abs(row - column) <= bandwidth, "(\(row), \(column)) lies outside a band of \(bandwidth)")
    band[2 * bandwidth + row - column + column * (3 * bandwidth + 1)] += value
  }

  /// Factors in place; O(order bandwidth²).
  ///
  /// - Throws: `LinearSolveError.singular` with the pivot that is zero.
  public mutating func factor() throws(LinearSolveError) {
    let (n, k) = (Int32(order), Int32(bandwidth))
    let status = unsafe LAPACKE_dgbtrf_work(LAPACK_COL_MAJOR, n, n, k, k, &band, 3 * k + 1, &pivots)
    if status > 0 { throw .singular(pivot: Int(status)) }
    if status < 0 { throw .illegalArgument(routine: "dgbtrf", position: Int(-status)) }
  }

  /// `x := A^-1 x`. Allocates nothing.
  public func solve(_ x: inout [Double]) {
    precondition(x.count == order, "a factorisation of order \(order) cannot solve for \(x.count) values")
    let (n, k) = (Int32(order), Int32(bandwidth))
    // No status: after a factorisation that succeeded, only an illegal argument could make it fail.
    _ = unsafe LAPACKE_dgbtrs_work(
      LAPACK_COL_MAJOR, Self.notTransposed, n, k, k, 1, band, 3 * k + 1, pivots, &x, max(n, 1))
  }
}
