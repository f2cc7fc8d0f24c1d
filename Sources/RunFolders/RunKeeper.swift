public import BulkSimulation
internal import HostSystem

/// How a running simulation is saved in its folder: at intervals, and when somebody asks for it.
public struct RunSaving {
  /// [s] of wall time; nil for the usual minute. When it is given, the first step is saved as well.
  public var interval: Double?
  /// Asked after each step; has to be quick.
  public var request: () -> Checkpoints.Request
  /// Told the first time that the run cannot be saved: it may still end well, and the disk have room again by then.
  public var warn: (String) -> Void

  public init(
    interval: Double?, request: @escaping () -> Checkpoints.Request, warn: @escaping (String) -> Void
  ) {
    self.interval = interval
    self.request = request
    self.warn = warn
  }
}

/// Saves a running simulation in its folder.
final class RunKeeper {
  /// Why the last attempt to save failed; nil when it did not.
  private(set) var failure: OutputError?

  private let clock = ContinuousClock()
  private let saving: RunSaving
  private let interval: Duration
  private var last: ContinuousClock.Instant?
  private let folder: RunFolder
  private let inputs: RunInputs
  private let makeFile: (SimulationState) -> CheckpointFile

  /// Often enough that a minute is the most that is lost, and never in a run of less.
  private static let usualInterval = 60.0

  init(
    folder: RunFolder, saving: RunSaving, inputs: RunInputs, makeFile: @escaping (SimulationState) -> CheckpointFile
  ) {
    self.folder = folder
    self.saving = saving
    interval = .seconds(saving.interval ?? Self.usualInterval)
    last = saving.interval == nil ? clock.now : nil
    self.inputs = inputs
    self.makeFile = makeFile
  }

  var checkpoints: Checkpoints { Checkpoints(request: request, save: save) }

  private func request() -> Checkpoints.Request {
    let asked = saving.request()
    guard case .goOn = asked else { return asked }
    guard let last else { return .save }
    return clock.now - last >= interval ? .save : .goOn
  }

  private func save(_ state: SimulationState, _ purpose: Checkpoints.Purpose) {
    do throws(OutputError) {
      try folder.prepare(case: inputs.caseText, attachments: inputs.attachments)
      switch purpose {
      case .resume: try folder.write(makeFile(state))
      case .report: try folder.write(breach: makeFile(state))
      }
      failure = nil
    } catch {
      if failure == nil { saving.warn("this run cannot be saved for now: \(error)") }
      failure = error
    }
    last = clock.now
  }
}
