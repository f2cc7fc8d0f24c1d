import LinearAlgebra
import Testing

@Test(arguments: [0, 1, 3]) func `a general banded matrix with a border is solved like a dense one`(width: Int) throws {
  let (order, bandwidth) = (20, 3)
  // Not symmetric, and with a diagonal so small that pivoting has to help.
  func element(_ i: Int, _ j: Int) -> Double {
    if max(i, j) >= order { return i == j ? 10 : 0.3 + 0.01 * Double((i + 3 * j) % 7) }
    return abs(i - j) <= bandwidth ? (i == j ? 0.01 : 1 + 0.1 * Double((2 * i + j) % 5)) : 0
  }
  var lu = BorderedLU(bandedOrder: order, bandwidth: bandwidth, borderWidth: width)
  var dense = Matrix(rows: order + width, columns: order + width)
  var terms: [SparseMatrix.Term] = []
  // Filled twice: what was there before must be gone.
  for _ in 0..<2 {
    lu.clear()
    for i in 0..<order + width {
      for j in 0..<order + width where element(i, j) != 0 {
        lu.add(element(i, j), row: i, column: j)
        dense[i, j] = element(i, j)
      }
    }
    try lu.factor()
  }
  for j in (0..<order + width).reversed() {
    for i in 0..<order + width where element(i, j) != 0 {
      terms.append(.init(row: i, column: j, value: 0.25 * element(i, j)))
      terms.append(.init(row: i, column: j, value: 0.75 * element(i, j)))
    }
  }
  let sparse = SparseMatrix(order: order + width, terms: terms)
  let given = (0..<order + width).map { Double($0 % 5) - 1 }
  // What stands behind the unknowns is left alone.
  var x = given + [7]
  lu.solve(&x)
  #expect(x.last == 7)
  let back = dense.multiply(Array(x.dropLast()))
  var sparseBack = [Double](repeating: 0, count: order + width)
  sparse.multiply(x, into: &sparseBack)
  for k in given.indices {
    #expect(abs(back[k] - given[k]) < 1e-10)
    #expect(abs(sparseBack[k] - given[k]) < 1e-10)
  }
}
