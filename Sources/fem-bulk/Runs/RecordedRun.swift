import HostSystem
import BulkSimulation
import FoundationEssentials
import Meshing
import Reporting

/// A simulation that leaves a run folder: made before the computation, so that nobody waits for a result that cannot be kept,
/// and gone again when the computation fails.
struct RecordedRun {
  let folder: RunFolder
  /// Of its first start.
  private let start: Date
  private let arguments: [String]
  private let resumed: Date?

  /// - Parameter parent: the folder in which that of the run is made.
  init(parent: String, name: String) throws {
    do {
      folder = try RunFolder(parent: parent, name: name)
    } catch {
      throw ProgramError(.cannotWrite, "\(error)")
    }
    (start, resumed) = (Date(), nil)
    arguments = Array(CommandLine.arguments.dropFirst())
  }

  private init(_ folder: RunFolder, _ checkpoint: CheckpointFile) {
    self.folder = folder
    (start, arguments, resumed) = (checkpoint.started, checkpoint.arguments, Date())
  }

  /// A run that was stopped: what to go on with, of which case, and from where.
  static func resuming(
    _ path: String, previous: Bool
  ) throws -> (run: RecordedRun, simulationCase: SimulationCase, state: SimulationState) {
    let (folder, checkpoint): (RunFolder, CheckpointFile)
    do {
      folder = try RunFolder(resuming: path)
      checkpoint = try folder.checkpoint(previous: previous)
    } catch {
      switch error {
      case .noFolder: throw ProgramError(.missingInput, "\(error)")
      case .inUse: throw ProgramError(.cannotWrite, "\(error)")
      case .complete, .noCheckpoint, .damaged: throw ProgramError(.wrongData, "\(error)")
      }
    }
    let caseFile = "\(folder.path)/case.yaml"
    let caseText = try readInput(caseFile, what: "case file")
    let read = try readCase(path: caseFile)
    let mesh = read.simulationCase.importedMesh.map { gmshText($0, format: .v4_1) }
    let origin = origin(caseText: caseText, meshText: mesh)
    guard checkpoint.origin.version == origin.version, checkpoint.origin.commit == origin.commit else {
      func name(_ origin: CheckpointFile.Origin) -> String {
        "\(origin.version) (commit \(origin.commit ?? "unknown"))"
      }
      throw ProgramError(
        .wrongData,
        "\(folder.path): was saved by fem-bulk \(name(checkpoint.origin)), and this is \(name(origin)); resume with that one,"
          + " or run \(caseFile) anew")
    }
    guard checkpoint.origin == origin else {
      throw ProgramError(
        .wrongData, "\(caseFile): is not the case that the checkpoint is of; undo the change, or run it anew")
    }
    if checkpoint.state.processor != SimulationState.processor {
      StandardError.warning(
        "saved on another kind of processor (\(checkpoint.state.processor), here \(SimulationState.processor)): the result"
          + " will differ in the last digits from that without a stop")
    }
    return (RecordedRun(folder, checkpoint), read.simulationCase, checkpoint.state)
  }

  private static func origin(caseText: String, meshText: String?) -> CheckpointFile.Origin {
    CheckpointFile.Origin(
      version: FemBulk.version, commit: buildCommit(), caseText: caseText, meshText: meshText)
  }

  /// Simulates a case that is saved now and then, with its progress on standard error. Ctrl-C and SIGTERM stop it.
  func simulate(
    _ simulationCase: SimulationCase, from state: SimulationState? = nil, checkpointInterval: Double?
  ) throws -> SimulationResult {
    let caseText = caseFileText(simulationCase)
    let attachments = attachments(of: simulationCase)
    let origin = Self.origin(caseText: caseText, meshText: attachments[meshFileName])
    let keeper = RunKeeper(
      folder: folder, interval: checkpointInterval, caseText: caseText, attachments: attachments
    ) { state in CheckpointFile(origin: origin, arguments: arguments, started: start, state: state) }
    StopSignals.take(userSignal: .save)
    defer { StopSignals.release() }
    do {
      return try simulate(simulationCase, from: state, checkpoints: keeper.checkpoints)
    } catch let error as ProgramError where error.status == .stopped {
      if let failure = keeper.failure {
        throw ProgramError(.cannotWrite, "\(error.message), and cannot be resumed: \(failure)")
      }
      throw ProgramError(.stopped, "\(error.message); go on with: fem-bulk resume \(folder.path)")
    }
  }

  private func attachments(of simulationCase: SimulationCase) -> [String: String] {
    simulationCase.importedMesh.map { [meshFileName: gmshText($0, format: .v4_1)] } ?? [:]
  }

  /// Simulates a case, with its progress on standard error.
  func simulate(
    _ simulationCase: SimulationCase, from state: SimulationState? = nil, checkpoints: Checkpoints? = nil
  ) throws -> SimulationResult {
    let progress = ProgressLine()
    defer { progress.finish() }
    do {
      return try BulkSimulation.simulate(
        simulationCase, from: state, progress: progress.update, checkpoints: checkpoints)
    } catch {
      throw ProgramError(outcome(of: error), "\(simulationCase.name): \(error)\(whatIsLeft(of: error))")
    }
  }

  private func outcome(of error: SimulationError) -> Outcome {
    switch error {
    case .stopped: .stopped
    case .foreignState, .tooLarge: .wrongData
    case .stepFloor, .unusableProtocol, .degenerateMesh, .incompleteMap, .brokenInvariant: .computationFailed
    }
  }

  private func whatIsLeft(of error: SimulationError) -> String {
    let state = "\(folder.path)/\(RunFolder.breachName)"
    guard case .brokenInvariant = error, FileManager.default.fileExists(atPath: state) else { return "" }
    return "; please report it with \(state), the state after that"
  }

  /// Writes the run and, besides what its case refers to, other files by their names.
  func write(_ result: SimulationResult, of simulationCase: SimulationCase, files: [String: String] = [:]) throws {
    do {
      try folder.write(
        result, resolvedCase: caseFileText(simulationCase),
        provenance: Provenance(
          version: FemBulk.version, commit: buildCommit(), arguments: arguments, start: start, resumed: resumed),
        attachments: attachments(of: simulationCase).merging(files) { first, _ in first })
    } catch {
      throw ProgramError(.cannotWrite, "\(error)")
    }
  }

  /// What a computation gives; the folder goes if there is nothing in it when that fails.
  func keepingFolder<Value>(_ compute: () throws -> Value) throws -> Value {
    do {
      return try compute()
    } catch {
      let manager = FileManager.default
      if (try? manager.contentsOfDirectory(atPath: folder.path))?.isEmpty == true {
        try? manager.removeItem(atPath: folder.path)
      }
      throw error
    }
  }
}
