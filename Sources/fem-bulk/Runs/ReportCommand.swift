import ArgumentParser
import BulkSimulation
import CaseFiles
import FoundationEssentials
import HostSystem
import Magnets
import Reports
import RunFolders

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "report", "Makes the report of a run again, or compares several runs.",
    example: "fem-bulk report runs/pair-20260801-093000 --plots pdf",
    """
    From the files of the run's folder: report.html, a page that needs nothing but itself, and profiles.csv, the field across and \
    along the magnet. No number is computed again; for pictures alone the case is solved once more, on a mesh fine enough \
    for them. With several folders, one page that compares them. Of a sweep \
    (its store, pair.sqlite) a page pair.html beside it.
    """)

  @Argument(help: "Folders of runs, of which several are compared, or the store of a sweep.", completion: .file())
  var folders: [String]

  @Option(help: ArgumentHelp("Pictures besides the page: \(PictureFiles.list).", valueName: "files"))
  var plots = PictureFiles.page

  @Option(
    help: ArgumentHelp("Page that compares several runs; a file that exists is not replaced.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Also write fields-3d.pvd: the field maps turned around the axis for ParaView, with so many sectors (3 to 720).",
      valueName: "sectors"))
  var revolve: Int?

  func validate() throws {
    if let revolve {
      guard (3...720).contains(revolve) else {
        throw ValidationError("--revolve: \(revolve) is not a number of sectors; give 3 to 720, as in --revolve 48")
      }
      if folders.count > 1 { throw ValidationError("--revolve is for one run at a time") }
    }
    if folders.count == 1, output != nil {
      throw ValidationError("--output is for comparing several runs; the report of one is report.html in its folder")
    }
  }

  func run() async throws {
    if folders.count == 1, isSQLite(folders[0]) { return try await reportSweep(folders[0], files: plots) }
    let records = try folders.map(readRun)
    if let record = records.first, records.count == 1 {
      let checked = record.simulationCase.flatMap { try? ValidCase($0) }
      let display = checked.flatMap { displayFields(of: $0, record, for: plots) }
      let response = checked.flatMap { materialResponse(of: $0, for: plots) }
      try reportOutcome(try await writeReport(record, display: display, response: response, files: plots))
      if let revolve {
        guard let collection = try writeRevolvedFields(record, sectors: revolve) else {
          throw ProgramError(
            .missingInput, "\(record.folder): no field maps to turn; run the case with output: {fields: stage-ends}")
        }
        try StandardOutput.write("Fields in space: \(collection)")
      }
      return
    }
    let page = output ?? "comparison.html"
    guard !FileManager.default.fileExists(atPath: page) else {
      throw ProgramError(.cannotWrite, "\(page): exists already; name another file by --output or remove it")
    }
    try reportOutcome(try await writeComparison(records, page: page, files: plots))
  }
}

/// Tells where the page is, and what it lacks.
func reportOutcome(_ outcome: ReportOutcome) throws {
  if let problem = outcome.problem { StandardError.warning("\(problem)") }
  try StandardOutput.write("Report: \(outcome.page)")
}

/// The run in a folder, with its case; a case that does not read is shown as text alone, and the user told why.
func readRun(_ folder: String) throws -> RunRecord {
  let path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
  var (simulationCase, problem): (SimulationCase?, String?)
  do {
    simulationCase = try readCase(path: "\(path)/case.yaml").simulationCase
  } catch {
    problem = "\(error)"
  }
  let record = try RunRecord(folder: path, simulationCase: simulationCase)
  if let problem { StandardError.warning("the case is shown as text alone: \(problem)") }
  return record
}

extension PictureFiles: ExpressibleByArgument {
  static var list: String { "page (in it alone), svg or pdf (files for a paper too), none" }
}
