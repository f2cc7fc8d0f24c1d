public import Notation
import RealModule

/// Bean's model: Jc does not depend on the field. C. P. Bean, Phys. Rev. Lett. 8, 250 (1962).
public struct ConstantLaw: CriticalCurrentLaw {
  /// [A/m²]
  public var jc0: Double

  public init(jc0: Double) { self.jc0 = jc0 }

  public func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperature: Double, places: Span<SIMD2<Double>>,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>
  ) {
    for i in points {
      value[i] = jc0
      slope[i] = 0
    }
  }

  public var dependsOnField: Bool { false }

  public var summary: String { "Jc = \(jc0) A/m^2, independent of B" }

  public static let name = "constant"
  public static let documentation = "Jc = jc0 in every field."
  public static let blank: ConstantLaw? = ConstantLaw(jc0: .nan)
  public static let keys: [Key<ConstantLaw>] = [
    .quantity("jc0", .currentDensity, \.jc0, .positive, example: "5e8 A/m^2", "Jc in every field.")
  ]
}

/// Kim's model with an exponent, `Jc = Jc0 / (1 + |B|/B0)^m`. Y. B. Kim et al., Phys. Rev. Lett. 9, 306 (1962); m = 1 there.
public struct KimLaw: CriticalCurrentLaw {
  /// [A/m²]
  public var jc0: Double
  /// [T]
  public var b0: Double
  public var exponent: Double

  public init(jc0: Double, b0: Double, exponent: Double = 1) {
    self.jc0 = jc0
    self.b0 = b0
    self.exponent = exponent
  }

  public func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperature: Double, places: Span<SIMD2<Double>>,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>
  ) {
    for i in points {
      let x = 1 + fluxDensity[i] / b0
      let jc = exponent == 1 ? jc0 / x : jc0 * .pow(x, -exponent)
      value[i] = jc
      slope[i] = -exponent * jc / (x * b0)
    }
  }

  public var summary: String {
    "Jc = \(jc0) A/m^2 / (1 + |B| / \(b0) T)" + (exponent == 1 ? "" : "^\(exponent)")
  }

  public static let name = "kim"
  public static let documentation = "Jc = jc0 / (1 + |B|/b0)^exponent."
  public static let blank: KimLaw? = KimLaw(jc0: .nan, b0: .nan)
  public static let keys: [Key<KimLaw>] = [
    .quantity("jc0", .currentDensity, \.jc0, .positive, example: "5e8 A/m^2", "Jc at B = 0."),
    .quantity("b0", .field, \.b0, .positive, example: "1.5 T", "Field at which Jc has fallen to 2^-exponent of jc0."),
    .number(
      "exponent", \.exponent, .exponent(remedy: "write 0.001 to 100, or law: constant"), isRequired: false,
      example: "1.5", "How steeply Jc falls; 1, the default, is Kim's own law."),
  ]
}

extension Bounds {
  /// The range of a law's exponent; powers beyond are no numbers.
  static func exponent(remedy: String? = nil) -> Bounds { Bounds(from: 1e-3, to: 100, remedy: remedy) }
}

/// The exponential model, `Jc = Jc0 exp(-|B|/B0)`. W. A. Fietz et al., Phys. Rev. 136, A335 (1964).
public struct ExponentialLaw: CriticalCurrentLaw {
  /// [A/m²]
  public var jc0: Double
  /// [T]
  public var b0: Double

  public init(jc0: Double, b0: Double) {
    self.jc0 = jc0
    self.b0 = b0
  }

  public func evaluate(
    _ points: Range<Int>, fluxDensity: Span<Double>, temperature: Double, places: Span<SIMD2<Double>>,
    value: inout MutableSpan<Double>, slope: inout MutableSpan<Double>
  ) {
    for i in points {
      let jc = jc0 * .exp(-fluxDensity[i] / b0)
      value[i] = jc
      slope[i] = -jc / b0
    }
  }

  public var summary: String { "Jc = \(jc0) A/m^2 exp(-|B| / \(b0) T)" }

  public static let name = "exponential"
  public static let documentation = "Jc = jc0 exp(-|B|/b0)."
  public static let blank: ExponentialLaw? = ExponentialLaw(jc0: .nan, b0: .nan)
  public static let keys: [Key<ExponentialLaw>] = [
    .quantity("jc0", .currentDensity, \.jc0, .positive, example: "5e8 A/m^2", "Jc at B = 0."),
    .quantity("b0", .field, \.b0, .positive, example: "1.5 T", "Field at which Jc has fallen to 1/e of jc0."),
  ]
}
