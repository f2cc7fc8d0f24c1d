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
    /// The key of a uniform field or of that of each source; nil for a stage without one.
    public let fieldsKey: Key<Double>?
    public let keys: [Key<MagnetisationStage>]
    /// Of which a stage has exactly one: where to.
    public let targetKeys: [Key<MagnetisationStage>]
    /// `rate` and `duration`, of which a stage has exactly one; empty for a stage without a pace.
    public let paceKeys: [Key<MagnetisationStage>]
    /// Whether a table says what happens: `file` or `data`.
    public let hasTable: Bool
    /// `{ramp: {field: 0 T, rate: 4.8 T/h}}`
    public let example: String
    public let documentation: String

    init(
      name: String, blank: MagnetisationStage, temperatureKey: Key<Double>? = nil, fieldsKey: Key<Double>? = nil,
      keys: [Key<MagnetisationStage>] = [], targetKeys: [Key<MagnetisationStage>] = [],
      paceKeys: [Key<MagnetisationStage>] = [], hasTable: Bool = false, example: String, documentation: String
    ) {
      self.name = name
      self.blank = blank
      self.temperatureKey = temperatureKey
      self.fieldsKey = fieldsKey
      self.keys = keys
      self.targetKeys = targetKeys
      self.paceKeys = paceKeys
      self.hasTable = hasTable
      self.example = example
      self.documentation = documentation
    }
  }

  /// Every kind of stage.
  public static let forms: [Form] = [
    Form(
      name: "cool", blank: .cool(field: .nan, temperature: .uniform(.nan)),
      temperatureKey: BulkTemperature.key("temperature", example: "5 K", "Of the magnet, or of each bulk by its name."),
      fieldsKey: .quantity(
        "field", .field, \.self, example: "7 T",
        "Uniform field, without currents; or a field for each source by its name, and for `uniform`."),
      example: "{cool: {field: 7 T, temperature: 5 K}}",
      documentation: "Starts afresh in a field without any current; field 0 is zero-field cooling."),
    Form(
      name: "ramp", blank: .ramp(field: .nan, pace: .duration(.nan)),
      keys: [
        Key(
          "field", .quantity(.field), example: "0 T", "The field at the end.",
          get: { if case .ramp(let field, _, _) = $0 { .number(field) } else { nil } },
          set: { stage, value in
            if case .ramp(_, let pace, let source) = stage, let field = value.number {
              stage = .ramp(field: field, pace: pace, source: source)
            }
          }),
        sourceKey,
        Key(
          "time_constant", .quantity(.time), .positive, isRequired: false, example: "10 s",
          "Makes it exponential instead of linear: `field` is then what it goes to, for a `duration`.",
          get: { if case .relaxation(let constant, _)? = $0.pace { .number(constant) } else { nil } },
          set: { stage, value in
            guard case .ramp(let field, let pace, let source) = stage, let constant = value.number else { return }
            let duration: Double =
              switch pace {
              case .relaxation(_, let duration), .duration(let duration): duration
              case .rate: .nan
              }
            stage = .ramp(
              field: field, pace: .relaxation(timeConstant: constant, duration: duration), source: source)
          }),
      ], paceKeys: paceKeys(.fieldRate, example: "4.8 T/h", "Without sign."),
      example: "{ramp: {field: 0 T, rate: 4.8 T/h}}",
      documentation: "A field goes to another value, linearly in time."),
    Form(
      name: "hold", blank: .hold(duration: .nan),
      keys: [
        Key(
          "duration", .quantity(.time), .positive, example: "1 h", "How long nothing changes.",
          get: { if case .hold(let duration) = $0 { .number(duration) } else { nil } },
          set: { if case .hold = $0, let duration = $1.number { $0 = .hold(duration: duration) } })
      ], example: "{hold: {duration: 1 h}}", documentation: "Nothing changes but time."),
    Form(
      name: "temperature", blank: .temperature(target: .uniform(.nan), pace: .duration(.nan)),
      temperatureKey: BulkTemperature.key(
        "to", example: "30 K", "At the end, of the magnet or of each bulk by its name."),
      paceKeys: paceKeys(
        .temperatureRate, example: "0.5 K/min", "Without sign; that of the bulk that changes most."),
      example: "{temperature: {to: 30 K, rate: 0.5 K/min}}",
      documentation: "The temperature goes to another value, linearly in time, at constant applied field."),
    Form(
      name: "move", blank: .move(source: "", to: .distance(.nan), pace: .duration(.nan)),
      keys: [sourceKey], targetKeys: targetKeys,
      paceKeys: paceKeys(.speed, name: "speed", example: "1 mm/s", "Without sign."),
      example: "{move: {source: pm, distance: -29 mm, speed: 1 mm/s}}",
      documentation: "A source moves along the axis, at constant speed."),
    Form(
      name: "pulse", blank: .pulse(peak: .nan, riseTime: .nan, duration: .nan),
      keys: [
        waveKey("peak", .field, .any, example: "4 T", "Its largest value, added to the field at the start.", \.height),
        waveKey("rise_time", .time, .positive, example: "10 ms", "From the start to the peak.", \.time),
        waveKey("duration", .time, .positive, example: "1 s", "How long the stage lasts.", \.length), sourceKey,
      ], example: "{pulse: {peak: 4 T, rise_time: 10 ms, duration: 1 s}}",
      documentation: "Adds `peak (t/rise_time) exp(1 - t/rise_time)` to a field."),
    Form(
      name: "sine", blank: .sine(amplitude: .nan, period: .nan, periods: .nan),
      keys: [
        waveKey("amplitude", .field, .any, example: "0.1 T", "Added to the field at the start.", \.height),
        waveKey("period", .time, .positive, example: "20 ms", "Of one oscillation.", \.time),
        Key(
          "periods", .number, Bounds(from: 0.01, to: 10_000), example: "5", "How many of them.",
          get: { $0.wave.map { .number($0.length) } },
          set: { if let number = $1.number { $0.wave?.length = number } }), sourceKey,
      ], example: "{sine: {amplitude: 0.1 T, period: 20 ms, periods: 5}}",
      documentation: "Adds a sine to a field."),
    dischargeForm,
    Form(
      name: "drive", blank: .drive(table: DriveTable(times: [], values: [])), keys: [sourceKey], hasTable: true,
      example: "{drive: {file: field.csv}}",
      documentation: "A field goes from row to row of a table with columns time[s],field[T], in straight lines."),
  ]

  public var form: Form { Self.forms.first { $0.name == name } ?? Self.forms[0] }

  /// The fields that a cooling sets [T]: that of each coil by its name, and the uniform one; nil for another stage.
  package var fields: (uniform: Double, sources: [String: Double])? {
    get { if case .cool(let field, _, let sources) = self { (field, sources) } else { nil } }
    set {
      guard case .cool(_, let temperature, _) = self, let newValue else { return }
      self = .cool(field: newValue.uniform, temperature: temperature, sources: newValue.sources)
    }
  }

  /// How fast the stage goes; nil for one that has no pace.
  public internal(set) var pace: Pace? {
    get {
      switch self {
      case .ramp(_, let pace, _), .temperature(_, let pace), .move(_, _, let pace): pace
      case .cool, .hold, .pulse, .sine, .discharge, .drive: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .ramp(let field, _, let source): self = .ramp(field: field, pace: newValue, source: source)
      case .temperature(let target, _): self = .temperature(target: target, pace: newValue)
      case .move(let source, let target, _): self = .move(source: source, to: target, pace: newValue)
      case .cool, .hold, .pulse, .sine, .discharge, .drive: break
      }
    }
  }

  /// The same stage with other temperatures, where it sets any.
  package mutating func set(temperature: BulkTemperature) {
    switch self {
    case .cool(let field, _, let sources): self = .cool(field: field, temperature: temperature, sources: sources)
    case .temperature(_, let pace): self = .temperature(target: temperature, pace: pace)
    case .ramp, .hold, .move, .pulse, .sine, .discharge, .drive: break
    }
  }

  /// The same stage with another table, where it has one.
  package mutating func set(table: DriveTable) {
    if case .drive(_, let source) = self { self = .drive(table: table, source: source) }
  }

  /// What a pulse and a sine are told by: how high, its time scale, and for how long (of a sine in periods).
  fileprivate struct Wave {
    var height, time, length: Double
  }

  fileprivate var wave: Wave? {
    get {
      switch self {
      case .pulse(let peak, let rise, let duration, _): Wave(height: peak, time: rise, length: duration)
      case .sine(let amplitude, let period, let periods, _):
        Wave(height: amplitude, time: period, length: periods)
      default: nil
      }
    }
    set {
      guard let wave = newValue else { return }
      if case .pulse(_, _, _, let source) = self {
        self = .pulse(peak: wave.height, riseTime: wave.time, duration: wave.length, source: source)
      } else if case .sine(_, _, _, let source) = self {
        self = .sine(amplitude: wave.height, period: wave.time, periods: wave.length, source: source)
      }
    }
  }

  /// A key for a number in a part of a stage, which only stages of some kinds have.
  static func key<Part>(
    _ name: String, _ dimension: Dimension, _ bounds: Bounds, example: String, _ documentation: String,
    of part: any WritableKeyPath<MagnetisationStage, Part?> & Sendable,
    _ path: any WritableKeyPath<Part, Double> & Sendable
  ) -> Key<MagnetisationStage> {
    Key(
      name, .quantity(dimension), bounds, example: example, documentation,
      get: { stage in stage[keyPath: part].map { .number($0[keyPath: path]) } },
      set: { if let number = $1.number { $0[keyPath: part]?[keyPath: path] = number } })
  }

  private static func waveKey(
    _ name: String, _ dimension: Dimension, _ bounds: Bounds, example: String, _ documentation: String,
    _ path: any WritableKeyPath<Wave, Double> & Sendable
  ) -> Key<MagnetisationStage> {
    key(name, dimension, bounds, example: example, documentation, of: \.wave, path)
  }

  /// Which source a stage drives or moves.
  static let sourceKey = Key<MagnetisationStage>(
    "source", .name, isRequired: false, example: "main", "One of `sources`; without it the uniform field.",
    get: { stage in stage.source.flatMap { $0.isEmpty ? nil : .text($0) } },
    set: { stage, value in
      guard case .text(let name) = value else { return }
      switch stage {
      case .ramp(let field, let pace, _): stage = .ramp(field: field, pace: pace, source: name)
      case .move(_, let target, let pace): stage = .move(source: name, to: target, pace: pace)
      case .pulse(let peak, let rise, let duration, _):
        stage = .pulse(peak: peak, riseTime: rise, duration: duration, source: name)
      case .sine(let amplitude, let period, let periods, _):
        stage = .sine(amplitude: amplitude, period: period, periods: periods, source: name)
      case .discharge(let circuit, let duration, _): stage = .discharge(circuit, duration: duration, source: name)
      case .drive(let table, _): stage = .drive(table: table, source: name)
      case .cool, .hold, .temperature: break
      }
    })

  private static let targetKeys: [Key<MagnetisationStage>] = [
    targetKey("distance", .any, example: "-29 mm", "How far along z; negative is down.") {
      .distance($0)
    } get: {
      if case .distance(let value) = $0 { value } else { nil }
    },
    targetKey("gap", .positive, example: "1 mm", "Instead: until it is so far from the nearest face of the bulks.") {
      .gap($0)
    } get: {
      if case .gap(let value) = $0 { value } else { nil }
    },
    targetKey("z", .any, example: "1 mm", "Instead: until its lower face, or the plane of a loop, is there.") {
      .z($0)
    } get: {
      if case .z(let value) = $0 { value } else { nil }
    },
  ]

  private static func targetKey(
    _ name: String, _ bounds: Bounds, example: String, _ documentation: String,
    _ destination: @escaping @Sendable (Double) -> Destination, get: @escaping @Sendable (Destination) -> Double?
  ) -> Key<MagnetisationStage> {
    Key(
      name, .quantity(.length), bounds, isRequired: false, example: example, documentation,
      get: { if case .move(_, let target, _) = $0 { get(target).map { .number($0) } } else { nil } },
      set: { stage, value in
        guard case .move(let source, _, let pace) = stage, let length = value.number else { return }
        stage = .move(source: source, to: destination(onPicometreGrid(length)), pace: pace)
      })
  }

  private static func paceKeys(
    _ rate: Dimension, name: String = "rate", example: String, _ documentation: String
  ) -> [Key<MagnetisationStage>] {
    [
      Key(
        name, .quantity(rate), .positive(remedy: "the direction follows from the target, so write it without sign"),
        isRequired: false, example: example, documentation,
        get: { if case .rate(let rate)? = $0.pace { .number(rate) } else { nil } },
        set: { if let rate = $1.number { $0.pace = .rate(rate) } }),
      Key(
        "duration", .quantity(.time), .positive, isRequired: false, example: "30 min",
        "How long, instead of a \(name).",
        get: {
          switch $0.pace {
          case .duration(let duration)?, .relaxation(_, let duration)?: .number(duration)
          case .rate?, nil: nil
          }
        },
        set: {
          guard let duration = $1.number else { return }
          if case .relaxation(let constant, _)? = $0.pace {
            $0.pace = .relaxation(timeConstant: constant, duration: duration)
          } else {
            $0.pace = .duration(duration)
          }
        }),
    ]
  }
}
