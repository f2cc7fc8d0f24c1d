internal import Magnets
internal import FoundationEssentials
internal import Meshing
public import BulkSimulation

/// A run folder as it is read again: everything a report shows comes from its files, so that no report needs another run.
public struct RunRecord: Sendable {
  /// A field map and the stage at whose end it was taken.
  public struct StageMap: Sendable {
    /// Index in `summary.stages`.
    public var stage: Int
    public var fields: FieldSnapshot
  }

  /// As it was given.
  public var folder: String
  public var summary: RunSummary
  public var history: HistoryTable
  /// In the order of the stages.
  public var maps: [StageMap]
  /// The text of `case.yaml`.
  public var caseText: String
  public var provenance: RunProvenance?
  /// The case of the run; nil when `case.yaml` does not read as one, in which case only its text can be shown.
  public var simulationCase: SimulationCase?

  /// - Parameter simulationCase: as read from the folder's `case.yaml`.
  public init(folder: String, simulationCase: SimulationCase?) throws(RecordError) {
    self.folder = folder
    self.simulationCase = simulationCase
    summary = try Self.json(folder, "summary.json")
    guard summary.schema == RunSummary.knownSchema else {
      throw .wrong(
        path: "\(folder)/summary.json", reason: "has the schema \(summary.schema); known is \(RunSummary.knownSchema)")
    }
    guard !summary.stages.isEmpty else { throw .wrong(path: "\(folder)/summary.json", reason: "has no stage") }
    history = try HistoryTable(csv: try Self.text(folder, "history.csv"), file: "\(folder)/history.csv")
    caseText = try Self.text(folder, "case.yaml")
    provenance = try Self.json(folder, "provenance.json")
    maps = []
    let bulks = simulationCase?.bulks.map(\.shape.name) ?? []
    let files = ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/fields")) ?? [])
      .filter { $0.hasSuffix(".vtu") }
    for stage in summary.stages.indices {
      guard let file = files.first(where: { $0.hasPrefix("stage-\(stage)-") }) else { continue }
      let map = try readFieldMap(
        try Self.text(folder, "fields/\(file)"), file: "\(folder)/fields/\(file)", bulkNames: bulks)
      maps.append(StageMap(stage: stage, fields: map))
    }
  }

  private static func text(_ folder: String, _ name: String) throws(RecordError) -> String {
    let path = "\(folder)/\(name)"
    guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
    else { throw .missing(path: path, remedy: "name the folder of a run that has ended") }
    return text
  }

  private static func json<Document: Decodable>(_ folder: String, _ name: String) throws(RecordError) -> Document {
    let text = try text(folder, name)
    do {
      return try JSONDecoder().decode(Document.self, from: Data(text.utf8))
    } catch {
      throw .wrong(path: "\(folder)/\(name)", reason: "is not what a run writes")
    }
  }

  /// Probes in the order of the history.
  public var probeNames: [String] {
    let known = summary.stages.reduce(into: Set<String>()) { $0.formUnion($1.probes.keys) }
    let ordered = history.probes.filter(known.contains)
    return ordered + known.subtracting(ordered).sorted()
  }

  public var lastStage: RunSummary.Stage { summary.stages[summary.stages.count - 1] }

  /// `ramp` or, where a protocol has several, `ramp 2`.
  public func stageLabel(_ index: Int) -> String {
    let name = summary.stages[index].stage
    guard summary.stages.filter({ $0.stage == name }).count > 1 else { return name }
    return "\(name) \(summary.stages[...index].filter { $0.stage == name }.count)"
  }
}
