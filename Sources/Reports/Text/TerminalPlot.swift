internal import Algorithms
internal import Notation
internal import RealModule
internal import RunFolders

/// A curve in characters, for people on a remote machine: dots of braille where the terminal knows them, else stars.
struct TerminalPlot {
  struct Curve {
    var label: String
    var points: [SIMD2<Double>]
  }

  var title: String
  var xLabel: String
  var curves: [Curve]
  var isLogarithmic = false
  /// What to write below both ends of x, where the numbers will not do.
  var xEnds: [String]?
  /// Lines of the plot itself.
  var height = 10

  /// Of the scale on the left.
  private static let margin = 11
  /// SGR codes in the order of the curves: blue, red, green, magenta, cyan, yellow.
  private static let colours = [34, 31, 32, 35, 36, 33]

  func text(_ style: TerminalStyle) -> String {
    let width = max(10, min(style.columns, 120) - Self.margin - 1)
    let shown = curves.map { curve in
      Curve(
        label: curve.label,
        points: curve.points.compactMap { point in
          guard point.x.isFinite, point.y.isFinite, !isLogarithmic || point.x > 0 else { return nil }
          return isLogarithmic ? SIMD2(Double.log10(point.x), point.y) : point
        })
    }
    let all = shown.flatMap(\.points)
    guard let first = all.first else { return "\(title): nothing to show" }
    var (low, high) = all.reduce((first, first)) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
    // A constant is a line in the middle.
    if high.y == low.y { (low.y, high.y) = (low.y - max(1e-9, abs(low.y)), high.y + max(1e-9, abs(high.y))) }
    if high.x == low.x { high.x = low.x + 1 }
    var canvas = Canvas(columns: width, rows: height, isUnicode: style.isUnicode)
    for (i, curve) in shown.enumerated() {
      let dots = curve.points.map { (($0 - low) / (high - low)) }
      for (from, to) in dots.adjacentPairs() { canvas.line(from, to, curve: i) }
      if dots.count == 1 { canvas.line(dots[0], dots[0], curve: i) }
    }
    var lines = [title]
    for row in 0..<height {
      let share = 1 - Double(row) / Double(height - 1)
      let isMarked = row == 0 || row == height - 1 || row == height / 2
      let mark = isMarked ? significant(low.y + share * (high.y - low.y), digits: 4) : ""
      let bar = style.isUnicode ? (isMarked ? "┤" : "│") : "|"
      lines.append(
        padded(mark, to: Self.margin - 1) + bar + canvas.text(row: row, colours: style.isColoured ? Self.colours : []))
    }
    let ends = xEnds ?? [low.x, high.x].map { plainNumber(isLogarithmic ? Double.pow(10, $0) : $0) }
    let blanks = max(1, width - ends[0].count - ends[1].count - xLabel.count - 2)
    let axis = "\(ends[0])\(String(repeating: " ", count: blanks / 2 + 1))\(xLabel)"
    lines.append(
      String(repeating: " ", count: Self.margin) + axis
        + String(repeating: " ", count: max(1, width - axis.count - ends[1].count)) + ends[1])
    if curves.count > 1 {
      let names = curves.enumerated().map { i, curve in
        style.isColoured ? "\u{1B}[\(Self.colours[i % Self.colours.count])m\(curve.label)\u{1B}[0m" : curve.label
      }
      lines.append(String(repeating: " ", count: Self.margin) + names.joined(separator: "  "))
    }
    return lines.joined(separator: "\n")
  }

  private func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

/// Dots: two by four in each character of braille, one without it.
private struct Canvas {
  let columns: Int
  let rows: Int
  let isUnicode: Bool
  /// Dots of each character, and the curve that was there last.
  private var dots: [UInt8]
  private var curves: [Int?]

  init(columns: Int, rows: Int, isUnicode: Bool) {
    self.columns = columns
    self.rows = rows
    self.isUnicode = isUnicode
    dots = Array(repeating: 0, count: columns * rows)
    curves = Array(repeating: nil, count: columns * rows)
  }

  /// Between two points in units of the canvas, y upwards.
  mutating func line(_ from: SIMD2<Double>, _ to: SIMD2<Double>, curve: Int) {
    let size = SIMD2(Double((isUnicode ? 2 : 1) * columns - 1), Double((isUnicode ? 4 : 1) * rows - 1))
    let (a, b) = (from * size, to * size)
    let steps = max(1, Int(max(abs(b.x - a.x), abs(b.y - a.y)).rounded(.up)))
    for step in 0...steps {
      let point = a + (b - a) * (Double(step) / Double(steps))
      set(Int(point.x.rounded()), Int((size.y - point.y).rounded()), curve)
    }
  }

  private mutating func set(_ x: Int, _ y: Int, _ curve: Int) {
    let (column, row) = isUnicode ? (x / 2, y / 4) : (x, y)
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    // Unicode's numbering of the dots: 1 to 3 and 7 on the left, 4 to 6 and 8 on the right.
    let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
    dots[row * columns + column] |= isUnicode ? bits[x % 2][y % 4] : 1
    curves[row * columns + column] = curve
  }

  /// - Parameter colours: SGR codes, empty for none.
  func text(row: Int, colours: [Int]) -> String {
    var text = ""
    var present: Int?
    for i in (row * columns)..<((row + 1) * columns) {
      let colour = colours.isEmpty ? nil : curves[i].map { colours[$0 % colours.count] }
      if colour != present { text += colour.map { "\u{1B}[\($0)m" } ?? "\u{1B}[0m" }
      present = colour
      if dots[i] == 0 {
        text += " "
      } else if isUnicode {
        text.unicodeScalars.append(Unicode.Scalar(0x2800 + UInt32(dots[i])) ?? " ")
      } else {
        text += "*"
      }
    }
    return present == nil ? text : text + "\u{1B}[0m"
  }
}
