import Reports
import Sweeps

/// Writes the page of a sweep beside its store, and tells where it is.
func reportSweep(_ path: String, files: PictureFiles) async throws {
  let store = try SweepStore(reading: path)
  try reportOutcome(
    try await writeReport(SweepAnalysis(store), counts: store.counts(), store: path, files: files))
}
