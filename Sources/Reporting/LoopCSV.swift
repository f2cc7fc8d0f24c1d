internal import Notation
public import BulkSimulation

/// A hysteresis loop, sweep by sweep in equal steps of the applied field; the width is nan outside of the cycle.
public func loopCSV(_ loop: HysteresisLoop, probeNames: [String]) -> String {
  let columns =
    ["sweep", "time[s]", "applied_field[T]", "moment[A m^2]", "magnetisation[A/m]", "mean_B-Ba[T]"]
    + probeNames.map { "\($0)_Bz-Ba[T]" } + ["width[A/m]"]
  return csvText(
    columns,
    loop.points.map { point in
      [Double(point.sweep), point.time, point.appliedField, point.moment, point.magnetisation, point.meanField]
        + point.probes + [point.width ?? .nan]
    })
}
