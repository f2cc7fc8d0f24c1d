/// What stands on a page under one caption: a picture, one in two sizes, or a series of small ones.
struct Figure {
  enum Layout {
    case single
    /// Over the full width: the first picture, in whose place telephones show the second.
    case full
    /// Small ones side by side, each with a line of its own below it.
    case series(labels: [String])
  }

  var name: String
  var caption: String
  var pictures: [Picture]
  var layout: Layout

  init(_ picture: Picture) {
    (name, caption, pictures, layout) = (picture.name, picture.caption, [picture], .single)
  }

  init(wide: Picture, narrow: Picture, caption: String) {
    (name, self.caption, pictures, layout) = (wide.name, caption, [wide, narrow], .full)
  }

  /// - Parameter labels: one for each picture.
  init(name: String, series: [Picture], labels: [String], caption: String) {
    precondition(series.count == labels.count, "\(labels.count) labels for \(series.count) pictures")
    (self.name, self.caption, pictures, layout) = (name, caption, series, .series(labels: labels))
  }

  /// - Parameter documents: SVG, one for each picture.
  func html(_ documents: [String]) -> String {
    let drawn = zip(pictures, documents).map(htmlDrawing)
    let (style, content): (String, String) =
      switch layout {
      case .single: ("", drawn[0])
      case .full:
        (" class=\"full\"", "<div class=\"wide\">\n\(drawn[0])</div>\n<div class=\"narrow\">\n\(drawn[1])</div>\n")
      case .series(let labels):
        (
          " class=\"series\"",
          "<div class=\"row\">\n"
            + zip(drawn, labels).map { "<div>\n\($0)<p>\(Reports.html($1))</p>\n</div>" }.joined(separator: "\n")
            + "\n</div>\n"
        )
      }
    return "<figure id=\"\(name)\"\(style)>\n\(content)<figcaption>\(Reports.html(caption))</figcaption>\n</figure>"
  }
}
