/// What a value measures, with the units in which users may write it.
enum Dimension: String, CaseIterable {
  case length
  case field
  case currentDensity = "current density"
  case electricField = "electric field"
  case resistivity
  case time
  case fieldRate = "field rate"
  case temperature
  case temperatureRate = "temperature rate"
  case moment = "magnetic moment"
  case ratio

  /// A unit in terms of the SI unit. Two exact factors instead of one rounded, so that 15 mm is the Double nearest 0.015.
  struct Unit {
    var symbol: String
    var multiplier: Double
    var divisor: Double

    init(_ symbol: String, times multiplier: Double = 1, over divisor: Double = 1) {
      self.symbol = symbol
      self.multiplier = multiplier
      self.divisor = divisor
    }
  }

  /// mu0 [T m/A]; a field may be given as B or as H.
  static let vacuumPermeability = 4e-7 * Double.pi

  /// The SI unit first, which is the one that case files are written in.
  var units: [Unit] {
    let mu0 = Self.vacuumPermeability
    return switch self {
    case .length: [Unit("m"), Unit("cm", over: 100), Unit("mm", over: 1e3), Unit("um", over: 1e6)]
    case .field: [Unit("T"), Unit("mT", over: 1e3), Unit("A/m", times: mu0), Unit("kA/m", times: 1e3 * mu0)]
    case .currentDensity:
      [Unit("A/m^2"), Unit("A/cm^2", times: 1e4), Unit("A/mm^2", times: 1e6), Unit("kA/cm^2", times: 1e7)]
    case .electricField: [Unit("V/m"), Unit("uV/cm", over: 1e4)]
    case .resistivity: [Unit("ohm m"), Unit("uohm cm", over: 1e8)]
    case .time: [Unit("s"), Unit("min", times: 60), Unit("h", times: 3600), Unit("d", times: 86400)]
    case .fieldRate: [Unit("T/s"), Unit("T/min", over: 60), Unit("T/h", over: 3600), Unit("mT/s", over: 1e3)]
    case .temperature: [Unit("K")]
    case .temperatureRate: [Unit("K/s"), Unit("K/min", over: 60), Unit("K/h", over: 3600)]
    case .moment: [Unit("A m^2"), Unit("mA m^2", over: 1e3), Unit("emu", over: 1e3)]
    case .ratio: [Unit("%", over: 100), Unit("ppm", over: 1e6)]
    }
  }

  /// The magnitudes that a value may have besides 0, in the SI unit: wide enough for every magnet, and narrow enough that
  /// squares, ratios and products of what a case says stay finite.
  var magnitudes: ClosedRange<Double> {
    switch self {
    case .length: 1e-9...1e3
    case .field: 1e-12...1e3
    case .currentDensity: 1e-3...1e15
    case .electricField: 1e-15...1e3
    case .resistivity: 1e-18...1e6
    case .time: 1e-9...1e12
    case .fieldRate: 1e-12...1e9
    case .temperature: 1e-3...1e4
    case .temperatureRate: 1e-12...1e9
    case .moment: 1e-15...1e9
    case .ratio: 1e-12...1e6
    }
  }

  /// A value [SI] within the range; `text` is what was written.
  func checked(_ value: Double, _ text: String) throws(QuantityError) -> Double {
    guard value != 0, !magnitudes.contains(abs(value)) else { return value }
    let unit = units[0].symbol == "%" ? "" : " \(units[0].symbol)"
    throw QuantityError(
      description: "\(text) is no \(rawValue) of a magnet; give one between \(magnitudes.lowerBound)\(unit) and"
        + " \(magnitudes.upperBound)\(unit)")
  }

  /// The unit to propose for a bare number.
  var usualUnit: String {
    switch self {
    case .length: "mm"
    case .field: "T"
    case .currentDensity: "A/m^2"
    case .electricField: "V/m"
    case .resistivity: "ohm m"
    case .time: "h"
    case .fieldRate: "T/h"
    case .temperature: "K"
    case .temperatureRate: "K/min"
    case .moment: "A m^2"
    case .ratio: "%"
    }
  }
}

/// Why a text is not a value; a sentence with the remedy, to be put behind the name of the key or option.
struct QuantityError: Error, Equatable, CustomStringConvertible {
  var description: String
}

