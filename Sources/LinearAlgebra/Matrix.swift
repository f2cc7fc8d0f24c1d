internal import CLAPACK

/// A dense matrix in column-major order, as LAPACK keeps it.
public struct Matrix: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  /// Element (i, j) stands at `i + j * rows`.
  public var elements: [Double]

  /// A matrix of zeros.
  public init(rows: Int, columns: Int) {
    LinearAlgebraThreads.useOne()
    self.rows = rows
    self.columns = columns
    elements = [Double](repeating: 0, count: rows * columns)
  }

  public subscript(row: Int, column: Int) -> Double {
    get { elements[row + column * rows] }
    set { elements[row + column * rows] = newValue }
  }

  /// `y = A x`. Allocates nothing.
  public func multiply(_ x: [Double], into y: inout [Double]) {
    precondition(x.count == columns && y.count == rows, "A x: \(rows)x\(columns) times \(x.count) into \(y.count)")
    unsafe cblas_dgemv(
      CblasColMajor, CblasNoTrans, Int32(rows), Int32(columns), 1, elements, Int32(max(rows, 1)), x, 1, 0, &y, 1)
  }

  /// `y += A x` for the elements of x and y from `first` on, as many as A is wide. Allocates nothing.
  public func multiplyAdding(_ x: [Double], into y: inout [Double], at first: Int) {
    precondition(x.count >= first + columns && y.count >= first + rows, "A x: \(rows)x\(columns) from \(first) on")
    for column in 0..<columns {
      let factor = x[first + column]
      for row in 0..<rows { y[first + row] += elements[row + column * rows] * factor }
    }
  }

  /// `A x`
  public func multiply(_ x: [Double]) -> [Double] {
    var y = [Double](repeating: 0, count: rows)
    multiply(x, into: &y)
    return y
  }

  /// `A' x`
  public func multiplyTransposed(_ x: [Double]) -> [Double] {
    precondition(x.count == rows, "A' x: \(rows)x\(columns) transposed times \(x.count)")
    var y = [Double](repeating: 0, count: columns)
    unsafe cblas_dgemv(
      CblasColMajor, CblasTrans, Int32(rows), Int32(columns), 1, elements, Int32(max(rows, 1)), x, 1, 0, &y, 1)
    return y
  }

  /// `A B`
  public func multiply(_ other: Matrix) -> Matrix {
    precondition(columns == other.rows, "A B: \(rows)x\(columns) times \(other.rows)x\(other.columns)")
    var product = Matrix(rows: rows, columns: other.columns)
    unsafe cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(other.columns), Int32(columns), 1, elements,
      Int32(max(rows, 1)), other.elements, Int32(max(other.rows, 1)), 0, &product.elements, Int32(max(rows, 1)))
    return product
  }

  /// Matrices of equal width, one on top of the other.
  public static func stacked(_ parts: [Matrix]) -> Matrix {
    let columns = parts.first?.columns ?? 0
    var result = Matrix(rows: parts.reduce(0) { $0 + $1.rows }, columns: columns)
    var top = 0
    for part in parts {
      precondition(part.columns == columns, "stacked matrices need equal widths")
      for j in 0..<columns {
        for i in 0..<part.rows { result[top + i, j] = part[i, j] }
      }
      top += part.rows
    }
    return result
  }
}
