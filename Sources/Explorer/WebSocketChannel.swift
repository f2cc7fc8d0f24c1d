internal import HostSystem
internal import Session
internal import Synchronization

/// Messages of a session over WebSocket: each a text, in one frame or several.
final class WebSocketChannel: MessageChannel {
  private let connection: LoopbackConnection
  private let buffer: Mutex<[UInt8]>
  private let writing = Mutex(true)

  /// The largest message [byte]: a case with its tables and an imported mesh has room in it.
  static let largestMessage = 16 << 20

  /// - Parameter begun: bytes that came with the request for the connection.
  init(_ connection: LoopbackConnection, begun: [UInt8]) {
    self.connection = connection
    buffer = Mutex(begun)
  }

  func read() throws(BrokenFrame) -> [UInt8]? {
    var message: [UInt8] = []
    var isWithin = false
    while true {
      let frame: WebSocketFrame
      do throws(WebSocketFrame.ClosingError) {
        guard let next = try self.frame(room: Self.largestMessage - message.count) else { return nil }
        frame = next
      } catch {
        return close(error.closing)
      }
      switch frame.kind {
      case .ping: send(WebSocketFrame.bytes(.pong, frame.payload))
      case .pong: continue
      case .close: return close(.done)
      case .binary: return close(.notText)
      case .text, .continuation:
        guard (frame.kind == .continuation) == isWithin else { return close(.protocolError) }
        message += frame.payload
        isWithin = !frame.isLast
        if frame.isLast { return message }
      }
    }
  }

  private func frame(room: Int) throws(WebSocketFrame.ClosingError) -> WebSocketFrame? {
    guard let head = try WebSocketFrame.head(largest: room, take), let payload = take(head.length) else { return nil }
    return WebSocketFrame(
      kind: head.kind, isLast: head.isLast, payload: WebSocketFrame.unmasked(payload, head.mask))
  }

  private func close(_ reason: WebSocketFrame.Closing) -> [UInt8]? {
    send(WebSocketFrame.closing(reason))
    return nil
  }

  func write(_ message: [UInt8]) { send(WebSocketFrame.bytes(.text, message)) }

  /// A client that does not take what it asked for is cut off.
  private func send(_ bytes: [UInt8]) {
    writing.withLock { isOpen in
      guard isOpen, !connection.write(bytes) else { return }
      isOpen = false
      connection.end()
    }
  }

  /// nil where the stream ends before.
  private func take(_ count: Int) -> [UInt8]? {
    buffer.withLock { buffer in
      while buffer.count < count {
        // No more room than has come: a head of ten bytes may say any length.
        let more = connection.read(atMost: 1 << 16)
        if more.isEmpty { return nil }
        buffer += more
      }
      let taken = Array(buffer.prefix(count))
      buffer.removeFirst(count)
      return taken
    }
  }
}
