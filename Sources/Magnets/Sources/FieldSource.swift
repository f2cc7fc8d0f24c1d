internal import Meshing
public import Notation

/// A coil or a permanent magnet beside the bulks, coaxial with them. SI units.
public struct FieldSource: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// A coil with uniform current density, driven by Bz at its reference point or, with `turns`, by its current.
    case solenoid
    /// A cylinder or ring magnetised along +z.
    case magnet
    /// A circular filament, driven likewise.
    case loop
  }

  /// A point (r, z) [m].
  public struct Point: Sendable, Hashable, Codable {
    public var r, z: Double

    public init(r: Double, z: Double) { (self.r, self.z) = (r, z) }
  }

  public var name: String
  public var kind: Kind
  /// The section at the start of the protocol [m]; of a loop both radii and both heights are equal.
  public var innerRadius, outerRadius, zMin, zMax: Double
  /// Of a magnet [T].
  public var remanence: Double
  /// Where Bz is the field that a coil is driven by; nil for the middle of its bore.
  public var reference: Point?
  /// Windings of a coil that is driven by its current; nil for one that is driven by its field.
  public var turns: Double?

  /// A thick coil.
  public static func solenoid(
    _ name: String, innerRadius: Double, outerRadius: Double, zMin: Double, zMax: Double, reference: Point? = nil,
    turns: Double? = nil
  ) -> FieldSource {
    FieldSource(
      name: name, kind: .solenoid, innerRadius: innerRadius, outerRadius: outerRadius, zMin: zMin, zMax: zMax,
      remanence: 0, reference: reference, turns: turns)
  }

  /// A cylinder, or a ring, magnetised along +z.
  public static func magnet(
    _ name: String, innerRadius: Double = 0, outerRadius: Double, zMin: Double, zMax: Double, remanence: Double
  ) -> FieldSource {
    FieldSource(
      name: name, kind: .magnet, innerRadius: innerRadius, outerRadius: outerRadius, zMin: zMin, zMax: zMax,
      remanence: remanence, reference: nil)
  }

  /// A filament.
  public static func loop(
    _ name: String, radius: Double, z: Double, reference: Point? = nil, turns: Double? = nil
  ) -> FieldSource {
    FieldSource(
      name: name, kind: .loop, innerRadius: radius, outerRadius: radius, zMin: z, zMax: z, remanence: 0,
      reference: reference, turns: turns)
  }

  /// Whether a field can be asked of it; a permanent magnet has its own.
  public var isDriven: Bool { kind != .magnet }

  /// Where Bz is the field it is driven by.
  public var referencePoint: Point { reference ?? Point(r: 0, z: 0.5 * (zMin + zMax)) }
}

extension FieldSource {
  /// How case files write a kind of source.
  public struct Form: Sendable {
    public let kind: Kind
    /// A source to begin with when keys are read.
    public let blank: FieldSource
    public let keys: [Key<FieldSource>]
    public let example: String
    public let documentation: String
  }

