internal import FoundationEssentials
public import HostSystem

/// Why a run cannot be gone on with.
public enum RunFolderError: Error, Equatable, CustomStringConvertible {
  case noFolder(path: String)
  /// Another process computes in it.
  case inUse(path: String)
  case complete(path: String)
  case noCheckpoint(path: String)
  case damaged(path: String, reason: String)
  /// Of another version or build of the program, whose bits may differ.
  case otherProgram(path: String, saved: String, present: String)
  /// The case has been changed since.
  case otherCase(path: String)

  public var description: String {
    switch self {
    case .noFolder(let path): "\(path): no such run folder"
    case .inUse(let path): "\(path): another run is working in this folder; wait for it or stop it"
    case .complete(let path): "\(path): the run is complete; nothing is left to resume"
    case .noCheckpoint(let path):
      "\(path): is missing; a run is saved every minute, or as often as --checkpoint says, so one that was killed before has"
        + " to be started again"
    case .damaged(let path, let reason): "\(path) \(reason)"
    case .otherProgram(let path, let saved, let present):
      "\(path): was saved by fem-bulk \(saved), and this is \(present); resume with that one, or run \(path)/case.yaml anew"
    case .otherCase(let path):
      "\(path)/case.yaml: is not the case that the checkpoint is of; undo the change, or run it anew"
    }
  }
}

extension RunFolder {
  public static let checkpointName = "checkpoint"
  /// The one before it, for when the last is damaged.
  public static let previousCheckpointName = "checkpoint.previous"
  /// The state after an invariant was broken.
  public static let breachName = "breach.checkpoint"

  /// The folder of a run that was stopped.
  ///
  /// - Throws: `RunFolderError` when there is no such folder, another process is at it, or the run is complete.
  public init(resuming path: String) throws(RunFolderError) {
    let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard isFolder(path) else { throw .noFolder(path: path) }
    guard let lock = FolderLock(path) else { throw .inUse(path: path) }
    // summary.json is written last.
    guard !exists("\(path)/summary.json") else { throw .complete(path: path) }
    self.init(path: path, lock: lock, isResumed: true)
    // What the stopped run was writing.
    for folder in [path, "\(path)/fields"] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for name in names where name.hasSuffix(".part") { removeFile("\(folder)/\(name)") }
    }
  }

  /// Reads the last checkpoint, or the one before.
  ///
  /// - Throws: `RunFolderError` when there is none, or it is damaged.
  public func checkpoint(previous: Bool = false) throws(RunFolderError) -> CheckpointFile {
    let file = "\(path)/\(previous ? Self.previousCheckpointName : Self.checkpointName)"
    guard let data = FileManager.default.contents(atPath: file) else { throw .noCheckpoint(path: file) }
    do {
      return try CheckpointFile(Array(data), path: file)
    } catch {
      if !previous, case .damaged(let path, let reason) = error, exists("\(self.path)/\(Self.previousCheckpointName)") {
        throw .damaged(path: path, reason: "\(reason); the one before it is taken by --previous")
      }
      throw error
    }
  }

  /// Writes what a resumed run needs besides its checkpoints; files that are there already are left.
  ///
  /// - Throws: `OutputError` with the file that cannot be written.
  public func prepare(case caseText: String, attachments: [String: String]) throws(OutputError) {
    for (name, text) in attachments.merging(["case.yaml": caseText], uniquingKeysWith: { $1 })
    where !exists("\(path)/\(name)") {
      try writeNewFile("\(path)/\(name)", text)
    }
  }

  /// Puts a checkpoint in place of the last, which is kept as the one before. At every instant, and after a power cut, there
  /// is a whole one.
  ///
  /// - Throws: `OutputError` with the file that cannot be written.
  public func write(_ checkpoint: CheckpointFile) throws(OutputError) {
    let file = "\(path)/\(Self.checkpointName)"
    try keepAside(file, as: "\(path)/\(Self.previousCheckpointName)")
    try replaceFile(file, checkpoint.bytes)
    syncFolder(path)
  }

  /// Writes the state of a run that broke an invariant, for a report.
  ///
  /// - Throws: `OutputError` with the file that cannot be written.
  public func write(breach checkpoint: CheckpointFile) throws(OutputError) {
    try replaceFile("\(path)/\(Self.breachName)", checkpoint.bytes)
  }

  /// Removes what a complete run does not need any more.
  func removeCheckpoints() {
    for name in [Self.checkpointName, Self.previousCheckpointName] { removeFile("\(path)/\(name)") }
  }
}
