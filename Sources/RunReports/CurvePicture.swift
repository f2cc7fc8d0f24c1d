/// Lines over one axis: profiles, histories, loops, decays.
struct CurvePicture {
  struct Curve {
    var label: String
    /// (x, y)
    var points: [SIMD2<Double>]
    var isDashed = false
    /// Index of its colour; nil for grey.
    var colour: Int?
  }

  /// Okabe and Ito's colours for the colour-blind, in the order of their contrast to white. M. Okabe and K. Ito (2008).
  static let colours = ["0072B2", "D55E00", "009E73", "CC79A7", "56B4E9", "E69F00"]
  static let grey = "777777"

  var name: String
  var caption: String
  var alternative: String
  /// In gnuplot's markup, with units.
  var xLabel: String
  var yLabel: String
  var curves: [Curve]
  /// Ranges of x that lie in a bulk.
  var shaded: [ClosedRange<Double>] = []
  /// Marks of a logarithmic x axis; nil for a linear one.
  var logarithmicMarks: [(label: String, x: Double)]?
  var zeroLine = false
  /// Leaves room above and below curves that stay at one value for long.
  var isPadded = false
  var xRange: ClosedRange<Double>?

  var picture: Picture {
    let (width, height) = (Picture.standardWidth, 320.0)
    // A line of the legend holds about 60 characters.
    var rows = 1
    var used = 0
    for curve in curves {
      let length = curve.label.count + 8
      if used + length > 60, used > 0 { (rows, used) = (rows + 1, 0) }
      used += length
    }
    let longest = curves.map(\.label.count).max() ?? 0
    let columns = max(1, min(curves.count, 60 / (longest + 8)))
    if curves.count > 1 { rows = (curves.count + columns - 1) / columns } else { rows = 0 }
    let legend = rows == 0 ? 0 : 6 + 16 * Double(rows)
    let canvas = height + legend
    var lines = [
      "set lmargin at screen \(gnuplotNumber(70 / width))", "set rmargin at screen \(gnuplotNumber(464 / width))",
      "set bmargin at screen \(gnuplotNumber(52 / canvas))",
      "set tmargin at screen \(gnuplotNumber(1 - (12 + legend) / canvas))",
      "set xlabel \(xLabel) offset 0,0.6", "set ylabel \(yLabel) offset 1.2,0",
      "set grid xtics ytics lw 0.4 lc rgb '#c8c8c8'",
      rows == 0
        ? "unset key"
        : "set key at graph 0.5,screen \(gnuplotNumber(1 - 6 / canvas)) center top horizontal maxcols \(columns) "
          + "samplen 2.2 spacing 1.1 width 1",
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
    if isPadded { lines.append("set offsets 0,0,graph 0.08,graph 0.08") }
    for range in shaded {
      lines.append(
        "set object rectangle from \(gnuplotNumber(range.lowerBound)),graph 0 to \(gnuplotNumber(range.upperBound)),"
          + "graph 1 fc rgb '#808080' fs transparent solid 0.14 noborder behind")
    }
    var plots: [String] = []
    for (i, curve) in curves.enumerated() {
      lines.append(dataBlock("curve\(i)", curve.points.map { [$0.x, $0.y] }))
      let colour = curve.colour.map { Self.colours[$0 % Self.colours.count] } ?? Self.grey
      plots.append(
        "$curve\(i) using 1:2 with lines lw 2 \(curve.isDashed ? "dt (8,5) " : "")lc rgb '#\(colour)' "
          + "title \(gnuplotString(curve.label))")
    }
    lines.append("plot " + plots.joined(separator: ", \\\n  "))
    return Picture(
      name: name, caption: caption, alternative: alternative, width: width, height: canvas,
      script: lines.joined(separator: "\n"))
  }
}
