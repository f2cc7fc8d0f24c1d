/// The lines of a text file, one after the other, with their numbers. Nothing is copied but what is looked at.
struct GmshLines {
  let file: String
  /// Number of the line that `next` gave last, from 1.
  private(set) var number = 0
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String, file: String) {
    self.file = file
    bytes = Array(text.utf8)
  }

  /// Words of the next line that is not blank, or nil at the end.
  mutating func next() -> GmshLine? {
    while position < bytes.count {
      let start = position
      while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      let line = GmshLine(bytes[start..<position], number: number + 1)
      position += 1
      number += 1
      if !line.words.isEmpty { return line }
    }
    return nil
  }

  func error(_ reason: GmshError.Reason, line: Int? = nil) -> GmshError {
    GmshError(file: file, line: line ?? max(number, 1), reason: reason)
  }

  /// The next line of a section. Its end marker, or that of the file, is too early.
  mutating func next(in section: String) throws(GmshError) -> GmshLine {
    guard let line = next() else { throw error(.truncated(section: section)) }
    guard !line.isMarker else { throw error(.malformed(expected: "more of $\(section)", found: line.shown)) }
    return line
  }

  /// The integers of a line, at least `count` of them.
  func integers(_ line: GmshLine, atLeast count: Int, as what: String) throws(GmshError) -> [Int] {
    var values: [Int] = []
    for word in line.words {
      guard let value = GmshLine.integer(word) else { throw malformed(what, line) }
      values.append(value)
    }
    guard values.count >= count else { throw malformed(what, line) }
    return values
  }

  /// A count that is not negative and not beyond what is read at all.
  func count(_ value: Int, of what: String, limit: Int, _ line: GmshLine) throws(GmshError) -> Int {
    guard value >= 0 else { throw malformed("the number of \(what)", line) }
    guard value <= limit else { throw error(.tooMany(what: what, count: value, limit: limit), line: line.number) }
    return value
  }

  func malformed(_ expected: String, _ line: GmshLine) -> GmshError {
    error(.malformed(expected: expected, found: line.shown), line: line.number)
  }
}

/// One line, split at blanks.
struct GmshLine {
  let number: Int
  let words: [ArraySlice<UInt8>]
  private let content: ArraySlice<UInt8>

  init(_ content: ArraySlice<UInt8>, number: Int) {
    self.content = content
    self.number = number
    words = content.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
  }

  var isMarker: Bool { words.first?.first == UInt8(ascii: "$") }

  var text: String { String(decoding: content, as: UTF8.self) }

  /// For messages: without blanks around and not too long.
  var shown: String {
    let text = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    let kept = String(text.map { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } ? $0 : "?" }.prefix(40))
    return kept.count < text.count ? kept + "..." : kept
  }

  /// nil for anything but a whole number that an Int32 can hold: Gmsh's own tags are no larger, and sums of them are safe.
  static func integer(_ word: ArraySlice<UInt8>) -> Int? {
    Int32(String(decoding: word, as: UTF8.self)).map(Int.init)
  }

  static func number(_ word: ArraySlice<UInt8>) -> Double? { Double(String(decoding: word, as: UTF8.self)) }
}
