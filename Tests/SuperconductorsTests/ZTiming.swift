import Superconductors
import Testing

@Test func `timing of laws`() throws {
  let laws: [(String, any CriticalCurrentLaw, String)] = [
    ("Kim", KimLaw(jc0: 5e8, b0: 1.5), "5e8 A/m^2 / (1 + B / 1.5 T)"),
    ("Kim 1.3", KimLaw(jc0: 5e8, b0: 1.5, exponent: 1.3), "5e8 A/m^2 / (1 + B / 1.5 T)^1.3"),
    ("exp", ExponentialLaw(jc0: 5e8, b0: 1.5), "5e8 A/m^2 * exp(-B / 1.5 T)"),
    (
      "jirsa", JirsaLaw(jc0: 3e8, b0: 0.5, peakJc: 2e8, peakField: 2, exponent: 1.4),
      "3e8 A/m^2 * exp(-B / 0.5 T) + 2e8 A/m^2 * B / 2 T * exp((1 - (B / 2 T)^1.4) / 1.4)"
    ),
  ]
  for (name, law, text) in laws {
    let formula = try FormulaLaw(text)
    for cells in [40, 168, 1000] {
      var best = [Double.infinity, .infinity]
      let fields = (0..<cells).map { 7 * Double($0) / Double(cells) }
      let places = fields.map { _ in SIMD2<Double>.zero }
      for _ in 0..<40 {
        for (k, own) in [law, formula as any CriticalCurrentLaw].enumerated() {
          var (value, slope) = (fields, fields)
          let clock = ContinuousClock()
          let time = clock.measure {
            for _ in 0..<(40000 / cells) {
              var values = value.mutableSpan
              var slopes = slope.mutableSpan
              own.evaluate(
                0..<cells, fluxDensity: fields.span, temperature: 5, places: places.span, value: &values, slope: &slopes
              )
            }
          }
          best[k] = min(best[k], time / .nanoseconds(1) / Double(40000 / cells) / Double(cells))
        }
      }
      print("TIMING", name, cells, best[0], best[1], best[1] / best[0])
    }
  }
}
