import Foundation
import HostSystem
import RunFolders
import Session
import Testing

@testable import Explorer

/// The server as its attackers and its clients have it: over sockets.
@Suite struct `The explorer's server` {
  /// A server that runs until it is let go of.
  private final class Served: Sendable {
    let server: ExplorerServer
    private let isDone = DispatchSemaphore(value: 0)

    init() throws {
      server = try ExplorerServer(program: RunProgram(version: "0", commit: nil), opened: OpenedWork(), port: 0)
      Thread.detachNewThread { [server, isDone] in
        server.run {
          let ends = isDone.wait(timeout: .now()) == .success
          return ends
        }
      }
    }

    deinit { isDone.signal() }

    var port: UInt16 { UInt16(URL(string: server.address)?.port ?? 0) }
    var path: String { URL(string: server.address)?.path().appending("") ?? "/" }
    var host: String { "127.0.0.1:\(port)" }
  }

  /// A TCP connection that may send anything.
  private final class Wire {
    private let socket: Int32

    init(_ port: UInt16) throws {
      socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
      var time = timeval(tv_sec: 15, tv_usec: 0)
      _ = unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
      let isThere = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
          unsafe connect(socket, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      try #require(isThere)
    }

    deinit { close(socket) }

    @discardableResult func send(_ bytes: [UInt8]) -> Bool {
      var sent = 0
      while sent < bytes.count {
        let count = unsafe bytes.withUnsafeBytes { buffer in
          unsafe Glibc.send(socket, buffer.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }

    func receive(_ count: Int) -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: count)
      let got = unsafe bytes.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, count, 0) }
      return Array(bytes.prefix(max(0, got)))
    }

    /// All until the server closes.
    func rest() -> String {
      var all: [UInt8] = []
      while true {
        let more = receive(1 << 16)
        if more.isEmpty { return String(decoding: all, as: UTF8.self) }
        all += more
      }
    }
  }

  private static func get(_ served: Served, _ path: String, _ fields: String..., method: String = "GET") throws
    -> String
  {
    let wire = try Wire(served.port)
    let lines = fields.contains { $0.lowercased().hasPrefix("host:") } ? fields : ["Host: \(served.host)"] + fields
    wire.send(Array("\(method) \(path) HTTP/1.1\r\n\(lines.joined(separator: "\r\n"))\r\n\r\n".utf8))
    return wire.rest()
  }

  private static func handshake(_ served: Served, origin: String? = nil) -> String {
    "GET \(served.path)session HTTP/1.1\r\nHost: \(served.host)\r\nOrigin: \(origin ?? "http://\(served.host)")\r\n"
      + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
  }

  /// A connection that speaks with the session.
  private static func page(_ served: Served) throws -> Wire {
    let wire = try Wire(served.port)
    wire.send(Array(handshake(served).utf8))
    let answer = String(decoding: wire.receive(4096), as: UTF8.self)
    try #require(answer.hasPrefix("HTTP/1.1 101"), "\(answer)")
    return wire
  }

