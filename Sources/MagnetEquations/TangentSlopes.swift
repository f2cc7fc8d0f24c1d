/// Slopes of E in each cell, by its current, the two components of B and its temperature, times shift and
/// weight: all that the factors of a
/// Newton matrix are made from.
package struct TangentSlopes {
  package var j: [Double]
  package var br: [Double]
  package var bz: [Double]
  /// Empty where temperatures are those of the drive.
  package var temperature: [Double]

  package init(cells: Int, byTemperature heated: Bool = false) {
    let zeros = [Double](repeating: 0, count: cells)
    (j, br, bz) = (zeros, zeros, zeros)
    temperature = heated ? zeros : []
  }

  package var memory: [Double] { j + br + bz + temperature }

  package var memoryCount: Int { 3 * j.count + temperature.count }

  /// Takes up a `memory`; false when it is not one of as many cells.
  package mutating func restore(_ memory: ArraySlice<Double>) -> Bool {
    guard memory.count == memoryCount, memory.allSatisfy(\.isFinite) else { return false }
    let (first, n) = (memory.startIndex, j.count)
    j = Array(memory[first..<first + n])
    br = Array(memory[first + n..<first + 2 * n])
    bz = Array(memory[first + 2 * n..<first + 3 * n])
    temperature = Array(memory[(first + 3 * n)...])
    return true
  }
}
