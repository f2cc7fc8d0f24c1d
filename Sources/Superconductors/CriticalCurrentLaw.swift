/// Critical current density Jc(B) [A/m²] at the reference temperature of a material, with its slope.
///
/// A law is a pure function, evaluated in batches: one call serves all cells of a bulk, so the existential costs nothing
/// next to the power law that follows it.
public protocol CriticalCurrentLaw: Sendable {
  /// Writes `Jc(|B|, T)` [A/m²] and `dJc/d|B|` [A/(m² T)] for each flux density [T].
  ///
  /// - Parameters:
  ///   - points: the elements to read and write; bulks of different materials share arrays.
  ///   - fluxDensity: `|B|` [T], not negative.
  ///   - temperature: [K]; laws that do not depend on it ignore it.
  ///   - value: Jc [A/m²], as long as `fluxDensity`.
  ///   - slope: dJc/d|B| [A/(m² T)], as long, too.
  func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperature: Double,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>)

  /// False when Jc is the same in every field: the solver then leaves the field out.
  var dependsOnField: Bool { get }

  /// One line for reports, with units.
  var summary: String { get }
}

extension CriticalCurrentLaw {
  public var dependsOnField: Bool { true }

  /// Jc [A/m²] at one point; for reports and tests, not for the solver.
  public func value(fluxDensity: Double, temperature: Double) -> Double {
    let b = [fluxDensity]
    var value = [0.0]
    var slope = [0.0]
    var valueSpan = value.mutableSpan
    var slopeSpan = slope.mutableSpan
    evaluate(0..<1, fluxDensity: b.span, temperature: temperature, value: &valueSpan, slope: &slopeSpan)
    return value[0]
  }
}
