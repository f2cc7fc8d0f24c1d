#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where results go.
enum StandardOutput {
  /// A result and a line end; unlike `print`, a full disk or a closed stream does not pass unnoticed.
  static func write(_ text: String) throws {
    guard writeAll(text + "\n", to: STDOUT_FILENO) else {
      throw ProgramError(.cannotWrite, "standard output: cannot be written")
    }
  }
}

/// Where messages go.
enum StandardError {
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// A line for the user, with the program's name in front.
  static func message(_ text: String) { write("fem-bulk: \(text)\n") }

  static func warning(_ text: String) { message("warning: \(text)") }

  /// Text as it is; what cannot be written is lost, for there is nowhere left to say so.
  static func write(_ text: String) { _ = writeAll(text, to: STDERR_FILENO) }
}

/// False when the system refuses to take the rest.
private func writeAll(_ text: String, to descriptor: Int32) -> Bool {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno != EINTR { return false }
    rest = rest.dropFirst(max(0, count))
  }
  return true
}
