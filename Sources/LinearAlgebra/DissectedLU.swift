internal import CLAPACK

/// LU factors of a sparse general matrix by the multifrontal method, in storage that is allocated once and filled again
/// and again.
///
/// Pivoting stays within a front's own unknowns. Every front is dense, so the work is that of LAPACK's `dgetrf` and
/// BLAS's `dgemm`; on the edges of a mesh it grows like unknowns^1.5, where a band costs unknowns².
///
/// Source: I. S. Duff and J. K. Reid, ACM Trans. Math. Softw. 9, 302 (1983).
public struct DissectedLU: ~Copyable {
  public let dissection: Dissection
  /// The fronts one after the other, column-major: the matrix's elements until `factor`, factors after.
  private var values: [Double]
  /// What `clear` goes back to; empty for zeros.
  private var fixed: [Double] = []
  private var pivots: [Int32]
  private var ordered: [Double]
  private var gathered: [Double]

  public init(_ dissection: Dissection) {
    LinearAlgebraThreads.useOne()
    self.dissection = dissection
    values = [Double](repeating: 0, count: dissection.storage)
    pivots = [Int32](repeating: 0, count: dissection.order)
    ordered = [Double](repeating: 0, count: dissection.order)
    gathered = [Double](repeating: 0, count: dissection.fronts.map(\.shared.count).max() ?? 0)
  }

  public var order: Int { dissection.order }

  /// Adds to an element of two unknowns of one mesh element, or of two of the last unknowns.
  public mutating func add(_ value: Double, row: Int, column: Int) {
    values[dissection.location(row: row, column: column)] += value
  }

  /// Adds to an element whose location was looked up before: a lookup takes as long as twenty additions.
  @inline(__always)
  public mutating func add(_ value: Double, at location: Int32) { values[Int(location)] += value }

  /// What has been added so far is what `clear` goes back to. Copied here, so that `clear` has nothing to allocate.
  public mutating func fix() { fixed = values.map { $0 } }

  /// All elements become what they were at `fix`, or zero.
  public mutating func clear() {
    if fixed.isEmpty {
      for i in values.indices { values[i] = 0 }
    } else {
      for i in values.indices { values[i] = fixed[i] }
    }
  }

  /// Factors in place. Allocates nothing.
  ///
  /// - Throws: `LinearSolveError.singular` with the pivot that is zero, counted within its front.
  public mutating func factor() throws(LinearSolveError) { try eliminate(dissection.fronts.count) }

  /// The matrix of the last unknowns once all others are eliminated.
  ///
  /// - Throws: as `factor`.
  public mutating func schurComplement() throws(LinearSolveError) -> Matrix {
    guard let last = dissection.fronts.last else { return Matrix(rows: 0, columns: 0) }
    try eliminate(dissection.fronts.count - 1)
    var complement = Matrix(rows: last.order, columns: last.order)
    complement.elements = Array(values[last.start...])
    return complement
  }

  private mutating func eliminate(_ count: Int) throws(LinearSolveError) {
    for number in 0..<count {
      let front = dissection.fronts[number]
      let status = unsafe Self.eliminate(
        own: Int32(front.own.count), shared: Int32(front.shared.count), &values, front.start, &pivots,
        front.own.lowerBound)
      if status > 0 { throw .singular(pivot: front.own.lowerBound + Int(status)) }
      if front.parent >= 0 { add(front, to: dissection.fronts[front.parent]) }
    }
  }

