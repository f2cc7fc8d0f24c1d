internal import Magnets
internal import Meshing
internal import Notation
internal import RunFolders

// Axial forces over time, and over the gap of what moves.

extension HistoryCurves {
  /// Names of what a force is told of, bulks before sources.
  private var bodies: [String] {
    guard let simulationCase = record.simulationCase else { return [] }
    return (simulationCase.bulks.map(\.shape.name) + simulationCase.sources.map(\.name)).filter {
      record.history.force($0) != nil
    }
  }

  var forces: Picture? {
    let shown = toldForces(bodies)
    guard !shown.isEmpty else { return nil }
    return overTime(
      "forces", caption: "Axial force; positive is up.",
      alternative: "Curves of the axial force on \(shown.joined(separator: ", ")) in newton over time.",
      yLabel: "'{/:Italic F_z} (N)'",
      shown.enumerated().map { ("on \($0.element)", record.history.force($0.element) ?? [], $0.offset) })
  }

  /// For each source that moves.
  var forceLoops: [Picture] {
    (record.simulationCase?.sources ?? []).compactMap { source in
      guard let gaps = gaps(of: source), let force = record.history.force(source.name) else { return nil }
      // From turn to turn a curve, coming near or going away.
      var curves: [CurvePicture.Curve] = []
      for i in gaps.indices.dropFirst() where gaps[i] != gaps[i - 1] {
        let approaches = gaps[i] < gaps[i - 1]
        let point = SIMD2(1e3 * gaps[i], force[i])
        if let last = curves.indices.last, curves[last].isDashed != approaches {
          curves[last].points.append(point)
        } else {
          curves.append(
            CurvePicture.Curve(
              label: curves.count > 1 ? "" : approaches ? "coming near" : "going away",
              points: [SIMD2(1e3 * gaps[i - 1], force[i - 1]), point], isDashed: !approaches,
              colour: approaches ? 0 : 1))
        }
      }
      guard let first = curves.first, let farthest = gaps.map({ 1e3 * $0 }).max() else { return nil }
      // What comes from afar to a small loop would hide that; arrows in a loop of a few points cover it.
      let loop = curves.dropFirst().flatMap { $0.points.map(\.x) }.max() ?? farthest
      let end = first.isDashed || loop > 0.6 * farthest ? farthest : loop
      for i in curves.indices {
        let places = curves[i].points.map(\.x)
        curves[i].hasArrows = (places.max() ?? 0) - (places.min() ?? 0) > 0.1 * end
        curves[i].points.removeAll { $0.x > 1.02 * end }
      }
      return CurvePicture(
        name: "force-\(source.name)",
        caption: "Axial force on \(source.name) against the gap to the nearest bulk; positive is up.",
        alternative: "Curve of the axial force on \(source.name) in newton over the gap in millimetres.",
        xLabel: "'gap (mm)'", yLabel: "'{/:Italic F_z} (N)'", curves: curves, zeroLine: true,
        xRange: 0...1.02 * end
      ).picture
    }
  }

  /// Between the faces of a source and of the bulks at each point of the history [m]; nil for one that stays, or stands beside them.
  private func gaps(of source: FieldSource) -> [Double]? {
    guard let floor = record.history.height(of: source.name), Set(floor).count > 1,
      let shapes = record.simulationCase?.bulks.map(\.shape)
    else { return nil }
    let gaps = floor.compactMap { source.gap(to: shapes, zMin: $0)?.gap }
    return gaps.count == floor.count ? gaps : nil
  }
}
