internal import BulkSimulation
internal import Magnets
internal import Meshing

/// The bulks with the coils and permanent magnets around them, and the field of all.
struct ArrangementPicture {
  private let section: SectionPicture
  private let map: FieldMap
  private let sources: [Placed]

  /// A source where it stands.
  struct Placed {
    var source: FieldSource
    /// Of its lower face, or of a loop's plane [m].
    var zMin: Double

    /// r from and to, z from and to [mm].
    fileprivate var corners: (r: ClosedRange<Double>, z: ClosedRange<Double>) {
      let height = source.zMax - source.zMin
      return (1e3 * source.innerRadius...1e3 * source.outerRadius, 1e3 * zMin...1e3 * (zMin + height))
    }
  }

  init(_ fields: FieldSnapshot, applied: AppliedField, sources: [Placed]) {
    self.sources = sources
    section = SectionPicture(fields.mesh)
    map = FieldMap(SectionField(fields, applied: applied), Self.frame(fields.mesh, sources))
  }

  /// What all of them fit in [m].
  private static func frame(_ mesh: Mesh, _ sources: [Placed]) -> SectionFrame {
    var frame = SectionFrame(mesh)
    for source in sources {
      frame.radius = max(frame.radius, source.source.outerRadius)
      frame.bottom = min(frame.bottom, source.zMin)
      frame.top = max(frame.top, source.zMin + source.source.zMax - source.source.zMin)
    }
    return frame
  }

  /// Across and along of what is shown [m]: where sources come near it is the least.
  static func size(_ mesh: Mesh, _ sources: [Placed]) -> Double {
    let frame = frame(mesh, sources)
    return frame.radius + frame.top - frame.bottom
  }

  /// - Parameter moment: `at the end of ramp`
  func picture(moment: String) -> Picture {
    let (left, right, bottom, above) = (72.0, 110.0, 62.0, 14.0)
    let width = Picture.standardWidth
    let frame = map.frame
    let scale = min((width - left - right) / (2 * frame.width), 520 / (2 * frame.halfHeight))
    let size = 2 * scale * SIMD2(frame.width, frame.halfHeight)
    let height = bottom + size.y + above
    let bar =
      "set colorbox vertical user origin \(gnuplotNumber((left + size.x + 12) / width)),\(gnuplotNumber(bottom / height)) "
      + "size \(gnuplotNumber(13 / width)),\(gnuplotNumber(size.y / height))"
    var lines =
      map.blocks + [outline] + sources.map(label)
    lines += sources.compactMap(arrow)
    lines += [
      "set lmargin at screen \(gnuplotNumber(left / width))",
      "set rmargin at screen \(gnuplotNumber((left + size.x) / width))",
      "set bmargin at screen \(gnuplotNumber(bottom / height))",
      "set tmargin at screen \(gnuplotNumber((bottom + size.y) / height))",
      "set xlabel '{/:Italic r} (mm)' offset 0,0.5",
    ]
    lines += map.commands(width: width, colourBar: bar)
    let names = sources.map(\.source.name).joined(separator: ", ")
    return Picture(
      name: "arrangement",
      caption:
        "Magnitude of the flux density \(moment) with field lines around all bulks and \(names). \(map.lineText)",
      alternative: "Map of the flux density with field lines around the bulks and \(names), \(moment).", width: width,
      height: height.rounded(.up), script: lines.joined(separator: "\n"))
  }

  /// Faces of the bulks and of the sources on both sides of the axis; of a loop a cross through its wire.
  private var outline: String {
    let arm = 1e3 * 0.015 * map.frame.width
    let own = sources.flatMap { placed -> [[[Double]]] in
      let (r, z) = placed.corners
      return [1.0, -1.0].flatMap { side -> [[[Double]]] in
        guard r.lowerBound < r.upperBound else {
          let (x, y) = (side * r.lowerBound, z.lowerBound)
          return [[[x - arm, y - arm], [x + arm, y + arm]], [[x - arm, y + arm], [x + arm, y - arm]]]
        }
        var corners = [
          [r.lowerBound, z.lowerBound], [r.upperBound, z.lowerBound], [r.upperBound, z.upperBound],
          [r.lowerBound, z.upperBound],
        ]
        if r.lowerBound > 0 { corners.append(corners[0]) }
        return [corners.map { [side * $0[0], $0[1]] }]
      }
    }
    return section.outlineBlock(with: own)
  }

  private func label(_ placed: Placed) -> String {
    let (r, z) = placed.corners
    return "set label \(gnuplotString(placed.source.name)) at "
      + "\(gnuplotNumber(-0.5 * (r.lowerBound + r.upperBound))),\(gnuplotNumber(0.5 * (z.lowerBound + z.upperBound))) "
      + "center front tc rgb '#f4f4f4'"
  }

  /// Along the magnetisation, on the right.
  private func arrow(_ placed: Placed) -> String? {
    guard placed.source.kind == .magnet else { return nil }
    let (r, z) = placed.corners
    let (middle, half) = (0.5 * (z.lowerBound + z.upperBound), 0.3 * (z.upperBound - z.lowerBound))
    let place = gnuplotNumber(0.5 * (r.lowerBound + r.upperBound))
    let way = placed.source.remanence > 0 ? half : -half
    return "set arrow from \(place),\(gnuplotNumber(middle - way)) to \(place),\(gnuplotNumber(middle + way)) "
      + "front lw 3 lc rgb '#f4f4f4'"
  }
}
