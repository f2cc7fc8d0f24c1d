public import BulkSimulation
internal import FoundationEssentials
public import HostSystem

/// The text of a run's case, and what the case refers to.
public struct RunInputs: Sendable {
  /// Of a case file with every default filled in.
  public var caseText: String
  /// The mesh that the case imports: the name that the case gives it, and its text.
  public var mesh: (name: String, text: String)?

  public init(caseText: String, mesh: (name: String, text: String)? = nil) {
    self.caseText = caseText
    self.mesh = mesh
  }

  /// Text of the files beside the case, by their names.
  var attachments: [String: String] { mesh.map { [$0.name: $0.text] } ?? [:] }
}

/// The program that computes a run.
public struct RunProgram: Sendable {
  public var version: String
  /// Commit of its source, when the build knows it.
  public var commit: String?

  public init(version: String, commit: String?) {
    self.version = version
    self.commit = commit
  }

  fileprivate func origin(_ inputs: RunInputs) -> CheckpointFile.Origin {
    .init(version: version, commit: commit, caseText: inputs.caseText, meshText: inputs.mesh?.text)
  }
}

/// Why a recorded run ended without a result.
public struct RunFailure: Error, CustomStringConvertible {
  public var error: SimulationError
  /// Why it cannot be gone on with, after it was stopped; nil when it can.
  public var saving: OutputError?
  public var description: String
}

/// A simulation that leaves a run folder: made before the computation, so that nobody waits for a result that cannot be kept.
///
/// ```swift
/// let run = try RecordedRun(parent: "runs", name: "pair", program: program, arguments: [])
/// let result = try run.simulate(simulationCase) { print($0.fraction) }
/// let record = try run.write(result, of: simulationCase, inputs: RunInputs(caseText: yaml))
/// ```
public struct RecordedRun {
  public let folder: RunFolder
  private let program: RunProgram
  /// Of its first start.
  private let start: Date
  private let arguments: [String]
  private let resumed: Date?

  /// - Parameters:
  ///   - parent: the folder in which that of the run is made.
  ///   - name: of the case, with which that of the folder begins.
  ///   - program: that computes the run.
  ///   - arguments: of the program, for `provenance.json`.
  /// - Throws: `OutputError` with the folder that cannot be made.
  public init(parent: String, name: String, program: RunProgram, arguments: [String]) throws(OutputError) {
    folder = try RunFolder(parent: parent, name: name)
    self.program = program
    (start, resumed) = (Date(), nil)
    self.arguments = arguments
  }

  private init(_ folder: RunFolder, _ checkpoint: CheckpointFile, _ program: RunProgram) {
    self.folder = folder
    self.program = program
    (start, arguments, resumed) = (checkpoint.started, checkpoint.arguments, Date())
  }

  /// A run that was stopped: of which case, and from where it goes on.
  public struct Resumption {
    public var run: RecordedRun
    public var simulationCase: SimulationCase
    public var state: SimulationState
    /// What the user must know; nil when the result will be the same to the last bit.
    public var warning: String?
  }

  /// - Parameters:
  ///   - path: of the run's folder.
  ///   - previous: true for the checkpoint before the last.
  ///   - program: that goes on; it has to be the one that began.
  ///   - readCase: reads the folder's case file, whose path it is given, and the mesh beside it.
  /// - Throws: `RunFolderError` when there is nothing to go on from, or it belongs to another program or case; what `readCase`
  ///   throws.
  public static func resuming(
    _ path: String, previous: Bool, program: RunProgram,
    readCase: (String) throws -> (simulationCase: SimulationCase, inputs: RunInputs)
  ) throws -> Resumption {
    let folder = try RunFolder(resuming: path)
    let checkpoint = try folder.checkpoint(previous: previous)
    let (simulationCase, inputs) = try readCase("\(folder.path)/case.yaml")
    let origin = program.origin(inputs)
    guard checkpoint.origin.version == origin.version, checkpoint.origin.commit == origin.commit else {
      func name(_ origin: CheckpointFile.Origin) -> String {
        "\(origin.version) (commit \(origin.commit ?? "unknown"))"
      }
      throw RunFolderError.otherProgram(path: folder.path, saved: name(checkpoint.origin), present: name(origin))
    }
    guard checkpoint.origin == origin else { throw RunFolderError.otherCase(path: folder.path) }
    let (saved, present) = (checkpoint.state.processor, SimulationState.processor)
    return Resumption(
      run: RecordedRun(folder, checkpoint, program), simulationCase: simulationCase, state: checkpoint.state,
      warning: saved == present
        ? nil
        : "saved on another kind of processor (\(saved), here \(present)): the result"
          + " will differ in the last digits from that without a stop")
  }

  /// Simulates a case.
  ///
  /// - Parameters:
  ///   - simulationCase: that is computed.
  ///   - state: to go on from; nil for the beginning.
  ///   - keeping: how the run is saved, and its inputs, which a saved run needs beside it; nil for a run that is not.
  ///   - progress: told after every step.
  /// - Throws: `RunFailure` when there is no result, also because it was asked to stop.
  public func simulate(
    _ simulationCase: SimulationCase, from state: SimulationState? = nil,
    keeping: (saving: RunSaving, inputs: RunInputs)? = nil, progress: @escaping (SimulationProgress) -> Void
  ) throws(RunFailure) -> SimulationResult {
    let keeper = keeping.map { keeping in
      let origin = program.origin(keeping.inputs)
      return RunKeeper(folder: folder, saving: keeping.saving, inputs: keeping.inputs) { state in
        CheckpointFile(origin: origin, arguments: arguments, started: start, state: state)
      }
    }
    do {
      return try BulkSimulation.simulate(
        simulationCase, from: state, progress: progress, checkpoints: keeper?.checkpoints)
    } catch {
      var description = "\(simulationCase.name): \(error)"
      let state = "\(folder.path)/\(RunFolder.breachName)"
      if case .brokenInvariant = error, exists(state) {
        description += "; please report it with \(state), the state after that"
      }
      throw RunFailure(error: error, saving: keeper?.failure, description: description)
    }
  }

  /// Writes the run and, besides what its case refers to, other files.
  ///
  /// - Parameters:
  ///   - result: of the run.
  ///   - simulationCase: that was computed.
  ///   - inputs: its text, and the mesh that it refers to.
  ///   - files: text of other files by their names.
  /// - Returns: what the folder has, without reading it again.
  /// - Throws: `OutputError` with the first file that cannot be written.
  @discardableResult
  public func write(
    _ result: SimulationResult, of simulationCase: SimulationCase, inputs: RunInputs, files: [String: String] = [:]
  ) throws(OutputError) -> RunRecord {
    let record = RunRecord(
      result, of: simulationCase, folder: folder.path, caseText: inputs.caseText,
      provenance: Provenance(
        version: program.version, commit: program.commit, arguments: arguments, start: start, resumed: resumed,
        numerics: result.numerics))
    try folder.write(record, attachments: inputs.attachments.merging(files) { first, _ in first })
    return record
  }

  /// What a computation gives; the folder goes if there is nothing in it when that fails.
  public func keepingFolder<Value>(_ compute: () throws -> Value) throws -> Value {
    do {
      return try compute()
    } catch {
      folder.removeIfEmpty()
      throw error
    }
  }
}
