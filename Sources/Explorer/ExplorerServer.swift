internal import Foundation
public import HostSystem
public import RunFolders
public import Session
internal import Synchronization
internal import SystemPackage

/// Shows what a user opened in the browser: the files of the page, and a session for each page over WebSocket.
///
/// Only programs on this machine reach it, and of these only who knows the token. What a page of another origin sends, or a request for
/// another host, is refused, so that no site in the same browser reaches it by a name of its own.
public final class ExplorerServer: Sendable {
  private let listener: LoopbackListener
  private let token = SecretToken()
  private let program: RunProgram
  private let opened: OpenedWork
  /// The address that a browser is started with, which other users of the machine may see: it works once.
  private let invitation = Mutex<SecretToken?>(SecretToken())
  private let connections = Seats(96)
  /// Among them.
  private let pages = Seats(12)
  /// Of one page, running and waiting.
  private static let requestLimit = 64

  /// - Parameter port: 0 for any that is free.
  /// - Throws: `OutputError` for a port that cannot be had.
  public init(program: RunProgram, opened: OpenedWork, port: Int) throws(OutputError) {
    do throws(Errno) {
      listener = try LoopbackListener(port: port)
    } catch {
      throw OutputError(.listen, path: "127.0.0.1:\(port)", reason: "\(error); --port 0 takes a port that is free")
    }
    (self.program, self.opened) = (program, opened)
  }

  /// Of the page, for the user alone.
  public var address: String { "http://127.0.0.1:\(listener.port)/\(token.text)/" }

  /// Of the page, for one visit.
  public var invitationAddress: String {
    "http://127.0.0.1:\(listener.port)/\(invitation.withLock { $0?.text ?? "" })"
  }

  /// Serves until `isDone` says so.
  public func run(until isDone: () -> Bool) {
    while !isDone() {
      guard let client = listener.next() else { continue }
      guard connections.take() else {
        _ = client.write(Response(.busy).bytes)
        client.close()
        continue
      }
      // A thread of its own, because it waits for its client; of Dispatch's there are as many as cores, and they solve.
      Thread.detachNewThread { [self] in
        serve(client)
        client.end()
        client.close()
        connections.leave()
      }
    }
    listener.close()
  }

  // MARK: One client

  private func serve(_ client: LoopbackConnection) {
    guard let (head, rest) = Self.head(client) else {
      _ = client.write(Response(.wrong).bytes)
      return
    }
    switch answer(head) {
    case .response(let response): _ = client.write(response.bytes)
    case .session(let key):
      guard pages.take() else {
        _ = client.write(Response(.busy).bytes)
        return
      }
      client.limitReading(seconds: 0)
      if client.write(Response.upgraded(key)) {
        SessionServer(
          WebSocketChannel(client, begun: rest), program: program, opened: opened, requestLimit: Self.requestLimit
        ).run()
      }
      pages.leave()
    }
  }

  /// The head of a request and what came behind it; nil for none, a broken one, or one that takes too long.
  private static func head(_ client: LoopbackConnection) -> (RequestHead, [UInt8])? {
    client.limitReading(seconds: 5)
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(10)
    var bytes: [UInt8] = []
    let end: [UInt8] = Array("\r\n\r\n".utf8)
    while bytes.count <= RequestHead.largest, clock.now < deadline {
      let more = client.read(atMost: 4096)
      if more.isEmpty { return nil }
      let from = max(0, bytes.count - 3)
      bytes += more
      guard bytes.count >= 4 else { continue }
      for start in from...(bytes.count - 4) where bytes[start..<start + 4].elementsEqual(end) {
        return RequestHead(Array(bytes[..<start])).map { ($0, Array(bytes[(start + 4)...])) }
      }
    }
    return nil
  }

  enum Answer: Sendable {
    case response(Response)
    /// With the key of the handshake.
    case session(String)
  }

  /// What a request gets.
  func answer(_ head: RequestHead) -> Answer {
    let hosts = ["127.0.0.1:\(listener.port)", "localhost:\(listener.port)"]
    guard let host = head.fields["host"], hosts.contains(host) else { return .response(Response(.refused)) }
    if let origin = head.fields["origin"], origin != "http://\(host)" { return .response(Response(.refused)) }
    // No page of another site may load this one as a script, a picture or a frame.
    if let site = head.fields["sec-fetch-site"], !["same-origin", "none"].contains(site) {
      return .response(Response(.refused))
    }
    let parts = head.path.dropFirst().split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let word = parts.first ?? ""
    guard token.matches(word) else {
      guard head.method == "GET", parts.count == 1, isInvited(word) else { return .response(Response(.unknown)) }
      return .response(Response(.moved, location: "/\(token.text)/"))
    }
    guard head.method == "GET" else { return .response(Response(.wrong)) }
    guard parts.count == 2 else { return .response(Response(.moved, location: "/\(token.text)/")) }
    if parts[1] == "session" {
      guard head.fields["origin"] != nil, head.has("websocket", in: "upgrade"), head.has("upgrade", in: "connection"),
        head.fields["sec-websocket-version"] == "13", let key = head.fields["sec-websocket-key"],
        Data(base64Encoded: key)?.count == 16
      else { return .response(Response(.wrong)) }
      return .session(key)
    }
    let name = parts[1].isEmpty ? "index.html" : String(parts[1])
    guard let file = pageFiles.first(where: { $0.name == name }) else { return .response(Response(.unknown)) }
    return .response(Response(.found, type: file.type, body: file.bytes))
  }

  private func isInvited(_ word: Substring) -> Bool {
    invitation.withLock { invitation in
      guard invitation?.matches(word) == true else { return false }
      invitation = nil
      return true
    }
  }
}

/// So many of something at once.
private final class Seats: Sendable {
  private let limit: Int
  private let taken = Mutex(0)

  init(_ limit: Int) { self.limit = limit }

  /// - Returns: false where all are taken.
  func take() -> Bool {
    taken.withLock { taken in
      guard taken < limit else { return false }
      taken += 1
      return true
    }
  }

  func leave() { taken.withLock { $0 -= 1 } }
}
