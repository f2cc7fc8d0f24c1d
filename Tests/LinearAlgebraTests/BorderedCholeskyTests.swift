import LinearAlgebra
import Testing

@Test(arguments: [0, 1, 3]) func `a banded matrix with a border is solved like a dense one`(width: Int) throws {
  let (order, bandwidth) = (20, 3)
  func element(_ i: Int, _ j: Int) -> Double {
    if i == j { return 10 }
    if max(i, j) >= order { return 0.3 + 0.01 * Double((i * j) % 7) }
    return abs(i - j) <= bandwidth ? 1 / Double(1 + abs(i - j)) : 0
  }
  var matrix = BorderedCholesky(bandedOrder: order, bandwidth: bandwidth, borderWidth: width)
  var dense = Matrix(rows: order + width, columns: order + width)
  for i in 0..<order + width {
    for j in 0..<order + width where element(i, j) != 0 {
      matrix.add(element(i, j), row: i, column: j)
      dense[i, j] = element(i, j)
    }
  }
  try matrix.factor()
  var right = Matrix(rows: order + width, columns: 2)
  for i in 0..<order + width { (right[i, 0], right[i, 1]) = (Double(i % 5) - 1, 1) }
  let given = right
  try matrix.solve(&right)
  let back = dense.multiply(right)
  for k in given.elements.indices { #expect(abs(back.elements[k] - given.elements[k]) < 1e-12) }
}
