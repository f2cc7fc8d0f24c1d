/// A picture of a report: what gnuplot draws and what is said about it.
struct Picture: Sendable {
  /// Names its file and, within a page, its parts: letters, digits and `-`.
  var name: String
  /// What stands below it.
  var caption: String
  /// What it says to those who do not see it.
  var alternative: String
  /// Points of 1/72 inch on paper, CSS pixels on a page.
  var width = Self.standardWidth
  var height: Double
  /// Commands of gnuplot that fill one page, with margins of their own.
  var script: String
  /// True for one that only a page needs: the same as another for telephones, or one of a series.
  var isForPageOnly = false

  /// Two beside each other fill a page; one fills a telephone, on which its letters are still 10 pixels high.
  static let standardWidth = 480.0
  /// Of one that fills a page from side to side.
  static let fullWidth = 1040.0
  /// Of letters, in the same unit.
  static let fontSize = 14.5

  /// The name of the y axis at the edge of the picture: gnuplot itself puts it beside the marks, whose width it only guesses.
  static func yLabel(_ text: String, width: Double = standardWidth) -> String {
    "set label \(text) at screen \(gnuplotNumber(fontSize / width)), graph 0.5 center rotate by 90"
  }

  /// Margins with room for the marks and names of both axes.
  ///
  /// - Parameters:
  ///   - canvas: height of the picture.
  ///   - above: room for a legend.
  static func frame(
    canvas: Double, above: Double = 0, hasColourBar: Bool = false, width: Double = standardWidth
  ) -> [String] {
    let right = hasColourBar ? colourBarRoom : 16
    return [
      "set lmargin at screen \(gnuplotNumber(84 / width))",
      "set rmargin at screen \(gnuplotNumber((width - right) / width))",
      "set bmargin at screen \(gnuplotNumber(64 / canvas))",
      "set tmargin at screen \(gnuplotNumber(1 - (12 + above) / canvas))",
    ]
  }

  /// What stands right of a frame with a colour bar: the bar, its marks, and its name at the edge of the picture.
  static func colourBar(_ label: String, canvas: Double) -> [String] {
    [
      "set colorbox vertical user origin \(gnuplotNumber((standardWidth - colourBarRoom + 12) / standardWidth)),"
        + "\(gnuplotNumber(64 / canvas)) size \(gnuplotNumber(13 / standardWidth)),\(gnuplotNumber((canvas - 76) / canvas))",
      "set cbtics in",
      "set label \(label) at screen \(gnuplotNumber(1 - 0.7 * fontSize / standardWidth)), graph 0.5 center rotate by 90",
    ]
  }

  private static let colourBarRoom = 108.0
}

/// Where a terminal of gnuplot writes pictures.
enum PictureTerminal: Sendable {
  /// All of them, one after the other, to standard output.
  case svg
  /// Each to a file of its own in a folder, which must be fit for a script.
  case pdf(folder: String)

  func takes(_ picture: Picture) -> Bool {
    switch self {
    case .svg: true
    case .pdf: !picture.isForPageOnly
    }
  }
}

/// The script that draws all pictures in one process.
func gnuplotScript(_ pictures: [Picture], _ terminals: [PictureTerminal]) -> String {
  var lines = ["set encoding utf8"]
  for terminal in terminals {
    for picture in pictures where terminal.takes(picture) {
      lines.append("reset session")
      lines.append("set encoding utf8")
      let (width, height) = (picture.width, picture.height)
      switch terminal {
      case .svg:
        lines.append(
          "set terminal svg size \(Int(width)),\(Int(height)) dynamic enhanced font 'sans-serif,\(Picture.fontSize)'")
        lines.append("set output")
      case .pdf(let folder):
        // 480 of our units are a column of 8.6 cm.
        let scale = 8.6 / Picture.standardWidth
        lines.append(
          "set terminal pdfcairo size \(gnuplotNumber(width * scale))cm,\(gnuplotNumber(height * scale))cm enhanced "
            + "font 'Sans,\(gnuplotNumber(Picture.fontSize * scale * 72 / 2.54))' linewidth 0.6")
        lines.append("set output '\(folder)/\(picture.name).pdf'")
      }
      lines.append("set minussign")
      lines.append("set border lw 0.8")
      lines.append("set tics out nomirror scale 0.5")
      lines.append(picture.script)
      lines.append("set output")
    }
  }
  return lines.joined(separator: "\n") + "\n"
}
