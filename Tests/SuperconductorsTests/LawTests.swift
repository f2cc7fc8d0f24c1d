import Superconductors
import Testing

/// Every law of critical currents; a new one gets a line here and is tested with all others.
private let laws: [any CriticalCurrentLaw] = [
  ConstantLaw(jc0: 5e8),
  KimLaw(jc0: 5e8, b0: 1.5),
  KimLaw(jc0: 5e8, b0: 1.5, exponent: 0.6),
  ExponentialLaw(jc0: 5e8, b0: 2.5),
  JirsaLaw(jc0: 3e8, b0: 0.5, peakJc: 2e8, peakField: 2, exponent: 1.4),
  TableLaw(table: sampleTable),
  TableLaw(table: sampleTableWithTemperature),
  makeFormula("5e8 A/m^2 / (1 + (B / 1.5 T)^1.3)"),
  makeFormula("3e8 A/m^2 * (0.5 + 0.5 * exp(-B / 2 T)) * max(0.01, 1 - (T / 92 K)^2)^1.5 / sqrt(1 + B / 1 T)"),
  makeFormula("4e8 A/m^2 * (1 + cos(B / 20 T)) / (1 + tanh(B / 5 T)) - 1e6 A/m^2 * min(B / 1 T, log10(2 + B / 1 T))"),
]

private func makeFormula(_ text: String) -> FormulaLaw {
  do { return try FormulaLaw(text) } catch { preconditionFailure("\(error)") }
}

@Test(arguments: laws.indices)
func `slope of a law is the derivative of its value`(index: Int) {
  let law = laws[index]
  for temperature in [3.0, 5.0, 7.5, 20.0, 40.0] {
    // Between the points of the tables, where the second derivative is continuous; beyond them too.
    for b in [0.013, 0.21, 0.77, 1.31, 2.62, 4.9, 6.3, 9.7] {
      let h = 1e-5
      let after = law.value(fluxDensity: b + h, temperature: temperature)
      let before = law.value(fluxDensity: b - h, temperature: temperature)
      let (value, slope) = valueAndSlope(law, b, temperature)
      #expect(value > 0)
      #expect(abs(slope - (after - before) / (2 * h)) <= 1e-6 * value, "\(law.summary), B = \(b), T = \(temperature)")
    }
  }
}

@Test(arguments: laws.indices.filter { !(laws[$0] is JirsaLaw) })
func `no law grows with the field where its data fall`(index: Int) {
  for temperature in [5.0, 8.0, 20.0] {
    var last = Double.infinity
    for step in 0...2000 {
      let value = laws[index].value(fluxDensity: 0.006 * Double(step), temperature: temperature)
      #expect(value <= last && value > 0)
      last = value
    }
  }
}

@Test func `a batch gives the same as single points and touches no others`() {
  for law in laws {
    let b = [0.0, 0.5, 1.0, 2.0, 7.0, 12.0]
    let places = b.map { _ in SIMD2<Double>.zero }
    var value = [Double](repeating: 0, count: b.count)
    var slope = value
    var valueSpan = value.mutableSpan
    var slopeSpan = slope.mutableSpan
    law.evaluate(
      1..<5, fluxDensity: b.span, temperature: 6, places: places.span, value: &valueSpan, slope: &slopeSpan)
    for i in b.indices {
      let (expected, expectedSlope) = 1..<5 ~= i ? valueAndSlope(law, b[i], 6) : (0, 0)
      #expect(value[i] == expected && slope[i] == expectedSlope)
    }
  }
}

@Test func `a second peak has its height where it is said to be`() {
  let law = JirsaLaw(jc0: 3e8, b0: 0.1, peakJc: 2e8, peakField: 2, exponent: 1)
  #expect(abs(law.value(fluxDensity: 2, temperature: 77) / 2e8 - 1) < 1e-8)
  #expect(law.value(fluxDensity: 1.8, temperature: 77) < 2e8 && law.value(fluxDensity: 2.2, temperature: 77) < 2e8)
  #expect(law.value(fluxDensity: 0, temperature: 77) == 3e8)
}

@Test func `temperature factor falls to its floor at Tc`() {
  let factor = TemperatureFactor(criticalTemperature: 38, exponent: 2)
  #expect(factor(0) == 1)
  #expect(abs(factor(19) - 0.5625) < 1e-15)
  #expect(factor(38) == TemperatureFactor.floor)
  #expect(factor(300) == TemperatureFactor.floor)
  var last = 1.0
  for temperature in stride(from: 0.5, through: 40, by: 0.5) {
    #expect(factor(temperature) <= last)
    last = factor(temperature)
  }
}

@Test func `cards hold the assumed laws with their sources`() throws {
  let upper = try #require(MaterialCard.named("ba122-data-driven")).material
  let lower = try #require(MaterialCard.named("ba122-researcher-driven")).material
  func jc(_ material: Material, _ b: Double) -> Double {
    material.criticalCurrentDensity(fluxDensity: b, temperature: 5)
  }
  #expect(abs(jc(upper, 0) / (0.7844 * 7.0e8) - 1) < 1e-12)
  #expect(abs(jc(lower, 0) / (0.7844 * 9.5e8) - 1) < 1e-12)
  // As measured: the researcher-driven bulk is better without field, the data-driven one at 3 T; they cross near 1.75 T.
  #expect(jc(upper, 0) < jc(lower, 0))
  #expect(jc(upper, 3) > jc(lower, 3))
  #expect(abs(jc(upper, 1.75) / jc(lower, 1.75) - 1) < 0.01)
  for material in [upper, lower] {
    #expect(material.n == .number(100) && material.e0 == 1e-4)
    #expect(material.temperatureFactor == TemperatureFactor(criticalTemperature: 38, exponent: 2))
    #expect(material.assumptions.contains { $0.contains("NPG Asia Mater. 16, 29 (2024)") && $0.contains("2.83 T") })
  }
}

/// Value [A/m²] and slope [A/(m² T)] at one point.
func valueAndSlope(_ law: any CriticalCurrentLaw, _ b: Double, _ temperature: Double) -> (Double, Double) {
  let (points, places) = ([b], [SIMD2<Double>.zero])
  var (value, slope) = ([0.0], [0.0])
  var valueSpan = value.mutableSpan
  var slopeSpan = slope.mutableSpan
  law.evaluate(
    0..<1, fluxDensity: points.span, temperature: temperature, places: places.span, value: &valueSpan,
    slope: &slopeSpan)
  return (value[0], slope[0])
}

func makeTable(_ csv: String) -> CriticalCurrentTable {
  do {
    return try CriticalCurrentTable(csv: csv, file: "jc.csv")
  } catch {
    preconditionFailure("\(error)")
  }
}

let sampleTable = makeTable(
  """
  B[T],Jc[A/m^2]
  0,5e8
  0.5,3.9e8
  1,3.85e8
  2,2.1e8
  4,1.2e8
  7,8e7
  """)

let sampleTableWithTemperature = makeTable(
  """
  # two temperatures, each with fields of its own
  B[T], T[K], Jc[A/m^2]
  0, 5, 5e8
  1, 5, 3.2e8
  3, 5, 1.9e8
  7, 5, 9e7

  0, 20, 2e8
  2, 20, 6e7
  5, 20, 1e7
  """)
