import Foundation
import Notation
import Superconductors
import Testing

@Suite struct `Formula of Jc` {
  private static let kim = KimLaw(jc0: 5e8, b0: 1.5, exponent: 1.3)

  /// The law of `kim`, however it is written.
  @Test(arguments: [
    "5e8 A/m^2 / (1 + (B / 1.5 T)^1.3)^1", "5e8 A/m^2/(1+(B/1.5T)^1.3)", "50 kA/cm2 / (1 + (B / 15 kG)^1.3)",
    "500 A/mm² · 1/(1 + (|B| / 1500 mT)^1.3)", "5e8 A m^-2 / (1 + exp(1.3 * ln(max(B, 1e-9 T) / 1.5 T)))",
    "0.5 GA/m^2 / (1 + (B^2 / 2.25 T^2) / (B / 1.5 T + 1e-300)^0.7)", "500 A/(mm^2) / (1 + (B / (1.5 T))^(0.3 + 1))",
    "5e8 A/m^2 / (1 + 10^(1.3 * log10(B / 1.5 T + 1e-12)))", "1e8 V / 0.2 ohm / 1 m^2 / (1 + (B / 1.5 T)^1.3)",
  ])
  func `reads as people write it`(text: String) throws {
    let law = try FormulaLaw(text)
    for b in [0.01, 0.3, 1.5, 7] {
      let expected = 5e8 / (1 + pow(b / 1.5, 1.3))
      #expect(abs(law.value(fluxDensity: b, temperature: 5) / expected - 1) < 1e-9, "\(text) at \(b) T")
    }
  }

  @Test(arguments: [
    ("5e8 A/m^2 / (1 + B / b1)", 22, "`b1`", "unknown name b1 (known: B, T, r, z, pi"),
    ("5e8 A/m^2 / (1 + B)", 13, "`(1 + B)`", "a plain number and a field (T) cannot be added"),
    ("5e8 A/m^2 * exp(-B)", 17, "`-B`", "exp is of a plain number, and this is a field (T); divide it by 1 T"),
    (
      "5e8 A/m / (1 + B / 1 T)", 1, "`5e8 A/m / (1 + B / 1 T)`",
      "the whole is a field (T), and has to be a current density"
    ),
    ("5e8 / (1 + B / 1 T)", 1, "`5e8 / (1 + B / 1 T)`", "the whole is a plain number, and has to be a current density"),
    ("5e8 A/m^2 / (1 + B / 0 T)", 18, "`B / 0 T`", "division by zero"),
    ("5e8 A/m^2 * (1 - 2)^0.5", 13, "`(1 - 2)^0.5`", "a negative number has whole powers only"),
    ("5e8 A/m^2 * ln(1 - 1)", 13, "`ln(1 - 1)`", "0 has no logarithm"),
    ("5e8 A/m^2 / (1 + B^1.3)", 13, "`(1 + B^1.3)`", "a plain number and T^1.3 cannot be added"),
    ("5e8 A/m^2 * B^B", 15, "`B`", "an exponent is a plain number, and this is a field (T)"),
    ("5e8 A/m^2 * B^(T / 1 K)", 13, "`B`", "a field (T) has fixed powers only; divide it by 1 T first"),
    ("5e8 A/m^2 (1 + B / 1 T)", 11, "`(`", "( is not expected here"),
    ("5e8 A/m^2 * 2 B / 1 T", 15, "`B`", "B is no unit; a product is written with *"),
    ("5e8 A/m^2 / (1 + B / 1 Tesle)", 24, "`Tesle`", "unknown unit Tesle behind a number"),
    ("5e8 A/m^2 / (1 + B**2 / 1 T)", 19, "`**`", "a power is written with ^"),
    ("5e8 A/m^2 / (B / 1 T^1.3)", 21, "`^1.`", "a unit has whole powers"),
    ("5e8 A/m^2 / (1 + B / 1 T", 25, "", "a closing parenthesis is missing"),
    ("5e8 A/m^2 * max(B / 1 T)", 13, "`max(B / 1 T)`", "max takes 2 arguments, not 1"),
    ("", 1, "", "the expression ends too early"), ("5e8 A/m^2 *", 12, "", "the expression ends too early"),
    ("5e8 A/m^2 / (T / 92 K + B / 1 T) * z", 1, "`5e8", "the whole is"),
  ])
  func `says what is wrong with its place`(text: String, position: Int, piece: String, reason: String) {
    let error = #expect(throws: ExpressionError.self) { try FormulaLaw(text) }
    #expect(error?.position == position, "\(String(describing: error))")
    #expect(error?.reason.hasPrefix(reason) == true, "\(String(describing: error))")
    #expect(piece.isEmpty || error?.message.contains(piece) == true, "\(String(describing: error?.message))")
  }

