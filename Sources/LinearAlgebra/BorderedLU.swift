internal import CLAPACK

/// LU factors of a general matrix that is banded but for its last few rows and columns, in storage that is allocated once
/// and filled again and again.
///
///     | A  B |     A banded, taken as block tridiagonal with blocks of the bandwidth; pivoting within the blocks
///     | C  D |     S = D - C A^-1 B dense; C sparse
///
/// By blocks, because the border may be as wide as a bulk's surface has nodes: LAPACK's own band solver takes one column
/// of B at a time, at a tenth of the speed of a product of matrices. The operations are those of `dgbtrf`.
public struct BorderedLU: ~Copyable {
  public let bandedOrder: Int
  /// Diagonals of A on either side of the main one.
  public let bandwidth: Int
  public let borderWidth: Int
  /// Rows of a block, and how many blocks there are.
  private let size: Int
  private let count: Int
  /// Blocks of A, column-major one after the other: on, left of and right of the diagonal. By `factor` the first become
  /// their own factors, the last `D^-1 U`.
  private var diagonal: [Double]
  private var lower: [Double]
  private var upper: [Double]
  private var pivots: [Int32]
  /// B block by block until `factor`, then `A^-1 B`.
  private var right: [Double]
  private var below: [(row: Int, column: Int, value: Double)] = []
  private var corner: DenseLU
  private var small: [Double]

  public init(bandedOrder: Int, bandwidth: Int, borderWidth: Int) {
    self.bandedOrder = bandedOrder
    self.bandwidth = bandwidth
    self.borderWidth = borderWidth
    // Blocks of fewer rows cost more in calls than they save.
    size = max(bandwidth, min(bandedOrder, 16), 1)
    count = (bandedOrder + size - 1) / size
    diagonal = [Double](repeating: 0, count: count * size * size)
    lower = diagonal
    upper = diagonal
    pivots = [Int32](repeating: 0, count: count * size)
    right = [Double](repeating: 0, count: count * size * borderWidth)
    corner = DenseLU(order: borderWidth)
    small = [Double](repeating: 0, count: borderWidth)
  }

  public var order: Int { bandedOrder + borderWidth }

  /// Floating point operations of a factorisation and of a solve, about.
  public static func work(order: Int, bandwidth: Int, borderWidth: Int) -> (factor: Double, solve: Double) {
    let (n, b, w) = (Double(order), Double(bandwidth), Double(borderWidth))
    return (5 * n * b * b + 4 * n * b * w + 2.0 / 3 * w * w * w, 6 * n * b + 2 * n * w + 2 * w * w)
  }

