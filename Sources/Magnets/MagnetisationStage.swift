/// One stage of a magnetisation protocol. SI units: applied flux density [T], temperature [K], time [s].
public enum MagnetisationStage: Sendable, Hashable, Codable {
  /// How fast a stage goes.
  public enum Pace: Sendable, Hashable, Codable {
    /// [T/s] or [K/s], positive.
    case rate(Double)
    /// [s], positive.
    case duration(Double)
  }

  /// Starts afresh in a uniform field without any current: field cooling, or zero-field cooling with `field` 0.
  case cool(field: Double, temperature: BulkTemperature)
  /// Applied field to `field`, linear in time, at constant temperature.
  case ramp(field: Double, pace: Pace)
  /// Nothing changes but time.
  case hold(duration: Double)
  /// Temperature to `target`, linear in time, at constant applied field. A rate is that of the bulk that changes most.
  case temperature(target: BulkTemperature, pace: Pace)

  /// The key of the stage in case files and results.
  public var name: String {
    switch self {
    case .cool: "cool"
    case .ramp: "ramp"
    case .hold: "hold"
    case .temperature: "temperature"
    }
  }

  /// The applied field to which the stage goes [T]; nil where it stays.
  var field: Double? {
    switch self {
    case .cool(let field, _), .ramp(let field, _): field
    case .hold, .temperature: nil
    }
  }

  /// What the stage sets the bulks' temperatures to; nil where it leaves them.
  public var temperature: BulkTemperature? {
    switch self {
    case .cool(_, let temperature), .temperature(let temperature, _): temperature
    case .ramp, .hold: nil
    }
  }
}

extension MagnetisationStage.Pace {
  /// [s]
  func duration(over change: Double) -> Double {
    switch self {
    case .rate(let rate): change / rate
    case .duration(let duration): duration
    }
  }
}
