import HostSystem

/// Where results go.
enum StandardOutput {
  /// A result and a line end.
  ///
  /// - Throws: `ProgramError` when the system refuses to take it.
  static func write(_ text: String) throws {
    guard StandardStream.output.write(text + "\n") else {
      throw ProgramError(.cannotWrite, "standard output: cannot be written")
    }
  }
}

/// Where messages go.
enum StandardError {
  static var isTerminal: Bool { StandardStream.error.isTerminal }

  /// A line for the user, with the program's name in front.
  static func message(_ text: String) { write("fem-bulk: \(text)\n") }

  static func warning(_ text: String) { message("warning: \(text)") }

  /// Text as it is; what cannot be written is lost, for there is nowhere left to say so.
  static func write(_ text: String) { _ = StandardStream.error.write(text) }
}
