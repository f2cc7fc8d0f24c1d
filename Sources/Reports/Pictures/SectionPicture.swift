internal import BulkSimulation
internal import Magnets
internal import Meshing
internal import Notation

/// Pictures of the section: the half that is computed and its mirror image, as papers print whole bulks. Lengths in mm.
struct SectionPicture {
  private let mesh: Mesh
  let frame: SectionFrame
  /// Of the canvas and of the plot within it.
  private let width = Picture.standardWidth
  private let canvas: Double
  private let left = 72.0
  private let right: Double
  private let bottom = 62.0
  private let top: Double
  /// On the right, for a colour bar or the names of probes, so that all pictures of a section have one scale.
  private static let marginRight = 110.0

  init(_ mesh: Mesh) {
    self.mesh = mesh
    frame = SectionFrame(mesh)
    let room = width - left - Self.marginRight
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
      "set xlabel '{/:Italic r} (mm)' offset 0,0.5", Picture.yLabel("'{/:Italic z} (mm)'"), "unset key",
    ]
  }

  private func colourBar(_ map: ColourMap, _ range: ClosedRange<Double>, label: String) -> [String] {
    // The name at a distance that no mark needs; gnuplot itself only guesses how wide these are. Of a flat magnet the bar is shorter
    // than its name.
    let length = 110.0
    let middle = min(canvas - 0.5 * length, max(0.5 * length, 0.5 * (top + bottom)))
    return [
      map.palette, "set cbrange [\(gnuplotNumber(range.lowerBound)):\(gnuplotNumber(range.upperBound))]",
      "set label \(label) at screen \(gnuplotNumber((right + 92) / width)),\(gnuplotNumber(middle / canvas)) center rotate by 90",
      "set cbtics in",
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
      .sorted { $0.z < $1.z }
    let arm = millimetre(0.018 * frame.width)
    let crosses = visible.flatMap { probe in
      let (r, z) = (millimetre(probe.r), millimetre(probe.z))
      return [[[r - arm, z - arm], [r + arm, z + arm]], [[r - arm, z + arm], [r + arm, z - arm]]]
    }
    let edge = millimetre(frame.width)
    for (probe, height) in zip(visible, labelHeights(visible.map { millimetre($0.z) })) {
      lines.append(
        "set arrow from \(gnuplotNumber(millimetre(probe.r))),\(gnuplotNumber(millimetre(probe.z))) "
          + "to \(gnuplotNumber(edge)),\(gnuplotNumber(millimetre(probe.z))) nohead lw 0.7 dt (6,4) lc rgb '#D55E00' front"
      )
      lines.append(
        "set arrow from \(gnuplotNumber(edge)),\(gnuplotNumber(millimetre(probe.z))) "
          + "to \(gnuplotNumber(1.04 * edge)),\(gnuplotNumber(height)) nohead lw 0.7 lc rgb '#D55E00' front")
      // So many letters fit beside the plot.
      let name = probe.name.count > 11 ? probe.name.prefix(10) + "…" : probe.name[...]
      lines.append(
        "set label \(gnuplotString(String(name))) at \(gnuplotNumber(1.04 * edge)),\(gnuplotNumber(height)) left "
          + "offset 0.4,0 front")
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
      caption: "The magnet in section. Right: the mesh of the finest run; left: its mirror image without mesh."
        + (visible.isEmpty ? "" : " Crosses mark the probes."),
      alternative: "Section of the magnet with \(frame.shapes.count) bulk\(frame.shapes.count == 1 ? "" : "s") "
        + "and the mesh; r and z in millimetres.", lines)
  }

  /// A value of each cell of the bulks, smoothed between the cells.
  ///
  /// - Parameter overlays: blocks of data in mm and what plots them, on top.
  func map(
    _ name: String, values: [Double], map: ColourMap, range: ClosedRange<Double>, label: String, caption: String,
    alternative: String, overlays: [(block: String, plot: String)] = []
  ) -> Picture {
    let (blocks, images) = images(values, points: 300)
    var lines = blocks + overlays.map(\.block) + commands() + colourBar(map, range, label: label)
    lines.append(outlineBlock())
    lines.append(
      "plot "
        + (images + ["$outline using 1:2 with lines lw 1.3 lc rgb 'black'"] + overlays.map(\.plot)).joined(
          separator: ", ")
    )
    return picture(name, caption: caption, alternative: alternative, lines)
  }

  /// The same small and without axes: one of a series, whose colours another picture explains.
  func miniature(
    _ name: String, values: [Double], map: ColourMap, range: ClosedRange<Double>, alternative: String
  ) -> Picture {
    let (blocks, images) = images(values, points: 120)
    let width = 240.0
    // No margin around the magnet but the width of its outline.
    let room = millimetre(0.03 * frame.radius)
    let (r, low, high) = (
      millimetre(frame.radius) + room, millimetre(frame.bottom) - room, millimetre(frame.top) + room
    )
    let height = min(480, max(40, width * (high - low) / (2 * r)))
    // A tall magnet stands in the middle.
    let share = min(1, height * 2 * r / ((high - low) * width))
    let lines =
      blocks + [
        map.palette, "set cbrange [\(gnuplotNumber(range.lowerBound)):\(gnuplotNumber(range.upperBound))]",
        "unset colorbox", "unset border", "unset tics", "unset key",
        "set lmargin at screen \(gnuplotNumber(0.5 - 0.5 * share))",
        "set rmargin at screen \(gnuplotNumber(0.5 + 0.5 * share))",
        "set bmargin at screen 0", "set tmargin at screen 1",
        "set xrange [\(gnuplotNumber(-r)):\(gnuplotNumber(r))]",
        "set yrange [\(gnuplotNumber(low)):\(gnuplotNumber(high))]", outlineBlock(),
        "plot " + (images + ["$outline using 1:2 with lines lw 1.3 lc rgb 'black'"]).joined(separator: ", "),
      ]
    return Picture(
      name: name, caption: "", alternative: alternative, width: width, height: height,
      script: lines.joined(separator: "\n"), isForPageOnly: true)
  }

  // MARK: Parts

  /// Heights of names in mm so that none covers another, nearest to the heights given, which ascend.
  private func labelHeights(_ heights: [Double]) -> [Double] {
    let pitch = 1.2 * Picture.fontSize * 2 * millimetre(frame.halfHeight) / (top - bottom)
    var placed = heights
    for i in placed.indices.dropFirst() { placed[i] = max(placed[i], placed[i - 1] + pitch) }
    // Pushed out at the top, they move down together.
    let limit = millimetre(frame.middle + frame.halfHeight)
    for i in placed.indices.reversed() {
      placed[i] = min(placed[i], i + 1 < placed.count ? placed[i + 1] - pitch : limit)
    }
    return placed
  }

  /// The cells of each bulk.
  private func regions() -> [[Int]] {
    var regions = [[Int]](repeating: [], count: max(0, mesh.regionNames.count - 1))
    for cell in mesh.cells.indices where mesh.cellRegions[cell] != Mesh.air {
      regions[Int(mesh.cellRegions[cell]) - 1].append(cell)
    }
    return regions
  }

  /// Blocks of data and what plots them: each bulk as an image that ends at its faces, on both sides of the axis.
  ///
  /// - Parameter points: across the magnet from side to side; what shows the picture interpolates between them.
  private func images(_ values: [Double], points: Double) -> (blocks: [String], plots: [String]) {
    var (blocks, plots) = ([String](), [String]())
    for region in regions() {
      guard let raster = CellRaster(values, of: region, in: mesh, pitch: 2 * frame.radius / points) else { continue }
      let step = 1e3 * (raster.high - raster.low) / SIMD2(Double(raster.columns), Double(raster.rows))
      func add(_ columns: [Int], from r: Double) {
        let name = "map\(blocks.count)"
        blocks.append(
          matrixBlock(
            name, columns: columns.indices.map { r + (Double($0) + 0.5) * step.x },
            rows: (0..<raster.rows).map { row in
              (
                place: 1e3 * raster.place(column: 0, row: row).y,
                values: columns.map { raster.values[row * raster.columns + $0] }
              )
            }))
        plots.append("\(matrixColumns(name)) with image")
      }
      let columns = Array(0..<raster.columns)
      if raster.low.x == 0 {
        add(columns.reversed() + columns, from: -millimetre(raster.high.x))
      } else {
        add(columns.reversed(), from: -millimetre(raster.high.x))
        add(columns, from: millimetre(raster.low.x))
      }
    }
    return (blocks, plots)
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

  /// The faces of the bulks on both sides of the axis, and further lines [mm].
  func outlineBlock(with others: [[[Double]]] = []) -> String {
    let faces = edges { a, b in a != b }.filter { !($0[0].x == 0 && $0[1].x == 0) }
    return dataBlock(
      "outline",
      groups: [1.0, -1.0].flatMap { side in
        faces.map { $0.map { [side * millimetre($0.x), millimetre($0.y)] } }
      } + others)
  }

  /// Edges between cells of two regions that are chosen; beyond the boundary lies air. Those outside of the window are left
  /// out.
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
    // Where a cell meets two smaller ones, its edge is the sum of theirs: not the boundary of anything.
    let places = Dictionary(seen.keys.flatMap { [$0.x, $0.y] }.map { (mesh.nodes[Int($0)], $0) }) { first, _ in first }
    for edge in seen.keys.sorted(by: { ($0.x, $0.y) < ($1.x, $1.y) }) {
      guard let region = seen[edge], let middle = places[0.5 * (mesh.nodes[Int(edge.x)] + mesh.nodes[Int(edge.y)])]
      else { continue }
      let halves = [edge.x, edge.y].map { SIMD2(min($0, middle), max($0, middle)) }
      guard let first = seen[halves[0]], let second = seen[halves[1]] else { continue }
      add(halves[0], first, region)
      add(halves[1], second, region)
      for part in halves + [edge] { seen[part] = nil }
    }
    for (edge, region) in seen.sorted(by: { ($0.key.x, $0.key.y) < ($1.key.x, $1.key.y) }) {
      add(edge, region, Mesh.air)
    }
    return chosen
  }
}
