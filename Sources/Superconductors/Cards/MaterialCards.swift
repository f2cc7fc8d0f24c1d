/// A material that comes with the program, with a sentence on where each of its numbers comes from.
///
/// A sentence belongs to one property, so that a case which replaces the property also drops the sentence.
public struct MaterialCard: Sendable, Hashable, Codable {
  /// What an assumption is about.
  public enum Property: String, Sendable, CaseIterable, Codable {
    case criticalCurrent = "jc"
    case temperature
    case n
    case e0
  }

  /// A sentence on the origin of a number: assumed, fitted to what, or taken from where.
  public struct Assumption: Sendable, Hashable, Codable {
    public var property: Property
    public var sentence: String

    init(_ property: Property, _ sentence: String) {
      self.property = property
      self.sentence = sentence
    }
  }

  /// Without assumptions; `material` fills them in.
  private var bare: Material
  /// What the card is of, in a few words.
  public var summary: String
  /// The temperature [K] at which the card's Jc is known or assumed.
  public var referenceTemperature: Double
  public var assumptions: [Assumption]

  init(material: Material, summary: String, referenceTemperature: Double, assumptions: [Assumption]) {
    bare = material
    self.summary = summary
    self.referenceTemperature = referenceTemperature
    self.assumptions = assumptions
  }

  public var name: String { bare.name }

  public var material: Material {
    var material = bare
    material.assumptions = assumptions.map(\.sentence)
    return material
  }

  /// Every card, by which `--material` and `card:` find them.
  public static let all = [ba122DataDriven, ba122ResearcherDriven, ba122Weiss2015, rebco77K, mgb2At20K]

  public static func named(_ name: String) -> MaterialCard? { all.first { $0.name == name } }
}