  @Test func `takes a letter behind a number for a unit, and a blank before the slash for a division`() throws {
    // K/T is kelvins per tesla; with blanks the temperature divides.
    let perTesla = try FormulaLaw("1e8 A/m^2 * (B * 10 K/T) / T")
    #expect(abs(perTesla.value(fluxDensity: 2, temperature: 5) - 4e8) < 1)
    let byTemperature = try FormulaLaw("1e8 A/m^2 * 10 K / T")
    #expect(abs(byTemperature.value(fluxDensity: 2, temperature: 5) - 2e8) < 1)
    // A/m is a field, as everywhere in a case: mu0 H.
    let strength = try FormulaLaw("1e8 A/m^2 * B / 1e6 A/m")
    #expect(abs(strength.value(fluxDensity: 4e-1 * .pi, temperature: 5) - 1e8) < 1e-3)
    let thermal = try FormulaLaw("1e8 A/m^2 * exp(-kB * T / 1 meV) + 0 * mu0 * 1 A^2/(m^3 T) * pi * 1 A / 1 A")
    #expect(abs(thermal.value(fluxDensity: 0, temperature: 20) / (1e8 * exp(-1.7234666)) - 1) < 1e-6)
  }

  @Test func `has constants with names and keys`() throws {
    let law = try FormulaLaw(
      "jc0 / (1 + B / b0)^m * (1 - (T / tc)^2)",
      constants: [
        FormulaConstant("jc0", 5e8, .currentDensity), FormulaConstant("b0", 1.5, .field), FormulaConstant("m", 1.3),
        FormulaConstant("tc", 92, .temperature),
      ])
    #expect(law.dependsOnTemperature)
    let expected = Self.kim.value(fluxDensity: 2, temperature: 0) * (1 - pow(77.0 / 92, 2))
    #expect(abs(law.value(fluxDensity: 2, temperature: 77) - expected) < 1e-12 * expected)
    let other = try law.setting("b0", to: 3)
    #expect(other != law && other.formula.constants[1].value == 3)
    #expect(other.value(fluxDensity: 3, temperature: 77) == law.value(fluxDensity: 1.5, temperature: 77))
    #expect(try law.setting("b0", to: 1.5) == law)
    for (constants, reason) in [
      ([FormulaConstant("b0", 1, .field), FormulaConstant("b1", 1, .field)], "b1 does not occur"),
      ([FormulaConstant("T", 1, .field)], "T of a constant has a meaning"),
      ([FormulaConstant("b-0", 1)], "is no letter"),
      ([FormulaConstant("b0", .nan)], "not finite"), ([FormulaConstant("b0", 1, .length)], "the whole is"),
      ([FormulaConstant("b0", 0, .field)], "division by zero"),
    ] {
      let error = #expect(throws: ExpressionError.self) { try FormulaLaw("5e8 A/m^2 / (B / b0)", constants: constants) }
      #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
    }
  }

