public import Notation
import RealModule

/// A law with a second peak, as melt-grown REBCO has it: the self-field's decay and a peak at `peakField`,
///
///     Jc = jc0 exp(-|B|/b0) + peakJc x exp((1 - x^k)/k),     x = |B|/peakField
///
/// M. Jirsa et al., Phys. Rev. B 55, 3276 (1997), equation for the "fishtail"; the second term is largest, `peakJc`, at x = 1.
public struct JirsaLaw: CriticalCurrentLaw {
  /// [A/m²]
  public var jc0: Double
  /// [T]
  public var b0: Double
  /// [A/m²]
  public var peakJc: Double
  /// [T]
  public var peakField: Double
  /// How steeply the peak falls towards high fields.
  public var exponent: Double

  public init(jc0: Double, b0: Double, peakJc: Double, peakField: Double, exponent: Double = 1) {
    self.jc0 = jc0
    self.b0 = b0
    self.peakJc = peakJc
    self.peakField = peakField
    self.exponent = exponent
  }

  public func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperature: Double, places: Span<SIMD2<Double>>,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>
  ) {
    for i in points {
      let low = jc0 * .exp(-fluxDensity[i] / b0)
      let x = fluxDensity[i] / peakField
      let power = Double.pow(x, exponent)
      let high = peakJc * .exp((1 - power) / exponent)
      value[i] = low + high * x
      slope[i] = -low / b0 + high * (1 - power) / peakField
    }
  }

  public var summary: String {
    "Jc = \(jc0) A/m^2 exp(-|B| / \(b0) T) + \(peakJc) A/m^2 x exp((1 - x^\(exponent)) / \(exponent)), x = |B| / \(peakField) T"
  }
  public static let name = "jirsa"
  public static let documentation =
    "Jc = jc0 exp(-|B|/b0) + peak_jc x exp((1 - x^exponent)/exponent), x = |B|/peak_field: a law with a second peak."
  public static let blank: JirsaLaw? = JirsaLaw(jc0: .nan, b0: .nan, peakJc: .nan, peakField: .nan)
  public static let keys: [Key<JirsaLaw>] = [
    .quantity("jc0", .currentDensity, \.jc0, .positive, example: "3e8 A/m^2", "Jc at B = 0."),
    .quantity(
      "b0", .field, \.b0, .positive, example: "0.5 T", "Field at which the first term has fallen to 1/e of jc0."),
    .quantity("peak_jc", .currentDensity, \.peakJc, .positive, example: "2e8 A/m^2", "Height of the second peak."),
    .quantity("peak_field", .field, \.peakField, .positive, example: "2 T", "Field of the second peak."),
    .number(
      "exponent", \.exponent, .exponent(), isRequired: false, example: "1",
      "How steeply the peak falls towards high fields; 1 by default."),
  ]
}
