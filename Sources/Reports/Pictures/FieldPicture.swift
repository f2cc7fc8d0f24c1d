internal import Notation
internal import RunFolders

/// |B| with field lines over the section, and Bz in the mid-plane below it on the same axis of r; where there is room for it,
/// Bz on the axis beside it on the same axis of z.
struct FieldPicture {
  private let section: SectionPicture
  private let frame: SectionFrame
  private let grid: FieldGrid
  private let middle: FieldProfile
  private let axis: FieldProfile
  /// Flux between two field lines [Wb/rad]; 0 without any.
  private let step: Double
  private let colours: ClosedRange<Double>

  /// - Parameter profiles: of the same state.
  init?(_ section: SectionPicture, _ field: SectionField, profiles: [FieldProfile]) {
    guard let middle = profiles.first(where: { $0.line == .middle }),
      let axis = profiles.first(where: { $0.line == .axis })
    else { return nil }
    (self.section, self.middle, self.axis, frame) = (section, middle, axis, section.frame)
    grid = FieldGrid(field, section.frame)
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
  static func roundStep(_ value: Double) -> Double {
    var power = 1.0
    while power > value { power /= 10 }
    while power * 10 <= value { power *= 10 }
    let share = value / power
    return power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10)
  }

  /// Of the profiles: with 0 where the colours have it.
  private var fieldRange: String { colours.lowerBound > 0 ? "[*:*]" : "[*<0:0<*]" }

  /// What the lines mean: round values of the flux through the circle around the axis.
  var lineText: String {
    step > 0 ? "Each field line encloses \(plainNumber(2e6 * .pi * step, digits: 2)) µWb more than the one before." : ""
  }

  // MARK: Two sizes

  /// For screens and paper.
  func full(alternative: String) -> Picture {
    let layout = Layout(width: Picture.fullWidth, frame, map: SIMD2(640, 460), above: 14, below: 150, hasAxis: true)
    return picture("field", layout, alternative: alternative)
  }

  /// For telephones, without the field on the axis.
  func narrow(alternative: String) -> Picture {
    let layout = Layout(
      width: Picture.standardWidth, frame, map: SIMD2(380, 420), above: 86, below: 130, hasAxis: false)
    var picture = picture("field-narrow", layout, alternative: alternative)
    picture.isForPageOnly = true
    return picture
  }

  /// Where the panels lie, in units of the picture from its lower left corner.
  private struct Layout {
    let width: Double
    let height: Double
    let map: (left: Double, right: Double, bottom: Double, top: Double)
    let profile: (bottom: Double, top: Double)
    /// Of the panel on the right.
    let axis: (left: Double, right: Double)?
    static let gap = 16.0

    /// - Parameters:
    ///   - map: its largest size.
    ///   - above: room above it.
    ///   - below: height of the profile.
    init(width: Double, _ frame: SectionFrame, map: SIMD2<Double>, above: Double, below: Double, hasAxis: Bool) {
      let scale = min(map.x / (2 * frame.width), map.y / (2 * frame.halfHeight))
      let size = 2 * scale * SIMD2(frame.width, frame.halfHeight)
      profile = (62, 62 + below)
      let bottom = 62 + below + Self.gap
      self.map = (84, 84 + size.x, bottom, bottom + size.y)
      self.width = width
      height = bottom + size.y + above
      axis = hasAxis ? (84 + size.x + Self.gap, width - 24) : nil
    }

    func margins(_ left: Double, _ right: Double, _ bottom: Double, _ top: Double) -> [String] {
      [
        "set lmargin at screen \(gnuplotNumber(left / width))", "set rmargin at screen \(gnuplotNumber(right / width))",
        "set bmargin at screen \(gnuplotNumber(bottom / height))",
        "set tmargin at screen \(gnuplotNumber(top / height))",
      ]
    }

    /// Lying above the map, or in the corner below the panel on the right.
    var colourBar: String {
      let (left, long, bottom) =
        axis.map { ($0.left, min(320, $0.right - $0.left), profile.bottom + 40) }
        ?? (map.left, map.right - map.left, height - 24)
      return "set colorbox horizontal user origin \(gnuplotNumber(left / width)),\(gnuplotNumber(bottom / height)) "
        + "size \(gnuplotNumber(long / width)),\(gnuplotNumber(13 / height))"
    }
  }

  private func picture(_ name: String, _ layout: Layout, alternative: String) -> Picture {
    var lines = blocks + ["set multiplot"] + panels(layout)
    lines.append("unset multiplot")
    return Picture(
      name: name, caption: "", alternative: alternative, width: layout.width, height: layout.height.rounded(.up),
      script: lines.joined(separator: "\n"))
  }

