public import Notation

/// Thermal conductivity [W/(m K)] along r and along z.
public struct ThermalConductivity: Sendable, Hashable, Codable {
  public var radial: TemperatureCurve
  public var axial: TemperatureCurve

  public init(radial: TemperatureCurve, axial: TemperatureCurve) {
    self.radial = radial
    self.axial = axial
  }

  /// The same in all directions.
  public init(_ curve: TemperatureCurve) { self.init(radial: curve, axial: curve) }

  public var isIsotropic: Bool { radial == axial }

  /// What is wrong with it; `place` is its path in the case.
  func findings(at place: CasePath) -> [Finding] {
    isIsotropic
      ? radial.findings(.conductivity, at: place)
      : radial.findings(.conductivity, at: place.key("r")) + axial.findings(.conductivity, at: place.key("z"))
  }
}

/// What a curve is against temperature: how case files call it, and what it measures. `coefficient` is that of a cooled face, `contraction` how
/// much something has shrunk since assembly.
public enum ThermalProperty: String, Sendable, CaseIterable, Codable {
  case heatCapacity = "heat_capacity"
  case conductivity
  case resistivity
  case coefficient
  case contraction

  public var dimension: Dimension {
    switch self {
    case .heatCapacity: .heatCapacity
    case .conductivity: .thermalConductivity
    case .resistivity: .resistivity
    case .coefficient: .heatTransfer
    case .contraction: .ratio
    }
  }

  var bounds: Bounds { self == .contraction ? Bounds(from: -0.1, to: 0.1) : .positive }
}

extension TemperatureCurve {
  /// What is wrong with it; `place` is its path in the case.
  package func findings(_ property: ThermalProperty, at place: CasePath) -> [Finding] {
    switch self {
    case .constant:
      guard let parent = place.parent, case .name(let name)? = place.steps.last else { return [] }
      return Self.numberKey(name, property, "").findings(in: self, at: parent)
    case .power:
      return Self.powerKeys(property).flatMap { $0.findings(in: self, at: place) }
    case .table(let table): return table.findings(at: place.key("data"))
    case .debye: return Self.debyeKeys.flatMap { $0.findings(in: self, at: place) }
    }
  }

  /// What is missing of it between temperatures [K] that a run begins with.
  package func findings(over temperatures: ClosedRange<Double>, at place: CasePath) -> [Finding] {
    guard let range,
      let beyond = [temperatures.lowerBound, temperatures.upperBound].first(where: { !range.contains($0) })
    else { return [] }
    return [
      Finding(
        place,
        "the table holds from \(plain(range.lowerBound)) to \(plain(range.upperBound)) K, but the run is at \(plain(beyond)) K",
        remedy: "add points up to there, or stay within the table")
    ]
  }

  /// The key of a number, as case files have it.
  public static func numberKey(
    _ name: String, _ property: ThermalProperty, _ documentation: String
  ) -> Key<TemperatureCurve> {
    Key(
      name, .quantity(property.dimension), property.bounds, isRequired: false, example: property.example, documentation,
      get: { if case .constant(let value) = $0 { .number(value) } else { nil } },
      set: { if let value = $1.number { $0 = .constant(value) } })
  }

  /// Those of Debye's model.
  public static let debyeKeys: [Key<TemperatureCurve>] = [
    debyeKey("temperature", .temperature, .positive, isRequired: true, example: "400 K", "Debye's temperature.") {
      $0.temperature
    },
    debyeKey(
      "limit", .heatCapacity, .positive, isRequired: true, example: "3.1e6 J/m^3/K",
      "What it goes to when warm: 3 k for each atom."
    ) { $0.limit },
    debyeKey(
      "electrons_at_1K", .heatCapacity, Bounds(from: 0), isRequired: false, example: "100 J/m^3/K",
      "Of free electrons at 1 K, growing with T; none by default."
    ) { $0.electronsAt1K },
  ]

  private static func debyeKey(
    _ name: String, _ dimension: Dimension, _ bounds: Bounds, isRequired: Bool, example: String,
    _ documentation: String,
    _ number: @escaping @Sendable (DebyeCurve) -> Double
  ) -> Key<TemperatureCurve> {
    Key(
      name, .quantity(dimension), bounds, isRequired: isRequired, example: example, documentation,
      get: { if case .debye(let own) = $0 { .number(number(own)) } else { nil } },
      set: { curve, value in
        guard case .debye(let own) = curve, let value = value.number else { return }
        curve = .debye(
          DebyeCurve(
            temperature: name == "temperature" ? value : own.temperature, limit: name == "limit" ? value : own.limit,
            electronsAt1K: name == "electrons_at_1K" ? value : own.electronsAt1K))
      })
  }

  /// Those of a power law.
  public static func powerKeys(_ property: ThermalProperty) -> [Key<TemperatureCurve>] {
    [
      Key(
        "at_1K", .quantity(property.dimension), .positive, example: property.example, "The value at 1 K.",
        get: { if case .power(let value, _) = $0 { .number(value) } else { nil } },
        set: { curve, value in
          if case .power(_, let exponent) = curve, let value = value.number {
            curve = .power(at1K: value, exponent: exponent)
          }
        }),
      Key(
        "exponent", .number, Bounds(from: -10, to: 10), example: "1.6", "The power of T.",
        get: { if case .power(_, let exponent) = $0 { .number(exponent) } else { nil } },
        set: { curve, value in
          if case .power(let factor, _) = curve, let value = value.number {
            curve = .power(at1K: factor, exponent: value)
          }
        }),
    ]
  }
}

extension ThermalProperty {
  /// `1e6 J/m^3/K`
  public var example: String {
    switch self {
    case .heatCapacity: "1e6 J/m^3/K"
    case .conductivity: "20 W/m/K"
    case .resistivity: "1e-7 ohm m"
    case .coefficient: "500 W/m^2/K"
    case .contraction: "0.2 %"
    }
  }

  /// A sentence for schema and reference.
  public var documentation: String {
    switch self {
    case .heatCapacity:
      "Heat capacity per volume; with it the temperature is computed, without it that of the protocol holds everywhere."
    case .conductivity: "Thermal conductivity: one for all directions, or {r: .., z: ..}."
    case .resistivity: "Normal resistivity, in parallel with the power law; without it E rises without limit."
    case .coefficient: "Heat that leaves per area and kelvin; perfect cooling is 1e9 W/m^2/K or so."
    case .contraction:
      "How much it shrinks from assembly to operation, the same in all directions; of a table what it says at the temperature of the first stage."
    }
  }
}
