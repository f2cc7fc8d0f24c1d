/// A table of numbers under its heads, every number exact.
package func csvText(_ columns: [String], _ rows: [[Double]]) -> String {
  var lines = [columns.map(csvField).joined(separator: ",")]
  for values in rows {
    precondition(values.count == columns.count, "a row has \(values.count) of \(columns.count) values")
    lines.append(values.map(plain).joined(separator: ","))
  }
  return lines.joined(separator: "\n") + "\n"
}

/// The lines of a table with their numbers from 1 and their cells, without blanks around them. Empty lines and such as begin with `#`
/// are left out.
package func csvLines(_ text: String) -> some Sequence<(number: Int, cells: [String])> {
  text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().lazy
    .compactMap { index, content in
      // Spreadsheets write a byte order mark, which is not white space.
      let line = trimmed(content.drop { $0 == "\u{FEFF}" || $0.isWhitespace })
      if line.isEmpty || line.hasPrefix("#") { return nil }
      return (index + 1, line.split(separator: ",", omittingEmptySubsequences: false).map(trimmed))
    }
}

/// The number of the last line of a text.
package func lastLine(of text: String) -> Int { 1 + text.count(where: \.isNewline) }

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
