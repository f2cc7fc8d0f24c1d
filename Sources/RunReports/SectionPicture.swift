internal import BulkSimulation
internal import Meshing

/// Pictures of the section: the half that is computed and its mirror image, as papers print whole bulks. Lengths in mm.
struct SectionPicture {
  private let mesh: Mesh
  private let frame: SectionFrame
  /// Of the canvas and of the plot within it.
  private let width = Picture.standardWidth
  private let canvas: Double
  private let left = 62.0
  private let right: Double
  private let bottom = 50.0
  private let top: Double

  /// - Parameter hasColourBar: leaves room for one.
  init(_ mesh: Mesh, hasColourBar: Bool) {
    self.mesh = mesh
    frame = SectionFrame(mesh)
    let room = width - left - (hasColourBar ? 92 : 16)
    // The same scale along r and z; a tall magnet gets a narrower plot rather than a page of its own.
    let height = min(520, max(60, room * frame.halfHeight / frame.width))
    let plotWidth = min(room, height * frame.width / frame.halfHeight)
    right = left + plotWidth
    canvas = height + bottom + 14
    top = canvas - 14
  }

  private func commands() -> [String] {
    [
      "set lmargin at screen \(gnuplotNumber(left / width))", "set rmargin at screen \(gnuplotNumber(right / width))",
      "set bmargin at screen \(gnuplotNumber(bottom / canvas))", "set tmargin at screen \(gnuplotNumber(top / canvas))",
      "set xrange [\(gnuplotNumber(-millimetre(frame.width))):\(gnuplotNumber(millimetre(frame.width)))]",
      "set yrange [\(gnuplotNumber(millimetre(frame.middle - frame.halfHeight))):"
        + "\(gnuplotNumber(millimetre(frame.middle + frame.halfHeight)))]",
      "set xlabel '{/:Italic r} (mm)' offset 0,0.6", "set ylabel '{/:Italic z} (mm)' offset 1.2,0", "unset key",
    ]
  }

  private func colourBar(_ map: ColourMap, _ range: ClosedRange<Double>, label: String) -> [String] {
    [
      map.palette, "set cbrange [\(gnuplotNumber(range.lowerBound)):\(gnuplotNumber(range.upperBound))]",
      "set cblabel \(label) offset 0.4,0", "set cbtics in",
      "set colorbox vertical user origin \(gnuplotNumber((right + 12) / width)),\(gnuplotNumber(bottom / canvas)) "
        + "size \(gnuplotNumber(13 / width)),\(gnuplotNumber((top - bottom) / canvas))",
    ]
  }

  private func millimetre(_ length: Double) -> Double { 1e3 * length }

  private func picture(_ name: String, caption: String, alternative: String, _ lines: [String]) -> Picture {
    Picture(
      name: name, caption: caption, alternative: alternative, width: width, height: canvas,
      script: lines.joined(separator: "\n"))
  }

  // MARK: Pictures

  /// Bulks, mesh (on the side that is computed) and probes.
  func geometry(probes: [SimulationCase.Probe]) -> Picture {
    var lines = commands()
    for (i, region) in regions().enumerated() {
      let colour = CurvePicture.colours[i % CurvePicture.colours.count]
      lines += polygons(region) { _ in "fc rgb '#\(colour)' fs transparent solid 0.25 noborder" }
    }
    for shape in frame.shapes {
      lines.append(
        "set label \(gnuplotString(shape.name)) at \(gnuplotNumber(-500 * (shape.innerRadius + shape.outerRadius))),"
          + "\(gnuplotNumber(millimetre(0.5 * (shape.zMin + shape.zMax)))) center front")
    }
    let visible = probes.filter { $0.r <= frame.width && abs($0.z - frame.middle) <= frame.halfHeight }
    for probe in visible {
      lines.append(
        "set label \(gnuplotString(probe.name)) at \(gnuplotNumber(millimetre(probe.r))),"
          + "\(gnuplotNumber(millimetre(probe.z))) left offset 0.8,0 front")
    }
    let arm = millimetre(0.018 * frame.width)
    let crosses = visible.flatMap { probe in
      let (r, z) = (millimetre(probe.r), millimetre(probe.z))
      return [[[r - arm, z - arm], [r + arm, z + arm]], [[r - arm, z + arm], [r + arm, z - arm]]]
    }
    if !crosses.isEmpty { lines.append(dataBlock("probes", groups: crosses)) }
    lines.append(
      dataBlock("mesh", groups: edges { _, _ in true }.map { $0.map { [millimetre($0.x), millimetre($0.y)] } }))
    lines.append(outlineBlock())
    lines.append(
      "plot $mesh using 1:2 with lines lw 0.4 lc rgb '#999999', "
        + (crosses.isEmpty ? "" : "$probes using 1:2 with lines lw 2.2 lc rgb '#D55E00', ")
        + "$outline using 1:2 with lines lw 1.3 lc rgb 'black'")
    return picture(
      "section",
      caption: "The magnet in section. Right: the mesh of the finest run; left: its mirror image without mesh. Crosses "
        + "mark the probes.",
      alternative: "Section of the magnet with \(frame.shapes.count) bulk\(frame.shapes.count == 1 ? "" : "s") "
        + "and the mesh; r and z in millimetres.", lines)
  }

  /// A value of each cell of the bulks.
  func cellMap(
    _ name: String, values: [Double], map: ColourMap, range: ClosedRange<Double>, label: String, caption: String,
    alternative: String
  ) -> Picture {
    var lines = commands() + colourBar(map, range, label: label)
    for region in regions() {
      lines += polygons(region) { "fc palette cb \(gnuplotNumber(values[$0])) fs solid 1 noborder" }
    }
    lines.append(outlineBlock())
    // A curve without points brings the colour bar.
    lines.append("plot $outline using 1:2 with lines lw 1.3 lc rgb 'black', NaN with lines lc palette")
    return picture(name, caption: caption, alternative: alternative, lines)
  }

