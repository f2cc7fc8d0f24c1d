import Testing

@testable import Notation

@Suite struct `Units` {
  @Test(arguments: readable)
  func `are read`(text: String, dimension: Dimension, value: Double) throws {
    let read = try parseQuantity(text, dimension)
    #expect(abs(read - value) <= value.magnitude * 1e-15)
  }

  @Test(arguments: unreadable)
  func `tell what is wrong`(text: String, dimension: Dimension, message: String) {
    #expect(throws: QuantityError(description: message)) { try parseQuantity(text, dimension) }
  }

  @Test func `numbers without unit take none`() throws {
    #expect(try parseNumber("21") == 21)
    #expect(throws: QuantityError(description: "21 K has a unit where none belongs; write 21")) {
      try parseNumber("21 K")
    }
    #expect(throws: QuantityError(description: "8.5 is not a whole number; write one as in 20")) {
      try parseInteger("8.5")
    }
  }

  @Test(arguments: otherNotations)
  func `numbers in other notations are named, never read in part`(text: String, message: String) {
    #expect(throws: QuantityError(description: message)) { try parseNumber(text) }
    #expect(throws: QuantityError(description: message)) { try parseInteger(text) }
    #expect(throws: QuantityError(description: message)) { try parseQuantity(text, .field) }
  }

  @Test func `the unit stays in the proposal`() {
    #expect(throws: QuantityError(description: "0x7 T is hexadecimal; write the decimal number 7 T")) {
      try parseQuantity("0x7 T", .field)
    }
    #expect(throws: QuantityError(description: "1 000 mm has digits grouped by blanks; write 1000 mm without")) {
      try parseQuantity("1 000 mm", .length)
    }
  }

  @Test func `the SI unit stands first and the usual one is known`() {
    for dimension in Dimension.allCases where dimension != .ratio {
      #expect(dimension.units[0].multiplier == 1 && dimension.units[0].divisor == 1)
      #expect(dimension.units.contains { $0.symbol == dimension.usualUnit })
    }
  }
}

@Test(arguments: [("", "", 0), ("rate", "rate", 0), ("rat", "rate", 1), ("raet", "rate", 1), ("kitten", "sitting", 3)])
func `edit distance counts slips`(first: String, second: String, distance: Int) {
  #expect(editDistance(first, second) == distance)
  #expect(editDistance(second, first) == distance)
}

private let mu0 = 4e-7 * Double.pi

private let readable: [(String, Dimension, Double)] = [
  ("7 T", .field, 7), ("7T", .field, 7), ("250 mT", .field, 0.25), (" -2.5  T ", .field, -2.5),
  ("1 A/m", .field, mu0), ("1kA/m", .field, 1e3 * mu0),
  ("15 mm", .length, 0.015), ("1.5 cm", .length, 0.015), ("1e-3 m", .length, 1e-3), ("100um", .length, 1e-4),
  ("100 µm", .length, 1e-4), ("100 \u{3BC}m", .length, 1e-4), (".5 m", .length, 0.5), ("5. m", .length, 5),
  ("70 kOe", .field, 7), ("70000 Oe", .field, 7), ("5 G", .field, 5e-4), ("70 kG", .field, 7), ("7 tesla", .field, 7),
  ("5e8 A/m^2", .currentDensity, 5e8), ("5e8 A/m2", .currentDensity, 5e8), ("5e4 A cm-2", .currentDensity, 5e8),
  ("5e4 A·cm⁻²", .currentDensity, 5e8), ("5e4 A/(cm^2)", .currentDensity, 5e8), ("0.05 MA/cm²", .currentDensity, 5e8),
  ("0.5 GA/m^2", .currentDensity, 5e8), ("500 MA m^-2", .currentDensity, 5e8), ("0.5 kA/mm^2", .currentDensity, 5e8),
  ("5e8 A/m²", .currentDensity, 5e8), ("1 A/cm^2", .currentDensity, 1e4),
  ("500 A/mm^2", .currentDensity, 5e8), ("50 kA/cm^2", .currentDensity, 5e8),
  ("1e-4 V/m", .electricField, 1e-4), ("1 uV/cm", .electricField, 1e-4), ("1 µV/cm", .electricField, 1e-4),
  ("5 ms", .time, 5e-3), ("20 us", .time, 2e-5), ("20 µs", .time, 2e-5), ("1 hour", .time, 3600),
  ("100 Oe/s", .fieldRate, 0.01), ("60 mT/min", .fieldRate, 1e-3), ("1e-6 Ω m", .resistivity, 1e-6),
  ("30 s", .time, 30), ("30 min", .time, 1800), ("72h", .time, 259_200), ("3 d", .time, 259_200),
  ("4.8T/h", .fieldRate, 4.8 / 3600), ("1 T/min", .fieldRate, 1.0 / 60), ("2 mT/s", .fieldRate, 2e-3),
  ("1 T/s", .fieldRate, 1), ("5 K", .temperature, 5), ("0.5 K/min", .temperatureRate, 0.5 / 60),
  ("6 K/h", .temperatureRate, 6.0 / 3600), ("1 K/s", .temperatureRate, 1),
  ("0.1 %", .ratio, 0.001), ("0.1%", .ratio, 0.001), ("100 ppm", .ratio, 1e-4),
]

