internal import Synchronization

/// What the user or the system asks a running computation for: the only signal handlers of a process.
///
/// SIGINT (Ctrl-C) and SIGTERM ask it to stop; a second one ends the process at once. SIGUSR1, which Slurm sends before a time
/// limit, asks for what the computation says.
///
/// ```swift
/// StopSignals.take(userSignal: .save)
/// defer { StopSignals.release() }
/// while !StopSignals.isStopAsked { step() }
/// ```
public enum StopSignals {
  /// What SIGUSR1 asks for.
  public enum UserSignal: Int32, Sendable {
    /// To save and go on.
    case save = 1
    /// The same as the other signals, but any number of times.
    case stop = 2
  }

  /// The largest `UserSignal` that was asked for; 0 for none. Set by the handlers, which may do no more than this.
  private static let pending = Atomic<Int32>(0)
  private static let user = Atomic<Int32>(UserSignal.stop.rawValue)

  /// From now on signals are taken until `release`; what was asked before is forgotten.
  public static func take(userSignal meaning: UserSignal) {
    pending.store(0, ordering: .relaxed)
    user.store(meaning.rawValue, ordering: .relaxed)
    for number in [interruptSignal, terminateSignal] {
      handle(number, once: true) { _ in StopSignals.pending.store(UserSignal.stop.rawValue, ordering: .relaxed) }
    }
    handle(userSignal, once: false) { _ in
      StopSignals.pending.max(StopSignals.user.load(ordering: .relaxed), ordering: .relaxed)
    }
  }

  /// Back to what the system does by itself: it ends the process. To save what is done already is nothing to end for.
  public static func release() {
    for number in [interruptSignal, terminateSignal] { handleByDefault(number) }
    ignore(userSignal)
  }

  /// True from the first request to stop on.
  public static var isStopAsked: Bool { pending.load(ordering: .relaxed) == UserSignal.stop.rawValue }

  /// True once for each request to save.
  public static func takeSaveRequest() -> Bool {
    pending.compareExchange(expected: UserSignal.save.rawValue, desired: 0, ordering: .relaxed).exchanged
  }

  /// Has another process of ours stop after what it is at.
  package static func askToStop(_ process: Int32) { sendSignal(userSignal, to: process) }
}
