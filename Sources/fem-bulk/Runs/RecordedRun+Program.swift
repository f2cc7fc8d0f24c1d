import BulkSimulation
import HostSystem
import Magnets
import Meshing
import RunFolders

extension RunProgram {
  /// This one.
  static var running: RunProgram { RunProgram(version: FemBulk.version, commit: builtCommit) }
}

/// Recorded runs with their progress on standard error and the exit codes of the program.
extension RecordedRun {
  /// - Parameter parent: the folder in which that of the run is made.
  init(parent: String, name: String) throws {
    try self.init(parent: parent, name: name, program: .running, arguments: Array(CommandLine.arguments.dropFirst()))
  }

  /// A run that was stopped.
  static func resuming(_ path: String, previous: Bool) throws -> Resumption {
    let resumption = try resuming(path, previous: previous, program: .running)
    if let warning = resumption.warning { StandardError.warning(warning) }
    return resumption
  }

  /// Simulates a case that is saved now and then. Ctrl-C and SIGTERM stop it.
  func simulate(
    _ checked: ValidCase, from state: SimulationState? = nil, checkpointInterval: Double?
  ) throws -> SimulationResult {
    StopSignals.take(userSignal: .save)
    defer { StopSignals.release() }
    let saving = RunSaving(
      interval: checkpointInterval,
      request: { StopSignals.isStopAsked ? .stop : StopSignals.takeSaveRequest() ? .save : .goOn },
      warn: { StandardError.warning($0) })
    return try simulate(checked, from: state, saving: saving)
  }

  /// Simulates a case.
  func simulate(
    _ checked: ValidCase, from state: SimulationState? = nil, saving: RunSaving? = nil
  ) throws -> SimulationResult {
    let line = ProgressLine()
    defer { line.finish() }
    do {
      return try simulate(checked, from: state, saving: saving, progress: line.update)
    } catch {
      guard case .stopped = error.error else { throw ProgramError(Outcome(error.error), "\(error)") }
      if let failure = error.saving {
        throw ProgramError(.cannotWrite, "\(error), and cannot be resumed: \(failure)")
      }
      throw ProgramError(.stopped, "\(error); go on with: fem-bulk resume \(folder.path)")
    }
  }
}
