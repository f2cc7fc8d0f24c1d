public import BulkSimulation
internal import FoundationEssentials
public import HostSystem
internal import Magnets
public import RunFolders

/// Which files of pictures a report leaves besides its page.
public enum PictureFiles: String, CaseIterable, Sendable {
  /// The page alone, its pictures in it.
  case page
  /// `plots/*.svg` or `plots/*.pdf` too, and `plots/plots.gp`, the script that draws them.
  case svg
  case pdf
  /// The page without pictures: nothing is drawn.
  case none
}

/// What making a report led to.
public struct ReportOutcome: Sendable {
  /// The page.
  public var page: String
  /// Why it has no pictures, when it should have some.
  public var problem: DrawingError?
}

/// Writes `report.html` and `profiles.csv` into a run's folder, in place of older ones.
///
/// - Parameters:
///   - record: of the run, from which all numbers are.
///   - display: fields on a mesh fine enough for pictures; nil when these are to show the cells that the numbers come from.
///   - response: what a tenth of Jc changes; nil where that is not known.
///   - files: pictures besides the page.
/// - Throws: `OutputError` with the file that cannot be written; that nothing can be drawn is in the outcome.
public func writeReport(
  _ record: RunRecord, display: DisplayFields?, response: MaterialResponse? = nil, files: PictureFiles
) async throws(OutputError) -> ReportOutcome {
  let profiles = record.maps.filter { record.summary.stages[$0.stage].time > 0 }.map { map in
    (
      stage: map.stage,
      profiles: fieldProfiles(map.fields, applied: record.applied(atEndOf: map.stage))
    )
  }
  if !profiles.isEmpty {
    let rows = profiles.flatMap { entry in
      entry.profiles.map { (stage: entry.stage, name: record.summary.stages[entry.stage].stage, profile: $0) }
    }
    try replaceFile("\(record.folder)/profiles.csv", profilesCSV(rows))
  }
  let pictures = files == .none ? nil : RunPictures(record: record, display: display)
  let (drawn, problem) = try await draw(pictures?.all ?? [], files: files, folder: record.folder)
  let remark =
    problem?.description ?? (files == .none ? "Without pictures: fem-bulk report FOLDER draws them." : nil)
  let page = "\(record.folder)/report.html"
  let figures = ReportPage.Figures(drawn, hasLead: pictures?.lead != nil, source: pictures?.source)
  try replaceFile(page, ReportPage(record: record, response: response).text(figures, remark: remark))
  return ReportOutcome(page: page, problem: problem)
}

/// Single pictures in HTML.
func draw(
  _ pictures: [Picture], files: PictureFiles, folder: String
) async throws(OutputError) -> (figures: [String], problem: DrawingError?) {
  try await draw(pictures.map(Figure.init), files: files, folder: folder)
}

/// Figures in HTML, and in files of their own below `folder` when asked for.
func draw(
  _ figures: [Figure], files: PictureFiles, folder: String
) async throws(OutputError) -> (figures: [String], problem: DrawingError?) {
  let pictures = figures.flatMap(\.pictures)
  guard !pictures.isEmpty else { return ([], nil) }
  var terminals: [PictureTerminal] = [.svg]
  if files == .svg || files == .pdf {
    try createFolders("\(folder)/plots")
    // Of its own folder, so that it can be changed and run there.
    try replaceFile("\(folder)/plots/plots.gp", gnuplotScript(pictures, [.pdf(folder: ".")]))
  }
  if files == .pdf {
    guard let place = gnuplotPath("\(folder)/plots") else {
      return ([], .failed("the name of the folder has a line break"))
    }
    terminals.append(.pdf(folder: place))
  }
  do throws(DrawingError) {
    // A file, because gnuplot reads its standard input byte by byte: half a second for a report.
    let script = "\(folder)/.plots-\(ProcessInfo.processInfo.processIdentifier).gp"
    do throws(OutputError) {
      try replaceFile(script, gnuplotScript(pictures, terminals))
    } catch {
      throw DrawingError.failed(error.description)
    }
    defer { try? FileManager.default.removeItem(atPath: script) }
    let documents = try await drawSVG(scriptFile: script, count: pictures.count)
    if files == .svg {
      for (picture, document) in zip(pictures, documents) where !picture.isForPageOnly {
        do throws(OutputError) {
          try replaceFile("\(folder)/plots/\(picture.name).svg", document)
        } catch {
          throw DrawingError.failed(error.description)
        }
      }
    }
    var rest = documents[...]
    return (
      figures.map { figure in
        let own = Array(rest.prefix(figure.pictures.count))
        rest = rest.dropFirst(own.count)
        return figure.html(own)
      }, nil
    )
  } catch {
    return ([], error)
  }
}
