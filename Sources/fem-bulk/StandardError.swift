#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where messages go.
enum StandardError {
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// A line for the user, with the program's name in front.
  static func message(_ text: String) { write("fem-bulk: \(text)\n") }

  static func warning(_ text: String) { message("warning: \(text)") }

  /// Text as it is; what cannot be written is lost, for there is nowhere left to say so.
  static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        #if canImport(Glibc)
          unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        #else
          unsafe Darwin.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        #endif
      }
      if count < 0, errno != EINTR { return }
      rest = rest.dropFirst(max(0, count))
    }
  }
}
