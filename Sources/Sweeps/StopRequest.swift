internal import Synchronization

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Whether a signal has asked to stop: SIGINT (Ctrl-C), SIGTERM, and SIGUSR1, which Slurm sends before a time limit. The second
/// SIGINT or SIGTERM ends the process as if nobody listened.
public enum StopRequest {
  private static let signal = Atomic<Int32>(0)

  /// Begins to listen.
  public static func listen() {
    for number in [SIGINT, SIGTERM, SIGUSR1] {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in
        StopRequest.signal.store(number, ordering: .relaxed)
      }
      // Reading and writing go on; the next time only the default remains.
      action.sa_flags = SA_RESTART | (number == SIGUSR1 ? 0 : Int32(bitPattern: UInt32(SA_RESETHAND)))
      _ = unsafe sigaction(number, &action, nil)
    }
  }

  public static var isMade: Bool { signal.load(ordering: .relaxed) != 0 }
}

/// Has a worker stop after the point that it is at.
func askToStop(_ process: Int32) { kill(process, SIGUSR1) }
