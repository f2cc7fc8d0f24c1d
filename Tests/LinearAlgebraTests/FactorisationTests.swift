import LinearAlgebra
import Testing

/// A symmetric positive definite band matrix that is not just its diagonal: 1/(1 + |i - j|) within the band, plus 2 on it.
private func bandElement(_ i: Int, _ j: Int, bandwidth: Int) -> Double {
  abs(i - j) > bandwidth ? 0 : 1 / (1 + Double(abs(i - j))) + (i == j ? 2 : 0)
}

private func denseBand(order: Int, bandwidth: Int) -> Matrix {
  var matrix = Matrix(rows: order, columns: order)
  for i in 0..<order {
    for j in 0..<order { matrix[i, j] = bandElement(i, j, bandwidth: bandwidth) }
  }
  return matrix
}

@Suite struct FactorisationTests {
  @Test(arguments: [1, 2, 7, 40]) func `LU solves what it was given`(order: Int) throws {
    var lu = DenseLU(order: order)
    var matrix = denseBand(order: order, bandwidth: 3)
    for i in 1..<max(order, 2) where order > 1 { matrix[i, i - 1] = -3 }
    lu.elements = matrix.elements
    let expected = (0..<order).map { Double($0) - 1.5 }
    var x = matrix.multiply(expected)
    try lu.factor()
    lu.solve(&x)
    for (a, b) in zip(x, expected) { #expect(abs(a - b) < 1e-11) }
  }

  @Test func `a singular matrix names its pivot`() {
    var lu = DenseLU(order: 3)
    lu.elements = [1, 0, 0, 0, 0, 0, 0, 0, 1]
    var caught: LinearSolveError?
    do { try lu.factor() } catch { caught = error }
    #expect(caught == .singular(pivot: 2))
  }

  @Test(arguments: [1, 2, 7, 40]) func `single precision solves to six digits or so`(order: Int) throws {
    var lu = SingleLU(order: order)
    var matrix = denseBand(order: order, bandwidth: 3)
    for i in 1..<max(order, 2) where order > 1 { matrix[i, i - 1] = -3 }
    lu.elements = matrix.elements.map(Float.init)
    let expected = (0..<order).map { Double($0) - 1.5 }
    let right = matrix.multiply(expected).map(Float.init)
    var product = right
    SingleMatrix(matrix).multiply(expected.map(Float.init), into: &product)
    for (a, b) in zip(product, right) { #expect(abs(a - b) < 1e-5 * (1 + abs(b))) }
    var x = right
    try lu.factor()
    lu.solve(&x)
    for (a, b) in zip(x, expected) { #expect(abs(Double(a) - b) < 1e-5 * (1 + abs(b))) }
  }

  @Test func `a singular matrix in single precision names its pivot`() {
    var lu = SingleLU(order: 2)
    lu.elements = [1, 2, 2, 4]
    var caught: LinearSolveError?
    do { try lu.factor() } catch { caught = error }
    #expect(caught == .singular(pivot: 2))
  }

  @Test(arguments: [(1, 0), (5, 0), (6, 2), (30, 7), (9, 8)]) func `banded LU solves with and without exchanged rows`(
    order: Int, bandwidth: Int
  ) throws {
    for diagonal in [0.01, 100] {
      var band = BandedLU(order: order, bandwidth: bandwidth)
      var dense = Matrix(rows: order, columns: order)
      for j in 0..<order {
        for i in max(0, j - bandwidth)...min(order - 1, j + bandwidth) {
          dense[i, j] = i == j ? diagonal : Double((7 * i + 3 * j) % 11) / 3 - 1.6
          band.add(dense[i, j], row: i, column: j)
        }
      }
      let expected = (0..<order).map { Double($0) - 1.5 }
      var x = dense.multiply(expected)
      try band.factor()
      band.solve(&x)
      for (a, b) in zip(x, expected) { #expect(abs(a - b) < 1e-8 * (1 + abs(b))) }
    }
  }

  @Test(arguments: [(5, 0), (6, 1), (6, 2), (30, 7), (28, 7), (35, 7), (5, 4), (40, 39)])
  func `many right-hand sides at once give what each of them does`(order: Int, bandwidth: Int) throws {
    var band = BandedCholesky(order: order, bandwidth: bandwidth)
    for j in 0..<order {
      band.add(2 * Double(bandwidth) + 3, row: j, column: j)
      for i in (j + 1)..<max(j + 1, min(order, j + bandwidth + 1)) {
        band.add(Double((7 * i + 3 * j) % 5) / 3 - 0.6, row: i, column: j)
      }
    }
    try band.factor()
    var (together, each) = (Matrix(rows: order, columns: 3), Matrix(rows: order, columns: 3))
    for k in together.elements.indices { together.elements[k] = Double((5 * k) % 11) - 4 }
    each.elements = together.elements
    try band.solveTogether(&together)
    try band.solve(&each)
    #expect(zip(together.elements, each.elements).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test(arguments: [(5, 0), (6, 2), (30, 7)]) func `banded Cholesky agrees with LU`(order: Int, bandwidth: Int) throws {
    let matrix = denseBand(order: order, bandwidth: bandwidth)
    var band = BandedCholesky(order: order, bandwidth: bandwidth)
    for i in 0..<order {
      for j in max(0, i - bandwidth)...min(order - 1, i + bandwidth) { band.add(matrix[i, j], row: i, column: j) }
    }
    try band.factor()
    var right = Matrix(rows: order, columns: 2)
    for i in 0..<order { (right[i, 0], right[i, 1]) = (Double(i), 1) }
    let given = right
    try band.solve(&right)
    let back = matrix.multiply(right)
    for k in given.elements.indices { #expect(abs(back.elements[k] - given.elements[k]) < 1e-11) }
  }

  @Test func `a band matrix that is not positive definite names the order`() {
    var band = BandedCholesky(order: 2, bandwidth: 1)
    band.add(1, row: 0, column: 0)
    band.add(2, row: 1, column: 0)
    band.add(1, row: 1, column: 1)
    var caught: LinearSolveError?
    do { try band.factor() } catch { caught = error }
    #expect(caught == .notPositiveDefinite(order: 2))
  }

  @Test func `the Cholesky inverse is exactly symmetric and an inverse`() throws {
    let matrix = denseBand(order: 12, bandwidth: 11)
    let inverse = try DenseCholesky.inverse(of: matrix)
    let product = matrix.multiply(inverse)
    for i in 0..<12 {
      for j in 0..<12 {
        #expect(inverse[i, j] == inverse[j, i])
        #expect(abs(product[i, j] - (i == j ? 1 : 0)) < 1e-13)
      }
    }
  }

  @Test func `stacked matrices and their products keep their places`() {
    let a = denseBand(order: 4, bandwidth: 1)
    let b = denseBand(order: 4, bandwidth: 3)
    let x = [1.0, -2, 3, 0.5]
    #expect(Matrix.stacked([a, b]).multiply(x) == a.multiply(x) + b.multiply(x))
  }
}
