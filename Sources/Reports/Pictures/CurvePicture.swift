/// Lines over one axis: profiles, histories, loops, decays.
struct CurvePicture {
  struct Curve {
    /// Empty for one that is not in the legend.
    var label: String
    /// (x, y)
    var points: [SIMD2<Double>]
    /// Half the length of the bar at each point; empty for none.
    var errors: [Double] = []
    var isDashed = false
    /// Marks that point along it, where it turns back near itself.
    var hasArrows = false
    /// Index of its colour; nil for grey.
    var colour: Int?

    /// x, y and, with bars, the lower end and the length of each.
    fileprivate var rows: [[Double]] {
      guard !errors.isEmpty else { return points.map { [$0.x, $0.y] } }
      return zip(points, errors).map { point, error in [point.x, point.y, point.y - error, 2 * error] }
    }
  }

  /// How many of the points of a curve are marked, evenly among them.
  private static let arrowsOfCurve = 3

  /// Okabe and Ito's colours for the colour-blind, in the order of their contrast to white. M. Okabe and K. Ito (2008).
  static let colours = ["0072B2", "D55E00", "009E73", "CC79A7", "56B4E9", "E69F00"]
  static let grey = "777777"

  var name, caption, alternative: String
  /// In gnuplot's markup, with units.
  var xLabel, yLabel: String
  var curves: [Curve]
  /// Ranges of x that lie in a bulk.
  var shaded: [ClosedRange<Double>] = []
  /// Marks of a logarithmic x axis; nil for a linear one.
  var logarithmicMarks: [(label: String, x: Double)]?
  var zeroLine = false
  /// The y axis reaches 0 even if no curve does.
  var includesZero = false
  /// Curves of few points, each a function of x: cubics through the points that have no more turns than these.
  var isSmooth = false
  /// Leaves room above and below curves that stay at one value for long.
  var isPadded = false
  var xRange: ClosedRange<Double>?
  /// Of the picture, and of what is below its legend.
  var size = SIMD2(Picture.standardWidth, 320)

  /// Over the full width of a page, and for telephones.
  var figure: Figure {
    var (wide, narrow) = (self, self)
    wide.size = SIMD2(Picture.fullWidth, 420)
    narrow.name += "-narrow"
    var small = narrow.picture
    small.isForPageOnly = true
    return Figure(wide: wide.picture, narrow: small, caption: caption)
  }

  var picture: Picture {
    let (width, height) = (size.x, size.y)
    // As gnuplot fills a line of the legend, found by trying: a name takes its letters and room for seven more.
    let labels = curves.map(\.label).filter { !$0.isEmpty }
    let longest = min(46, labels.map(\.count).max() ?? 0)
    let letters = Int(88 * width / Picture.standardWidth)
    let columns = max(1, min(labels.count, width > Picture.standardWidth ? 6 : 3, letters / (2 * longest + 15)))
    let rows = labels.count > 1 ? (labels.count + columns - 1) / columns : 0
    // A row is one and a half times the font times the spacing.
    let legend = rows == 0 ? 0 : 10 + 1.5 * 0.9 * Picture.fontSize * Double(rows)
    let canvas = height + legend
    var lines = Picture.frame(canvas: canvas, above: legend, width: width)
    lines += [
      "set xlabel \(xLabel) offset 0,0.5", Picture.yLabel(yLabel, width: width),
      "set grid xtics ytics lw 0.4 lc rgb '#c8c8c8'",
      rows == 0
        ? "unset key"
        : "set key at graph 0.5,screen \(gnuplotNumber(1 - 6 / canvas)) center top horizontal maxcols \(columns) "
          + "samplen 1.6 spacing 0.9 width 0",
    ]
    if let range = xRange {
      lines.append("set xrange [\(gnuplotNumber(range.lowerBound)):\(gnuplotNumber(range.upperBound))]")
    }
    if let marks = logarithmicMarks {
      lines.append("set logscale x")
      lines.append(
        "set xtics (\(marks.map { "\(gnuplotString($0.label)) \(gnuplotNumber($0.x))" }.joined(separator: ", ")))")
    }
    if zeroLine { lines.append("set xzeroaxis lw 0.8 lc rgb '#777777'") }
    if includesZero { lines.append("set yrange [*<0:0<*]") }
    if isSmooth { lines.append("set samples 1000") }
    if isPadded { lines.append("set offsets 0,0,graph 0.08,graph 0.08") }
    for range in shaded {
      lines.append(
        "set object rectangle from \(gnuplotNumber(range.lowerBound)),graph 0 to \(gnuplotNumber(range.upperBound)),"
          + "graph 1 fc rgb '#808080' fs transparent solid 0.14 noborder behind")
    }
    var plots: [String] = []
    for (i, curve) in curves.enumerated() {
      lines.append(dataBlock("curve\(i)", curve.rows))
      let colour = curve.colour.map { Self.colours[$0 % Self.colours.count] } ?? Self.grey
      plots.append(
        "$curve\(i) using 1:2 \(isSmooth && curve.points.count > 2 ? "smooth mcsplines " : "")with lines lw 2 \(curve.isDashed ? "dt (8,5) " : "")lc rgb '#\(colour)' "
          + "title \(gnuplotString(curve.label.count > 46 ? curve.label.prefix(45) + "…" : curve.label))")
      if curve.hasArrows, curve.points.count > 2 * Self.arrowsOfCurve {
        let marks = (1...Self.arrowsOfCurve).map { k in
          let at = k * (curve.points.count - 1) / (Self.arrowsOfCurve + 1)
          let (from, to) = (curve.points[at], curve.points[at + 1])
          return [from.x, from.y, to.x - from.x, to.y - from.y]
        }
        lines.append(dataBlock("arrows\(i)", marks))
        plots.append(
          "$arrows\(i) using 1:2:3:4 with vectors head filled size screen \(gnuplotNumber(12 / width)),20 fixed "
            + "lw 2 lc rgb '#\(colour)' notitle")
      }
      if !curve.errors.isEmpty {
        plots.append("$curve\(i) using 1:3:(0):4 with vectors nohead lw 1.4 lc rgb '#\(colour)' notitle")
      }
    }
    lines.append("plot " + plots.joined(separator: ", \\\n  "))
    return Picture(
      name: name, caption: caption, alternative: alternative, width: width, height: canvas,
      script: lines.joined(separator: "\n"))
  }
}
