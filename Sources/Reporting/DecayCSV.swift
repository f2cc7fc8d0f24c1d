internal import Magnets
internal import Notation
public import BulkSimulation

/// The decay in every hold at times of equal ratios; `stage` counts the stages of the protocol from 0.
public func decayCSV(_ creep: [FluxCreep], probeNames: [String]) -> String {
  let columns =
    ["stage", "hold_time[s]", "time[s]"]
    + probeNames.flatMap { ["\($0)_Bz[T]", "\($0)_drift[ppm/h]", "\($0)_creep_exponent"] }
  return csvText(
    columns,
    creep.flatMap { hold in
      hold.times.indices.map { i in
        [Double(hold.stage), hold.times[i], hold.start + hold.times[i]]
          + hold.probes.flatMap { [$0.bz[i], $0.drift[i] ?? .nan, $0.exponent[i] ?? .nan] }
      }
    })
}
