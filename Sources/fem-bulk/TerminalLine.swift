/// One line of a terminal that is rewritten as work goes on. Without escape sequences.
struct TerminalLine {
  /// Characters of the line that stands there.
  private var width = 0

  private static let longest = 79

  /// What to write for another line in place of the present one.
  mutating func show(_ text: String) -> String {
    let line = String("fem-bulk: \(text)".prefix(Self.longest))
    defer { width = line.count }
    return "\r" + line + String(repeating: " ", count: max(0, width - line.count))
  }

  /// What to write to clear the line: nothing if there is none.
  mutating func clear() -> String {
    defer { width = 0 }
    return width > 0 ? "\r" + String(repeating: " ", count: width) + "\r" : ""
  }
}
