import HostSystem

/// One line on standard error that is rewritten as work goes on. Without escape sequences.
struct TerminalLine {
  private let output: (String) -> Void
  /// Characters of the line that stands there.
  private var width = 0

  private static let longest = 79

  init(output: @escaping (String) -> Void = StandardError.write) { self.output = output }

  mutating func show(_ text: String) {
    let line = String("fem-bulk: \(text)".prefix(Self.longest))
    output("\r" + line + String(repeating: " ", count: max(0, width - line.count)))
    width = line.count
  }

  /// Clears the line, or nothing if none was shown.
  mutating func clear() {
    guard width > 0 else { return }
    output("\r" + String(repeating: " ", count: width) + "\r")
    width = 0
  }
}
