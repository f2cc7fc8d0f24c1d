internal import SystemPackage

/// The streams that a process was started with.
public enum StandardStream: Sendable {
  /// Where results go.
  case output
  /// Where messages go.
  case error

  private var descriptor: FileDescriptor { self == .output ? .standardOutput : .standardError }

  /// Writes a text as it is; unlike `print`, a full disk or a closed stream does not pass unnoticed.
  ///
  /// - Returns: false when the system refuses to take the whole text.
  public func write(_ text: String) -> Bool { (try? descriptor.writeAll(text.utf8)) != nil }

  public var isTerminal: Bool { HostSystem.isTerminal(descriptor) }

  /// Characters in a line of the terminal; nil for a file or a pipe.
  public var columns: Int? { HostSystem.columns(of: descriptor) }
}
