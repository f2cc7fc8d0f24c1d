internal import BulkSimulation
internal import Magnets
internal import RunFolders

/// A run that the client may still ask about.
struct KeptRun: Sendable {
  var record: RunRecord
  /// What was solved here; nil for a run that was read from a folder.
  var solved: (result: SimulationResult, checked: ValidCase)?

  /// The field at the end of a stage.
  ///
  /// - Throws: what reading the currents of a run folder throws; `RequestError` for a stage that there is not.
  func field(atEndOf stage: Int) throws -> StageField {
    if let (result, checked) = solved {
      guard let field = result.field(atEndOf: stage, of: checked) else { throw noStage(stage) }
      return field
    }
    guard record.summary.stages.indices.contains(stage) else { throw noStage(stage) }
    return try RecordedField(folder: record.folder, stage: "\(stage)").field
  }

  private func noStage(_ stage: Int) -> RequestError {
    RequestError(.invalidParameters, "there is no stage \(stage); the protocol has \(record.summary.stages.count)")
  }
}

/// The runs used last, by numbers that are never given twice.
struct KeptRuns {
  /// A run with its maps takes 0.1 to 2 MB.
  static let limit = 64

  private var runs: [Int: KeptRun] = [:]
  /// Numbers, the one used last at the end.
  private var order: [Int] = []
  private var latest = 0

  /// The number of the run; the one unused longest goes where there are too many.
  mutating func keep(_ run: KeptRun) -> Int {
    latest += 1
    runs[latest] = run
    order.append(latest)
    if order.count > Self.limit { runs[order.removeFirst()] = nil }
    return latest
  }

  /// - Throws: `RequestError` for a run that is not kept.
  mutating func run(_ number: Int) throws(RequestError) -> KeptRun {
    guard let run = runs[number] else {
      throw RequestError(
        .unknownRun, "there is no run \(number) any more; the \(Self.limit) used last are kept, solve it again")
    }
    order.removeAll { $0 == number }
    order.append(number)
    return run
  }

  mutating func release(_ number: Int) {
    runs[number] = nil
    order.removeAll { $0 == number }
  }
}
