internal import CLAPACK

/// `A = U S V'` without U: the singular values and the directions that belong to them.
public struct SingularValues: Sendable, Equatable {
  /// One for each column of A, descending; zeros for the columns that A has more than rows.
  public let values: [Double]
  /// Right singular vectors, in the order of `values`: each a direction in the space of A's columns, of length 1.
  public let directions: [[Double]]

  /// - Throws: `LinearSolveError.notFinite` for a matrix with numbers that are not.
  public init(of matrix: Matrix) throws(LinearSolveError) {
    guard matrix.elements.allSatisfy(\.isFinite) else { throw .notFinite }
    let (rows, columns) = (matrix.rows, matrix.columns)
    var elements = matrix.elements
    var values = [Double](repeating: 0, count: max(1, min(rows, columns)))
    var transposed = Matrix(rows: columns, columns: columns)
    var work = [Double](repeating: 0, count: max(1, min(rows, columns)))
    var unused = [0.0]
    let none = CChar(78)  // N
    let all = CChar(65)  // A
    let status = unsafe LAPACKE_dgesvd(
      LAPACK_COL_MAJOR, none, all, Int32(rows), Int32(columns), &elements, Int32(max(rows, 1)), &values, &unused, 1,
      &transposed.elements, Int32(max(columns, 1)), &work)
    if status < 0 { throw .illegalArgument(routine: "dgesvd", position: Int(-status)) }
    // A positive status, no convergence, is possible for numbers that are not finite only.
    if status > 0 { throw .notFinite }
    self.values = (0..<columns).map { $0 < min(rows, columns) ? values[$0] : 0 }
    directions = (0..<columns).map { k in (0..<columns).map { transposed[k, $0] } }
  }
}
