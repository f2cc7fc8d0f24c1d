internal import CLAPACK

/// A dense matrix in single precision, column-major: half the memory to go through where six digits are enough.
public struct SingleMatrix: Sendable {
  public let rows: Int
  public let columns: Int
  /// Element (i, j) stands at `i + j * rows`.
  public let elements: [Float]

  /// A matrix times a number, rounded.
  public init(_ matrix: Matrix, scaledBy scale: Double = 1) {
    (rows, columns) = (matrix.rows, matrix.columns)
    elements = matrix.elements.map { Float(scale * $0) }
  }

  /// `y = A x`. Allocates nothing.
  public func multiply(_ x: [Float], into y: inout [Float]) {
    precondition(x.count == columns && y.count == rows, "A x: \(rows)x\(columns) times \(x.count) into \(y.count)")
    unsafe cblas_sgemv(
      CblasColMajor, CblasNoTrans, Int32(rows), Int32(columns), 1, elements, Int32(max(rows, 1)), x, 1, 0, &y, 1)
  }
}
