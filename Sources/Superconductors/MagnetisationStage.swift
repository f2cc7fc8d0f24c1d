/// One stage of a magnetisation protocol. SI units: applied flux density [T], temperature [K], time [s].
public enum MagnetisationStage: Sendable, Equatable {
  /// How fast a stage goes.
  public enum Pace: Sendable, Equatable {
    /// [T/s] or [K/s], positive.
    case rate(Double)
    /// [s], positive.
    case duration(Double)
  }

  /// Starts afresh in a uniform field without any current: field cooling, or zero-field cooling with `field` 0.
  case cool(field: Double, temperature: Double)
  /// Applied field to `field`, linear in time, at constant temperature.
  case ramp(field: Double, pace: Pace)
  /// Nothing changes but time.
  case hold(duration: Double)
  /// Temperature to `target`, linear in time, at constant applied field.
  case temperature(target: Double, pace: Pace)

  /// The key of the stage in case files and results.
  public var name: String {
    switch self {
    case .cool: "cool"
    case .ramp: "ramp"
    case .hold: "hold"
    case .temperature: "temperature"
    }
  }
}

/// One stage with its start and end resolved: everything linear in time in between.
public struct TimelineSegment: Sendable, Equatable {
  public var stage: MagnetisationStage
  /// [s]; equal for `cool`.
  public var start: Double
  public var end: Double
  /// Applied flux density [T] at start and end.
  public var field: ClosedInterval
  /// Temperature [K] at start and end.
  public var temperature: ClosedInterval

  /// A quantity that goes linearly from one value to another.
  public struct ClosedInterval: Sendable, Equatable {
    public var start: Double
    public var end: Double
  }

  public var duration: Double { end - start }

  /// Applied flux density [T] at a time [s] within the segment.
  public func field(at time: Double) -> Double { interpolate(field, time) }

  /// Temperature [K] at a time [s] within the segment.
  public func temperature(at time: Double) -> Double { interpolate(temperature, time) }

  /// [T/s]
  public var fieldRate: Double { duration > 0 ? (field.end - field.start) / duration : 0 }

  private func interpolate(_ interval: ClosedInterval, _ time: Double) -> Double {
    guard duration > 0 else { return interval.end }
    let x = (time - start) / duration
    return interval.start + (interval.end - interval.start) * x
  }
}

/// Why a protocol cannot be run.
public enum ProtocolError: Error, Equatable, CustomStringConvertible {
  case empty
  case firstStageIsNotCool(String)

  public var description: String {
    switch self {
    case .empty: "the protocol has no stage; begin with {cool: {field: 7 T, temperature: 5 K}}"
    case .firstStageIsNotCool(let name):
      "the protocol begins with \(name); its first stage must be cool, which sets field and temperature"
    }
  }
}

/// The stages of a protocol laid out in time. Time runs on over a later `cool`, which forgets all currents.
public func timeline(of stages: [MagnetisationStage]) throws(ProtocolError) -> [TimelineSegment] {
  guard let first = stages.first else { throw .empty }
  guard case .cool(var field, var temperature) = first else { throw .firstStageIsNotCool(first.name) }
  var time = 0.0
  return stages.map { stage in
    let (start, oldField, oldTemperature) = (time, field, temperature)
    switch stage {
    case .cool(let newField, let newTemperature):
      (field, temperature) = (newField, newTemperature)
      return TimelineSegment(
        stage: stage, start: start, end: start, field: .init(start: field, end: field),
        temperature: .init(start: temperature, end: temperature))
    case .ramp(let target, let pace):
      time += pace.duration(over: abs(target - field))
      field = target
    case .hold(let duration):
      time += duration
    case .temperature(let target, let pace):
      time += pace.duration(over: abs(target - temperature))
      temperature = target
    }
    return TimelineSegment(
      stage: stage, start: start, end: time, field: .init(start: oldField, end: field),
      temperature: .init(start: oldTemperature, end: temperature))
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
