public import Notation

extension MagnetisationStage {
  /// How case files write a kind of stage.
  public struct Form: Sendable {
    /// `ramp`
    public let name: String
    /// A stage to begin with when keys are read.
    public let blank: MagnetisationStage
    /// The key of a temperature of all bulks or of each; nil for a stage without one.
    public let temperatureKey: Key<Double>?
    public let keys: [Key<MagnetisationStage>]
    /// `rate` and `duration`, of which a stage has exactly one; empty for a stage without a pace.
    public let paceKeys: [Key<MagnetisationStage>]
    /// `{ramp: {field: 0 T, rate: 4.8 T/h}}`
    public let example: String
    public let documentation: String
  }

  /// Every kind of stage.
  public static let forms: [Form] = [
    Form(
      name: "cool", blank: .cool(field: .nan, temperature: .uniform(.nan)),
      temperatureKey: BulkTemperature.key("temperature", example: "5 K", "Of the magnet, or of each bulk by its name."),
      keys: [
        Key(
          "field", .quantity(.field), example: "7 T", "Uniform field, without currents.",
          get: { $0.field.map { .number($0) } },
          set: { stage, value in
            if case .cool(_, let temperature) = stage, let field = value.number {
              stage = .cool(field: field, temperature: temperature)
            }
          })
      ], paceKeys: [], example: "{cool: {field: 7 T, temperature: 5 K}}",
      documentation: "Starts afresh in a uniform field without any current; field 0 is zero-field cooling."),
    Form(
      name: "ramp", blank: .ramp(field: .nan, pace: .duration(.nan)), temperatureKey: nil,
      keys: [
        Key(
          "field", .quantity(.field), example: "0 T", "Applied field at the end.",
          get: { $0.field.map { .number($0) } },
          set: { stage, value in
            if case .ramp(_, let pace) = stage, let field = value.number { stage = .ramp(field: field, pace: pace) }
          })
      ], paceKeys: paceKeys(.fieldRate, example: "4.8 T/h", "Without sign."),
      example: "{ramp: {field: 0 T, rate: 4.8 T/h}}",
      documentation: "The applied field goes to another value, linearly in time."),
    Form(
      name: "hold", blank: .hold(duration: .nan), temperatureKey: nil,
      keys: [
        Key(
          "duration", .quantity(.time), .positive, example: "1 h", "How long nothing changes.",
          get: { if case .hold(let duration) = $0 { .number(duration) } else { nil } },
          set: { if case .hold = $0, let duration = $1.number { $0 = .hold(duration: duration) } })
      ], paceKeys: [], example: "{hold: {duration: 1 h}}", documentation: "Nothing changes but time."),
    Form(
      name: "temperature", blank: .temperature(target: .uniform(.nan), pace: .duration(.nan)),
      temperatureKey: BulkTemperature.key(
        "to", example: "30 K", "At the end, of the magnet or of each bulk by its name."),
      keys: [],
      paceKeys: paceKeys(
        .temperatureRate, example: "0.5 K/min", "Without sign; that of the bulk that changes most."),
      example: "{temperature: {to: 30 K, rate: 0.5 K/min}}",
      documentation: "The temperature goes to another value, linearly in time, at constant applied field."),
  ]

  public var form: Form { Self.forms.first { $0.name == name } ?? Self.forms[0] }

  /// How fast the stage goes; nil for one that has no pace.
  public internal(set) var pace: Pace? {
    get {
      switch self {
      case .ramp(_, let pace), .temperature(_, let pace): pace
      case .cool, .hold: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .ramp(let field, _): self = .ramp(field: field, pace: newValue)
      case .temperature(let target, _): self = .temperature(target: target, pace: newValue)
      case .cool, .hold: break
      }
    }
  }

  /// The same stage with other temperatures, where it sets any.
  package mutating func set(temperature: BulkTemperature) {
    switch self {
    case .cool(let field, _): self = .cool(field: field, temperature: temperature)
    case .temperature(_, let pace): self = .temperature(target: temperature, pace: pace)
    case .ramp, .hold: break
    }
  }

  private static func paceKeys(
    _ rate: Dimension, example: String, _ documentation: String
  ) -> [Key<MagnetisationStage>] {
    [
      Key(
        "rate", .quantity(rate), .positive(remedy: "the direction follows from the target, so write it without sign"),
        isRequired: false, example: example, documentation,
        get: { if case .rate(let rate)? = $0.pace { .number(rate) } else { nil } },
        set: { if let rate = $1.number { $0.pace = .rate(rate) } }),
      Key(
        "duration", .quantity(.time), .positive, isRequired: false, example: "30 min", "How long, instead of a rate.",
        get: { if case .duration(let duration)? = $0.pace { .number(duration) } else { nil } },
        set: { if let duration = $1.number { $0.pace = .duration(duration) } }),
    ]
  }
}