  /// |B| with field lines.
  func fieldMap(_ field: SectionField, caption: (Double) -> String, alternative: String) -> Picture {
    let (columns, rows) = Self.gridSize(frame)
    var grid: [[SectionField.Value]] = []
    for row in 0..<rows {
      let z = frame.middle + frame.halfHeight * (2 * Double(row) / Double(rows - 1) - 1)
      grid.append((0..<columns).map { field.approximate(r: frame.width * Double($0) / Double(columns - 1), z: z) })
    }
    let magnitudes = grid.map { $0.map { ($0.br * $0.br + $0.bz * $0.bz).squareRoot() } }
    let highest = magnitudes.flatMap { $0 }.max() ?? 0
    let fluxes = grid.flatMap { $0.map(\.flux) }
    let step = max(fluxes.max() ?? 0, -(fluxes.min() ?? 0)) / Double(Self.fieldLines)
    let block = dataBlock(
      "field",
      groups: (0..<rows).map { row in
        let z = frame.middle + frame.halfHeight * (2 * Double(row) / Double(rows - 1) - 1)
        return ((1 - columns)..<columns).map { column in
          let r = frame.width * Double(column) / Double(columns - 1)
          return [millimetre(r), millimetre(z), magnitudes[row][abs(column)], 1e6 * grid[row][abs(column)].flux]
        }
      })
    var lines = [block]
    if step > 0 {
      let levels = (-Self.fieldLines..<Self.fieldLines).map { gnuplotNumber(1e6 * step * (Double($0) + 0.5)) }
      lines += [
        "set contour base", "unset surface", "set cntrparam levels discrete \(levels.joined(separator: ", "))",
        "set table $lines", "splot $field using 1:2:4 notitle", "unset table", "unset contour", "set surface",
      ]
    }
    lines += commands() + colourBar(.viridis, 0...max(highest, 1e-12), label: "'|{/:Bold B}| (T)'")
    lines.append(outlineBlock())
    lines.append(
      "plot $field using 1:2:3 with image, "
        + (step > 0 ? "$lines using 1:2 with lines lw 0.9 lc rgb '#ffffff', " : "")
        + "$outline using 1:2 with lines lw 1.3 lc rgb 'black'")
    return picture("field", caption: caption(2 * .pi * step), alternative: alternative, lines)
  }

  private static let fieldLines = 14

  /// About 3600 points of the half section, as square as they can be.
  private static func gridSize(_ frame: SectionFrame) -> (columns: Int, rows: Int) {
    let aspect = min(8, max(0.125, frame.width / (2 * frame.halfHeight)))
    let columns = Int((3600 * aspect).squareRoot())
    return (max(12, columns), max(12, 3600 / max(1, columns)))
  }

  // MARK: Parts

  /// The cells of each bulk.
  private func regions() -> [[Int]] {
    var regions = [[Int]](repeating: [], count: max(0, mesh.regionNames.count - 1))
    for cell in mesh.cells.indices where mesh.cellRegions[cell] != Mesh.air {
      regions[Int(mesh.cellRegions[cell]) - 1].append(cell)
    }
    return regions
  }

  private func polygons(_ cells: [Int], style: (Int) -> String) -> [String] {
    cells.flatMap { cell in
      let corners = mesh.corners(of: cell)
      return [1.0, -1.0].map { side in
        let outline = (corners + corners.prefix(1)).map {
          "\(gnuplotNumber(side * millimetre($0.x))),\(gnuplotNumber(millimetre($0.y)))"
        }
        return "set object polygon from \(outline.joined(separator: " to ")) \(style(cell)) behind"
      }
    }
  }

  /// The faces of the bulks on both sides of the axis.
  private func outlineBlock() -> String {
    let faces = edges { a, b in a != b }.filter { !($0[0].x == 0 && $0[1].x == 0) }
    return dataBlock(
      "outline",
      groups: [1.0, -1.0].flatMap { side in
        faces.map { $0.map { [side * millimetre($0.x), millimetre($0.y)] } }
      })
  }

  /// Edges between cells of two regions that are chosen; beyond the boundary lies air. Those outside of the window are left out.
  private func edges(_ isChosen: (Int32, Int32) -> Bool) -> [[SIMD2<Double>]] {
    var seen: [SIMD2<Int32>: Int32] = [:]
    var chosen: [[SIMD2<Double>]] = []
    func add(_ edge: SIMD2<Int32>, _ a: Int32, _ b: Int32) {
      let ends = [mesh.nodes[Int(edge.x)], mesh.nodes[Int(edge.y)]]
      let isVisible = ends.contains { $0.x <= frame.width && abs($0.y - frame.middle) <= frame.halfHeight }
      if isVisible, isChosen(a, b) { chosen.append(ends) }
    }
    for cell in mesh.cells.indices {
      let count = mesh.cornerCount(of: cell)
      for k in 0..<count {
        let (a, b) = (mesh.cells[cell][k], mesh.cells[cell][(k + 1) % count])
        let edge = SIMD2(min(a, b), max(a, b))
        if let other = seen.removeValue(forKey: edge) {
          add(edge, other, mesh.cellRegions[cell])
        } else {
          seen[edge] = mesh.cellRegions[cell]
        }
      }
    }
    for (edge, region) in seen.sorted(by: { ($0.key.x, $0.key.y) < ($1.key.x, $1.key.y) }) {
      add(edge, region, Mesh.air)
    }
    return chosen
  }
}
