/// A text as it may stand anywhere in HTML, attributes included; names in a run folder may come from anybody.
func html(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case "\n", "\t": result.unicodeScalars.append(scalar)
    // Control characters, and those that turn the direction of writing and so hide what is there.
    case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): result += "\u{FFFD}"
    case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// A table whose entries are texts; the first column of each row is its head.
///
/// - Parameter breaksWords: on paper, where there may be more columns than fit.
func htmlTable(heads: [String], _ rows: [[String]], breaksWords: Bool = false) -> String {
  let head =
    heads.isEmpty ? "" : "<thead><tr>" + heads.map { "<th scope=\"col\">\(html($0))</th>" }.joined() + "</tr></thead>"
  let body = rows.map { row in
    let cells = row.enumerated().map { i, text in
      // On a telephone each row is a list, in which the head of the column stands before the value.
      let head = heads.indices.contains(i) && !heads[i].isEmpty ? " data-head=\"\(html(heads[i]))\"" : ""
      return i == 0
        ? "<th scope=\"row\">\(html(text))</th>"
        : "<td\(head)\(text.count > 40 ? " class=\"text\"" : "")>\(html(text))</td>"
    }
    return "<tr>\(cells.joined())</tr>"
  }
  return
    "<div class=\"scroll\"><table\(breaksWords ? " class=\"break\"" : "")>\(head)<tbody>\(body.joined(separator: "\n"))</tbody></table></div>"
}

func htmlList(_ sentences: [String]) -> String {
  "<ul>\n" + sentences.map { "<li>\(html($0))</li>" }.joined(separator: "\n") + "\n</ul>"
}

/// A whole page that needs nothing but itself: the policy in its head forbids every request.
func htmlPage(title: String, _ body: [String]) -> String {
  """
  <!DOCTYPE html>
  <html lang="en">
  <head>
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:" />
  <meta name="color-scheme" content="light dark" />
  <title>\(html(title))</title>
  <style>
  \(reportStyle)
  </style>
  </head>
  <body>
  \(body.joined(separator: "\n"))
  </body>
  </html>

  """
}

/// A picture as a part of a page: without a document's head, its parts named after the picture, so that several do not mix
/// theirs up, and with a text for those who do not see it.
///
/// By lines of bytes: searching half a megabyte of text for characters took longer than drawing it.
func htmlDrawing(_ picture: Picture, svg: String) -> String {
  var text = ""
  var isInside = false
  var isDefinition = false
  for line in svg.utf8.split(separator: UInt8(ascii: "\n")) {
    if line.starts(with: "<svg".utf8) { isInside = true }
    // Definitions of points and boxes for text, neither of which our pictures use.
    if line.starts(with: "<defs>".utf8) { isDefinition = true }
    let isDropped = !isInside || isDefinition || line.starts(with: "<title>".utf8) || line.starts(with: "<desc>".utf8)
    if line.starts(with: "</defs>".utf8) { isDefinition = false }
    if isDropped { continue }
    if line.starts(with: "<svg".utf8) {
      text += "<svg role=\"img\" aria-label=\"\(html(picture.alternative))\""
      text += Substring(line.dropFirst("<svg".utf8.count))
    } else if let id = idStart(line) {
      text += Substring(line[..<id])
      text += "\(picture.name)-"
      // What gnuplot adds is a curve's name, which the legend shows.
      text += Substring(line[id...].prefix { $0 != UInt8(ascii: ">") }) + ">"
    } else {
      text += Substring(line)
    }
    text += "\n"
  }
  return text
}

/// Where the name begins in a line that opens a named group.
private func idStart(_ line: Substring.UTF8View) -> Substring.UTF8View.Index? {
  let start = "<g id=\"".utf8
  let content = line.drop { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
  return content.starts(with: start) ? content.index(content.startIndex, offsetBy: start.count) : nil
}