  private func panels(_ layout: Layout) -> [String] {
    let map = layout.map
    let (r, low, high) = (
      1e3 * frame.width, 1e3 * (frame.middle - frame.halfHeight), 1e3 * (frame.middle + frame.halfHeight)
    )
    var lines = layout.margins(map.left, map.right, map.bottom, map.top)
    lines += [
      "unset key", "set xrange [\(gnuplotNumber(-r)):\(gnuplotNumber(r))]",
      "set yrange [\(gnuplotNumber(low)):\(gnuplotNumber(high))]", "set format x ''",
      Picture.yLabel("'{/:Italic z} (mm)'", width: layout.width), ColourMap.viridis.palette,
      "set cbrange [\(gnuplotNumber(colours.lowerBound)):\(gnuplotNumber(colours.upperBound))]",
      "set cblabel '|{/:Bold B}| (T)' offset 0,0.3", "set cbtics in", layout.colourBar,
      // White lines on bright colours need an edge; the outline is not black, which dark pages turn white.
      "plot \(matrixColumns("field")) with image, "
        + (step > 0
          ? "$lines using 1:2 with lines lw 2.2 lc rgb '#b0303030', $lines using 1:2 with lines lw 1 lc rgb '#ffffff', "
            + "$arrows using 1:2:3:4 with vectors head filled size screen \(gnuplotNumber(6.5 / layout.width)),20 fixed lw 1 lc rgb '#ffffff', "
          : "")
        + "$outline using 1:2 with lines lw 3.2 lc rgb '#90ffffff', $outline using 1:2 with lines lw 1.4 lc rgb '#010101'",
      "unset label", "unset colorbox", "set format x", "set grid xtics ytics lw 0.4 lc rgb '#c8c8c8'",
      "set xzeroaxis lw 0.8 lc rgb '#777777'",
    ]
    lines += layout.margins(map.left, map.right, layout.profile.bottom, layout.profile.top)
    lines += [
      "set yrange \(fieldRange)", "set xlabel '{/:Italic r} (mm)' offset 0,0.5",
      Picture.yLabel("'{/:Italic B_z} (T)'", width: layout.width),
      "plot $middle using 1:2 with lines lw 2 lc rgb '#\(CurvePicture.colours[0])'", "unset label",
    ]
    if let axis = layout.axis {
      lines += layout.margins(axis.left, axis.right, map.bottom, map.top)
      lines += [
        "unset xzeroaxis", "set yzeroaxis lw 0.8 lc rgb '#777777'", "set xrange \(fieldRange)",
        "set yrange [\(gnuplotNumber(low)):\(gnuplotNumber(high))]", "set format y ''",
        "set xlabel '{/:Italic B_z} (T)' offset 0,0.5",
        "plot $axis using 1:2 with lines lw 2 lc rgb '#\(CurvePicture.colours[0])'",
      ]
    }
    return lines
  }

  private var blocks: [String] {
    func matrix(_ name: String, _ value: (SectionField.Value) -> Double) -> String {
      let columns = (1 - grid.columns)..<grid.columns
      return matrixBlock(
        name, columns: columns.map { 1e3 * grid.r($0) },
        rows: (0..<grid.rows).map { row in
          (
            place: 1e3 * grid.z(row), values: columns.map { value(grid.values[row * grid.columns + abs($0)]) }
          )
        })
    }
    var blocks = [
      matrix("field", \.magnitude), dataBlock("middle", mirrored(middle)),
      dataBlock("axis", axis.points.indices.map { [axis.fluxDensity[$0].y, 1e3 * axis.points[$0].y] }),
      section.outlineBlock(),
    ]
    guard step > 0 else { return blocks }
    let count = Int((grid.values.map { abs($0.flux) }.max() ?? 0) / step)
    let levels = (-count...count).filter { $0 != 0 }.map { step * Double($0) }
    blocks += [
      matrix("flux") { 1e6 * $0.flux }, "set contour base", "unset surface",
      "set cntrparam levels discrete \(levels.map { gnuplotNumber(1e6 * $0) }.joined(separator: ", "))",
      "set table $lines",
      "splot \(matrixColumns("flux")) notitle",
      "unset table", "unset contour", "set surface",
      // On every third line, which do not crowd.
      dataBlock(
        "arrows", grid.arrows(on: levels.indices.filter { $0 % 3 == 1 }.map { levels[$0] }).map { $0.map { 1e3 * $0 } }),
    ]
    return blocks
  }

  /// Both sides of the axis, as a sensor scans.
  private func mirrored(_ profile: FieldProfile) -> [[Double]] {
    let points = zip(profile.points, profile.fluxDensity).map { [1e3 * $0.x, $1.y] }
    return points.dropFirst().reversed().map { [-$0[0], $0[1]] } + points
  }
}
