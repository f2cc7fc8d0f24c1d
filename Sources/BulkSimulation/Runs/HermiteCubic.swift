/// The cubic through two values with two slopes, at one place between them.
struct HermiteCubic {
  /// What the values at both ends and the slopes there are multiplied by, for the value and for its rate.
  private let values: SIMD4<Double>
  private let rates: SIMD4<Double>

  /// - Parameters:
  ///   - x: the place, 0 at one end and 1 at the other.
  ///   - length: of the interval.
  init(at x: Double, length: Double) {
    let y = 1 - x
    values = SIMD4((1 + 2 * x) * y * y, x * x * (3 - 2 * x), length * x * y * y, -length * x * x * y)
    rates = SIMD4(-6 * x * y / length, 6 * x * y / length, y * (1 - 3 * x), x * (3 * x - 2))
  }

  func value(_ y0: Double, _ y1: Double, _ slope0: Double, _ slope1: Double) -> Double {
    (values * SIMD4(y0, y1, slope0, slope1)).sum()
  }

  func rate(_ y0: Double, _ y1: Double, _ slope0: Double, _ slope1: Double) -> Double {
    (rates * SIMD4(y0, y1, slope0, slope1)).sum()
  }

  func value(
    _ y0: Observables.Values, _ y1: Observables.Values, _ slope0: Observables.Values, _ slope1: Observables.Values
  ) -> Observables.Values {
    y0.scaled(by: values[0]).adding(y1, times: values[1]).adding(slope0, times: values[2])
      .adding(slope1, times: values[3])
  }

  func rate(
    _ y0: Observables.Values, _ y1: Observables.Values, _ slope0: Observables.Values, _ slope1: Observables.Values
  ) -> Observables.Values {
    y0.scaled(by: rates[0]).adding(y1, times: rates[1]).adding(slope0, times: rates[2]).adding(slope1, times: rates[3])
  }
}
