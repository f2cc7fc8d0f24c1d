public import DesignHistory
public import HostSystem
public import ProcessDesign
internal import RunFolders

/// What the report of a design is made of.
public struct DesignReport: Sendable {
  public var name: String
  public var study: DesignStudy
  public var insight: DesignInsight?
  public var landscape: DesignLandscape?
  /// Numbers of the best samples.
  public var best: [Int]
  public var pending: [ProposedExperiment]
  /// Remarks by the number of the sample.
  var notes: [Int: String]
  /// What failed or was dropped, a sentence each.
  var notMade: [String]

  /// - Parameters:
  ///   - state: of the design's file.
  ///   - study: its study, of which insight and landscape are.
  public init(_ state: DesignState, study: DesignStudy, insight: DesignInsight?, landscape: DesignLandscape?) {
    name = state.definition.name
    self.study = study
    self.insight = insight
    self.landscape = landscape
    best = bestSamples(state).map(\.id)
    pending = state.pending
    notes = Dictionary(state.used.compactMap { record in record.note.map { (record.sample.id, $0) } }) { first, _ in
      first
    }
    notMade = Reports.notMade(state)
  }

  var acquisitionText: String {
    switch study.settings.acquisition {
    case .expectedImprovement, .thompson:
      study.objectives.count == 2
        ? "logarithm of the expected growth of the dominated area" : "logarithm of the expected improvement"
    case .upperConfidenceBound: "upper confidence bound, on the model's scale"
    case .probabilityOfImprovement: "logarithm of the probability of improvement"
    }
  }
}

/// Writes the page of a design, in place of an older one.
///
/// - Parameter files: pictures besides those in the page, into `plots` in the folder of the page.
/// - Throws: `OutputError` with the file that cannot be written; that nothing can be drawn is in the outcome.
public func writeDesignReport(
  _ report: DesignReport, page: String, files: PictureFiles
) async throws(OutputError) -> ReportOutcome {
  let folder = page.lastIndex(of: "/").map { String(page[..<$0]) } ?? "."
  let pictures = files == .none ? [] : DesignPictures(report: report).all
  let (figures, problem) = try await draw(pictures, files: files, folder: folder.isEmpty ? "/" : folder)
  try replaceFile(page, DesignPage(report: report).text(figures: figures, remark: problem?.description))
  return ReportOutcome(page: page, problem: problem)
}
