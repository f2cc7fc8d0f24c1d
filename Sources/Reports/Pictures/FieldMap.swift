internal import Notation

/// |B| in colours with field lines over a section, on both sides of the axis: the part that all pictures of a field share.
struct FieldMap {
  let frame: SectionFrame
  private let grid: FieldGrid
  /// Flux between two field lines [Wb/rad]; 0 without any.
  private let step: Double
  let colours: ClosedRange<Double>

  init(_ field: SectionField, _ frame: SectionFrame) {
    self.frame = frame
    grid = FieldGrid(field, frame)
    let magnitudes = grid.values.map(\.magnitude)
    let (lowest, highest) = (magnitudes.min() ?? 0, magnitudes.max() ?? 0)
    // A field that is nearly that applied would have one colour on a scale that begins at 0.
    let end = max(scaleEnd(highest), 1e-12)
    colours = (lowest > 0.5 * highest ? (20 * lowest / end - 1e-9).rounded(.down) * end / 20 : 0)...end
    let flux = 2 * .pi * (grid.values.map { abs($0.flux) }.max() ?? 0)
    step = flux > 0 ? Self.roundStep(flux / Double(Self.fieldLines)) / (2 * .pi) : 0
  }

  /// About as many on each side of the axis.
  private static let fieldLines = 12

  /// The nearest of 1, 2 and 5 times a power of ten.
  private static func roundStep(_ value: Double) -> Double {
    var power = 1.0
    while power > value { power /= 10 }
    while power * 10 <= value { power *= 10 }
    let share = value / power
    return power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10)
  }

  /// What the lines mean: round values of the flux through the circle around the axis.
  var lineText: String {
    step > 0 ? "Each field line encloses \(plainNumber(2e6 * .pi * step, digits: 2)) µWb more than the one before." : ""
  }

  /// Blocks of data that `commands` plots.
  var blocks: [String] {
    guard step > 0 else { return [matrix("field", \.magnitude)] }
    let count = Int((grid.values.map { abs($0.flux) }.max() ?? 0) / step)
    let levels = (-count...count).filter { $0 != 0 }.map { step * Double($0) }
    return [
      matrix("field", \.magnitude), matrix("flux") { 1e6 * $0.flux }, "set contour base", "unset surface",
      "set cntrparam levels discrete \(levels.map { gnuplotNumber(1e6 * $0) }.joined(separator: ", "))",
      "set table $lines",
      "splot \(matrixColumns("flux")) notitle",
      "unset table", "unset contour", "set surface",
      // On every third line, which do not crowd.
      dataBlock(
        "arrows", grid.arrows(on: levels.indices.filter { $0 % 3 == 1 }.map { levels[$0] }).map { $0.map { 1e3 * $0 } }),
    ]
  }

  /// Ranges, colours and the plot itself, with `$outline` over it; lengths in mm.
  ///
  /// - Parameters:
  ///   - width: of the picture, in its units.
  ///   - colourBar: the command that places it.
  func commands(width: Double, colourBar: String) -> [String] {
    let (r, low, high) = (
      1e3 * frame.width, 1e3 * (frame.middle - frame.halfHeight), 1e3 * (frame.middle + frame.halfHeight)
    )
    return [
      "unset key", "set xrange [\(gnuplotNumber(-r)):\(gnuplotNumber(r))]",
      "set yrange [\(gnuplotNumber(low)):\(gnuplotNumber(high))]",
      Picture.yLabel("'{/:Italic z} (mm)'", width: width), ColourMap.viridis.palette,
      "set cbrange [\(gnuplotNumber(colours.lowerBound)):\(gnuplotNumber(colours.upperBound))]",
      "set cblabel '|{/:Bold B}| (T)' offset 0,0.3", "set cbtics in", colourBar,
      // White lines on bright colours need an edge; the outline is not black, which dark pages turn white.
      "plot \(matrixColumns("field")) with image, "
        + (step > 0
          ? "$lines using 1:2 with lines lw 2.2 lc rgb '#b0303030', $lines using 1:2 with lines lw 1 lc rgb '#ffffff', "
            + "$arrows using 1:2:3:4 with vectors head filled size screen \(gnuplotNumber(6.5 / width)),20 fixed lw 1 lc rgb '#ffffff', "
          : "")
        + "$outline using 1:2 with lines lw 3.2 lc rgb '#90ffffff', $outline using 1:2 with lines lw 1.4 lc rgb '#010101'",
    ]
  }

  private func matrix(_ name: String, _ value: (SectionField.Value) -> Double) -> String {
    let columns = (1 - grid.columns)..<grid.columns
    return matrixBlock(
      name, columns: columns.map { 1e3 * grid.r($0) },
      rows: (0..<grid.rows).map { row in
        (place: 1e3 * grid.z(row), values: columns.map { value(grid.values[row * grid.columns + abs($0)]) })
      })
  }
}
