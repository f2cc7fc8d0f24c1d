/// A file of the page, as it is in the program.
struct PageFile: Sendable {
  var name: String
  var text: StaticString

  var type: String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    default: "text/plain; charset=utf-8"
    }
  }

  var bytes: [UInt8] { text.withUTF8Buffer { unsafe Array($0) } }
}
