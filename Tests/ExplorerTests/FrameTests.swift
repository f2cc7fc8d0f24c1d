import Testing

@testable import Explorer

@Suite struct `Frames and heads` {
  /// A client's frame, masked.
  private static func frame(_ first: UInt8, _ payload: [UInt8], length: [UInt8]? = nil, mask: [UInt8] = [7, 1, 250, 3])
    -> [UInt8]
  {
    let size = length ?? [0x80 | UInt8(payload.count)]
    return [first] + size + mask + payload.enumerated().map { $0.element ^ mask[$0.offset & 3] }
  }

  private static func head(_ bytes: [UInt8], largest: Int = 1000) throws(WebSocketFrame.ClosingError) -> WebSocketFrame
    .Head?
  {
    var rest = bytes[...]
    return try WebSocketFrame.head(largest: largest) { count in
      guard rest.count >= count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
  }

  private static func closing(_ bytes: [UInt8]) -> WebSocketFrame.Closing? {
    do throws(WebSocketFrame.ClosingError) {
      _ = try head(bytes)
      return nil
    } catch {
      return error.closing
    }
  }

  @Test func `the hash is that of the standard's examples`() {
    func hex(_ text: String) -> String {
      sha1(Array(text.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
    #expect(hex("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(hex("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
    #expect(
      hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") == "84983e441c3bd26ebaae4aa1f95129e5e54670f1")
    // Of one block to the byte, and one more.
    #expect(hex(String(repeating: "a", count: 55)) == "c1c8bbdc22796e28c0e15163d20899b65621d65a")
    #expect(hex(String(repeating: "a", count: 56)) == "c2db330f6083854c99d4b5bfb6e8f29f201be699")
  }

  @Test func `the handshake is that of RFC 6455`() {
    let answer = String(decoding: Response.upgraded("dGhlIHNhbXBsZSBub25jZQ=="), as: UTF8.self)
    #expect(answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
  }

  @Test func `frames of all sizes are read as they were written`() throws {
    let short = try #require(try Self.head(Self.frame(0x81, [1, 2, 3])))
    #expect(short == .init(kind: .text, isLast: true, length: 3, mask: [7, 1, 250, 3]))
    #expect(WebSocketFrame.unmasked([7 ^ 1, 1 ^ 2, 250 ^ 3], short.mask) == [1, 2, 3])
    let long = try #require(try Self.head(Self.frame(0x01, [], length: [0xFE, 0x01, 0x2C])))
    #expect(long.length == 300 && !long.isLast)
    #expect(WebSocketFrame.bytes(.text, Array(repeating: 5, count: 300)).prefix(4) == [0x81, 126, 1, 44])
    #expect(
      WebSocketFrame.bytes(.text, Array(repeating: 5, count: 70_000)).prefix(10) == [
        0x81, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70,
      ])
    #expect(try Self.head([0x81]) == nil)
  }

  @Test func `what a client must not send closes the connection`() {
    #expect(Self.closing([0x81, 0x03, 1, 2, 3]) == .protocolError)
    #expect(Self.closing(Self.frame(0xC1, [1])) == .protocolError)
    #expect(Self.closing(Self.frame(0x83, [1])) == .protocolError)
    #expect(Self.closing(Self.frame(0x09, [1])) == .protocolError)
    #expect(Self.closing(Self.frame(0x89, [], length: [0xFE, 0, 200])) == .protocolError)
    #expect(Self.closing(Self.frame(0x81, [], length: [0xFE, 0x10, 0])) == .tooLarge)
    // A head of ten bytes that speaks of more than there are addresses.
    #expect(Self.closing(Self.frame(0x81, [], length: [0xFF] + [UInt8](repeating: 255, count: 8))) == .tooLarge)
    #expect(Self.closing(Self.frame(0x81, [], length: [0xFF, 0x7F] + [UInt8](repeating: 255, count: 7))) == .tooLarge)
  }

  @Test func `a head is read, or is none`() throws {
    let head = try #require(
      RequestHead(Array("GET /a/b?c=d HTTP/1.1\r\nHost: x:1\r\nConnection: keep-alive, Upgrade\r\nA: 1\r\na:2 ".utf8)))
    #expect(head.method == "GET" && head.path == "/a/b" && head.fields["host"] == "x:1" && head.fields["a"] == "1, 2")
    #expect(head.has("upgrade", in: "connection") && !head.has("grade", in: "connection"))
    for wrong in [
      "", "GET /", "GET  / HTTP/1.1", "GET / HTTP/2", "GET http://x/ HTTP/1.1", "GET / HTTP/1.1\r\n: x", "\u{16}\u{3}",
    ] {
      #expect(RequestHead(Array(wrong.utf8)) == nil, "\(wrong)")
    }
    #expect(RequestHead([0x47, 0xFF, 0xFE]) == nil)
  }

  @Test func `a token is long, new each time, and matches itself alone`() {
    let tokens = (0..<50).map { _ in SecretToken() }
    #expect(Set(tokens.map(\.text)).count == 50 && tokens.allSatisfy { $0.text.utf8.count == 32 })
    #expect(tokens[0].matches(tokens[0].text) && !tokens[0].matches(tokens[1].text) && !tokens[0].matches(""))
    #expect(!tokens[0].matches(tokens[0].text.dropLast()) && !tokens[0].matches(tokens[0].text.uppercased() + "0"))
  }
}
