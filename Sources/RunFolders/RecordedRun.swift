public import BulkSimulation
internal import CaseFiles
internal import FoundationEssentials
public import HostSystem
public import Magnets
internal import Meshing

/// The text of a run's case, and the mesh that it refers to: what a run folder has besides results.
struct RunInputs: Sendable {
  /// Of a case file with every default filled in.
  var caseText: String
  var meshText: String?

  init(_ simulationCase: SimulationCase) {
    self.init(caseText: caseFileText(simulationCase), simulationCase.importedMesh)
  }

  fileprivate init(caseText: String, _ mesh: Mesh?) {
    self.caseText = caseText
    meshText = mesh.map { gmshText($0, format: .v4_1) }
  }

  /// Text of the files beside the case, by their names.
  var attachments: [String: String] { meshText.map { [meshFileName: $0] } ?? [:] }
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
    .init(version: version, commit: commit, caseText: inputs.caseText, meshText: inputs.meshText)
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
/// let result = try run.simulate(checked) { print($0.fraction) }
/// let record = try run.write(result, of: checked)
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
    public var checked: ValidCase
    public var state: SimulationState
    /// What the user must know; nil when the result will be the same to the last bit.
    public var warning: String?
  }

  /// - Parameters:
  ///   - path: of the run's folder.
  ///   - previous: true for the checkpoint before the last.
  ///   - program: that goes on with the run.
  /// - Throws: `RunFolderError` when there is nothing to go on from, or it belongs to another program or case; `InputError` for
  ///   a case file that cannot be read.
  public static func resuming(_ path: String, previous: Bool, program: RunProgram) throws -> Resumption {
    let folder = try RunFolder(resuming: path)
    let checkpoint = try folder.checkpoint(previous: previous)
    let caseFile = "\(folder.path)/case.yaml"
    let caseText = try readInput(caseFile, what: "case file")
    let checked = try readCase(path: caseFile).checked
    let inputs = RunInputs(caseText: caseText, checked.importedMesh)
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
      run: RecordedRun(folder, checkpoint, program), checked: checked, state: checkpoint.state,
      warning: saved == present
        ? nil
        : "saved on another kind of processor (\(saved), here \(present)): the result"
          + " will differ in the last digits from that without a stop")
  }

  /// Simulates a case.
  ///
  /// - Parameters:
  ///   - checked: the case to compute.
  ///   - state: to go on from; nil for the beginning.
  ///   - saving: how the run is saved; nil for a run that is not.
  ///   - progress: told after every step.
  /// - Throws: `RunFailure` when there is no result, also because it was asked to stop.
  public func simulate(
    _ checked: ValidCase, from state: SimulationState? = nil, saving: RunSaving? = nil,
    progress: @escaping (SimulationProgress) -> Void
  ) throws(RunFailure) -> SimulationResult {
    let keeper = saving.map { saving in
      let inputs = RunInputs(checked.simulationCase)
      let origin = program.origin(inputs)
      return RunKeeper(folder: folder, saving: saving, inputs: inputs) { state in
        CheckpointFile(origin: origin, arguments: arguments, started: start, state: state)
      }
    }
    do throws(SimulationError) {
      return try BulkSimulation.simulate(
        checked, from: state, progress: progress, checkpoints: keeper?.checkpoints)
    } catch {
      var description = "\(checked.name): \(error)"
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
  ///   - checked: the case that was computed.
  ///   - files: text of other files by their names.
  /// - Returns: what the folder has, without reading it again.
  /// - Throws: `OutputError` with the first file that cannot be written.
  @discardableResult
  public func write(
    _ result: SimulationResult, of checked: ValidCase, files: [String: String] = [:]
  ) throws(OutputError) -> RunRecord {
    let inputs = RunInputs(checked.simulationCase)
    let record = RunRecord(
      result, of: checked.simulationCase, folder: folder.path, caseText: inputs.caseText,
      provenance: Provenance(
        version: program.version, commit: program.commit, arguments: arguments, start: start, resumed: resumed,
        numerics: result.numerics))
    try folder.write(record, attachments: inputs.attachments.merging(files) { first, _ in first })
    return record
  }

  /// What a computation gives; the folder goes if there is nothing in it when that fails.
  ///
  /// - Throws: what the computation throws.
  public func keepingFolder<Value>(_ compute: () throws -> Value) throws -> Value {
    do {
      return try compute()
    } catch {
      folder.removeIfEmpty()
      throw error
    }
  }
}
