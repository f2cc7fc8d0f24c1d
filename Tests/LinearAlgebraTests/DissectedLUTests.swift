import LinearAlgebra
import Testing

/// A grid of squares, each coupling its four corners, beside some unknowns that touch a row of it and each other.
private struct Grid {
  let (width, height, last): (Int, Int, Int)

  var gridOrder: Int { (width + 1) * (height + 1) }
  var order: Int { gridOrder + last }

  var elements: [[Int]] {
    (0..<width * height).map { square in
      let corner = square / width * (width + 1) + square % width
      let bottom = square < width ? Array(gridOrder..<order) : []
      return [corner, corner + 1, corner + width + 1, corner + width + 2] + bottom
    }
  }

  var dissection: Dissection {
    Dissection(
      order: order, elements: elements,
      points: (0..<width * height).map { SIMD2(Double($0 % width), Double($0 / width)) },
      last: Array(gridOrder..<order))
  }

  /// Not symmetric, and with a diagonal so small that pivoting has to help.
  func value(_ i: Int, _ j: Int) -> Double {
    i == j ? 0.01 + (i >= gridOrder ? 10 : 0) : 1 + 0.1 * Double((2 * i + 3 * j + i * j) % 7)
  }

  func forEach(_ body: (Int, Int, Double) -> Void) {
    for element in elements {
      for i in element { for j in element { body(i, j, value(i, j)) } }
    }
    for i in gridOrder..<order { for j in gridOrder..<order { body(i, j, value(j, i)) } }
  }
}

@Suite struct DissectedLUTests {
  @Test(arguments: [(1, 1, 0), (3, 2, 0), (9, 7, 0), (9, 7, 3), (20, 1, 2), (13, 17, 5)])
  func `the solution times the matrix is what was given`(width: Int, height: Int, last: Int) throws {
    let grid = Grid(width: width, height: height, last: last)
    var lu = DissectedLU(grid.dissection)
    var terms: [SparseMatrix.Term] = []
    grid.forEach { terms.append(.init(row: $0, column: $1, value: $2)) }
    let matrix = SparseMatrix(order: grid.order, terms: terms.reversed())
    grid.forEach { lu.add(0.25 * $2, row: $0, column: $1) }
    lu.fix()
    // Filled twice: what was there before must be gone, but for what was fixed.
    for _ in 0..<2 {
      lu.clear()
      grid.forEach { lu.add(0.75 * $2, row: $0, column: $1) }
      try lu.factor()
    }
    let given = (0..<grid.order).map { Double($0 % 5) - 1 }
    // What stands behind the unknowns is left alone.
    var x = given + [7]
    lu.solve(&x)
    #expect(x == lu.solution(given + [7]))
    #expect(x.last == 7)
    var back = given
    matrix.multiply(x, into: &back)
    for k in given.indices { #expect(abs(back[k] - given[k]) < 1e-9) }
  }

  @Test func `the last unknowns' Schur complement is that of a dense matrix`() throws {
    let grid = Grid(width: 8, height: 6, last: 3)
    var lu = DissectedLU(grid.dissection)
    grid.forEach { lu.add($2, row: $0, column: $1) }
    let complement = try lu.schurComplement()
    // The inverse of the complement is the corner of the inverse.
    var whole = DissectedLU(grid.dissection)
    grid.forEach { whole.add($2, row: $0, column: $1) }
    try whole.factor()
    for column in 0..<3 {
      var unit = [Double](repeating: 0, count: grid.order)
      unit[grid.gridOrder + column] = 1
      let product = complement.multiply(Array(whole.solution(unit)[grid.gridOrder...]))
      for row in 0..<3 { #expect(abs(product[row] - (row == column ? 1 : 0)) < 1e-9) }
    }
  }

  @Test func `a singular matrix is an error`() {
    let grid = Grid(width: 3, height: 3, last: 0)
    var lu = DissectedLU(grid.dissection)
    #expect(throws: LinearSolveError.self) { try lu.factor() }
  }

  @Test func `work grows like the order to 1.5`() {
    let works = [20, 40, 80].map { Grid(width: $0, height: $0, last: 0).dissection.work.factor }
    // A band would make 16 of the 8.
    for (coarse, fine) in zip(works, works.dropFirst()) { #expect(fine < 9 * coarse) }
  }
}
