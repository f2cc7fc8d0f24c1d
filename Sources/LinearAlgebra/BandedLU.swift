internal import CLAPACK

/// LU factors of a general band matrix with partial pivoting, in storage that is allocated once and filled again and again.
public struct BandedLU: ~Copyable {
  public let order: Int
  /// Number of diagonals on either side of the main one.
  public let bandwidth: Int
  /// LAPACK's band storage with room for fill: element (i, j) stands at `2 bandwidth + i - j + j (3 bandwidth + 1)`.
  private var band: [Double]
  private var pivots: [Int32]
  /// Number of diagonals of U above its main one: more than `bandwidth` where rows were exchanged.
  private var fill: Int

  public init(order: Int, bandwidth: Int) {
    LinearAlgebraThreads.useOne()
    self.order = order
    self.bandwidth = bandwidth
    band = [Double](repeating: 0, count: order * (3 * bandwidth + 1))
    pivots = [Int32](repeating: 0, count: order)
    fill = bandwidth
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
    fill = pivots.indices.reduce(bandwidth) { max($0, bandwidth + Int(pivots[$1]) - 1 - $1) }
  }

  /// `x := A^-1 x`. Allocates nothing.
  ///
  /// Not by `dgbtrs`, which calls BLAS for each column: those short calls took 7 % of a run with heat on 208 cells.
  public func solve(_ x: inout [Double]) {
    precondition(x.count == order, "a factorisation of order \(order) cannot solve for \(x.count) values")
    unsafe Self.solve(band, pivots, &x, order, bandwidth, fill)
  }

  private static func solve(
    _ band: UnsafePointer<Double>, _ pivots: UnsafePointer<Int32>, _ x: UnsafeMutablePointer<Double>, _ n: Int,
    _ k: Int,
    _ fill: Int
  ) {
    for column in 0..<n {
      let pivot = unsafe Int(pivots[column]) - 1
      if pivot != column { unsafe swap(&x[column], &x[pivot]) }
      let factor = unsafe x[column]
      let (below, lower) = unsafe (x + column + 1, band + 2 * k + 1 + column * (3 * k + 1))
      for i in 0..<min(k, n - 1 - column) { unsafe below[i] -= lower[i] * factor }
    }
    for column in (0..<n).reversed() {
      let (count, diagonal) = unsafe (min(fill, column), band + 2 * k + column * (3 * k + 1))
      let factor = unsafe x[column] / diagonal[0]
      unsafe x[column] = factor
      let (above, upper) = unsafe (x + column - count, diagonal - count)
      for i in 0..<count { unsafe above[i] -= upper[i] * factor }
    }
  }
}
