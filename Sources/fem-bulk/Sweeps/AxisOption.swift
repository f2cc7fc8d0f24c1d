import ArgumentParser
import HostSystem
import Notation
import Sweeps

/// Values of an option that a sweep varies: `5K,10K,20K`, or a range with its step, `1T:7T:0.5T`.
func axis(_ dimension: Dimension) -> @Sendable (String) throws -> [Double] {
  { text in
    do {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard parts.count > 1 else {
        return try text.split(separator: ",", omittingEmptySubsequences: false).map {
          try parseQuantity(String($0), dimension)
        }
      }
      guard parts.count == 3 else {
        throw ValidationError("a range has three parts, from:to:step; write one or a list as in 1,2,3 with units")
      }
      let numbers = try parts.map { try parseQuantity($0, dimension) }
      return try rangeValues(from: numbers[0], to: numbers[1], step: numbers[2]) { InputError(.use, $0) }
    } catch let error as ValidationError {
      throw error
    } catch {
      throw ValidationError("\(error)")
    }
  }
}

/// The same for values that must be above zero.
func positiveAxis(_ dimension: Dimension) -> @Sendable (String) throws -> [Double] {
  { text in
    let values = try axis(dimension)(text)
    guard values.allSatisfy({ $0 > 0 }) else { throw ValidationError("a value is not positive; write values above 0") }
    return values
  }
}
