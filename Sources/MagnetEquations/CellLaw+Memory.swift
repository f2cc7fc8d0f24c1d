extension CellLaw {
  /// What is kept from one step to the next.
  var memory: [Double] { slopes.memory + startField + earlierField }

  var memoryCount: Int { slopes.memoryCount + 2 * weights.count }

  /// Takes up a `memory`; false for one that is none.
  mutating func restore(_ memory: ArraySlice<Double>) -> Bool {
    let (n, fields) = (weights.count, memory.dropFirst(slopes.memoryCount))
    guard memory.count == memoryCount, fields.allSatisfy(\.isFinite),
      slopes.restore(memory.prefix(slopes.memoryCount))
    else { return false }
    (startField, earlierField) = (Array(fields.prefix(n)), Array(fields.suffix(n)))
    return true
  }
}
