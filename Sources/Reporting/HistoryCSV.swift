internal import Notation
public import BulkSimulation

/// The history of a run: one line per output time, units in the header, every number exact.
public func historyCSV(_ result: SimulationResult) -> String {
  let byBulk = result.history.contains { !$0.temperatureByBulk.isEmpty }
  let columns =
    ["time[s]", "applied_field[T]", "temperature[K]", "moment[A m^2]"]
    + (byBulk ? result.bulkNames.map { "\($0)_temperature[K]" } : [])
    + result.probeNames.flatMap { ["\($0)_Br[T]", "\($0)_Bz[T]"] }
  return csvText(
    columns,
    result.history.map { row in
      [row.time, row.appliedField, row.temperature, row.moment] + row.temperatureByBulk
        + row.probes.flatMap { [$0.x, $0.y] }
    })
}
