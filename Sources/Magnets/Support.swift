public import Meshing
public import Notation
public import Superconductors

/// A ring, plate or filling that holds bulks: elastic, a conductor of heat or both, without a current. SI units.
public struct Support: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// Around bulks, or in their bore.
    case ring
    /// On faces of bulks.
    case plate
  }

  public enum Contact: String, Sendable, CaseIterable, Codable {
    /// Glued, soldered, impregnated: it neither slides nor opens.
    case bonded
    /// It slides freely and stays closed.
    case frictionless
  }

  public var shape: BulkShape
  public var material: StructuralMaterial
  public var kind: Kind
  public var contact: Contact
  /// By how much it is too small for the bulk it goes around (too large for the bore it sits in) before assembly, as a radius [m].
  public var interference: Double

  public init(
    shape: BulkShape, material: StructuralMaterial, kind: Kind = .ring, contact: Contact = .bonded,
    interference: Double = 0
  ) {
    (self.shape, self.material, self.kind, self.contact) = (shape, material, kind, contact)
    self.interference = interference
  }
}

extension Support {
  public static let keys: [Key<Support>] = [
    .name("name", \.shape.name, example: "ring", "A name of its own."),
    .word("kind", \.kind, example: "ring", "A ring is around bulks or in a bore, a plate on a face."),
    length(
      "inner_radius", \.shape.innerRadius, .notNegative(remedy: "radii count from the axis"), isRequired: false,
      example: "15 mm", "0 by default."),
    length(
      "outer_radius", \.shape.outerRadius, .positive(remedy: "radii count from the axis"), example: "18 mm",
      "Larger than inner_radius."),
    length("z_min", \.shape.zMin, example: "-5 mm", "Lower face."),
    length("z_max", \.shape.zMax, example: "5 mm", "Upper face."),
    .word(
      "contact", \.contact, example: "bonded",
      "How it touches bulks and other supports: bonded, or frictionless, which slides and stays closed."),
    .quantity(
      "interference", .length, \.interference, .notNegative(remedy: "a gap is left between the outlines instead"),
      isRequired: false, example: "20 um",
      "By how much a ring is too tight before a shrink fit, as a difference of radii; 0 by default."),
  ]

  private static func length(
    _ name: String, _ path: any WritableKeyPath<Support, Double> & Sendable, _ bounds: Bounds = .any,
    isRequired: Bool = true, example: String, _ documentation: String
  ) -> Key<Support> {
    Key(
      name, .quantity(.length), bounds, isRequired: isRequired, example: example, documentation,
      get: { .number($0[keyPath: path]) },
      set: { if let value = $1.number { $0[keyPath: path] = onPicometreGrid(value) } })
  }
}

extension Support {
  /// Where a support meets a body: which of the two lies inside or below, and the gap that is left between the outlines [m].
  public struct Meeting: Sendable, Hashable {
    public enum Side: Sendable, Hashable { case inside, outside, below, above }

    /// Of the support, seen from the body.
    public var side: Side
    public var gap: Double
  }

  /// Outlines this far apart are taken as touching [m]: rounding of what people write.
  public static let slack = 1e-10

  /// How this support meets a body; nil where it does not.
  ///
  /// - Parameters:
  ///   - body: a bulk or another support.
  ///   - closes: the gap that it closes at most [m], in r alone.
  public func meeting(_ body: BulkShape, closes: Double) -> Meeting? {
    let alongZ = min(shape.zMax, body.zMax) - max(shape.zMin, body.zMin)
    let alongR = min(shape.outerRadius, body.outerRadius) - max(shape.innerRadius, body.innerRadius)
    if alongZ > Self.slack {
      let (outside, inside) = (shape.innerRadius - body.outerRadius, body.innerRadius - shape.outerRadius)
      if abs(outside) <= Self.slack || (0...closes).contains(outside) {
        return Meeting(side: .outside, gap: max(0, outside))
      }
      if abs(inside) <= Self.slack || (0...closes).contains(inside) {
        return Meeting(side: .inside, gap: max(0, inside))
      }
    }
    if alongR > Self.slack {
      if abs(shape.zMin - body.zMax) <= Self.slack { return Meeting(side: .above, gap: 0) }
      if abs(shape.zMax - body.zMin) <= Self.slack { return Meeting(side: .below, gap: 0) }
    }
    return nil
  }
}
