internal import Notation
internal import RunFolders

/// |B| with field lines over the section, and Bz in the mid-plane below it on the same axis of r; where there is room for it,
/// Bz on the axis beside it on the same axis of z.
struct FieldPicture {
  private let section: SectionPicture
  private let map: FieldMap
  private let middle: FieldProfile
  private let axis: FieldProfile

  /// - Parameter profiles: of the same state.
  init?(_ section: SectionPicture, _ field: SectionField, profiles: [FieldProfile]) {
    guard let middle = profiles.first(where: { $0.line == .middle }),
      let axis = profiles.first(where: { $0.line == .axis })
    else { return nil }
    (self.section, self.middle, self.axis) = (section, middle, axis)
    map = FieldMap(field, section.frame)
  }

  /// Of the profiles: with 0 where the colours have it.
  private var fieldRange: String { map.colours.lowerBound > 0 ? "[*:*]" : "[*<0:0<*]" }

  /// What the lines mean.
  var lineText: String { map.lineText }

  // MARK: Two sizes

  /// For screens and paper.
  func full(alternative: String) -> Picture {
    let layout = Layout(width: Picture.fullWidth, map.frame, map: SIMD2(640, 460), above: 14, below: 150, hasAxis: true)
    return picture("field", layout, alternative: alternative)
  }

  /// For telephones, without the field on the axis.
  func narrow(alternative: String) -> Picture {
    let layout = Layout(
      width: Picture.standardWidth, map.frame, map: SIMD2(380, 420), above: 86, below: 130, hasAxis: false)
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
    let place = layout.map
    let (low, high) = (
      1e3 * (map.frame.middle - map.frame.halfHeight), 1e3 * (map.frame.middle + map.frame.halfHeight)
    )
    var lines = layout.margins(place.left, place.right, place.bottom, place.top)
    lines.append("set format x ''")
    lines += map.commands(width: layout.width, colourBar: layout.colourBar)
    lines += [
      "unset label", "unset colorbox", "set format x", "set grid xtics ytics lw 0.4 lc rgb '#c8c8c8'",
      "set xzeroaxis lw 0.8 lc rgb '#777777'",
    ]
    lines += layout.margins(place.left, place.right, layout.profile.bottom, layout.profile.top)
    lines += [
      "set yrange \(fieldRange)", "set xlabel '{/:Italic r} (mm)' offset 0,0.5",
      Picture.yLabel("'{/:Italic B_z} (T)'", width: layout.width),
      "plot $middle using 1:2 with lines lw 2 lc rgb '#\(CurvePicture.colours[0])'", "unset label",
    ]
    if let axis = layout.axis {
      lines += layout.margins(axis.left, axis.right, place.bottom, place.top)
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
    map.blocks + [
      dataBlock("middle", mirrored(middle)),
      dataBlock("axis", axis.points.indices.map { [axis.fluxDensity[$0].y, 1e3 * axis.points[$0].y] }),
      section.outlineBlock(),
    ]
  }

  /// Both sides of the axis, as a sensor scans.
  private func mirrored(_ profile: FieldProfile) -> [[Double]] {
    let points = zip(profile.points, profile.fluxDensity).map { [1e3 * $0.x, $1.y] }
    return points.dropFirst().reversed().map { [-$0[0], $0[1]] } + points
  }
}
