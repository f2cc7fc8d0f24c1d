import HostSystem
import BulkSimulation
import FoundationEssentials
import Reporting

/// Saves a running simulation in its folder: at intervals, and when a signal asks for it.
final class RunKeeper {
  /// Why the last attempt to save failed; nil when it did not.
  private(set) var failure: OutputError?

  private let clock = ContinuousClock()
  private let interval: Duration
  private var last: ContinuousClock.Instant?
  private let folder: RunFolder
  private let caseText: String
  private let attachments: [String: String]
  private let makeFile: (SimulationState) -> CheckpointFile

  /// Often enough that a minute is the most that is lost, and never in a run of less.
  static let usualInterval = 60.0

  /// - Parameters:
  ///   - interval: [s] of wall time; nil for the usual one. When it is given, the first step is saved as well.
  ///   - attachments: name and text of files that the case refers to.
  init(
    folder: RunFolder, interval: Double?, caseText: String, attachments: [String: String],
    makeFile: @escaping (SimulationState) -> CheckpointFile
  ) {
    self.folder = folder
    self.interval = .seconds(interval ?? Self.usualInterval)
    last = interval == nil ? clock.now : nil
    self.caseText = caseText
    self.attachments = attachments
    self.makeFile = makeFile
  }

  var checkpoints: Checkpoints { Checkpoints(request: request, save: save) }

  private func request() -> Checkpoints.Request {
    if StopSignals.isStopAsked { return .stop }
    if StopSignals.takeSaveRequest() { return .save }
    guard let last else { return .save }
    return clock.now - last >= interval ? .save : .goOn
  }

  private func save(_ state: SimulationState, _ purpose: Checkpoints.Purpose) {
    do throws(OutputError) {
      try folder.prepare(case: caseText, attachments: attachments)
      switch purpose {
      case .resume: try folder.write(makeFile(state))
      case .report: try folder.write(breach: makeFile(state))
      }
      failure = nil
    } catch {
      // The run may still end well, and the disk have room again by then.
      if failure == nil { StandardError.warning("this run cannot be saved for now: \(error)") }
      failure = error
    }
    last = clock.now
  }
}
