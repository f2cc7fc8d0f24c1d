import Foundation
import Superconductors
import Testing

/// Heat capacity, conductivity and resistivity against temperature.
@Suite struct `Curves against temperature` {
  private static let debye: TemperatureCurve = {
    let temperatures = (0...40).map { 4 * pow(10, Double($0) / 40) }
    return .table(
      .init(temperatures: temperatures, values: temperatures.map { 950 * pow($0 / 5, 3) / (1 + pow($0 / 40, 3)) }))
  }()

  @Test(arguments: [
    TemperatureCurve.constant(1e6), .power(at1K: 8, exponent: 1.6), .power(at1K: 3, exponent: -1), debye,
  ])
  func `have the slope and the integral of their values`(curve: TemperatureCurve) {
    for temperature in [4.3, 5.0, 7.7, 19.0, 38.5] {
      let h = 1e-6 * temperature
      let (up, down) = (curve.valueAndIntegral(at: temperature + h), curve.valueAndIntegral(at: temperature - h))
      let value = curve.value(at: temperature)
      #expect(abs((up.integral - down.integral) / (2 * h) / value - 1) < 1e-6)
      #expect(abs((up.value - down.value) / (2 * h) - curve.slope(at: temperature)) < 1e-4 * value / temperature)
    }
  }

  @Test func `between the points of a table a power law is met exactly`() {
    let table = TemperatureTable(temperatures: [4, 9, 30], values: [4, 9, 30].map { 0.2 * pow($0, 2.5) })
    let (curve, law) = (TemperatureCurve.table(table), TemperatureCurve.power(at1K: 0.2, exponent: 2.5))
    for temperature in [3.0, 5, 12, 29, 50] {
      #expect(abs(curve.value(at: temperature) / law.value(at: temperature) - 1) < 1e-12)
    }
    #expect(curve.range == 4...30 && law.range == nil)
  }

  @Test(arguments: [
    ("T[K],c[J/m^3/K]\n5,900\n4,800\n", 3, "temperatures must ascend"),
    ("T[K],c[J/m^3/K]\n5,0\n", 2, "0 at 5 K is not positive"),
    ("T[K],c[J/m^3/K]\n5,-3\n", 2, "-3 at 5 K is not positive"), ("T[K],c[J/m^3/K]\n0,3\n", 2, "T: 0 is not positive"),
  ])
  func `a table that makes no sense is told with its line`(csv: String, line: Int, message: String) {
    let error = #expect(throws: (any Error).self) {
      _ = try TemperatureTable(csv: csv, of: .heatCapacity, file: "c.csv")
    }
    let text = error.map { "\($0)" } ?? ""
    #expect(text.contains("c.csv:\(line)") && text.contains(message), "\(text)")
  }

  @Test func `a table is written as it is read`() throws {
    let table = TemperatureTable(temperatures: [4, 1 / 3 + 9], values: [1, 2.5])
    #expect(try TemperatureTable(csv: table.csv(.conductivity), of: .conductivity, file: "k.csv") == table)
    #expect(table.csv(.conductivity).hasPrefix("T[K],kappa[W/m/K]\n"))
  }

  @Test func `slopes of Jc by temperature are differences`() throws {
    let table = try CriticalCurrentTable(
      csv: "B[T],T[K],Jc[A/m^2]\n0,5,6e8\n5,5,2e8\n0,20,3e8\n5,20,1e8\n", file: "jc.csv")
    let materials = [
      Material(
        name: "a", criticalCurrent: KimLaw(jc0: 5e8, b0: 1),
        temperatureFactor: .init(criticalTemperature: 38, exponent: 1.5), n: 21),
      Material(name: "b", criticalCurrent: TableLaw(table: table), n: 21),
    ]
    for material in materials {
      for temperature in [6.0, 11, 17] {
        func evaluate(_ temperature: Double) -> (value: Double, slope: Double) {
          let (b, t, places) = ([0.7], [temperature], [SIMD2<Double>.zero])
          var (value, slope, temperatureSlope) = ([0.0], [0.0], [0.0])
          var v = value.mutableSpan
          var s = slope.mutableSpan
          var ts = temperatureSlope.mutableSpan
          material.criticalCurrentDensity(
            0..<1, fluxDensity: b.span, temperatures: t.span, places: places.span, value: &v, slope: &s,
            temperatureSlope: &ts)
          return (v[0], ts[0])
        }
        let difference = (evaluate(temperature + 1e-4).value - evaluate(temperature - 1e-4).value) / 2e-4
        #expect(abs(evaluate(temperature).slope / difference - 1) < 1e-5)
        let single = material.criticalCurrentDensity(fluxDensity: 0.7, temperature: temperature)
        #expect(abs(evaluate(temperature).value / single - 1) < 1e-14)
      }
    }
  }

  @Test func `Debye's model has its limits, and its enthalpy`() {
    let curve = TemperatureCurve.debye(DebyeCurve(temperature: 400, limit: 3e6))
    #expect(abs(curve.value(at: 1900) / 3e6 - 1) < 3e-3)
    // (12 pi^4/5) N k (T/theta)^3, and Debye's own function half way: c/(3 N k) at theta/T = 4 is 0.5031.
    let cube = 0.8 * 97.40909103400244 * 3e6 * 1e-6
    #expect(abs(curve.value(at: 4) / cube - 1) < 2e-4)
    #expect(abs(curve.value(at: 100) / 3e6 - 0.5031) < 2e-4)
    for temperature in [0.3, 5, 40, 90, 300] {
      let step = 1e-4 * temperature
      let (low, high) = (curve.valueAndIntegral(at: temperature - step), curve.valueAndIntegral(at: temperature + step))
      #expect(abs((high.integral - low.integral) / (2 * step) / curve.value(at: temperature) - 1) < 1e-6)
      #expect(abs((high.value - low.value) / (2 * step) / curve.slope(at: temperature) - 1) < 0.03)
    }
    let metal = TemperatureCurve.debye(DebyeCurve(temperature: 400, limit: 3e6, electronsAt1K: 100))
    #expect(abs(metal.value(at: 2) - curve.value(at: 2) - 200) < 0.1)
  }

  /// Against other tables: copper and indium by Kittel and by the handbooks, steel's conductivity by NIST's own table, YBa2Cu3O7 by what is
  /// measured of it at 77 K, 1.0e6 J/(m³ K).
  @Test(arguments: [
    ("copper", ThermalProperty.heatCapacity, 77, 1.75e6, 0.03), ("copper", .conductivity, 77, 545, 0.03),
    ("copper", .conductivity, 4, 640, 0.05), ("aluminium", .heatCapacity, 300, 2.55e6, 0.05),
    ("aluminium", .conductivity, 77, 84, 0.03), ("steel", .conductivity, 4, 0.272, 0.01),
    ("steel", .conductivity, 77, 7.92, 0.01), ("steel", .heatCapacity, 300, 3.75e6, 0.05),
    ("indium", .heatCapacity, 300, 1.58e6, 0.05), ("sapphire", .heatCapacity, 300, 3.1e6, 0.1),
    ("rebco", .heatCapacity, 77, 1.0e6, 0.1), ("mgb2", .heatCapacity, 39, 6.0e4, 0.4),
  ])
  func `cards say what is measured`(
    name: String, property: ThermalProperty, temperature: Double, expected: Double, within: Double
  ) throws {
    let entry = try #require(ThermalCard.named(name)?.entry(property))
    let value = entry.curve.value(at: temperature)
    #expect(abs(value / expected - 1) < within, "\(value)")
    #expect(entry.sentence.contains("(") || entry.sentence.contains("assumed"))
  }
}
