internal import CLAPACK
internal import RealModule

/// The Cholesky factor L of a dense symmetric positive definite matrix, `A = L L'`.
public struct DenseCholesky: Sendable {
  private static let lower = CChar(76)  // L

  /// L; what stands above its diagonal is that of the matrix and is never read.
  public private(set) var factor: Matrix

  public var order: Int { factor.rows }

  /// - Parameter matrix: only its lower triangle is read.
  /// - Throws: `LinearSolveError.notPositiveDefinite` with the order of the first minor that is not.
  public init(_ matrix: Matrix) throws(LinearSolveError) {
    precondition(matrix.rows == matrix.columns, "only a square matrix has a Cholesky factor")
    factor = matrix
    let n = Int32(matrix.rows)
    let status = unsafe LAPACKE_dpotrf(LAPACK_COL_MAJOR, Self.lower, n, &factor.elements, max(n, 1))
    if status > 0 { throw .notPositiveDefinite(order: Int(status)) }
    if status < 0 { throw .illegalArgument(routine: "dpotrf", position: Int(-status)) }
  }

  /// The logarithm of the determinant of A.
  public var logDeterminant: Double {
    (0..<order).reduce(0) { $0 + 2 * Double.log(factor[$1, $1]) }
  }

  /// `A⁻¹ b`
  public func solve(_ b: [Double]) -> [Double] {
    var x = b
    solve(&x, columns: 1, transposed: false)
    solve(&x, columns: 1, transposed: true)
    return x
  }

  /// `L⁻¹ B`, column by column.
  public func solveLower(_ b: Matrix) -> Matrix {
    var x = b
    solve(&x.elements, columns: b.columns, transposed: false)
    return x
  }

  /// `L⁻¹ b`
  public func solveLower(_ b: [Double]) -> [Double] {
    var x = b
    solve(&x, columns: 1, transposed: false)
    return x
  }

  /// `L x`
  public func multiplyLower(_ x: [Double]) -> [Double] {
    precondition(x.count == order, "L x: order \(order) times \(x.count)")
    var y = x
    let n = Int32(order)
    unsafe cblas_dtrmv(
      CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, n, factor.elements, max(n, 1), &y, 1)
    return y
  }

  /// A⁻¹, exactly symmetric.
  ///
  /// - Throws: `LinearSolveError.singular` for a factor with a zero on its diagonal.
  public func inverse() throws(LinearSolveError) -> Matrix {
    var result = factor
    let n = Int32(order)
    let status = unsafe LAPACKE_dpotri(LAPACK_COL_MAJOR, Self.lower, n, &result.elements, max(n, 1))
    if status != 0 { throw .illegalArgument(routine: "dpotri", position: Int(-status)) }
    for j in 0..<order {
      for i in j + 1..<max(order, j + 1) { result[j, i] = result[i, j] }
    }
    return result
  }

  /// The inverse of a symmetric positive definite matrix, exactly symmetric; only the lower triangle is read.
  ///
  /// - Throws: `LinearSolveError.notPositiveDefinite` with the order of the first minor that is not.
  public static func inverse(of matrix: Matrix) throws(LinearSolveError) -> Matrix {
    try DenseCholesky(matrix).inverse()
  }

  private func solve(_ x: inout [Double], columns: Int, transposed: Bool) {
    precondition(x.count == order * columns, "order \(order), \(columns) right-hand sides of \(x.count) numbers")
    let n = Int32(order)
    unsafe cblas_dtrsm(
      CblasColMajor, CblasLeft, CblasLower, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, n, Int32(columns), 1,
      factor.elements, max(n, 1), &x, max(n, 1))
  }
}