  /// All elements become zero.
  public mutating func clear() {
    // Assigning elements one by one keeps the storage; the optimiser makes it a memset.
    for i in diagonal.indices { diagonal[i] = 0 }
    for i in upper.indices { (lower[i], upper[i]) = (0, 0) }
    for i in right.indices { right[i] = 0 }
    for i in corner.elements.indices { corner.elements[i] = 0 }
    below.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  public mutating func add(_ value: Double, row: Int, column: Int) {
    switch (row < bandedOrder, column < bandedOrder) {
    case (true, true):
      precondition(abs(row - column) <= bandwidth, "(\(row), \(column)) lies outside a band of \(bandwidth)")
      let (block, across) = (row / size, column / size)
      let element = (block * size + column - across * size) * size + row - block * size
      if across == block {
        diagonal[element] += value
      } else if across < block {
        lower[element] += value
      } else {
        upper[element] += value
      }
    case (true, false): right[borderElement(row, column - bandedOrder)] += value
    case (false, true): below.append((row - bandedOrder, column, value))
    case (false, false): corner.elements[row - bandedOrder + (column - bandedOrder) * borderWidth] += value
    }
  }

  /// Where element (row, column) of B stands in `right`.
  @inline(__always)
  private func borderElement(_ row: Int, _ column: Int) -> Int {
    let block = row / size
    return (block * borderWidth + column) * size + row - block * size
  }

  /// Factors in place. Allocates nothing.
  public mutating func factor() throws(LinearSolveError) {
    try eliminateBand()
    if borderWidth > 0 { try corner.factor() }
  }

  /// `S = D - C A^-1 B`, the border's matrix once the banded unknowns are eliminated.
  public mutating func schurComplement() throws(LinearSolveError) -> Matrix {
    try eliminateBand()
    var complement = Matrix(rows: borderWidth, columns: borderWidth)
    complement.elements = corner.elements
    return complement
  }

  private mutating func eliminateBand() throws(LinearSolveError) {
    let (size, count, width) = (size, count, borderWidth)
    let status = unsafe Self.eliminate(
      Blocks(order: bandedOrder, size: size, count: count, width: width), &diagonal, lower, &upper, &pivots, &right)
    if status > 0 { throw .singular(pivot: status) }
    for term in below {
      let from = borderElement(term.column, 0)
      for k in 0..<width { corner.elements[term.row + k * width] -= term.value * right[from + k * size] }
    }
  }

  private struct Blocks {
    var order: Int
    var size: Int
    var count: Int
    var width: Int

    func rows(_ block: Int) -> Int32 { Int32(min(size, order - block * size)) }
  }

  /// Gauss's elimination block by block, forward and back.
  ///
  /// - Returns: 0, or the number of the pivot that is zero.
  private static func eliminate(
    _ blocks: Blocks, _ diagonal: UnsafeMutablePointer<Double>, _ lower: UnsafePointer<Double>,
    _ upper: UnsafeMutablePointer<Double>, _ pivots: UnsafeMutablePointer<Int32>, _ right: UnsafeMutablePointer<Double>
  ) -> Int {
    let (size, width) = (blocks.size, blocks.width)
    let ld = Int32(size)
    // Columns of B that are not zero down to the present block: where B is sorted, few at first.
    var reach = 0
    for i in 0..<blocks.count {
      let rows = blocks.rows(i)
      let (own, ownRight, ownPivots) = unsafe (diagonal + i * size * size, right + i * size * width, pivots + i * size)
      if i > 0 {
        let left = unsafe lower + i * size * size
        unsafe cblas_dgemm(
          CblasColMajor, CblasNoTrans, CblasNoTrans, rows, rows, ld, -1, left, ld, upper + (i - 1) * size * size, ld, 1,
          own, ld)
        if reach > 0 {
          unsafe cblas_dgemm(
            CblasColMajor, CblasNoTrans, CblasNoTrans, rows, Int32(reach), ld, -1, left, ld, ownRight - size * width,
            ld,
            1, ownRight, ld)
        }
      }
      let status = unsafe LAPACKE_dgetrf_work(LAPACK_COL_MAJOR, rows, rows, own, ld, ownPivots)
      if status != 0 { return i * size + Int(status) }
      if i + 1 < blocks.count {
        _ = unsafe LAPACKE_dgetrs_work(
          LAPACK_COL_MAJOR, notTransposed, rows, blocks.rows(i + 1), own, ld, ownPivots, upper + i * size * size, ld)
      }
      for element in reach * size..<width * size where unsafe ownRight[element] != 0 { reach = element / size + 1 }
      if reach > 0 {
        _ = unsafe LAPACKE_dgetrs_work(
          LAPACK_COL_MAJOR, notTransposed, rows, Int32(reach), own, ld, ownPivots, ownRight, ld)
      }
    }
    guard width > 0 else { return 0 }
    for i in (0..<max(blocks.count - 1, 0)).reversed() {
      let ownRight = unsafe right + i * size * width
      unsafe cblas_dgemm(
        CblasColMajor, CblasNoTrans, CblasNoTrans, blocks.rows(i), Int32(width), blocks.rows(i + 1), -1,
        upper + i * size * size, ld, ownRight + size * width, ld, 1, ownRight, ld)
    }
    return 0
  }

  private static let notTransposed = CChar(78)  // N

  /// The first `order` elements of `x` become the solution. Allocates nothing.
  public mutating func solve(_ x: inout [Double]) {
    precondition(x.count >= order, "a factorisation of order \(order) cannot solve for \(x.count) values")
    let blocks = Blocks(order: bandedOrder, size: size, count: count, width: borderWidth)
    unsafe Self.substitute(blocks, diagonal, lower, upper, pivots, &x)
    guard borderWidth > 0 else { return }
    for k in 0..<borderWidth { small[k] = x[bandedOrder + k] }
    for term in below { small[term.row] -= term.value * x[term.column] }
    corner.solve(&small)
    unsafe Self.subtractBorder(blocks, right, small, &x)
    for k in 0..<borderWidth { x[bandedOrder + k] = small[k] }
  }

  private static func substitute(
    _ blocks: Blocks, _ diagonal: UnsafePointer<Double>, _ lower: UnsafePointer<Double>, _ upper: UnsafePointer<Double>,
    _ pivots: UnsafePointer<Int32>, _ x: UnsafeMutablePointer<Double>
  ) {
    let (size, ld) = (blocks.size, Int32(blocks.size))
    for i in 0..<blocks.count {
      let own = unsafe x + i * size
      if i > 0 {
        unsafe cblas_dgemv(
          CblasColMajor, CblasNoTrans, blocks.rows(i), ld, -1, lower + i * size * size, ld, own - size, 1, 1, own, 1)
      }
      _ = unsafe LAPACKE_dgetrs_work(
        LAPACK_COL_MAJOR, notTransposed, blocks.rows(i), 1, diagonal + i * size * size, ld, pivots + i * size, own, ld)
    }
    for i in (0..<max(blocks.count - 1, 0)).reversed() {
      unsafe cblas_dgemv(
        CblasColMajor, CblasNoTrans, blocks.rows(i), blocks.rows(i + 1), -1, upper + i * size * size, ld,
        x + (i + 1) * size, 1, 1, x + i * size, 1)
    }
  }

  /// `x -= A^-1 B y`
  private static func subtractBorder(
    _ blocks: Blocks, _ right: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ x: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<blocks.count {
      unsafe cblas_dgemv(
        CblasColMajor, CblasNoTrans, blocks.rows(i), Int32(blocks.width), -1, right + i * blocks.size * blocks.width,
        Int32(blocks.size), y, 1, 1, x + i * blocks.size, 1)
    }
  }
}