  @Test func `is a value`() throws {
    let law = try FormulaLaw("jc0 / (1 + B / 1.5 T)", constants: [FormulaConstant("jc0", 5e8, .currentDensity)])
    let again = try JSONDecoder().decode(FormulaLaw.self, from: JSONEncoder().encode(law))
    #expect(again == law && again.hashValue == law.hashValue)
    #expect(again.value(fluxDensity: 1, temperature: 4) == law.value(fluxDensity: 1, temperature: 4))
    let half = law.scaled(by: 0.5)
    #expect(
      half != law && half.value(fluxDensity: 1, temperature: 4) == 0.5 * law.value(fluxDensity: 1, temperature: 4))
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(FormulaLaw.self, from: Data(#"{"expression": "B", "constants": []}"#.utf8))
    }
    // Of n, not of Jc.
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(FormulaLaw.self, from: Data(#"{"expression": "21", "constants": []}"#.utf8))
    }
  }

  @Test(arguments: [
    "5e8 A/m^2 / (1 + (B / 1.5 T)^0.3)", "5e8 A/m^2 * (1 - sqrt(B / 10 T))", "5e8 A/m^2 * (B / 1 T)^0.5 + 1e6 A/m^2",
  ])
  func `has a finite slope without field`(text: String) throws {
    let law = try FormulaLaw(text)
    let (value, slope) = valueAndSlope(law, 0, 5)
    #expect(value > 0 && slope == 0)
    for b in [1e-6, 1e-5, 1e-4, 1e-3] {
      let (value, slope) = valueAndSlope(law, b, 5)
      #expect(value > 0 && abs(slope) < 1e4 * value)
      let h = 1e-2 * b
      let difference = (valueAndSlope(law, b + h, 5).0 - valueAndSlope(law, b - h, 5).0) / (2 * h)
      #expect(abs(slope - difference) <= 1e-3 * abs(slope) + 1e-6 * value)
    }
    // From ten times the smoothing on it is the formula.
    let exact = try FormulaLaw(text.replacing("B", with: "(B + 0 T)")).value(fluxDensity: 0.01, temperature: 5)
    #expect(abs(law.value(fluxDensity: 0.01, temperature: 5) / exact - 1) < 1e-4)
  }

  @Test func `a regular formula is not smoothed`() throws {
    let law = try FormulaLaw("5e8 A/m^2 / (1 + B / 1.5 T)")
    #expect(law.value(fluxDensity: 0, temperature: 5) == 5e8)
    #expect(abs(valueAndSlope(law, 0, 5).1 / (-5e8 / 1.5) - 1) < 1e-12)
    let steeper = try FormulaLaw("5e8 A/m^2 / (1 + (B / 1.5 T)^1.3)")
    #expect(steeper.value(fluxDensity: 0, temperature: 5) == 5e8 && valueAndSlope(steeper, 0, 5).1 == 0)
  }

  @Test func `is nil where it has no positive value`() throws {
    let law = try FormulaLaw("5e8 A/m^2 * (1 - (T / 38 K)^2)^1.5 * (1 - B / 8 T)^1.5")
    let nothing = law.value(fluxDensity: 1, temperature: 40)
    #expect(nothing > 0 && nothing < 1e-5 * law.value(fluxDensity: 1, temperature: 5))
    #expect(valueAndSlope(law, 9, 5) == (nothing, 0))
    #expect(valueAndSlope(try FormulaLaw("1e8 A/m^2 * (1 - B / 1 T)"), 3, 5).0 > 0)
  }

  @Test func `knows whether it is the same above and below`() throws {
    for (text, isSymmetric) in [
      ("1e8 A/m^2 * (1 + (z / 5 mm)^2)", true), ("1e8 A/m^2 * (1 + |z| / 5 mm)", true), ("1e8 A/m^2", true),
      ("1e8 A/m^2 * (1 + z / 5 mm)", false), ("1e8 A/m^2 * (1 + (z / 5 mm)^3)", false),
      ("1e8 A/m^2 * (1 + z * z / 25 mm^2)", true), ("1e8 A/m^2 * exp(z / 1 m)", false),
      ("1e8 A/m^2 * (1 + r / 5 mm)", true), ("1e8 A/m^2 * (2 + sin(z / 1 mm))", false),
      ("1e8 A/m^2 * (2 + cos(z / 1 mm))", true), ("1e8 A/m^2 * (1 + (z / 1 mm - 1)^2)", false),
    ] { #expect(try FormulaLaw(text).isSymmetric == isSymmetric, "\(text)") }
  }

  @Test func `findings name the part that makes Jc negative or endless`() throws {
    let operating = OperatingRange(fields: 0...7, temperatures: 5...40, radii: 0...0.015, heights: -3e-3...3e-3)
    func finding(_ text: String) throws -> String {
      try FormulaLaw(text).findings(over: operating, at: "jc").map(\.description).joined()
    }
    #expect(try finding("5e8 A/m^2 / (1 + B / 1.5 T)").isEmpty)
    #expect(try finding("5e8 A/m^2 * max(0, 1 - B / 5 T)").isEmpty)
    let negative = try finding("5e8 A/m^2 * (1 - B / 5 T)")
    #expect(negative.hasPrefix("jc.expression: character 13, `(1 - B / 5 T)`: Jc is -"), "\(negative)")
    #expect(negative.contains("at B = 5.") && negative.contains("max(0 A/m^2, ...)"), "\(negative)")
    let endless = try finding("5e8 A/m^2 * (0.1 T / B)")
    #expect(endless.hasPrefix("jc.expression: character 13, `(0.1 T / B)`: division by zero at B = 0 T"), "\(endless)")
    let warm = try finding("5e8 A/m^2 * (1 - (T / 38 K)^2)^1.5")
    #expect(warm.contains("character 13, `(1 - (T / 38 K)^2)^1.5`: a negative number has whole powers only at T = "))
    let outside = try finding("5e8 A/m^2 * (1 - r / 10 mm)")
    #expect(outside.contains("Jc is -") && outside.contains("r = 1") && outside.contains("mm"), "\(outside)")
  }

  @Test func `depends on places that a batch hands over`() throws {
    let law = try FormulaLaw("1e8 A/m^2 * (1 + r / 10 mm + (z / 2 mm)^2) / (1 + B / 1 T)")
    let count = 150
    let fields = (0..<count).map { 0.01 * Double($0) }
    let places = (0..<count).map { SIMD2(1e-4 * Double($0), 2e-5 * Double($0)) }
    var value = [Double](repeating: 0, count: count)
    var slope = value
    var values = value.mutableSpan
    var slopes = slope.mutableSpan
    law.evaluate(
      3..<count, fluxDensity: fields.span, temperature: 5, places: places.span, value: &values, slope: &slopes)
    #expect(value[2] == 0)
    for i in 3..<count {
      let jc = 1e8 * (1 + places[i].x / 0.01 + pow(places[i].y / 0.002, 2)) / (1 + fields[i])
      #expect(abs(value[i] / jc - 1) < 1e-13 && abs(slope[i] / (-jc / (1 + fields[i])) - 1) < 1e-13)
      #expect(value[i] == law.value(fluxDensity: fields[i], temperature: 5, place: places[i]))
    }
  }
}

@Suite struct `Exponent of the power law` {
  private static let csv = "B[T],T[K],n\n0,5,70\n2,5,40\n4,5,10\n0,15,50\n2,15,40\n4,15,30\n"

  @Test func `from a table is linear where the data are, and level beyond`() throws {
    let n = PowerLawExponent.table(try ExponentTable(csv: Self.csv, file: "n.csv"))
    for (b, t, expected) in [
      (0.0, 10.0, 60.0), (1, 10, 50), (3, 10, 30), (4, 10, 20), (9, 10, 20), (1, 5, 55), (1, 2, 55), (3, 100, 35),
    ] { #expect(abs(n.value(fluxDensity: b, temperature: t) - expected) < 1e-12, "\(b) T, \(t) K") }
    #expect(n.dependsOnField && n.number == nil)
  }

  @Test func `has slopes that are those of its values`() throws {
    let laws: [PowerLawExponent] = [
      .number(21), .table(try ExponentTable(csv: "B[T],n\n0,60\n0.5,35\n1,31\n3,14\n5,12\n", file: "n.csv")),
      .formula(try LawFormula("12 + 30 / (1 + (B / 2 T)^1.4) * (1 - (T / 92 K)^2)", quantity: nil)),
    ]
    for law in laws {
      for b in [0.013, 0.3, 0.77, 1.4, 4.4, 6.1] {
        let h = 1e-5
        let fields = [b - h, b, b + h]
        let places = fields.map { _ in SIMD2<Double>.zero }
        var value = [0.0, 0, 0]
        var slope = value
        var values = value.mutableSpan
        var slopes = slope.mutableSpan
        law.evaluate(
          0..<3, fluxDensity: fields.span, temperature: 30, places: places.span, value: &values,
          slope: &slopes)
        #expect(abs(slope[1] - (value[2] - value[0]) / (2 * h)) < 1e-6 * value[1])
      }
    }
  }

  @Test(arguments: [
    ("T (K);n\n5;60\n20;30\n", 4.0, 12.5, 45.0), ("B (mT)\tn-value\n0\t60\n1000\t20\n", 0.5, 5, 40),
    ("n 5 K,n 15 K,mu0H [T]\n60,40,0\n20,20,2\n", 1, 10, 35), ("n,B/T\n20,1\n20,1\n60,0\n", 0.25, 10, 50),
  ])
  func `reads tables as people have them`(csv: String, b: Double, t: Double, expected: Double) throws {
    let table = try ExponentTable(csv: csv, file: "n.csv")
    #expect(abs(PowerLawExponent.table(table).value(fluxDensity: b, temperature: t) - expected) < 1e-12)
    #expect(try ExponentTable(csv: table.csv, file: "again") == table)
  }

  @Test(arguments: [
    ("B[T],n\n0,60\n1,0.5\n", "n.csv:3: n: 0.5 is not from 1, which is ohmic, to 10000"),
    ("n\n60\n", "n.csv:2: n without B and T; write n: 60 into the case"),
    ("B[T],n\n0,60\n0,50\n", "n.csv:3: n is 50 here and 60 in line 2, both at B = 0 T; keep one"),
    ("B[T],Jc[A/m^2]\n0,60\n", "n.csv:1: the column n is missing"),
    ("B[T],T[K],n\n0,-3,60\n", "n.csv:2: T: -3 is not positive; write kelvins"),
  ])
  func `refuses what is no table of n`(csv: String, message: String) {
    let error = #expect(throws: (any Error).self) { try ExponentTable(csv: csv, file: "n.csv") }
    #expect(error.map { "\($0)" }?.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @Test func `smooths points that scatter, and stays at 1 or above`() throws {
    let lines = (0..<60).map { i in "\(0.1 * Double(i)),\(20 * (1 + 0.1 * (i % 2 == 0 ? 1 : -1)))" }
    let n = PowerLawExponent.table(try ExponentTable(csv: "B[T],n\n" + lines.joined(separator: "\n"), file: "n.csv"))
    for b in [0.3, 1.25, 3.0, 5.5] { #expect(abs(n.value(fluxDensity: b, temperature: 5) / 20 - 1) < 0.05) }
    let formula = PowerLawExponent.formula(try LawFormula("20 - 10 * B / 1 T", quantity: nil))
    #expect(formula.value(fluxDensity: 5, temperature: 5) == 1 && formula.value(fluxDensity: 1, temperature: 5) == 10)
    let operating = OperatingRange(fields: 0...5, temperatures: 5...5, radii: 0...0.01, heights: 0...0)
    let material = Material(name: "m", criticalCurrent: ConstantLaw(jc0: 1e8), n: formula)
    let finding = material.findings(over: operating, at: "m").first?.description
    #expect(finding?.hasPrefix("m.n.expression: character 1, `20 - 10 * B / 1 T`: n is 0.") == true, "\(finding ?? "")")
  }

  @Test func `is a value, a number as ever`() throws {
    let laws: [PowerLawExponent] = [
      .number(21), .table(try ExponentTable(csv: Self.csv, file: "n.csv")),
      .formula(try LawFormula("12 + a / (1 + B / 2 T)", constants: [FormulaConstant("a", 30)], quantity: nil)),
    ]
    for law in laws {
      let data = try JSONEncoder().encode([law])
      #expect(try JSONDecoder().decode([PowerLawExponent].self, from: data) == [law])
    }
    #expect(try JSONEncoder().encode([laws[0]]) == Data("[21]".utf8))
    #expect(Set(laws).count == 3)
  }
}
