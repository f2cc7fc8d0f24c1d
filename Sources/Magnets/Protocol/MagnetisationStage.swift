/// One stage of a magnetisation protocol. SI units: applied flux density [T], temperature [K], time [s].
///
/// A source goes by its name; without one a field is the uniform one. What is said of a field here is a current [A] of a coil with turns.
public enum MagnetisationStage: Sendable, Hashable, Codable {
  /// How fast a stage goes.
  public enum Pace: Sendable, Hashable, Codable {
    /// [T/s], of a coil with turns [A/s], [K/s] or [m/s], positive.
    case rate(Double)
    /// [s], positive.
    case duration(Double)
    /// Exponentially, with a time constant, for a duration [s], both positive.
    case relaxation(timeConstant: Double, duration: Double)
  }

  /// Where a source moves.
  public enum Destination: Sendable, Hashable, Codable {
    /// So far along z [m].
    case distance(Double)
    /// Until it is so far from the nearest face of the bulks below or above it [m].
    case gap(Double)
    /// Until its lower face, or a loop's plane, is at this height [m].
    case z(Double)
  }

  /// Starts afresh without any current: field cooling, or zero-field cooling in no field. `field` is the uniform one, `sources` are
  /// those of coils, 0 where they are not named. A permanent magnet is always there.
  case cool(field: Double, temperature: BulkTemperature, sources: [String: Double] = [:])
  /// A field to `field`, linear in time unless the pace says otherwise, at constant temperature.
  case ramp(field: Double, pace: Pace, source: String? = nil)
  /// Nothing changes but time.
  case hold(duration: Double)
  /// Temperature to `target`, linear in time, at constant applied field. A rate is that of the bulk that changes most.
  case temperature(target: BulkTemperature, pace: Pace)
  /// A source along z, at constant speed.
  case move(source: String, to: Destination, pace: Pace)
  /// Adds `peak (t/riseTime) exp(1 - t/riseTime)` to a field for a duration.
  case pulse(peak: Double, riseTime: Double, duration: Double, source: String? = nil)
  /// Adds a sine to a field, for a number of periods.
  case sine(amplitude: Double, period: Double, periods: Double, source: String? = nil)
  /// A capacitor discharges through a coil with turns, for a duration.
  case discharge(DischargeCircuit, duration: Double, source: String)
  /// A field as a table says.
  case drive(table: DriveTable, source: String? = nil)

  /// The key of the stage in case files and results.
  public var name: String {
    switch self {
    case .cool: "cool"
    case .ramp: "ramp"
    case .hold: "hold"
    case .temperature: "temperature"
    case .move: "move"
    case .pulse: "pulse"
    case .sine: "sine"
    case .discharge: "discharge"
    case .drive: "drive"
    }
  }

  /// What the stage sets the bulks' temperatures to; nil where it leaves them.
  public var temperature: BulkTemperature? {
    switch self {
    case .cool(_, let temperature, _), .temperature(let temperature, _): temperature
    case .ramp, .hold, .move, .pulse, .sine, .discharge, .drive: nil
    }
  }

  /// The source that the stage drives or moves; nil for the uniform field, and for a stage that does neither.
  public var source: String? {
    switch self {
    case .move(let source, _, _), .discharge(_, _, let source): source
    case .ramp(_, _, let source), .pulse(_, _, _, let source), .sine(_, _, _, let source), .drive(_, let source): source
    case .cool, .hold, .temperature: nil
    }
  }
}

extension MagnetisationStage.Pace {
  /// [s]
  func duration(over change: Double) -> Double {
    switch self {
    case .rate(let rate): change / rate
    case .duration(let duration), .relaxation(_, let duration): duration
    }
  }
}
