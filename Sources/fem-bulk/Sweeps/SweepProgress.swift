import HostSystem
import Notation
import Sweeps
import Synchronization

/// Tells on standard error how far a sweep is: one line that is rewritten on a terminal, else a line every ten seconds.
/// Sweeps of less than two seconds stay silent.
final class SweepProgress: Sendable {
  private struct State {
    /// Where the sweep was at a few past times, the oldest first: the rate is that of the last half minute.
    var past: [(time: ContinuousClock.Instant, finished: Int)]
    var next: ContinuousClock.Instant
    var line = TerminalLine()
  }

  private let isTerminal: Bool
  private let output: @Sendable (String) -> Void
  private let clock = ContinuousClock()
  private let state: Mutex<State>

  init(
    _ counts: SweepCounts, isTerminal: Bool = StandardError.isTerminal,
    output: @escaping @Sendable (String) -> Void = { StandardError.write($0) }
  ) {
    self.isTerminal = isTerminal
    self.output = output
    let now = clock.now
    state = Mutex(State(past: [(now, counts.done + counts.failed)], next: now + .seconds(2)))
  }

  func update(_ counts: SweepCounts) {
    let now = clock.now
    state.withLock { state in
      guard now >= state.next else { return }
      state.past.append((now, counts.done + counts.failed))
      if state.past.count > 2, now - state.past[1].time > .seconds(30) { state.past.removeFirst() }
      let first = state.past[0]
      let rate = Double(counts.done + counts.failed - first.finished) / ((now - first.time) / .seconds(1))
      let text = Self.text(counts, rate: rate)
      state.next = now + (isTerminal ? .milliseconds(500) : .seconds(10))
      output(isTerminal ? state.line.show(text) : "fem-bulk: \(text)\n")
    }
  }

  /// Clears the line, or nothing if none was shown.
  func finish() {
    state.withLock { output($0.line.clear()) }
  }

  /// - Parameter rate: [1/s]
  static func text(_ counts: SweepCounts, rate: Double) -> String {
    let finished = counts.done + counts.failed
    var text = "\(finished) of \(counts.total) points"
    if counts.failed > 0 { text += ", \(counts.failed) failed" }
    if counts.submitted > 0 { text += ", \(counts.submitted) with Slurm" }
    guard rate > 0, finished < counts.total else { return text }
    let remaining = Double(counts.total - finished) / rate
    let unit = TimeUnit.suitable(for: remaining)
    return text + ", \(significant(rate, digits: 3))/s, "
      + "\(fixed(remaining / unit.seconds, decimals: unit == .second ? 0 : 1)) \(unit.symbol) left"
  }
}
