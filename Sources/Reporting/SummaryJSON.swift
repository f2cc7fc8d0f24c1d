public import BulkSimulation
internal import Notation

/// The summary for standard output, schema `fem-bulk/summary/1`, with wall times and the run folder. No line break at the end.
public func summaryJSON(_ result: SimulationResult, folder: String?) -> String {
  encodeJSON(SummaryDocument(result, withTimes: true, folder: folder))
}

/// The summary for the run folder: without wall times and folder, the same bytes on every run of the same case.
func reproducibleSummaryJSON(_ result: SimulationResult) -> String {
  encodeJSON(SummaryDocument(result, withTimes: false, folder: nil))
}
