internal import CLAPACK

/// LU factors of a general matrix that is banded but for its last few rows and columns, in storage that is allocated once
/// and filled again and again.
///
///     | A  B |     A banded, partial pivoting within the band
///     | C  D |     S = D - C A^-1 B dense
public struct BorderedLU: ~Copyable {
  public let bandedOrder: Int
  /// Diagonals of A on either side of the main one.
  public let bandwidth: Int
  public let borderWidth: Int
  /// LAPACK's band storage with room for the fill of pivoting: element (i, j) stands at `2 b + i - j + j (3 b + 1)`.
  private var band: [Double]
  private var pivots: [Int32]
  /// B until `factor`, then `A^-1 B`; C by rows.
  private var right: [Double]
  private var below: [Double]
  private var corner: DenseLU
  private var small: [Double]

  private static let notTransposed = CChar(78)  // N

  public init(bandedOrder: Int, bandwidth: Int, borderWidth: Int) {
    self.bandedOrder = bandedOrder
    self.bandwidth = bandwidth
    self.borderWidth = borderWidth
    band = [Double](repeating: 0, count: bandedOrder * (3 * bandwidth + 1))
    pivots = [Int32](repeating: 0, count: bandedOrder)
    right = [Double](repeating: 0, count: bandedOrder * borderWidth)
    below = right
    corner = DenseLU(order: borderWidth)
    small = [Double](repeating: 0, count: borderWidth)
  }

  public var order: Int { bandedOrder + borderWidth }

  /// Floating point operations of a factorisation and of a solve, about.
  public static func work(order: Int, bandwidth: Int) -> (factor: Double, solve: Double) {
    let (n, b) = (Double(order), Double(bandwidth))
    return (4 * n * b * b, 6 * n * b)
  }

  /// All elements become zero.
  public mutating func clear() {
    // Assigning elements one by one keeps the storage; the optimiser makes it a memset.
    for i in band.indices { band[i] = 0 }
    for i in right.indices { (right[i], below[i]) = (0, 0) }
    for i in corner.elements.indices { corner.elements[i] = 0 }
  }

  @inline(__always)
  public mutating func add(_ value: Double, row: Int, column: Int) {
    switch (row < bandedOrder, column < bandedOrder) {
    case (true, true):
      precondition(abs(row - column) <= bandwidth, "(\(row), \(column)) lies outside a band of \(bandwidth)")
      band[2 * bandwidth + row - column + column * (3 * bandwidth + 1)] += value
    case (true, false): right[row + (column - bandedOrder) * bandedOrder] += value
    case (false, true): below[column + (row - bandedOrder) * bandedOrder] += value
    case (false, false): corner.elements[row - bandedOrder + (column - bandedOrder) * borderWidth] += value
    }
  }

  /// Factors in place. Allocates nothing.
  public mutating func factor() throws(LinearSolveError) {
    let (n, b) = (Int32(bandedOrder), Int32(bandwidth))
    let status = unsafe LAPACKE_dgbtrf_work(LAPACK_COL_MAJOR, n, n, b, b, &band, 3 * b + 1, &pivots)
    if status > 0 { throw .singular(pivot: Int(status)) }
    if status < 0 { throw .illegalArgument(routine: "dgbtrf", position: Int(-status)) }
    guard borderWidth > 0 else { return }
    Self.solveBanded(band, bandwidth, pivots, &right, columns: borderWidth, stride: bandedOrder)
    for row in 0..<borderWidth {
      for column in 0..<borderWidth {
        var sum = 0.0
        for i in 0..<bandedOrder { sum += below[i + row * bandedOrder] * right[i + column * bandedOrder] }
        corner.elements[row + column * borderWidth] -= sum
      }
    }
    try corner.factor()
  }

  /// The first `order` elements of `x` become the solution. Allocates nothing.
  public mutating func solve(_ x: inout [Double]) {
    precondition(x.count >= order, "a factorisation of order \(order) cannot solve for \(x.count) values")
    Self.solveBanded(band, bandwidth, pivots, &x, columns: 1, stride: x.count)
    guard borderWidth > 0 else { return }
    for row in 0..<borderWidth {
      var sum = x[bandedOrder + row]
      for i in 0..<bandedOrder { sum -= below[i + row * bandedOrder] * x[i] }
      small[row] = sum
    }
    corner.solve(&small)
    for row in 0..<borderWidth {
      x[bandedOrder + row] = small[row]
      for i in 0..<bandedOrder { x[i] -= right[i + row * bandedOrder] * small[row] }
    }
  }

  /// No status: after a factorisation that succeeded, only an illegal argument could make it fail.
  private static func solveBanded(
    _ band: [Double], _ bandwidth: Int, _ pivots: [Int32], _ x: inout [Double], columns: Int, stride: Int
  ) {
    let (n, b) = (Int32(pivots.count), Int32(bandwidth))
    _ = unsafe LAPACKE_dgbtrs_work(
      LAPACK_COL_MAJOR, notTransposed, n, b, b, Int32(columns), band, 3 * b + 1, pivots, &x, Int32(stride))
  }
}
