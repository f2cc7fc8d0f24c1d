import Magnets
import Superconductors

extension WrongCase {
  /// A fault of the material of both bulks.
  private static func material(
    _ path: String, _ message: String, _ inFile: InFile = .found, _ change: (inout Material) -> Void
  ) -> WrongCase {
    WrongCase("materials.ba122\(path)", message, inFile) { value in
      for index in value.bulks.indices { change(&value.bulks[index].material) }
    }
  }

  private static func law(
    _ key: String, _ message: String, inFile: InFile = .found, _ law: any CriticalCurrentLaw
  ) -> WrongCase {
    material(".jc.\(key)", message, inFile) { $0.criticalCurrent = law }
  }

  static let laws =
    [
      law("jc0", "0 A/m^2 is not positive", KimLaw(jc0: 0, b0: 1)),
      law("jc0", "-5e8 A/m^2 is not positive", KimLaw(jc0: -5e8, b0: 1)),
      law("jc0", "nan is not finite", inFile: .unreadable, KimLaw(jc0: .nan, b0: 1)),
      law("jc0", "is no current density of a magnet", inFile: .unreadable, KimLaw(jc0: 1e20, b0: 1)),
      law("b0", "0 T is not positive", KimLaw(jc0: 5e8, b0: 0)),
      law("b0", "-inf is not finite", inFile: .unreadable, KimLaw(jc0: 5e8, b0: -.infinity)),
      law("exponent", "0 is below 0.001; write 0.001 to 100, or law: constant", KimLaw(jc0: 5e8, b0: 1, exponent: 0)),
      law("exponent", "1000 is beyond 100", KimLaw(jc0: 5e8, b0: 1, exponent: 1000)),
      law("exponent", "nan is not finite", inFile: .unreadable, KimLaw(jc0: 5e8, b0: 1, exponent: .nan)),
      law("jc0", "-1 A/m^2 is not positive", ConstantLaw(jc0: -1)),
      law("jc0", "inf is not finite", inFile: .unreadable, ConstantLaw(jc0: .infinity)),
      law("jc0", "0 A/m^2 is not positive", ExponentialLaw(jc0: 0, b0: 1)),
      law("b0", "-2 T is not positive", ExponentialLaw(jc0: 5e8, b0: -2)),
      law("b0", "nan is not finite", inFile: .unreadable, ExponentialLaw(jc0: 5e8, b0: .nan)),
      law("jc0", "not positive", JirsaLaw(jc0: -3e8, b0: 1, peakJc: 1e8, peakField: 2)),
      law("b0", "not positive", JirsaLaw(jc0: 3e8, b0: 0, peakJc: 1e8, peakField: 2)),
      law("peak_jc", "not positive", JirsaLaw(jc0: 3e8, b0: 1, peakJc: 0, peakField: 2)),
      law("peak_field", "-2 T is not positive", JirsaLaw(jc0: 3e8, b0: 1, peakJc: 1e8, peakField: -2)),
      law("exponent", "0 is below 0.001", JirsaLaw(jc0: 3e8, b0: 1, peakJc: 1e8, peakField: 2, exponent: 0)),
    ] + formulas.map { text, message in material(".jc.expression", message) { $0.criticalCurrent = formula(text) } }

  private static func formula(_ text: String) -> FormulaLaw {
    do { return try FormulaLaw(text) } catch { preconditionFailure("\(error)") }
  }

  /// Formulas without a positive Jc at some field of the protocol.
  private static let formulas = [
    ("5e8 A/m^2 - 1e8 A/m^2 * B / 1 T", "`5e8 A/m^2 - 1e8 A/m^2 * B / 1 T`: Jc is -"),
    ("5e8 A/m^2 * ln(2 T / B)", "`2 T / B`: division by zero at B = 0 T"),
    ("5e8 A/m^2 * (1 - B / 6 T)^1.5", "`(1 - B / 6 T)^1.5`: a negative number has whole powers only at B = 6."),
    ("5e8 A/m^2 * exp(B / 1 mT)", "`exp(B / 1 mT)`: is not finite at B = "),
  ]

  private static func table(
    _ message: String, inFile: InFile = .unreadable, _ curves: [CriticalCurrentTable.Curve]
  ) -> WrongCase {
    material(".jc.data", message, inFile) { material in
      material.criticalCurrent = TableLaw(table: CriticalCurrentTable(curves: curves))
      material.temperatureFactor = nil
    }
  }

  private static func curve(at temperature: Double? = nil, _ b: [Double], _ jc: [Double]) -> CriticalCurrentTable.Curve
  {
    .init(temperature: temperature, fluxDensity: b, criticalCurrentDensity: jc)
  }