/// The value of `<number> <unit>` in SI units; the blank may be left out.
///
/// ```swift
/// try parseQuantity("4.8 T/h", .fieldRate)  // 0.001333… [T/s]
/// ```
func parseQuantity(_ text: String, _ dimension: Dimension) throws(QuantityError) -> Double {
  let (number, rest) = try splitNumber(text, example: "7 \(dimension.usualUnit)")
  guard !rest.isEmpty else {
    throw QuantityError(description: "\(number.text) has no unit; write \(proposal(for: number, dimension))")
  }
  let symbol = normalised(unit: rest)
  guard let unit = dimension.units.first(where: { $0.symbol == symbol }) else {
    let known = nearestFirst(dimension.units.map(\.symbol), to: symbol).joined(separator: ", ")
    throw QuantityError(description: "unknown unit \(rest) of a \(dimension.rawValue); use \(known)")
  }
  return try dimension.checked(number.value * unit.multiplier / unit.divisor, text)
}

/// The value of a number without a unit.
func parseNumber(_ text: String) throws(QuantityError) -> Double {
  let (number, rest) = try splitNumber(text, example: "21")
  guard rest.isEmpty else {
    throw QuantityError(description: "\(text) has a unit where none belongs; write \(number.text)")
  }
  return number.value
}

/// The value of a whole number.
func parseInteger(_ text: String) throws(QuantityError) -> Int {
  guard let value = Int(text) else {
    throw QuantityError(description: "\(text.isEmpty ? "nothing" : text) is not a whole number; write one as in 20")
  }
  return value
}

/// What to write instead of a bare number.
private func proposal(for number: (value: Double, text: String), _ dimension: Dimension) -> String {
  // Nobody means 0.001 % by accuracy: 0.001; the number is the ratio itself.
  if dimension == .ratio, number.value > 0, number.value <= 0.1 {
    return "\(plain((number.value * 1e8).rounded() / 1e6)) %"
  }
  return "\(number.text) \(dimension.usualUnit)"
}

/// Splits a text behind its leading number.
func splitNumber(
  _ text: String, example: String
) throws(QuantityError) -> (number: (value: Double, text: String), rest: String) {
  let characters = Array(text.drop(while: \.isWhitespace))
  var end = 0
  func digits(from start: Int) -> Int {
    characters[start...].prefix { $0.isASCII && $0.isNumber }.count
  }
  if end < characters.count, characters[end] == "-" || characters[end] == "+" { end += 1 }
  let whole = digits(from: end)
  end += whole
  var fraction = 0
  if end < characters.count, characters[end] == "." {
    fraction = digits(from: end + 1)
    end += 1 + fraction
  }
  let word = String(characters[min(end, characters.count)...].prefix { $0.isLetter }).lowercased()
  if whole + fraction == 0, ["nan", "inf", "infinity"].contains(word) || [".nan", ".inf"].contains(text.lowercased()) {
    throw QuantityError(description: "\(text) is not finite; write a number as in \(example)")
  }
  guard whole + fraction > 0 else {
    throw QuantityError(
      description: "\(text.isEmpty ? "nothing" : text) is not a number; write one as in \(example)")
  }
  if end < characters.count, characters[end] == "e" || characters[end] == "E" {
    let sign = end + 1 < characters.count && (characters[end + 1] == "-" || characters[end + 1] == "+") ? 1 : 0
    let exponent = digits(from: min(end + 1 + sign, characters.count))
    if exponent > 0 { end += 1 + sign + exponent }
  }
  if end < characters.count, characters[end] == "," {
    throw QuantityError(description: "\(text) has a comma; write a decimal point, as in 4.8")
  }
  let number = String(characters[..<end])
  guard let value = Double(number), value.isFinite else {
    throw QuantityError(description: "\(number) is not finite; write a number as in \(example)")
  }
  var rest = characters[end...].drop(while: \.isWhitespace)
  while let last = rest.last, last.isWhitespace { rest.removeLast() }
  return ((value, number), String(rest))
}

/// The plain spelling of a unit: `um` for both micro signs, `^2` for a raised 2.
func normalised(unit: String) -> String {
  var result = ""
  for character in unit {
    switch character {
    case "\u{B5}", "\u{3BC}": result += "u"
    case "²": result += "^2"
    default: result.append(character)
    }
  }
  return result
}
