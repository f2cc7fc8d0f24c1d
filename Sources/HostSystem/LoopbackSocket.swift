#if canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif
package import SystemPackage

/// A TCP port that only programs on this machine can reach.
package struct LoopbackListener: Sendable {
  private let socket: Int32
  package let port: Int

  /// - Parameter port: 0 for any that is free.
  /// - Throws: `.addressInUse`, `.permissionDenied`.
  package init(port: Int) throws(Errno) {
    let made = openSocket()
    guard made >= 0 else { throw Errno(rawValue: errno) }
    socket = made
    var yes: Int32 = 1
    // A port that was in use a moment ago may be taken again.
    _ = unsafe setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(made, pointer, size) == 0 && listen(made, 128) == 0 && getsockname(made, pointer, &size) == 0
      }
    }
    guard isBound else {
      let reason = Errno(rawValue: errno)
      closeSocket(made)
      throw reason
    }
    self.port = Int(in_port_t(bigEndian: address.sin_port))
  }

  /// Waits for the next client; nil when there is none within a quarter of a second.
  package func next() -> LoopbackConnection? {
    var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&waiting, 1, 250) > 0 else { return nil }
    let client = accept(socket, nil, nil)
    guard client >= 0 else { return nil }
    _ = fcntl(client, F_SETFD, FD_CLOEXEC)
    return LoopbackConnection(client)
  }

  package func close() { closeSocket(socket) }
}

/// One client of a port. One thread reads; one at a time writes.
package struct LoopbackConnection: Sendable {
  private let socket: Int32

  fileprivate init(_ socket: Int32) {
    self.socket = socket
    var yes: Int32 = 1
    // Answers are whole messages: to wait for more would cost 40 ms.
    _ = unsafe setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    limit(SO_SNDTIMEO, seconds: 20)
  }

  /// How long a read may wait [s]; 0 for ever.
  package func limitReading(seconds: Int) { limit(SO_RCVTIMEO, seconds: seconds) }

  private func limit(_ option: Int32, seconds: Int) {
    var time = timeval(tv_sec: seconds, tv_usec: 0)
    _ = unsafe setsockopt(socket, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// What has come, up to a number of bytes; empty at the end, and after the time limit.
  package func read(atMost count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    while true {
      let got = unsafe bytes.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, count, 0) }
      if got < 0, errno == EINTR { continue }
      return Array(bytes.prefix(max(0, got)))
    }
  }

  /// - Returns: false when the client has gone or does not take it.
  package func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      // Without a signal, which would end the process.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe send(socket, buffer.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Ends both directions, so that a thread that reads goes on.
  package func end() { _ = shutdown(socket, Int32(SHUT_RDWR)) }

  package func close() { closeSocket(socket) }
}

/// Not for programs that this one starts.
private func openSocket() -> Int32 { socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0) }

private func closeSocket(_ socket: Int32) { _ = close(socket) }
