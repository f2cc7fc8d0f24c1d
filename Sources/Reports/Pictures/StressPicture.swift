internal import BulkSimulation
internal import Magnets
internal import Meshing
internal import Notation
internal import RunFolders

/// The hoop stress over the section when it was largest, its place marked, and the outline as it is deformed then.
struct StressPicture {
  private let record: RunRecord
  private let field: StressField
  private let peak: RunSummary.StressPeak

  /// nil for a run without stresses or without maps.
  init?(_ record: RunRecord) {
    guard let map = record.stresses.last(where: { $0.stage == nil }), let peak = record.summary.stressPeak else {
      return nil
    }
    (self.record, field, self.peak) = (record, map.field, peak)
  }

  private var mesh: Mesh {
    let simulationCase = record.simulationCase
    let known = (simulationCase?.bulks.map(\.shape.name) ?? []) + (simulationCase?.supports.map(\.shape.name) ?? [])
    let count = (field.bodies.max() ?? 0) + 1
    let names = (0..<count).map { $0 < known.count ? known[$0] : "body \($0 + 1)" }
    return Mesh(
      nodes: field.points,
      cells: field.cells.map { corners in
        SIMD4(Int32(corners[0]), Int32(corners[1]), Int32(corners[2]), corners.count == 4 ? Int32(corners[3]) : -1)
      },
      cellRegions: field.cells.map { Int32(field.bodies[$0[0]] + 1) }, regionNames: ["air"] + names)
  }

  var picture: Picture? {
    let values = field.cells.map { corners in
      1e-6 * corners.reduce(0) { $0 + field.stresses[$1].y } / Double(corners.count)
    }
    guard let range = RunPictures.symmetricRange(values), let hoop = peak.hoop.value, let r = peak.place.r.value,
      let z = peak.place.z.value
    else { return nil }
    let section = SectionPicture(mesh)
    let exaggeration = self.exaggeration
    let arm = 0.03 * 1e3 * section.frame.radius
    let (x, y) = (1e3 * r, 1e3 * z)
    let cross = [[[x - arm, y], [x + arm, y]], [[x, y - arm], [x, y + arm]]]
    let unit = TimeUnit.suitable(for: peak.time)
    return section.map(
      "stress", values: values, map: .blueRed, range: range, label: "'hoop stress (MPa)'",
      caption:
        "Hoop stress when it is largest in the bulks, \(plainNumber(peak.time / unit.seconds)) \(unit.symbol) after the start: "
        + "\(significant(1e-6 * hoop, digits: 4)) MPa at the cross. Dashed: the outline as it is deformed then, displacements "
        + "times \(plainNumber(exaggeration, digits: 2)).",
      alternative: "Map of the hoop stress over the section of the magnet with its supports, from "
        + "\(significant(range.lowerBound, digits: 3)) to \(significant(range.upperBound, digits: 3)) MPa.",
      overlays: [
        (
          dataBlock("deformed", groups: deformed(exaggeration)),
          "$deformed using 1:2 with lines lw 1.1 dt (5,3) lc rgb '#444444'"
        ),
        (dataBlock("peak", groups: cross), "$peak using 1:2 with lines lw 2.4 lc rgb 'black'"),
      ])
  }

  /// A round number that makes the largest displacement about a twentieth of the magnet.
  private var exaggeration: Double {
    let largest = field.displacements.map { ($0 * $0).sum().squareRoot() }.max() ?? 0
    let size = field.points.map(\.x).max() ?? 1
    guard largest > 0 else { return 1 }
    let wanted = 0.05 * size / largest
    var scale = 1.0
    while 10 * scale <= wanted { scale *= 10 }
    while scale > wanted { scale /= 10 }
    return scale * (wanted >= 5 * scale ? 5 : wanted >= 2 * scale ? 2 : 1)
  }

  /// Edges of one cell alone, moved, on both sides of the axis [mm].
  private func deformed(_ exaggeration: Double) -> [[[Double]]] {
    var edges: [SIMD2<Int>: SIMD2<Int>] = [:]
    for cell in field.cells {
      for k in cell.indices {
        let (a, b) = (cell[k], cell[(k + 1) % cell.count])
        let key = SIMD2(min(a, b), max(a, b))
        if edges.removeValue(forKey: key) == nil { edges[key] = SIMD2(a, b) }
      }
    }
    let outline = edges.keys.sorted { ($0.x, $0.y) < ($1.x, $1.y) }.filter {
      field.points[$0.x].x > 0 || field.points[$0.y].x > 0
    }
    return [1.0, -1.0].flatMap { side in
      outline.map { edge in
        [edge.x, edge.y].map { node in
          let point = field.points[node] + exaggeration * field.displacements[node]
          return [1e3 * side * point.x, 1e3 * point.y]
        }
      }
    }
  }
}