  /// - Returns: 0, or the pivot of the front that is zero.
  private static func eliminate(
    own: Int32, shared: Int32, _ values: UnsafeMutablePointer<Double>, _ start: Int,
    _ pivots: UnsafeMutablePointer<Int32>, _ firstPivot: Int
  ) -> Int32 {
    guard own > 0 else { return 0 }
    let stride = own + shared
    let (corner, ownPivots) = unsafe (values + start, pivots + firstPivot)
    let status = unsafe LAPACKE_dgetrf_work(LAPACK_COL_MAJOR, own, own, corner, stride, ownPivots)
    guard status == 0, shared > 0 else { return status }
    let (below, right) = unsafe (corner + Int(own), corner + Int(own) * Int(stride))
    _ = unsafe LAPACKE_dlaswp_work(LAPACK_COL_MAJOR, shared, right, stride, 1, own, ownPivots, 1)
    unsafe cblas_dtrsm(
      CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasUnit, own, shared, 1, corner, stride, right, stride)
    unsafe cblas_dtrsm(
      CblasColMajor, CblasRight, CblasUpper, CblasNoTrans, CblasNonUnit, shared, own, 1, corner, stride, below, stride)
    unsafe cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, shared, shared, own, -1, below, stride, right, stride, 1,
      right + Int(own), stride)
    return 0
  }

  /// What is left of a front goes to the one above.
  private mutating func add(_ front: Dissection.Front, to parent: Dissection.Front) {
    let (own, count, stride, above) = (front.own.count, front.shared.count, front.order, parent.order)
    var values = values.mutableSpan
    let rows = front.rowsInParent.span
    for column in 0..<count {
      let from = front.start + (own + column) * stride + own
      let to = parent.start + Int(rows[column]) * above
      for row in 0..<count { values[to + Int(rows[row])] += values[from + row] }
    }
  }

  /// The first `order` elements of `x` become the solution. Allocates nothing.
  public mutating func solve(_ x: inout [Double]) {
    Self.solve(dissection, values, pivots, &x, &ordered, &gathered)
  }

  /// The same with memory of its own.
  public func solution(_ right: [Double]) -> [Double] {
    var (x, ordered, gathered) = (right, ordered, gathered)
    Self.solve(dissection, values, pivots, &x, &ordered, &gathered)
    return x
  }

  private static func solve(
    _ dissection: Dissection, _ values: [Double], _ pivots: [Int32], _ x: inout [Double], _ ordered: inout [Double],
    _ gathered: inout [Double]
  ) {
    let order = dissection.order
    precondition(x.count >= order, "a factorisation of order \(order) cannot solve for \(x.count) values")
    for unknown in 0..<order { ordered[dissection.places[unknown]] = x[unknown] }
    for front in dissection.fronts where !front.own.isEmpty {
      unsafe forward(front, values, pivots, &ordered, &gathered)
      for (k, place) in front.shared.enumerated() { ordered[place] -= gathered[k] }
    }
    for front in dissection.fronts.reversed() where !front.own.isEmpty {
      for (k, place) in front.shared.enumerated() { gathered[k] = ordered[place] }
      unsafe back(front, values, &ordered, gathered)
    }
    for unknown in 0..<order { x[unknown] = ordered[dissection.places[unknown]] }
  }

  /// Own unknowns become `L^-1 P x`, and `products` what they put on the shared ones.
  private static func forward(
    _ front: Dissection.Front, _ values: UnsafePointer<Double>, _ pivots: UnsafePointer<Int32>,
    _ x: UnsafeMutablePointer<Double>, _ products: UnsafeMutablePointer<Double>
  ) {
    let (own, shared, stride) = (Int32(front.own.count), Int32(front.shared.count), Int32(front.order))
    let (corner, part) = unsafe (values + front.start, x + front.own.lowerBound)
    _ = unsafe LAPACKE_dlaswp_work(LAPACK_COL_MAJOR, 1, part, own, 1, own, pivots + front.own.lowerBound, 1)
    unsafe cblas_dtrsv(CblasColMajor, CblasLower, CblasNoTrans, CblasUnit, own, corner, stride, part, 1)
    guard shared > 0 else { return }
    unsafe cblas_dgemv(
      CblasColMajor, CblasNoTrans, shared, own, 1, corner + Int(own), stride, part, 1, 0, products, 1)
  }

  /// Own unknowns become the solution, when the shared ones have it.
  private static func back(
    _ front: Dissection.Front, _ values: UnsafePointer<Double>, _ x: UnsafeMutablePointer<Double>,
    _ solved: UnsafePointer<Double>
  ) {
    let (own, shared, stride) = (Int32(front.own.count), Int32(front.shared.count), Int32(front.order))
    let (corner, part) = unsafe (values + front.start, x + front.own.lowerBound)
    if shared > 0 {
      unsafe cblas_dgemv(
        CblasColMajor, CblasNoTrans, own, shared, -1, corner + Int(own) * Int(stride), stride, solved, 1, 1, part, 1)
    }
    unsafe cblas_dtrsv(CblasColMajor, CblasUpper, CblasNoTrans, CblasNonUnit, own, corner, stride, part, 1)
  }
}
