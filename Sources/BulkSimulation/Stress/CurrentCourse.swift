import Magnets

/// The currents of one run at any time: those at its steps' ends, and cubics through these and their rates between.
struct CurrentCourse {
  private let history: [Transient.HistoryPoint]

  init(_ run: Transient) { history = run.history }

  /// The currents [A/m²] at a time [s]; at one where a stage starts afresh those before it. Empty for a run that keeps none.
  func currents(at time: Double) -> [Double] {
    guard let next = history.firstIndex(where: { $0.time >= time }), let own = history[next].currents else {
      return history.last?.currents ?? []
    }
    guard next > 0, history[next].time > time else { return own }
    let (from, to) = (history[next - 1], history[next])
    guard let first = from.currents, let slope0 = from.departingCurrentRates ?? from.currentRates,
      let slope1 = to.currentRates
    else { return own }
    let length = to.time - from.time
    let cubic = HermiteCubic(at: (time - from.time) / length, length: length)
    return own.indices.map { cubic.value(first[$0], own[$0], slope0[$0], slope1[$0]) }
  }
}
