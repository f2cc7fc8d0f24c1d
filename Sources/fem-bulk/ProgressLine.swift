import BulkSimulation
import HostSystem
import Notation

/// Tells on standard error how far a run is: one line that is rewritten on a terminal, else a line every few seconds.
/// Runs of less than two seconds stay silent. Without colour and escape sequences anywhere, so `NO_COLOR` has nothing to
/// switch off.
final class ProgressLine {
  private let clock = ContinuousClock()
  /// Start of the run on the present mesh; the share that is done is that run's.
  private var begin: ContinuousClock.Instant
  private var run: SimulationResult.RunPurpose?
  private let isTerminal: Bool
  private let output: (String) -> Void
  private var next: ContinuousClock.Instant
  private var line = TerminalLine()

  private static let silence = Duration.seconds(2)

  init(isTerminal: Bool = StandardError.isTerminal, output: @escaping (String) -> Void = StandardError.write) {
    begin = clock.now
    next = begin + Self.silence
    self.isTerminal = isTerminal
    self.output = output
  }

  func update(_ progress: SimulationProgress) {
    let now = clock.now
    if progress.run != run { (begin, run) = (now, progress.run) }
    guard now >= next else { return }
    show(progress, elapsed: (now - begin) / .seconds(1))
    next = now + (isTerminal ? .milliseconds(200) : .seconds(5))
  }

  /// Clears the line, or nothing if none was shown.
  func finish() { output(line.clear()) }

  /// - Parameter elapsed: wall time since the run began [s].
  func show(_ progress: SimulationProgress, elapsed: Double) {
    let text = Self.text(progress, elapsed: elapsed)
    output(isTerminal ? line.show(text) : "fem-bulk: \(text)\n")
  }

  static func text(_ progress: SimulationProgress, elapsed: Double) -> String {
    let unit = TimeUnit.suitable(for: progress.endTime)
    let (now, end) = (progress.time / unit.seconds, progress.endTime / unit.seconds)
    var text = "\(progress.run.rawValue): \(fixed(now, decimals: 2)) of \(fixed(end, decimals: 2)) \(unit.symbol),"
    text += " step \(progress.step), centre \(fixed(progress.centreField, decimals: 3)) T"
    if progress.fraction > 0.02, progress.fraction <= 1 {
      let remaining = elapsed * (1 - progress.fraction) / progress.fraction
      let unit = TimeUnit.suitable(for: remaining)
      text += ", \(fixed(remaining / unit.seconds, decimals: unit == .second ? 0 : 1)) \(unit.symbol) left"
    }
    return text
  }
}
