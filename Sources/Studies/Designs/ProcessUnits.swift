internal import HostSystem
internal import Magnets
package import Notation
internal import ProcessDesign

/// Units of a process and of what is measured of its samples. Any word may be a unit; those that are known here are converted into
/// each other, in which a temperature knows its zero and a difference of temperatures does not.
package enum ProcessUnit {
  private struct Unit {
    var symbol: String
    var multiplier: Double
    var divisor: Double
    /// What 0 of it is in the first unit of its family.
    var zero = 0.0
  }

  private static let families: [[Unit]] =
    Dimension.allCases.filter { $0 != .temperature && $0 != .temperatureRate && $0 != .stress }.map { dimension in
      dimension.units.map { Unit(symbol: $0.symbol, multiplier: $0.multiplier, divisor: $0.divisor) }
    } + [
      [Unit(symbol: "K", multiplier: 1, divisor: 1), Unit(symbol: "C", multiplier: 1, divisor: 1, zero: 273.15)],
      [("s", 1.0), ("min", 60), ("h", 3600)].flatMap { time, seconds in
        ["K", "C"].map { Unit(symbol: "\($0)/\(time)", multiplier: 1, divisor: seconds) }
      },
      [("Pa", 1.0), ("kPa", 1e3), ("MPa", 1e6), ("GPa", 1e9), ("bar", 1e5), ("mbar", 1e2)].map {
        Unit(symbol: $0.0, multiplier: $0.1, divisor: 1)
      },
      [
        Unit(symbol: "kg", multiplier: 1, divisor: 1), Unit(symbol: "g", multiplier: 1, divisor: 1e3),
        Unit(symbol: "mg", multiplier: 1, divisor: 1e6),
      ],
    ]

  /// A number with a unit, in another one; a bare number is in that one already.
  ///
  /// - Parameter isDifference: for steps and standard deviations.
  package static func value(_ text: String, in unit: String, isDifference: Bool = false) throws(QuantityError) -> Double
  {
    let value = try converted(text, to: unit, isDifference: isDifference)
    guard abs(value) <= DesignSample.largest else {
      throw QuantityError(description: "\(text) is beyond all that is measured; write a smaller number")
    }
    return value
  }

  private static func converted(_ text: String, to unit: String, isDifference: Bool) throws(QuantityError) -> Double {
    let (number, written) = try split(text, example: unit.isEmpty ? "0.5" : "5 \(unit)")
    if written.isEmpty || isSameUnit(written, unit) { return number }
    for family in families {
      guard let target = family.first(where: { isSameUnit($0.symbol, unit) }) else { continue }
      guard let source = family.first(where: { isSameUnit($0.symbol, written) }) else {
        let known = family.map(\.symbol).joined(separator: ", ")
        throw QuantityError(description: "\(text) is not in \(unit), nor in a unit that is converted to it (\(known))")
      }
      let base = number * source.multiplier / source.divisor + (isDifference ? 0 : source.zero)
      return (base - (isDifference ? 0 : target.zero)) * target.divisor / target.multiplier
    }
    throw QuantityError(
      description: unit.isEmpty
        ? "\(text) has a unit where none belongs" : "\(text) is not in \(unit); write it in that unit")
  }

  /// The number and the unit of a text; the degree sign of a temperature is left out.
  package static func split(_ text: String, example: String) throws(QuantityError) -> (value: Double, unit: String) {
    let (number, rest) = try splitNumber(text, example: example)
    let unit = normalised(unit: rest)
    return (number.value, unit.hasPrefix("°") ? String(unit.dropFirst()) : unit)
  }

  /// The same unit, whether it is written with a degree sign or without.
  package static func symbol(_ text: String) -> String {
    let unit = normalised(unit: text)
    return unit.hasPrefix("°") ? String(unit.dropFirst()) : unit
  }
}

/// `name [unit]`, as columns, axes and outcomes are headed; the unit may be missing.
package func splitHead(_ text: String) -> (name: String, unit: String)? {
  let parts = text.split(separator: "[", maxSplits: 1, omittingEmptySubsequences: false)
  let name = trimmed(parts[0])
  guard parts.count == 2 else { return (name, "") }
  let rest = trimmed(parts[1])
  guard rest.hasSuffix("]") else { return nil }
  return (name, ProcessUnit.symbol(trimmed(rest.dropLast())))
}
