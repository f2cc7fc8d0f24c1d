internal import Synchronization
public import SystemPackage

/// Messages on a pair of file descriptors, each behind the header of the Language Server Protocol:
/// `Content-Length: 17\r\n\r\n` and as many bytes.
///
/// One thread reads; any thread writes.
public final class MessageStream: MessageChannel {
  private let input: FileDescriptor
  private let output: Mutex<FileDescriptor>
  /// Read, but not yet asked for.
  private let buffer = Mutex<[UInt8]>([])

  /// The largest message [byte]: a case with the largest table that a case file takes has room in it.
  static let largestMessage = 256 << 20
  /// The largest header.
  private static let largestHeader = 4096

  public init(input: FileDescriptor, output: FileDescriptor) {
    self.input = input
    self.output = Mutex(output)
  }

  public func read() throws(BrokenFrame) -> [UInt8]? {
    let end: [UInt8] = Array("\r\n\r\n".utf8)
    var header: [UInt8] = []
    while !header.ends(with: end) {
      guard let byte = takeByte() else {
        guard header.isEmpty else { throw BrokenFrame(description: "the stream ends within a header") }
        return nil
      }
      header.append(byte)
      guard header.count <= Self.largestHeader else {
        throw BrokenFrame(description: "a header has more than \(Self.largestHeader) bytes; write Content-Length: 17")
      }
    }
    let length = try Self.length(String(decoding: header.dropLast(end.count), as: UTF8.self))
    guard let body = take(length) else { throw BrokenFrame(description: "the stream ends within a message") }
    return body
  }

  private static func length(_ header: String) throws(BrokenFrame) -> Int {
    for line in header.split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
      let text = parts[1].drop { $0 == " " }
      guard let length = Int(text), (0...largestMessage).contains(length) else {
        throw BrokenFrame(description: "Content-Length is \(text); it has to be 0 to \(largestMessage) bytes")
      }
      return length
    }
    throw BrokenFrame(description: "a header has no Content-Length")
  }

  public func write(_ message: [UInt8]) {
    output.withLock { descriptor in
      _ = try? descriptor.writeAll(Array("Content-Length: \(message.count)\r\n\r\n".utf8) + message)
    }
  }

  private func takeByte() -> UInt8? { take(1)?.first }

  /// nil where the stream ends before.
  private func take(_ count: Int) -> [UInt8]? {
    buffer.withLock { buffer in
      while buffer.count < count {
        var chunk = [UInt8](repeating: 0, count: max(1 << 16, count - buffer.count))
        let read = unsafe chunk.withUnsafeMutableBytes { bytes in (try? unsafe input.read(into: bytes)) ?? 0 }
        guard read > 0 else { return nil }
        buffer += chunk.prefix(read)
      }
      let taken = Array(buffer.prefix(count))
      buffer.removeFirst(count)
      return taken
    }
  }
}

extension Array where Element: Equatable {
  fileprivate func ends(with end: [Element]) -> Bool { count >= end.count && suffix(end.count).elementsEqual(end) }
}
