/// Slopes of E in each cell, by its current and the two components of B, times shift and weight: all that the factors of a
/// Newton matrix are made from.
package struct TangentSlopes {
  package var j: [Double]
  package var br: [Double]
  package var bz: [Double]

  package init(cells: Int) {
    let zeros = [Double](repeating: 0, count: cells)
    (j, br, bz) = (zeros, zeros, zeros)
  }

  package var memory: [Double] { j + br + bz }

  /// Takes up a `memory`; false when it is not one of as many cells.
  package mutating func restore(_ memory: ArraySlice<Double>) -> Bool {
    guard memory.count == 3 * j.count, memory.allSatisfy(\.isFinite) else { return false }
    let (first, n) = (memory.startIndex, j.count)
    j = Array(memory[first..<first + n])
    br = Array(memory[first + n..<first + 2 * n])
    bz = Array(memory[(first + 2 * n)...])
    return true
  }
}