private let unreadable: [(String, Dimension, String)] = [
  ("7", .field, "7 has no unit; write 7 T"),
  ("4.8", .fieldRate, "4.8 has no unit; write 4.8 T/h"),
  ("1e-3", .length, "1e-3 has no unit; write 1e-3 mm"),
  ("0.001", .ratio, "0.001 has no unit; write 0.1 %"),
  ("1", .ratio, "1 has no unit; write 1 %"),
  ("7 tessla", .field, "unknown unit tessla of a field; use T, Oe, mT, A/m, kA/m, G, kG, kOe"),
  ("3 mim", .time, "unknown unit mim of a time; use min, ms, s, h, d, us"),
  ("7 T T", .field, "unknown unit T T of a field; use T, mT, A/m, G, kG, Oe, kOe, kA/m"),
  (
    "5 A/m", .currentDensity,
    "unknown unit A/m of a current density; use A/m^2, A/cm^2, A/mm^2, MA/m^2, GA/m^2, kA/cm^2, kA/mm^2, MA/cm^2"
  ),
  ("7 T^2", .field, "unknown unit T^2 of a field; use T, mT, A/m, G, kG, Oe, kOe, kA/m"),
  ("much", .field, "much is not a number; write one as in 7 T"),
  ("", .field, "nothing is not a number; write one as in 7 T"),
  ("-T", .field, "-T is not a number; write one as in 7 T"),
  ("T 7", .field, "T 7 is not a number; write one as in 7 T"),
  ("4,8 T/h", .fieldRate, "4,8 T/h has a comma; write a decimal point, as in 4.8"),
  ("nan T", .field, "nan T is not finite; write a number as in 7 T"),
  ("-inf T", .field, "-inf T is not finite; write a number as in 7 T"),
  (".inf", .field, ".inf is not finite; write a number as in 7 T"),
  ("1e999 T", .field, "1e999 is not finite; write a number as in 7 T"),
]

private let otherNotations: [(String, String)] = [
  ("0x15", "0x15 is hexadecimal; write the decimal number 21"), ("0o25", "0o25 is octal; write the decimal number 21"),
  ("2_1", "2_1 has digits grouped by _; write 21 without"),
  ("-0X1F", "-0X1F is hexadecimal; write the decimal number -31"),
  ("0b10101", "0b10101 is binary; write the decimal number 21"),
  ("1_000.5", "1_000.5 has digits grouped by _; write 1000.5 without"),
  ("1'000", "1'000 has digits grouped by '; write 1000 without"),
  ("0xZZ", "0xZZ is not a decimal number; write one as in 21"),
  ("1:30", "1:30 has parts of sixty; write one decimal number, as in 1.5"),
]
