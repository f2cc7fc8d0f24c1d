/// A frame of WebSocket (RFC 6455, section 5).
struct WebSocketFrame: Equatable, Sendable {
  enum Kind: UInt8, Sendable {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    var isControl: Bool { rawValue >= 8 }
  }

  /// Why a connection is closed.
  enum Closing: UInt16 {
    case done = 1000
    case protocolError = 1002
    case notText = 1003
    case tooLarge = 1009
  }

  var kind: Kind
  var isLast: Bool
  var payload: [UInt8]

  /// What stands before the payload.
  struct Head: Equatable, Sendable {
    var kind: Kind
    var isLast: Bool
    var length: Int
    var mask: [UInt8]
  }

  /// Of a frame from a client, whose payload has to be masked.
  ///
  /// - Parameter take: so many bytes, nil at the end.
  /// - Returns: nil at the end.
  /// - Throws: `Closing` for what a client must not send.
  static func head(largest: Int, _ take: (Int) -> [UInt8]?) throws(ClosingError) -> Head? {
    guard let start = take(2) else { return nil }
    guard start[0] & 0x70 == 0, let kind = Kind(rawValue: start[0] & 0x0F), start[1] & 0x80 != 0 else {
      throw ClosingError(closing: .protocolError)
    }
    let isLast = start[0] & 0x80 != 0
    var length = Int(start[1] & 0x7F)
    if kind.isControl, length > 125 || !isLast { throw ClosingError(closing: .protocolError) }
    if length > 125 {
      guard let bytes = take(length == 126 ? 2 : 8) else { return nil }
      let long = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard long <= UInt64(largest) else { throw ClosingError(closing: .tooLarge) }
      length = Int(long)
    }
    guard length <= largest else { throw ClosingError(closing: .tooLarge) }
    guard let mask = take(4) else { return nil }
    return Head(kind: kind, isLast: isLast, length: length, mask: mask)
  }

  struct ClosingError: Error {
    var closing: Closing
  }

  /// The payload as the client meant it.
  static func unmasked(_ payload: [UInt8], _ mask: [UInt8]) -> [UInt8] {
    var result = payload
    var span = result.mutableSpan
    for index in span.indices { span[index] ^= mask[index & 3] }
    return result
  }

  /// As a server writes it: in one piece, without a mask.
  static func bytes(_ kind: Kind, _ payload: [UInt8]) -> [UInt8] {
    var head: [UInt8] = [0x80 | kind.rawValue]
    switch payload.count {
    case ...125: head.append(UInt8(payload.count))
    case ...0xFFFF: head += [126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    default:
      head.append(127)
      head += (0..<8).map { UInt8(truncatingIfNeeded: UInt64(payload.count) >> UInt64(56 - 8 * $0)) }
    }
    return head + payload
  }

  static func closing(_ reason: Closing) -> [UInt8] {
    bytes(.close, [UInt8(reason.rawValue >> 8), UInt8(reason.rawValue & 0xFF)])
  }
}
