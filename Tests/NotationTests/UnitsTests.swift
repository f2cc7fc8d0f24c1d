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
  ("5e8 A/m^2", .currentDensity, 5e8), ("5e8 A/m²", .currentDensity, 5e8), ("1 A/cm^2", .currentDensity, 1e4),
  ("500 A/mm^2", .currentDensity, 5e8), ("50 kA/cm^2", .currentDensity, 5e8),
  ("1e-4 V/m", .electricField, 1e-4), ("1 uV/cm", .electricField, 1e-4), ("1 µV/cm", .electricField, 1e-4),
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
  ("7 tesla", .field, "unknown unit tesla of a field; use T, mT, A/m, kA/m"),
  ("7 G", .field, "unknown unit G of a field; use T, mT, A/m, kA/m"),
  ("3 mim", .time, "unknown unit mim of a time; use min, s, h, d"),
  ("5 A/m", .currentDensity, "unknown unit A/m of a current density; use A/m^2, A/cm^2, A/mm^2, kA/cm^2"),
  ("7 T T", .field, "unknown unit T T of a field; use T, mT, A/m, kA/m"),
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
