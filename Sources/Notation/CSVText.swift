/// A table of numbers under its heads, every number exact.
package func csvText(_ columns: [String], _ rows: [[Double]]) -> String {
  var lines = [columns.map(csvField).joined(separator: ",")]
  for values in rows {
    precondition(values.count == columns.count, "a row has \(values.count) of \(columns.count) values")
    lines.append(values.map(plain).joined(separator: ","))
  }
  return lines.joined(separator: "\n") + "\n"
}

/// Quoted as in RFC 4180 when the text needs it.
package func csvField(_ text: String) -> String {
  guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
  return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}

/// Without blanks at both ends.
package func trimmed(_ text: some StringProtocol) -> String {
  var text = text.drop(while: \.isWhitespace)
  while let last = text.last, last.isWhitespace { text = text.dropLast() }
  return String(text)
}
