internal import BulkSimulation
internal import FoundationEssentials
public import HostSystem
public import Magnets
internal import Meshing
internal import Notation

extension RunRecord {
  /// Reads the folder of a run that has ended.
  ///
  /// - Parameters:
  ///   - folder: its path, without a `/` at the end.
  ///   - simulationCase: as read from the folder's `case.yaml`; nil when that does not read as a case.
  /// - Throws: `RecordError` with the file that is missing, or is not what a run writes.
  public init(folder: String, simulationCase: SimulationCase?) throws(RecordError) {
    let files = FolderReader(folder: folder)
    summary = try files.json("summary.json")
    guard summary.schema == RunSummary.knownSchema else {
      throw .wrong(
        path: "\(folder)/summary.json", reason: "has the schema \(summary.schema); known is \(RunSummary.knownSchema)")
    }
    guard !summary.stages.isEmpty else { throw .wrong(path: "\(folder)/summary.json", reason: "has no stage") }
    history = try HistoryTable(csv: try files.text("history.csv"), file: "\(folder)/history.csv")
    loop = try files.table("loop.csv")
    decay = try files.table("decay.csv")
    caseText = try files.text("case.yaml")
    provenance = try files.json("provenance.json")
    maps = []
    let bulks = simulationCase?.bulks.map(\.shape.name) ?? []
    let names = try files.fieldMaps()
    for stage in summary.stages.indices {
      guard let file = names.first(where: { $0.hasPrefix("stage-\(stage)-") }) else { continue }
      let map = try readFieldMap(
        try files.text("fields/\(file)"), file: "\(folder)/fields/\(file)", bulkNames: bulks)
      maps.append(StageMap(stage: stage, fields: map))
    }
    stresses = []
    for stage in summary.stages.indices {
      guard let file = names.first(where: { $0.hasPrefix("stress-\(stage)-") }) else { continue }
      stresses.append(StressMap(stage: stage, field: try files.stressMap("fields/\(file)")))
    }
    if names.contains(stressPeakName) {
      stresses.append(StressMap(stage: nil, field: try files.stressMap("fields/\(stressPeakName)")))
    }
    currents = exists("\(folder)/\(CurrentsFile.name)") ? try files.currents() : nil
    self.folder = folder
    self.simulationCase = simulationCase
  }
}

extension RunFolder {
  /// Writes case.yaml, provenance.json, history.csv, loop.csv and decay.csv where there is a loop or a hold, fields.pvd with its
  /// files in fields/, currents.npz, and summary.json.
  ///
  /// - Parameters:
  ///   - record: of the run, whose folder this is.
  ///   - attachments: name and text of further files, among them those that the case refers to.
  /// - Throws: `OutputError` with the first file that cannot be written, or is there already.
  public func write(_ record: RunRecord, attachments: [String: String] = [:]) throws(OutputError) {
    try prepare(case: record.caseText, attachments: attachments)
    try write("provenance.json", encodeJSON(record.provenance) + "\n")
    try write("history.csv", record.history.table.csv)
    if let loop = record.loop { try write("loop.csv", loop.csv) }
    if let decay = record.decay { try write("decay.csv", decay.csv) }
    var entries: [FieldSeriesEntry] = []
    for map in record.maps {
      if entries.isEmpty { try createFolders("\(path)/fields") }
      let stage = record.summary.stages[map.stage]
      let file = "fields/\(fieldMapName(map.stage, stage.stage))"
      try write(file, vtuText(map.fields))
      entries.append(FieldSeriesEntry(time: stage.time, file: file))
    }
    if !entries.isEmpty { try write("fields.pvd", pvdText(entries)) }
    try writeStresses(record)
    if let currents = record.currents { try write(CurrentsFile.name, CurrentsFile.bytes(currents)) }
    try write("summary.json", encodeJSON(record.summary) + "\n")
    removeCheckpoints()
  }
}

extension RunFolder {
  /// stress.pvd with its files in fields/.
  private func writeStresses(_ record: RunRecord) throws(OutputError) {
    var entries: [FieldSeriesEntry] = []
    for map in record.stresses {
      if entries.isEmpty { try createFolders("\(path)/fields") }
      let stage = map.stage.map { record.summary.stages[$0] }
      let name =
        map.stage.map { "stress-\($0)-\(fileName(from: record.summary.stages[$0].stage)).vtu" } ?? stressPeakName
      try write("fields/\(name)", vtuText(map.field))
      if let stage { entries.append(FieldSeriesEntry(time: stage.time, file: "fields/\(name)")) }
    }
    if !entries.isEmpty { try write("stress.pvd", pvdText(entries)) }
  }
}

private let stressPeakName = "stress-peak.vtu"

/// The name of the file of a stage's fields.
private func fieldMapName(_ index: Int, _ stage: String) -> String { "stage-\(index)-\(fileName(from: stage)).vtu" }

/// Writes a run's field maps turned around the axis, `fields-3d/stage-<i>-<stage>.vtu` and `fields-3d.pvd`, in place of older
/// ones.
///
/// - Parameters:
///   - record: of the run.
///   - sectors: solids around the axis, at least 3.
/// - Returns: the collection's path; nil for a run without field maps.
/// - Throws: `OutputError` with the file that cannot be written.
public func writeRevolvedFields(_ record: RunRecord, sectors: Int) throws(OutputError) -> String? {
  guard !record.maps.isEmpty else { return nil }
  try createFolders("\(record.folder)/fields-3d")
  var entries: [FieldSeriesEntry] = []
  for map in record.maps {
    let stage = record.summary.stages[map.stage]
    let file = "fields-3d/\(fieldMapName(map.stage, stage.stage))"
    try replaceFile("\(record.folder)/\(file)", revolvedVTUText(map.fields, sectors: sectors))
    entries.append(FieldSeriesEntry(time: stage.time, file: file))
  }
  let collection = "\(record.folder)/fields-3d.pvd"
  try replaceFile(collection, pvdText(entries))
  return collection
}

/// The files of a run's folder, or errors that name them.
struct FolderReader {
  let folder: String

  func text(_ name: String) throws(RecordError) -> String {
    let path = "\(folder)/\(name)"
    guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
    else { throw .missing(path: path, remedy: "name the folder of a run that has ended") }
    return text
  }

  func json<Document: Decodable>(_ name: String) throws(RecordError) -> Document {
    let text = try text(name)
    do {
      return try JSONDecoder().decode(Document.self, from: Data(text.utf8))
    } catch {
      throw .wrong(path: "\(folder)/\(name)", reason: "is not what a run writes")
    }
  }

  /// nil when there is no such file.
  func table(_ name: String) throws(RecordError) -> ColumnTable? {
    guard exists("\(folder)/\(name)") else { return nil }
    return try ColumnTable(csv: try text(name), file: "\(folder)/\(name)")
  }

  func stressMap(_ name: String) throws(RecordError) -> StressField {
    try readStressMap(try text(name), file: "\(folder)/\(name)")
  }

  func currents() throws(RecordError) -> RunCurrents {
    let path = "\(folder)/\(CurrentsFile.name)"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .missing(
        path: path,
        remedy: "runs of earlier versions do not keep their currents; run the case again: fem-bulk simulate "
          + "\(folder)/case.yaml")
    }
    return try CurrentsFile.currents([UInt8](data), file: path)
  }

  /// Names within `fields`, which a run without maps does not have.
  func fieldMaps() throws(RecordError) -> [String] {
    let path = "\(folder)/fields"
    guard exists(path) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".vtu") }
    } catch {
      throw .missing(path: path, remedy: "make it a folder that can be read, or remove it")
    }
  }
}
