extension CriticalCurrentLaw {
  /// Writes Jc [A/m²], dJc/d|B| [A/(m² T)] and dJc/dT [A/(m² K)] at points that have a temperature [K] each.
  func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperatures: Span<Double>, places: Span<SIMD2<Double>>,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>, temperatureSlope: inout MutableSpan<Double>
  ) {
    guard dependsOnTemperature else {
      evaluate(points, fluxDensity: fluxDensity, temperature: 0, places: places, value: &value, slope: &slope)
      for i in points { temperatureSlope[i] = 0 }
      return
    }
    evaluateByTemperature(
      points, temperatures, value: &value, slope: &slope, temperatureSlope: &temperatureSlope
    ) { point, temperature, value, slope in
      evaluate(
        point, fluxDensity: fluxDensity, temperature: temperature, places: places, value: &value, slope: &slope)
    }
  }
}

extension TemperatureFactor {
  /// With its slope [1/K]; level at and above Tc.
  func evaluate(_ temperature: Double) -> (value: Double, slope: Double) {
    let value = self(temperature)
    guard value > Self.floor else { return (value, 0) }
    let x = temperature / criticalTemperature
    return (value, -2 * exponent * x / (criticalTemperature * (1 - x * x)) * value)
  }
}

extension Material {
  /// As the one for a single temperature, with dJc/dT [A/(m² K)], at points that have a temperature [K] each.
  public func criticalCurrentDensity(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperatures: Span<Double>, places: Span<SIMD2<Double>>,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>, temperatureSlope: inout MutableSpan<Double>
  ) {
    criticalCurrent.evaluate(
      points, fluxDensity: fluxDensity, temperatures: temperatures, places: places, value: &value, slope: &slope,
      temperatureSlope: &temperatureSlope)
    guard let temperatureFactor else { return }
    for i in points {
      let factor = temperatureFactor.evaluate(temperatures[i])
      temperatureSlope[i] = temperatureSlope[i] * factor.value + value[i] * factor.slope
      value[i] *= factor.value
      slope[i] *= factor.value
    }
  }
}

extension PowerLawExponent {
  /// As the one for a single temperature, with dn/dT [1/K], at points that have a temperature [K] each.
  public func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperatures: Span<Double>, places: Span<SIMD2<Double>>,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>, temperatureSlope: inout MutableSpan<Double>
  ) {
    evaluateByTemperature(
      points, temperatures, value: &value, slope: &slope, temperatureSlope: &temperatureSlope
    ) { point, temperature, value, slope in
      evaluate(
        point, fluxDensity: fluxDensity, temperature: temperature, places: places, value: &value, slope: &slope)
    }
  }
}

/// Asks a law point by point at the temperature of each [K]. Its slope in T is the difference over a ten-thousandth of T: tables and
/// formulas know no other.
private func evaluateByTemperature(
  _ points: Range<Int>, _ temperatures: Span<Double>, value: inout MutableSpan<Double>,
  slope: inout MutableSpan<Double>, temperatureSlope: inout MutableSpan<Double>,
  _ evaluate: (Range<Int>, Double, inout MutableSpan<Double>, inout MutableSpan<Double>) -> Void
) {
  for i in points {
    let step = 1e-4 * temperatures[i]
    evaluate(i..<i + 1, temperatures[i] + step, &value, &slope)
    let above = value[i]
    evaluate(i..<i + 1, temperatures[i] - step, &value, &slope)
    let below = value[i]
    evaluate(i..<i + 1, temperatures[i], &value, &slope)
    temperatureSlope[i] = (above - below) / (2 * step)
  }
}
