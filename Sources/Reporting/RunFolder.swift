internal import Magnets
public import HostSystem
internal import FoundationEssentials
public import BulkSimulation

/// The folder of one run. It is new: two runs never share a folder, and no file is written twice.
///
///     let folder = try RunFolder(parent: "runs", name: "pair")      // runs/pair-20260801-093000
///     try folder.write(result, resolvedCase: yaml, provenance: provenance)
///
/// `summary.json` is written last, so a folder that has one is complete.
public struct RunFolder: Sendable {
  /// As the parent was given: relative to the working folder or absolute.
  public let path: String
  private let lock: FolderLock?
  /// The end of a stopped run may have left files already.
  private let isResumed: Bool

  /// Creates `<parent>/<name>-<yyyymmdd>-<hhmmss>` (UTC), with -2, -3, ... when that exists; `parent` is created if missing.
  public init(parent: String, name: String) throws(OutputError) {
    try self.init(parent: parent, name: name, time: Date())
  }

  init(parent: String, name: String, time: Date) throws(OutputError) {
    let parent = parent.isEmpty ? "." : parent
    try createFolders(parent)
    let stem = "\(parent)\(parent.hasSuffix("/") ? "" : "/")\(fileName(from: name))-\(compactUTC(time))"
    var candidate = stem
    var count = 1
    while try !createFolder(exclusively: candidate) {
      count += 1
      candidate = "\(stem)-\(count)"
    }
    self.init(path: candidate, lock: FolderLock(candidate), isResumed: false)
  }

  init(path: String, lock: FolderLock?, isResumed: Bool) {
    self.path = path
    self.lock = lock
    self.isResumed = isResumed
  }

  private func write(_ name: String, _ text: String) throws(OutputError) {
    try isResumed ? replaceFile("\(path)/\(name)", text) : writeNewFile("\(path)/\(name)", text)
  }

  /// Writes case.yaml, provenance.json, history.csv, loop.csv and decay.csv where there is a loop or a hold, fields.pvd with its files in fields/, and summary.json.
  ///
  /// - Parameters:
  ///   - result: of the run.
  ///   - resolvedCase: text of a case file with every default filled in.
  ///   - provenance: what ran, and when.
  ///   - attachments: name and text of further files that the case refers to.
  public func write(
    _ result: SimulationResult, resolvedCase: String, provenance: Provenance, attachments: [String: String] = [:]
  ) throws(OutputError) {
    try prepare(case: resolvedCase.hasSuffix("\n") ? resolvedCase : resolvedCase + "\n", attachments: attachments)
    try write("provenance.json", provenance.json(result.numerics) + "\n")
    try write("history.csv", historyCSV(result))
    if let loop = result.loop { try write("loop.csv", loopCSV(loop, probeNames: result.probeNames)) }
    if !result.creep.isEmpty { try write("decay.csv", decayCSV(result.creep, probeNames: result.probeNames)) }
    try writeFields(result.stages)
    try write("summary.json", reproducibleSummaryJSON(result) + "\n")
    removeCheckpoints()
  }

  private func writeFields(_ stages: [SimulationResult.StageState]) throws(OutputError) {
    var entries: [FieldSeriesEntry] = []
    for (i, stage) in stages.enumerated() {
      guard let fields = stage.fields else { continue }
      if entries.isEmpty { try createFolders("\(path)/fields") }
      let file = "fields/stage-\(i)-\(fileName(from: stage.stage)).vtu"
      try write(file, vtuText(fields))
      entries.append(FieldSeriesEntry(time: stage.time, file: file))
    }
    if !entries.isEmpty { try write("fields.pvd", pvdText(entries)) }
  }
}

/// A name that is safe as a part of a path: letters, digits, `.`, `_` and `-`, at most 80 bytes, no dot in front.
package func fileName(from name: String) -> String {
  let kept = name.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "-" }
  var parts = String(kept).split(separator: "-").joined(separator: "-").drop { $0 == "." }
  while parts.utf8.count > 80 { parts.removeLast() }
  return parts.isEmpty ? "run" : String(parts)
}

/// yyyymmdd-hhmmss
private func compactUTC(_ time: Date) -> String {
  String(time.formatted(.iso8601).compactMap { $0 == "T" ? "-" : ($0.isNumber ? $0 : nil) })
}
