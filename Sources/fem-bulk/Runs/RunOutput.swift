import ArgumentParser
import BulkSimulation
import HostSystem
import Magnets
import Notation
import Reports
import RunFolders

/// What `simulate` and `resume` have in common: how a run is kept, and how its result is shown.
struct RunOutput: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How often the run is saved, so that resume can go on with it. (default: every minute)", valueName: "time"),
    transform: positiveQuantity(.time))
  var checkpoint: Double?

  @Flag(help: "Print one JSON document instead of a table.")
  var json = false

  @Option(help: ArgumentHelp("Pictures of the report: \(PictureFiles.list).", valueName: "files"))
  var plots = PictureFiles.page

  @Flag(name: .customLong("no-report"), help: "Leave out report.html, which takes longer than a small run itself.")
  var withoutReport = false

  /// Writes a result to its folder, and shows it.
  func finish(_ result: SimulationResult, of checked: ValidCase, in run: RecordedRun) async throws {
    let record = try run.write(result, of: checked)
    for warning in result.warnings { StandardError.warning("\(warning)") }
    if json {
      try StandardOutput.write(encodeJSON(RunSummary(result, withTimes: true, folder: run.folder.path)))
    } else {
      try StandardOutput.write(resultText(result, of: checked.simulationCase, folder: run.folder.path))
    }
    if !withoutReport { try await report(record, of: checked) }
  }

  /// After the result has been printed, so that nobody waits for pictures; the result stands whatever becomes of them.
  private func report(_ record: RunRecord, of checked: ValidCase) async throws {
    let outcome = try await writeReport(
      record, display: displayFields(of: checked, record, for: plots),
      response: materialResponse(of: checked, for: plots),
      files: plots)
    if let problem = outcome.problem { StandardError.warning("\(problem)") }
    if !json { try StandardOutput.write("Report: \(outcome.page)") }
  }
}

/// Fields for the pictures of a run; nil for none, or where its own have to do.
func displayFields(of checked: ValidCase, _ record: RunRecord, for files: PictureFiles) -> DisplayFields? {
  guard files != .none, !record.maps.isEmpty else { return nil }
  do {
    return try DisplayRun(checked).run()
  } catch {
    StandardError.warning("pictures show the mesh of the numbers, for on a finer one: \(error)")
    return nil
  }
}

/// What a tenth of Jc changes; nil for a page without pictures, which is to be quick, or where no run can say it.
func materialResponse(of checked: ValidCase, for files: PictureFiles) -> MaterialResponse? {
  files == .none ? nil : try? MaterialResponse(of: checked)
}
