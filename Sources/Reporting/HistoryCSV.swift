public import BulkSimulation

/// The history of a run: one line per output time, units in the header, every number exact.
public func historyCSV(_ result: SimulationResult) -> String {
  let columns =
    ["time[s]", "applied_field[T]", "temperature[K]", "moment[A m^2]"]
    + result.probeNames.flatMap { ["\($0)_Br[T]", "\($0)_Bz[T]"] }
  var lines = [columns.map(csvField).joined(separator: ",")]
  for row in result.history {
    let values = [row.time, row.appliedField, row.temperature, row.moment] + row.probes.flatMap { [$0.x, $0.y] }
    precondition(values.count == columns.count, "history row has \(values.count) of \(columns.count) values")
    lines.append(values.map(exactText).joined(separator: ","))
  }
  return lines.joined(separator: "\n") + "\n"
}

/// Quoted as in RFC 4180 when the text needs it.
package func csvField(_ text: String) -> String {
  guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
  return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