  static let tables = [
    table("the table is empty", []),
    table("the table has only 0 points", [curve([], [])]),
    table("the table has only 1 point; a curve needs at least 2", [curve([0], [5e8])]),
    table("the table has 2 values of B and 1 of Jc", [curve([0, 1], [5e8])]),
    table("values of B that do not ascend", inFile: .none, [curve([0, 2, 1], [5e8, 4e8, 3e8])]),
    table("values of B that do not ascend", [curve([0, 1, 1], [5e8, 4e8, 3e8])]),
    table("has B = -1.0 T", [curve([-1, 1], [5e8, 3e8])]),
    table("has B = nan T", [curve([0, .nan], [5e8, 3e8])]),
    table("has Jc = -300000000.0 A/m^2, which is not 0 or more", [curve([0, 1], [5e8, -3e8])]),
    table("the table has no Jc above 0", [curve([0, 1], [0, 0])]),
    table("has Jc = inf A/m^2", [curve([0, 1], [.infinity, 5e8])]),
    table("the curve at 0.0 K has no temperature above 0 K", [curve(at: 0, [0, 1], [5e8, 3e8])]),
    table(
      "the temperatures of the curves do not ascend", inFile: .none,
      [curve(at: 20, [0, 1], [2e8, 1e8]), curve(at: 5, [0, 1], [5e8, 3e8])]),
    table(
      "the temperatures of the curves do not ascend", inFile: .none,
      [curve(at: 5, [0, 1], [2e8, 1e8]), curve(at: 5, [2, 3], [1e8, 9e7])]),
    table("one has no temperature", [curve([0, 1], [5e8, 3e8]), curve(at: 5, [0, 1], [5e8, 3e8])]),
    material(".temperature", "so Jc would fall with it twice; leave one of them out") { material in
      material.criticalCurrent = TableLaw(
        table: CriticalCurrentTable(curves: [curve(at: 5, [0, 1], [5e8, 3e8]), curve(at: 20, [0, 1], [2e8, 1e8])]))
    },
  ]

  private static func map(
    at path: String = "materials.ba122.jc_map", _ message: String, inFile: InFile = .unreadable,
    r: [Double] = [0, 15e-3],
    z: [Double] = [-3e-3, 3e-3], _ factors: [Double] = [1, 1, 1, 1]
  ) -> WrongCase {
    let map = CriticalCurrentMap(radii: r, heights: z, factors: factors)
    return WrongCase(path, message, inFile) { value in
      for index in value.bulks.indices { value.bulks[index].material.map = map }
    }
  }

  package static let maps = [
    map("the map has 0 values of r", r: []),
    map("the map has 1 values of z", z: [0]),
    map("the values of r do not ascend", inFile: .none, r: [15e-3, 0]),
    map("the values of z do not ascend", z: [-3e-3, .nan]),
    map("the map has 3 factors; give one for each r at each z, in all 4", [1, 1, 1]),
    map("the map has a negative r", r: [-1e-3, 15e-3]),
    map("a factor is negative or not finite", [1, 1, -1, 1]),
    map("a factor is negative or not finite", [1, 1, 1, .infinity]),
    map(
      at: "bulks[0]", "the map leaves out r from 14.0 to 15.0 mm of bulk A", inFile: .found, r: [0, 14e-3]),
    map(
      at: "bulks[1]", "the map leaves out z from -3.0 to -2.0 mm of bulk B", inFile: .found, z: [-2e-3, 3e-3]),
  ]

  static let materials = [
    material(".n", "0.5 is below 1; write 1, which is ohmic, to 10000") { $0.n = .number(0.5) },
    material(".n", "20000 is beyond 10000") { $0.n = .number(2e4) },
    material(".n", "nan is not finite", .unreadable) { $0.n = .number(.nan) },
    material(".e0", "0 V/m is not positive") { $0.e0 = 0 },
    material(".e0", "-0.0001 V/m is not positive") { $0.e0 = -1e-4 },
    material(".e0", "inf is not finite", .unreadable) { $0.e0 = .infinity },
    material(".temperature.tc", "0 K is not positive") { $0.temperatureFactor?.criticalTemperature = 0 },
    material(".temperature.tc", "nan is not finite", .unreadable) { $0.temperatureFactor?.criticalTemperature = .nan },
    material(".temperature.exponent", "-1 is below 0.001") { $0.temperatureFactor?.exponent = -1 },
    material(".validity.b_max", "0 T is not positive") {
      $0.validity = ValidityRange(largestField: 0, coldest: 4, warmest: 38)
    },
    material(".validity.t_min", "nan is not finite", .unreadable) {
      $0.validity = ValidityRange(largestField: 8, coldest: .nan, warmest: 38)
    },
    material(".validity.t_max", "4 K is below t_min, 38 K; swap them") {
      $0.validity = ValidityRange(largestField: 8, coldest: 38, warmest: 4)
    },
  ]
}
