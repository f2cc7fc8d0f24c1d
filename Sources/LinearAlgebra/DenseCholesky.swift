internal import CLAPACK

/// Dense symmetric positive definite matrices.
public enum DenseCholesky {
  private static let lower = CChar(76)  // L

  /// The inverse of a symmetric positive definite matrix, exactly symmetric; only the lower triangle is read.
  ///
  /// - Throws: `LinearSolveError.notPositiveDefinite` with the order of the first minor that is not.
  public static func inverse(of matrix: Matrix) throws(LinearSolveError) -> Matrix {
    precondition(matrix.rows == matrix.columns, "only a square matrix has an inverse")
    var result = matrix
    let n = Int32(matrix.rows)
    let factored = unsafe LAPACKE_dpotrf(LAPACK_COL_MAJOR, lower, n, &result.elements, max(n, 1))
    if factored > 0 { throw .notPositiveDefinite(order: Int(factored)) }
    if factored < 0 { throw .illegalArgument(routine: "dpotrf", position: Int(-factored)) }
    let inverted = unsafe LAPACKE_dpotri(LAPACK_COL_MAJOR, lower, n, &result.elements, max(n, 1))
    if inverted != 0 { throw .illegalArgument(routine: "dpotri", position: Int(-inverted)) }
    for j in 0..<matrix.columns {
      for i in j + 1..<max(matrix.rows, j + 1) { result[j, i] = result[i, j] }
    }
    return result
  }
}
