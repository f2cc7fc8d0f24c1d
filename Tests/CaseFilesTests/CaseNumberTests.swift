import CaseSamples
import Magnets
import Notation
import Testing

@testable import CaseFiles

@Suite struct `Numbers of a case` {
  @Test func `are all that a key path sets, each with the value that stands there`() throws {
    let checked = try read(goodCase).checked
    let numbers = checked.simulationCase.numbers
    #expect(
      Set(numbers.map(\.key)).isSuperset(of: [
        "bulks[0].outer_radius", "materials.ba122.jc.jc0", "materials.ba122.n", "protocol[0].cool.field",
        "protocol[1].ramp.rate", "protocol[2].hold.duration", "probes.surface.z", "accuracy",
      ]))
    #expect(Set(numbers.map(\.key)).count == numbers.count)
    let editable = EditableCase(checked)
    for number in numbers {
      let quantity = try editable.quantity(number.key)
      #expect(quantity.commonBase == number.value, "\(number.key)")
      #expect(number.bounds.contains(number.value), "\(number.key)")
      // Setting what stands there changes nothing.
      #expect(
        try editable.setting([.init(key: number.key, setting: .number(number.value))]).simulationCase
          == checked.simulationCase)
    }
  }

  @Test func `have units, the SI unit first, and a sentence`() throws {
    let numbers = try read(goodCase).checked.simulationCase.numbers
    let radius = try #require(numbers.first { $0.key == "bulks[0].outer_radius" })
    #expect(
      radius.units.first?.symbol == "m"
        && radius.units.contains { $0.symbol == "mm" && $0.multiplier / $0.divisor == 1e-3 })
    #expect(radius.documentation == "Larger than inner_radius." && radius.value == 0.015)
    let n = try #require(numbers.first { $0.key == "materials.ba122.n" })
    #expect(n.units.isEmpty)
  }
}
