/// The head of an HTTP request: its first line and its fields.
struct RequestHead: Sendable, Equatable {
  var method: String
  /// Without what is behind a question mark.
  var path: String
  /// Names in lower case; of a field that is there twice the values, separated by commas.
  var fields: [String: String]

  /// The largest head [byte].
  static let largest = 16 << 10

  /// nil for what is no head of HTTP/1.
  init?(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    let first = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
    guard first.count == 3, first[2] == "HTTP/1.1" || first[2] == "HTTP/1.0", first[1].hasPrefix("/") else {
      return nil
    }
    method = String(first[0])
    path = String(first[1].prefix { $0 != "?" })
    fields = [:]
    for line in lines where !line.isEmpty {
      guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return nil }
      let name = line[..<colon].lowercased()
      let value = String(line[line.index(after: colon)...]).trimmingBlanks
      fields[name] = fields[name].map { "\($0), \(value)" } ?? value
    }
  }

  /// True where one of a field's words is this one.
  func has(_ word: String, in name: String) -> Bool {
    (fields[name] ?? "").split(separator: ",").contains { String($0).trimmingBlanks.lowercased() == word }
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    let blanks: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(drop(while: blanks).reversed().drop(while: blanks).reversed())
  }
}
