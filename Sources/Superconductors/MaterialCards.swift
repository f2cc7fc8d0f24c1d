/// A material that comes with the program, with a sentence for everything about it that is assumed.
///
/// A sentence belongs to one property, so that a case which replaces the property also drops the sentence.
public struct MaterialCard: Sendable {
  /// What an assumption is about.
  public enum Property: String, Sendable, CaseIterable {
    case criticalCurrent = "jc"
    case temperature
    case n
    case e0
  }

  public struct Assumption: Sendable, Equatable {
    public var property: Property
    public var sentence: String
  }

  /// Without assumptions; `material` fills them in.
  private var bare: Material
  public var assumptions: [Assumption]

  init(material: Material, assumptions: [Assumption]) {
    bare = material
    self.assumptions = assumptions
  }

  public var name: String { bare.name }

  public var material: Material {
    var material = bare
    material.assumptions = assumptions.map(\.sentence)
    return material
  }

  /// Every card, by which `--material` and `card:` find them.
  public static let all = [ba122DataDriven, ba122ResearcherDriven]

  public static func named(_ name: String) -> MaterialCard? { all.first { $0.name == name } }
}

// Yamamoto et al. publish neither Jc(B, T) point by point nor n; what stands here instead is chosen so that what they do
// report comes out, and says so.
extension MaterialCard {
  /// Fitted so that the pair of bulks, field-cooled in 7 T to 5 K with a gap of 1 mm, traps 2.83 T at its centre.
  static let scale = 0.7844

  /// Bulk1 of the pair: Jc falls slowly with the field.
  public static let ba122DataDriven = ba122(
    name: "ba122-data-driven", sample: "the data-driven Ba122 bulk", jc0: 7.0e8, b0: 1.6)

  /// Bulk2 of the pair: a higher Jc without field, which falls steeply.
  public static let ba122ResearcherDriven = ba122(
    name: "ba122-researcher-driven", sample: "the researcher-driven Ba122 bulk", jc0: 9.5e8, b0: 0.95)

  /// - Parameters:
  ///   - jc0: at 5 K [A/m²], before scaling.
  ///   - b0: [T]
  private static func ba122(name: String, sample: String, jc0: Double, b0: Double) -> MaterialCard {
    let paper = "Yamamoto et al., NPG Asia Mater. 16, 29 (2024)"
    let factor = TemperatureFactor(criticalTemperature: 38, exponent: 2)
    return MaterialCard(
      material: Material(
        name: name, criticalCurrent: KimLaw(jc0: scale * jc0 / factor(5), b0: b0), temperatureFactor: factor, n: 100),
      assumptions: [
        Assumption(
          property: .criticalCurrent,
          sentence:
            "Jc(B) of \(sample) is assumed: a Kim law with B0 = \(b0) T that follows the order of the two bulks at 0 T"
            + " and 3 T in \(paper)."),
        Assumption(
          property: .criticalCurrent,
          sentence: "The scale of Jc, s = \(scale), is fitted so that the pair traps the measured 2.83 T of \(paper):"
            + " that value is a calibration, not a prediction."),
        Assumption(
          property: .temperature,
          sentence: "Jc is assumed to fall with temperature as (1 - (T/Tc)^2)^2 with Tc = 38 K; the literature gives"
            + " Tc between 36.9 and 39 K."),
        Assumption(
          property: .n,
          sentence: "n = 100 is assumed: a creep of about 3 % in 24 h, known of Ba122 bulks at 5 K, needs n - 1 of 100"
            + " to 240."),
        Assumption(property: .e0, sentence: "E0 = 1e-4 V/m is the usual criterion, not a measured value."),
      ])
  }
}
