import BulkSimulation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the user or the system asks a running computation for.
///
/// SIGINT and SIGTERM: save and stop; a second one ends the program at once. SIGUSR1: save and go on.
enum StopSignals {
  private static let stop: Int32 = 2
  private static let save: Int32 = 1
  /// Set by the handler, which may do no more than this.
  private static let pending = Atomic<Int32>(0)

  /// From now on signals are taken until `release`.
  static func take() {
    pending.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        StopSignals.pending.store(StopSignals.stop, ordering: .relaxed)
        _ = signal(number, SIG_DFL)
      }
    }
    _ = signal(SIGUSR1) { _ in
      _ = StopSignals.pending.compareExchange(expected: 0, desired: StopSignals.save, ordering: .relaxed)
    }
  }

  /// Back to what the system does by itself: it ends the program. To save what is done already is nothing to end for.
  static func release() {
    for number in [SIGINT, SIGTERM] { _ = signal(number, SIG_DFL) }
    _ = signal(SIGUSR1, SIG_IGN)
  }

  /// The request that has come since the last call.
  static func request() -> Checkpoints.Request {
    if pending.load(ordering: .relaxed) == stop { return .stop }
    return pending.compareExchange(expected: save, desired: 0, ordering: .relaxed).exchanged ? .save : .goOn
  }
}
