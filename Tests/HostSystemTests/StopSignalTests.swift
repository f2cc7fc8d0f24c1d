import Glibc
import HostSystem
import Testing

/// One after the other: there is one set of handlers in a process.
@Suite(.serialized) struct `Signals` {
  @Test func `ask a run to save, once each, and to stop for good`() {
    StopSignals.take(userSignal: .save)
    defer { StopSignals.release() }
    #expect(!StopSignals.isStopAsked && !StopSignals.takeSaveRequest())
    raise(SIGUSR1)
    #expect(!StopSignals.isStopAsked && StopSignals.takeSaveRequest() && !StopSignals.takeSaveRequest())
    raise(SIGUSR1)
    raise(SIGTERM)
    #expect(StopSignals.isStopAsked && !StopSignals.takeSaveRequest())
    // To save is less than to stop.
    raise(SIGUSR1)
    #expect(StopSignals.isStopAsked)
  }

  @Test func `ask a sweep to stop, any number of times`() {
    StopSignals.take(userSignal: .stop)
    defer { StopSignals.release() }
    for _ in 0..<3 {
      StopSignals.askToStop(getpid())
      while !StopSignals.isStopAsked { usleep(1000) }
    }
    // A new computation begins anew.
    StopSignals.take(userSignal: .save)
    #expect(!StopSignals.isStopAsked)
  }

  @Test func `to save, after a computation, end nothing`() {
    StopSignals.take(userSignal: .save)
    StopSignals.release()
    raise(SIGUSR1)
    #expect(!StopSignals.isStopAsked && !StopSignals.takeSaveRequest())
  }
}
