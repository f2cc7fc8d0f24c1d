/// Whole messages from one client, and back to it. One thread reads; any thread writes.
public protocol MessageChannel: Sendable {
  /// The next message; nil when the client has gone.
  ///
  /// - Throws: `BrokenFrame`, after which nothing tells where the next message begins.
  func read() throws(BrokenFrame) -> [UInt8]?

  /// Writes a message; a client that has gone does not hear it.
  func write(_ message: [UInt8])
}

/// What is wrong with a frame.
public struct BrokenFrame: Error, CustomStringConvertible {
  public var description: String

  public init(description: String) { self.description = description }
}
