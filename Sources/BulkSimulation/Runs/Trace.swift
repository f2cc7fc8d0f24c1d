import Magnets
import Superconductors

/// What the currents make in the course of a run, at every step's end: extrapolated values with their rates of change, which
/// loops and decays are read from.
struct Trace {
  struct Row {
    /// [s]
    var time: Double
    /// [T]
    var appliedField: Double
    var values: Observables.Values
    /// Arriving and departing: they differ where a stage begins.
    var rates: Observables.Values
    var departingRates: Observables.Values
    /// Estimated numerical errors of the values.
    var errors: Observables.Values
  }

  let rows: [Row]

  init(_ estimate: ErrorEstimate) {
    func extrapolated(_ fine: Observables.Values, _ coarse: Observables.Values) -> Observables.Values {
      fine.scaled(by: 4.0 / 3).adding(coarse, times: -1.0 / 3)
    }
    rows = estimate.fine.history.indices.map { i in
      // The coarser run has the points of the finer one.
      let (fine, medium) = (estimate.fine.history[i], estimate.medium.history[i])
      return Row(
        time: fine.time, appliedField: fine.appliedField, values: extrapolated(fine.values, medium.values),
        rates: extrapolated(fine.rates, medium.rates),
        departingRates: extrapolated(fine.departingRates ?? fine.rates, medium.departingRates ?? medium.rates),
        errors: estimate.errors(row: i))
    }
  }

  /// The rows of one stage, its start and end included.
  func rows(of segment: TimelineSegment) -> ArraySlice<Row> {
    guard let first = rows.lastIndex(where: { $0.time <= segment.start }),
      let last = rows.lastIndex(where: { $0.time <= segment.end })
    else { return [] }
    // A fresh start after the stage has the time of its end.
    let end = rows[first...last].firstIndex { $0.time == segment.end && $0.time > segment.start } ?? last
    return rows[first...end]
  }

  /// What a run's history says at the times of another's, by cubics between its points [s], ascending.
  static func values(_ history: [Transient.HistoryPoint], at times: [Double]) -> [Observables.Values] {
    var next = 0
    return times.indices.map { i in
      let time = times[i]
      // A fresh start has the time of the end before it.
      let isSecond = i > 0 && times[i - 1] == time
      while next + 1 < history.count, history[next].time < time { next += 1 }
      if isSecond, next + 1 < history.count, history[next + 1].time == time { next += 1 }
      let to = history[next]
      guard next > 0, to.time > time else { return to.values }
      let from = history[next - 1]
      let length = to.time - from.time
      let cubic = HermiteCubic(at: (time - from.time) / length, length: length)
      return cubic.value(from.values, to.values, from.departingRates ?? from.rates, to.rates)
    }
  }
}
