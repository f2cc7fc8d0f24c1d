internal import FoundationEssentials

/// An answer over HTTP, after which the connection is closed.
struct Response: Sendable, Equatable {
  enum Status: String, Sendable {
    case found = "200 OK"
    case moved = "303 See Other"
    case wrong = "400 Bad Request"
    case refused = "403 Forbidden"
    case unknown = "404 Not Found"
    case busy = "503 Service Unavailable"
  }

  var status: Status
  var type: String
  var body: [UInt8]
  var location: String?

  init(_ status: Status, type: String, body: [UInt8]) { (self.status, self.type, self.body) = (status, type, body) }

  init(_ status: Status, location: String? = nil) {
    (self.status, self.location, type) = (status, location, "text/plain; charset=utf-8")
    body = Array((status == .moved ? "" : status.rawValue + "\n").utf8)
  }

  /// The page asks this program alone, and no other page may hold it; the address, which has the token, is told to nobody.
  private static let policy = """
    Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r
    Referrer-Policy: no-referrer\r
    X-Content-Type-Options: nosniff\r
    Cross-Origin-Opener-Policy: same-origin\r
    Cross-Origin-Resource-Policy: same-origin\r
    Cache-Control: no-store\r

    """

  var bytes: [UInt8] {
    let head =
      "HTTP/1.1 \(status.rawValue)\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n"
      + (location.map { "Location: \($0)\r\n" } ?? "") + Self.policy + "Connection: close\r\n\r\n"
    return Array(head.utf8) + body
  }

  /// The handshake of WebSocket.
  static func upgraded(_ key: String) -> [UInt8] {
    let accept = Data(sha1(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))).base64EncodedString()
    return Array(
      ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: \(accept)\r\n\r\n").utf8)
  }
}