  /// Every kind of source.
  public static let forms: [Form] = [
    Form(
      kind: .solenoid,
      blank: .solenoid("", innerRadius: .nan, outerRadius: .nan, zMin: .nan, zMax: .nan),
      keys: [
        radius("inner_radius", \.innerRadius, .positive(remedy: "a coil has a bore"), example: "40 mm", "Of the bore."),
        radius(
          "outer_radius", \.outerRadius, .positive(remedy: "radii count from the axis"), example: "60 mm",
          "Larger than inner_radius."),
        height("z_min", \.zMin, example: "-40 mm", "Lower end."),
        height("z_max", \.zMax, example: "40 mm", "Upper end."),
      ],
      example:
        "{kind: solenoid, inner_radius: 40 mm, outer_radius: 60 mm, z_min: -40 mm, z_max: 40 mm}",
      documentation:
        "A coil with uniform current density; its field in the protocol is Bz at the reference point or, with `turns`, its current."
    ),
    Form(
      kind: .magnet,
      blank: .magnet("", innerRadius: 0, outerRadius: .nan, zMin: .nan, zMax: .nan, remanence: .nan),
      keys: [
        radius(
          "inner_radius", \.innerRadius, .notNegative(remedy: "radii count from the axis"), isRequired: false,
          example: "5 mm", "0 by default; a ring has more."),
        radius(
          "outer_radius", \.outerRadius, .positive(remedy: "radii count from the axis"), example: "12.5 mm",
          "Larger than inner_radius."),
        height("z_min", \.zMin, example: "30 mm", "Lower face at the start."),
        height("z_max", \.zMax, example: "45 mm", "Upper face at the start."),
        .quantity("remanence", .field, \.remanence, example: "1.3 T", "Along +z; the field of a magnet stays."),
      ],
      example: "{kind: magnet, outer_radius: 12.5 mm, z_min: 30 mm, z_max: 45 mm, remanence: 1.3 T}",
      documentation: "A permanent magnet, a cylinder or a ring, magnetised along +z and transparent to other fields."),
    Form(
      kind: .loop, blank: .loop("", radius: .nan, z: .nan),
      keys: [
        Key(
          "radius", .quantity(.length), .positive(remedy: "radii count from the axis"), example: "50 mm",
          "Of the filament.", get: { .number($0.outerRadius) },
          set: {
            if let value = $1.number {
              ($0.innerRadius, $0.outerRadius) = (onPicometreGrid(value), onPicometreGrid(value))
            }
          }),
        Key(
          "z", .quantity(.length), example: "0 mm", "Its height.", get: { .number($0.zMin) },
          set: { if let value = $1.number { ($0.zMin, $0.zMax) = (onPicometreGrid(value), onPicometreGrid(value)) } }),
      ],
      example: "{kind: loop, radius: 50 mm, z: 0 mm}",
      documentation:
        "A circular filament; its field in the protocol is Bz at the reference point or, with `turns`, its current."),
  ]

  /// Of a coil alone.
  public static let turnsKey = Key<FieldSource>(
    "turns", .number, .positive, isRequired: false, example: "200",
    "Windings of the coil. With them the protocol gives its current, as in `field: {main: 100 A}`, instead of its field.",
    get: { $0.turns.map { .number($0) } }, set: { $0.turns = $1.number })

  /// A point of reference.
  public static let pointKeys: [Key<Point>] = [
    .quantity(
      "r", .length, \.r, .notNegative(remedy: "r is the distance from the axis"), example: "0 mm",
      "Distance from the axis."),
    .quantity("z", .length, \.z, example: "0 mm", "Height."),
  ]

  public var form: Form { Self.forms.first { $0.kind == kind } ?? Self.forms[0] }

  /// What the uniform field is called beside sources.
  public static let uniformName = "uniform"

  private static func radius(
    _ name: String, _ path: any WritableKeyPath<FieldSource, Double> & Sendable, _ bounds: Bounds,
    isRequired: Bool = true, example: String, _ documentation: String
  ) -> Key<FieldSource> {
    length(name, path, bounds, isRequired: isRequired, example: example, documentation)
  }

  private static func height(
    _ name: String, _ path: any WritableKeyPath<FieldSource, Double> & Sendable, example: String,
    _ documentation: String
  ) -> Key<FieldSource> {
    length(name, path, .any, isRequired: true, example: example, documentation)
  }

  private static func length(
    _ name: String, _ path: any WritableKeyPath<FieldSource, Double> & Sendable, _ bounds: Bounds,
    isRequired: Bool, example: String, _ documentation: String
  ) -> Key<FieldSource> {
    Key(
      name, .quantity(.length), bounds, isRequired: isRequired, example: example, documentation,
      get: { .number($0[keyPath: path]) },
      set: { if let value = $1.number { $0[keyPath: path] = onPicometreGrid(value) } })
  }
}
