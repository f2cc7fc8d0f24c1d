import Glibc
import HostSystem
import Testing

/// One after the other: there is one set of handlers in a process.
@Suite(.serialized) struct `Signals` {
  /// Sends a signal to the process, whose main thread takes it: those that run tests take none.
  private func send(_ signal: Int32, until isTaken: () -> Bool) {
    kill(getpid(), signal)
    for _ in 0..<5000 where !isTaken() { usleep(1000) }
  }

  @Test func `ask a run to save, once each, and to stop for good`() {
    StopSignals.take(userSignal: .save)
    defer { StopSignals.release() }
    #expect(!StopSignals.isStopAsked && !StopSignals.takeSaveRequest())
    var isSaved = false
    send(SIGUSR1) {
      isSaved = isSaved || StopSignals.takeSaveRequest()
      return isSaved
    }
    #expect(isSaved && !StopSignals.isStopAsked && !StopSignals.takeSaveRequest())
    send(SIGTERM) { StopSignals.isStopAsked }
    #expect(StopSignals.isStopAsked && !StopSignals.takeSaveRequest())
    // To save is less than to stop.
    kill(getpid(), SIGUSR1)
    usleep(20_000)
    #expect(StopSignals.isStopAsked && !StopSignals.takeSaveRequest())
  }

  @Test func `ask a sweep to stop, any number of times`() {
    StopSignals.take(userSignal: .stop)
    defer { StopSignals.release() }
    for _ in 0..<3 { send(SIGUSR1) { StopSignals.isStopAsked } }
    #expect(StopSignals.isStopAsked)
    // A new computation begins anew.
    StopSignals.take(userSignal: .save)
    #expect(!StopSignals.isStopAsked)
  }

  @Test func `to save, after a computation, end nothing`() {
    StopSignals.take(userSignal: .save)
    StopSignals.release()
    kill(getpid(), SIGUSR1)
    usleep(20_000)
    #expect(!StopSignals.isStopAsked && !StopSignals.takeSaveRequest())
  }
}
