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

  /// Overwrites every column of `right` with the solution; O(order bandwidth) a column. The `_work` call, because the other one first reads
  /// the whole band for NaN.
  ///
  /// - Throws: `LinearSolveError.illegalArgument`, a fault of this program.
  public func solve(_ right: inout Matrix) throws(LinearSolveError) {
    precondition(right.rows == order, "a factorisation of order \(order) cannot solve for \(right.rows) rows")
    let status = unsafe LAPACKE_dpbtrs_work(
      LAPACK_COL_MAJOR, Self.lower, Int32(order), Int32(bandwidth), Int32(right.columns), band, Int32(bandwidth + 1),
      &right.elements, Int32(max(order, 1)))
    if status != 0 { throw .illegalArgument(routine: "dpbtrs", position: Int(-status)) }
  }

  /// Overwrites every column of `right` with the solution, all columns at once: other sums of the same terms than `solve`, several times faster
  /// for tens of columns.
  ///
  /// Blocks as large as the band is wide: those on the diagonal are triangles, those below them triangles of the other kind, and both stand in
  /// band storage as if it were a matrix with `bandwidth` rows.
  public func solveTogether(_ right: inout Matrix) throws(LinearSolveError) {
    precondition(right.rows == order, "a factorisation of order \(order) cannot solve for \(right.rows) rows")
    guard bandwidth > 1, right.columns > 1 else { return try solve(&right) }
    let starts = Array(stride(from: 0, to: order, by: bandwidth))
    var work = Matrix(rows: bandwidth, columns: right.columns)
    for (index, start) in starts.enumerated() {
      solveTriangle(block: start, transposed: false, &right)
      guard index + 1 < starts.count else { continue }
      couple(block: start, to: starts[index + 1], transposed: false, &right, &work)
    }
    for (index, start) in starts.enumerated().reversed() {
      if index + 1 < starts.count { couple(block: start, to: starts[index + 1], transposed: true, &right, &work) }
      solveTriangle(block: start, transposed: true, &right)
    }
  }

  /// Solves with the triangle on the diagonal that begins at a row.
  private func solveTriangle(block start: Int, transposed: Bool, _ right: inout Matrix) {
    let (size, columns) = (min(bandwidth, order - start), right.columns)
    unsafe right.elements.withUnsafeMutableBufferPointer { x in
      unsafe band.withUnsafeBufferPointer { l in
        guard let x = x.baseAddress, let l = l.baseAddress else { return }
        unsafe cblas_dtrsm(
          CblasColMajor, CblasLeft, CblasLower, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, Int32(size),
          Int32(columns), 1, l + start * (bandwidth + 1), Int32(bandwidth), x + start, Int32(max(order, 1)))
      }
    }
  }

  /// Takes what a block of unknowns does to the next one from that, or, transposed, the other way. The next may be smaller: then it has a
  /// triangle and a rectangle beside it.
  private func couple(
    block start: Int, to next: Int, transposed: Bool, _ right: inout Matrix, _ work: inout Matrix
  ) {
    let (width, columns) = (bandwidth, right.columns)
    let (size, rest) = (min(width, order - next), max(0, width - (order - next)))
    let (lead, height) = (Int32(width), Int32(max(order, 1)))
    // Of the columns that belong to the triangle, and where the next block's first row stands in the first of them.
    let corner = start * (width + 1) + width
    for column in 0..<columns {
      for row in 0..<size {
        work.elements[column * width + row] = right.elements[column * order + (transposed ? next : start) + row]
      }
    }
    unsafe right.elements.withUnsafeMutableBufferPointer { x in
      unsafe work.elements.withUnsafeMutableBufferPointer { w in
        unsafe band.withUnsafeBufferPointer { l in
          guard let x = x.baseAddress, let w = w.baseAddress, let l = l.baseAddress else { return }
          if rest > 0 {
            let beside = unsafe l + corner + size * width
            if transposed {
              unsafe cblas_dgemm(
                CblasColMajor, CblasTrans, CblasNoTrans, Int32(rest), Int32(columns), Int32(size), -1, beside, lead,
                x + next, height, 1, x + start + size, height)
            } else {
              unsafe cblas_dgemm(
                CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(size), Int32(columns), Int32(rest), -1, beside, lead,
                x + start + size, height, 1, x + next, height)
            }
          }
          unsafe cblas_dtrmm(
            CblasColMajor, CblasLeft, CblasUpper, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, Int32(size),
            Int32(columns), 1, l + corner, lead, w, lead)
        }
      }
    }
    for column in 0..<columns {
      for row in 0..<size {
        right.elements[column * order + (transposed ? start : next) + row] -= work.elements[column * width + row]
      }
    }
  }
}
