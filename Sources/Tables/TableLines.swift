internal import Notation

/// A line of a table that is not empty.
struct TableLine {
  /// Counted from 1.
  var number: Int
  /// Of a comment what stands behind its mark.
  var text: String
  var isComment: Bool
}

/// The lines of a table: one that begins with `#`, `%` or `//` is a comment, a quoted cell may go on over several.
func tableLines(_ text: String) -> [TableLine] {
  var lines: [TableLine] = []
  var open: TableLine?
  // Spreadsheets write a byte order mark, which is not white space.
  let content = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
  let physical = content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  for (index, line) in physical.enumerated() {
    if var part = open {
      part.text += "\n" + line
      open = hasOpenQuote(part.text) ? part : nil
      if open == nil { lines.append(part) }
      continue
    }
    let written = trimmed(line)
    // What Excel takes for the separator of the file.
    if written.isEmpty || (lines.isEmpty && written.lowercased().hasPrefix("sep=")) { continue }
    if let mark = commentMarks.first(where: written.hasPrefix) {
      let remark = written.drop { mark.contains($0) }
      lines.append(TableLine(number: index + 1, text: trimmed(remark), isComment: true))
      continue
    }
    // Blanks at the ends count where cells are separated by tabs.
    let part = TableLine(number: index + 1, text: String(line), isComment: false)
    if hasOpenQuote(part.text), physical.dropFirst(index + 1).contains(where: { $0.contains("\"") }) {
      open = part
    } else {
      lines.append(part)
    }
  }
  if let open { lines.append(open) }
  // Instruments write a preamble of their own, and then this.
  if let data = lines.firstIndex(where: { trimmed($0.text).lowercased() == "[data]" }) {
    lines.removeFirst(data + 1)
  }
  return lines
}

private let commentMarks = ["#", "%", "//"]

/// True when a quote at the beginning of a cell does not end in the text.
private func hasOpenQuote(_ text: String) -> Bool {
  guard text.utf8.contains(UInt8(ascii: "\"")) else { return false }
  var isQuoted = false
  var isStart = true
  for character in text {
    if isQuoted {
      // Two quotes are one that does not end the cell, and the second opens it again.
      if character == "\"" { (isQuoted, isStart) = (false, true) }
    } else if character == "\"", isStart {
      isQuoted = true
    } else {
      isStart = ",;\t ".contains(character)
    }
  }
  return isQuoted
}

/// The number of the last line of a text.
func lastLine(of text: String) -> Int { 1 + text.count(where: \.isNewline) }