  private static func frame(_ text: String, kind: UInt8 = 0x81) -> [UInt8] {
    let payload = Array(text.utf8)
    let mask: [UInt8] = [9, 8, 7, 6]
    let size: [UInt8] =
      payload.count < 126
      ? [0x80 | UInt8(payload.count)] : [0xFE, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
    return [kind] + size + mask + payload.enumerated().map { $0.element ^ mask[$0.offset & 3] }
  }

  /// The next message of the server, which comes in one frame; nil when it has closed.
  private static func message(_ wire: Wire) -> String? {
    func take(_ count: Int) -> [UInt8]? {
      var all: [UInt8] = []
      while all.count < count {
        let more = wire.receive(count - all.count)
        if more.isEmpty { return nil }
        all += more
      }
      return all
    }
    guard let head = take(2), head[0] == 0x81 else { return nil }
    var length = Int(head[1])
    if length > 125 {
      guard let long = take(length == 126 ? 2 : 8) else { return nil }
      length = long.reduce(0) { $0 << 8 | Int($1) }
    }
    return take(length).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `gives the page to who knows the token, under its own name alone`() throws {
    let served = try Served()
    let page = try Self.get(served, served.path)
    #expect(page.hasPrefix("HTTP/1.1 200") && page.contains("<title>fem-bulk explorer"))
    #expect(
      page.contains("Content-Security-Policy: default-src 'none'") && page.contains("Referrer-Policy: no-referrer"))
    #expect(try Self.get(served, served.path + "style.css").contains("Content-Type: text/css"))
    #expect(try Self.get(served, served.path, "Host: localhost:\(served.port)").hasPrefix("HTTP/1.1 200"))
    for path in ["/", "/index.html", "/0123/", served.path.uppercased() + "x", "//"] {
      #expect(try Self.get(served, path).hasPrefix("HTTP/1.1 404"), "\(path)")
    }
    for host in ["evil.example", "evil.example:\(served.port)", "127.0.0.1", "127.0.0.1:1", "[::1]:\(served.port)"] {
      #expect(try Self.get(served, served.path, "Host: \(host)").hasPrefix("HTTP/1.1 403"), "\(host)")
    }
    #expect(
      try Self.get(served, served.path, "Host: \(served.host)", "Origin: http://evil.example").hasPrefix("HTTP/1.1 403")
    )
    #expect(
      try Self.get(served, served.path, "Host: \(served.host)", "Sec-Fetch-Site: cross-site").hasPrefix("HTTP/1.1 403"))
    #expect(try Self.get(served, served.path, method: "POST").hasPrefix("HTTP/1.1 400"))
  }

  @Test func `no path leads to a file`() throws {
    let served = try Served()
    for path in ["../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "style.css/../../..", "%00", "."] {
      let answer = try Self.get(served, served.path + path)
      #expect(answer.hasPrefix("HTTP/1.1 404") && !answer.contains("root:"), "\(path)")
    }
    let page = try Self.page(served)
    for (method, parameters) in [
      ("run/open", #"{"folder": "/tmp"}"#), ("run/save", #"{"run": 1, "parent": "/tmp"}"#),
      ("case/check", #"{"case": "name: x", "folder": "/etc"}"#),
      (
        "case/check",
        #"{"case": "bulks: [{name: A, material: a, outer_radius: 1 mm, z_min: 0 mm, z_max: 1 mm}]\nmaterials: {a: {jc: {law: table, file: /etc/passwd}, n: 20}}\nprotocol: [{cool: {field: 1 T, temperature: 5 K}}]"}"#
      ),
      ("design/show", "{}"), ("sweep/table", "{}"),
    ] {
      page.send(Self.frame(#"{"jsonrpc": "2.0", "id": 1, "method": "\#(method)", "params": \#(parameters)}"#))
      let answer = try #require(Self.message(page))
      #expect(answer.contains(#""error""#) && !answer.contains("root:"), "\(method): \(answer)")
    }
  }

  @Test func `an invitation works once`() throws {
    let served = try Served()
    let invitation = URL(string: served.server.invitationAddress)?.path() ?? ""
    let answer = try Self.get(served, invitation)
    #expect(answer.hasPrefix("HTTP/1.1 303") && answer.contains("Location: \(served.path)"))
    #expect(try Self.get(served, invitation).hasPrefix("HTTP/1.1 404"))
  }

  @Test func `a session is for the page alone`() throws {
    let served = try Served()
    for origin in ["http://evil.example", "null", "https://\(served.host)", "http://127.0.0.1:1"] {
      let wire = try Wire(served.port)
      wire.send(Array(Self.handshake(served, origin: origin).utf8))
      #expect(wire.rest().hasPrefix("HTTP/1.1 403"), "\(origin)")
    }
    let without = Self.handshake(served).split(separator: "\r\n").filter { !$0.hasPrefix("Origin") }.joined(
      separator: "\r\n")
    let wire = try Wire(served.port)
    wire.send(Array((without + "\r\n\r\n").utf8))
    #expect(wire.rest().hasPrefix("HTTP/1.1 400"))
    let page = try Self.page(served)
    page.send(Self.frame(#"{"jsonrpc": "2.0", "id": 7, "method": "opened"}"#))
    #expect(try #require(Self.message(page)).contains(#""kind":"magnet""#))
    // In two frames, with a ping between.
    page.send(Self.frame(#"{"jsonrpc": "2.0", "id": 8, "#, kind: 0x01) + Self.frame("", kind: 0x89))
    #expect(page.receive(2) == [0x8A, 0])
    page.send(Self.frame(#""method": "case/schema"}"#, kind: 0x80))
    #expect(try #require(Self.message(page)).contains("json-schema.org"))
  }

  @Test func `broken and boundless frames close a page, and no other`() throws {
    let served = try Served()
    let other = try Self.page(served)
    let broken: [[UInt8]] = [
      [0x81, 0xFF] + [UInt8](repeating: 255, count: 8) + [1, 2, 3, 4],
      [0x81, 0xFF, 0x7F] + [UInt8](repeating: 255, count: 11),
      [0x81, 0x05, 1, 2, 3, 4, 5], [0xF1, 0x80, 0, 0, 0, 0], [0x80, 0x80, 0, 0, 0, 0], [0x82, 0x81, 0, 0, 0, 0, 1],
      [0x8F, 0x80, 0, 0, 0, 0],
    ]
    for bytes in broken {
      let page = try Self.page(served)
      page.send(bytes)
      #expect(page.receive(1) == [0x88], "\(bytes)")
      page.send(Self.frame("x"))
      _ = page.rest()
    }
    other.send(Self.frame("\u{1}not JSON"))
    #expect(try #require(Self.message(other)).contains("-32700"))
    other.send(Self.frame(#"{"jsonrpc": "2.0", "id": 1, "method": "opened"}"#))
    #expect(try #require(Self.message(other)).contains(#""result""#))
  }

  @Test func `heads without end, silence and garbage hold nobody up`() throws {
    let served = try Served()
    let silent = try (0..<20).map { _ in try Wire(served.port) }
    let endless = try Wire(served.port)
    endless.send(Array("GET / HTTP/1.1\r\n".utf8) + [UInt8](repeating: 65, count: 40_000))
    let garbage = try Wire(served.port)
    garbage.send((0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 7919) } + Array("\r\n\r\n".utf8))
    #expect(garbage.rest().hasPrefix("HTTP/1.1 400"))
    #expect(try Self.get(served, served.path).hasPrefix("HTTP/1.1 200"))
    withExtendedLifetime(silent) {}
  }

  @Test func `a hundred thousand messages of chance, and a page closed in a solve`() throws {
    let served = try Served()
    let page = try Self.page(served)
    let reader = try Wire(served.port)
    _ = reader
    var state: UInt64 = 42
    func random() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let words = [
      "{", "}", "[", "\"jsonrpc\"", ":", "\"2.0\"", ",", "\"id\"", "1", "\"method\"", "\"solve\"", "null", "\"params\"",
      "\\", "\u{0}", "é",
    ]
    // Answers are read beside, as a browser does; a client that takes none is cut off.
    let drain = DispatchQueue(label: "drain")
    let count = DispatchGroup()
    nonisolated(unsafe) let taken = page
    drain.async(group: count) {
      while true { guard unsafe Self.message(taken) != nil else { return } }
    }
    for _ in 0..<100 {
      var bytes: [UInt8] = []
      for _ in 0..<1000 {
        bytes += Self.frame((0..<Int(random() % 8)).map { _ in words[Int(random() % UInt64(words.count))] }.joined())
      }
      try #require(page.send(bytes))
    }
    page.send([0x88, 0x80, 0, 0, 0, 0])
    #expect(count.wait(timeout: .now() + 60) == .success)
    // A page that goes while its magnet is computed leaves nothing behind that runs.
    for _ in 0..<3 {
      let gone = try Self.page(served)
      gone.send(
        Self.frame(
          #"{"jsonrpc": "2.0", "id": 1, "method": "solve", "params": {"case": "bulks: [{name: A, material: k, outer_radius: 15 mm, z_min: -5 mm, z_max: 5 mm}]\nmaterials: {k: {jc: {law: kim, jc0: 3e8 A/m^2, b0: 1.5 T}, n: 21}}\nprotocol: [{cool: {field: 4 T, temperature: 5 K}}, {ramp: {field: 0 T, rate: 4.8 T/h}}]\naccuracy: 0.05 %"}}"#
        ))
    }
    let again = try Self.page(served)
    again.send(Self.frame(#"{"jsonrpc": "2.0", "id": 1, "method": "opened"}"#))
    #expect(try #require(Self.message(again)).contains(#""result""#))
  }

  @Test func `a hundred clients: some are served, the others are told`() throws {
    let served = try Served()
    var pages: [Wire] = []
    var refused = 0
    for _ in 0..<100 {
      let wire = try Wire(served.port)
      wire.send(Array(Self.handshake(served).utf8))
      let answer = String(decoding: wire.receive(4096), as: UTF8.self)
      if answer.hasPrefix("HTTP/1.1 101") {
        pages.append(wire)
      } else {
        refused += answer.hasPrefix("HTTP/1.1 503") ? 1 : 0
      }
    }
    #expect(pages.count == 12 && refused == 88)
    for page in pages {
      page.send(Self.frame(#"{"jsonrpc": "2.0", "id": 1, "method": "opened"}"#))
      #expect(try #require(Self.message(page)).contains(#""result""#))
    }
    pages = []
    // Places are given back.
    var isServed = false
    for _ in 0..<50 where !isServed {
      Thread.sleep(forTimeInterval: 0.1)
      let wire = try Wire(served.port)
      wire.send(Array(Self.handshake(served).utf8))
      isServed = String(decoding: wire.receive(4096), as: UTF8.self).hasPrefix("HTTP/1.1 101")
    }
    #expect(isServed)
  }
}
