public import BulkSimulation

// What only some protocols have.

extension ColumnTable {
  /// `loop.csv`: a hysteresis loop, sweep by sweep in equal steps of the applied field; the width is nan outside of the cycle. Errors
  /// stand last.
  public init(_ loop: HysteresisLoop, probeNames: [String]) {
    self.init(
      ["sweep", "time[s]", "applied_field[T]", "moment[A m^2]", "magnetisation[A/m]", "mean_B-Ba[T]"]
        + probeNames.map { "\($0)_Bz-Ba[T]" } + ["width[A/m]", "moment_error[A m^2]", "mean_B-Ba_error[T]"]
        + probeNames.map { "\($0)_error[T]" },
      rows: loop.points.map { point in
        [Double(point.sweep), point.time, point.appliedField, point.moment, point.magnetisation, point.meanField]
          + point.probes + [point.width ?? .nan, point.momentError, point.meanFieldError] + point.probeErrors
      })
  }

  /// `decay.csv`: the decay in every hold at times of equal ratios; `stage` counts the stages of the protocol from 0.
  public init(_ creep: [FluxCreep], probeNames: [String]) {
    self.init(
      ["stage", "hold_time[s]", "time[s]"]
        + probeNames.flatMap { ["\($0)_Bz[T]", "\($0)_error[T]", "\($0)_drift[ppm/h]", "\($0)_creep_exponent"] },
      rows: creep.flatMap { hold in
        hold.times.indices.map { i in
          [Double(hold.stage), hold.times[i], hold.start + hold.times[i]]
            + hold.probes.flatMap { [$0.bz[i], $0.error[i], $0.drift[i] ?? .nan, $0.exponent[i] ?? .nan] }
        }
      })
  }
}
