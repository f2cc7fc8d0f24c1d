internal import RealModule

/// How a field, a temperature or a position goes from its value at the start of a stage to that at its end.
public struct DriveCourse: Sendable, Hashable, Codable {
  public enum Shape: Sendable, Hashable, Codable {
    /// In a straight line.
    case linear
    /// Towards `limit`, of which it is the e-th part as far away after each time constant [s].
    case exponential(limit: Double, timeConstant: Double)
    /// Adds `peak (t/riseTime) exp(1 - t/riseTime)`.
    case pulse(peak: Double, riseTime: Double)
    /// Adds `amplitude sin(2 pi t/period)`.
    case sine(amplitude: Double, period: Double)
    /// What a capacitor sends through a coil.
    case discharge(DischargeCircuit)
    /// In straight lines from row to row of a table.
    case table(DriveTable)
  }

  public var start: Double
  public var end: Double
  public var shape: Shape

  public init(start: Double, end: Double, shape: Shape = .linear) {
    (self.start, self.end, self.shape) = (start, end, shape)
  }

  /// A value that stays.
  public init(constant value: Double) { self.init(start: value, end: value) }

  /// From a value through a stage of so many seconds.
  init(from start: Double, shape: Shape, duration: Double) {
    self.init(start: start, end: start, shape: shape)
    if case .table(let table) = shape {
      (self.start, end) = (table.values.first ?? start, table.values.last ?? start)
    } else {
      end = passing(duration, of: duration)
    }
  }

  /// The value so many seconds after the start of a stage of a duration [s].
  func value(after time: Double, of duration: Double) -> Double {
    // What the next stage begins with, to the last bit.
    shape != .linear && time >= duration ? end : passing(time, of: duration)
  }

  private func passing(_ time: Double, of duration: Double) -> Double {
    switch shape {
    case .linear:
      let share = duration > 0 ? time / duration : 1
      return start + (end - start) * share
    case .exponential(let limit, let constant): return limit + (start - limit) * Double.exp(-time / constant)
    case .pulse(let peak, let rise): return start + peak * (time / rise) * Double.exp(1 - time / rise)
    case .sine(let amplitude, let period): return start + amplitude * Double.sin(2 * .pi * time / period)
    case .discharge(let circuit): return circuit.current(after: time, from: start).value
    case .table(let table): return table.value(at: time)
    }
  }

  /// Its rate of change per second; at a row of a table that of the line which begins there.
  func rate(after time: Double, of duration: Double) -> Double {
    switch shape {
    case .linear: return duration > 0 ? (end - start) / duration : 0
    case .exponential(let limit, let constant): return (limit - start) / constant * Double.exp(-time / constant)
    case .pulse(let peak, let rise): return peak / rise * (1 - time / rise) * Double.exp(1 - time / rise)
    case .sine(let amplitude, let period):
      return 2 * .pi * amplitude / period * Double.cos(2 * .pi * time / period)
    case .discharge(let circuit): return circuit.current(after: time, from: start).rate
    case .table(let table): return table.rate(at: time)
    }
  }

  /// Times after the start between which it neither bends sharply nor turns round [s]: steps land there, so that none goes past a
  /// peak without seeing it.
  func breaks(within duration: Double) -> [Double] {
    let all: [Double] =
      switch shape {
      case .linear: []
      case .exponential(_, let constant): [constant, 3 * constant, 10 * constant]
      case .pulse(_, let rise): [0.5 * rise, rise, 2 * rise, 4 * rise, 10 * rise]
      case .sine(_, let period): stride(from: 0.25 * period, to: duration, by: 0.25 * period).map { $0 }
      case .discharge(let circuit): circuit.breaks(within: duration, from: start)
      case .table(let table): table.times
      }
    return all.filter { $0 > 1e-9 * duration && $0 < (1 - 1e-9) * duration }
  }

  /// The values at the start, at the turns and at the end.
  package func turns(within duration: Double) -> [Double] {
    [start] + breaks(within: duration).map { value(after: $0, of: duration) } + [end]
  }

  /// Its largest rate per second, and how far it gets from where it begins.
  package func fastest(of duration: Double) -> (rate: Double, change: Double) {
    let times = [0] + breaks(within: duration) + [duration]
    return times.reduce((0, 0)) { most, time in
      (
        max(most.rate, abs(rate(after: time, of: duration))),
        max(most.change, abs(value(after: time, of: duration) - start))
      )
    }
  }

  /// How far it has gone until a time after the start [s], up and down.
  package func way(until time: Double, of duration: Double) -> Double {
    let values =
      [start] + breaks(within: time).map { value(after: $0, of: duration) } + [value(after: time, of: duration)]
    return zip(values, values.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) }
  }

  public var isConstant: Bool {
    switch shape {
    case .linear: start == end
    case .exponential(let limit, _): limit == start
    case .pulse(let peak, _): peak == 0
    case .sine(let amplitude, _): amplitude == 0
    case .discharge(let circuit): circuit.voltage == 0 && start == 0
    case .table(let table): table.values.allSatisfy { $0 == start }
    }
  }
}

/// A field in the course of a stage, read from a file: in straight lines from row to row.
public struct DriveTable: Sendable, Hashable, Codable {
  /// Since the start of the stage [s], ascending from 0.
  public var times: [Double]
  /// [T], of a coil with turns [A].
  public var values: [Double]

  public init(times: [Double], values: [Double]) { (self.times, self.values) = (times, values) }

  public var duration: Double { times.last ?? 0 }

  private func row(at time: Double) -> Int {
    var (low, high) = (0, max(0, times.count - 2))
    while low < high {
      let middle = (low + high + 1) / 2
      if times[middle] <= time { low = middle } else { high = middle - 1 }
    }
    return low
  }

  func value(at time: Double) -> Double {
    let i = row(at: time)
    return values[i] + (values[i + 1] - values[i]) * ((time - times[i]) / (times[i + 1] - times[i]))
  }

  func rate(at time: Double) -> Double {
    let i = row(at: time)
    return (values[i + 1] - values[i]) / (times[i + 1] - times[i])
  }
}
