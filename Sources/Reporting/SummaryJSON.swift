public import BulkSimulation
internal import FoundationEssentials

/// The summary for standard output, schema `fem-bulk/summary/1`, with wall times and the run folder. No line break at the end.
public func summaryJSON(_ result: SimulationResult, folder: String?) -> String {
  encodeJSON(SummaryDocument(result, withTimes: true, folder: folder))
}

/// The summary for the run folder: without wall times and folder, the same bytes on every run of the same case.
func reproducibleSummaryJSON(_ result: SimulationResult) -> String {
  encodeJSON(SummaryDocument(result, withTimes: false, folder: nil))
}

/// Pretty printed with sorted keys. A document must hold finite numbers, or `JSONNumber`s: then nothing can fail to encode.
public func encodeJSON(_ document: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  do {
    return String(decoding: try encoder.encode(document), as: UTF8.self)
  } catch {
    preconditionFailure("\(type(of: document)) does not encode: \(error)")
  }
}
