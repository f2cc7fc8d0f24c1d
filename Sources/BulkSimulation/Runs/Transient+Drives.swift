import MagnetEquations
import Magnets

// What the drives of a protocol lead a magnet to expect.

extension Transient {
  /// The current densities that the magnet carries, about, at its worst and at its best, of each segment in the stages from one that
  /// starts afresh to the next [A/m²].
  static func expectedDensities(
    _ timeline: [TimelineSegment], _ materials: CellMaterials, _ tables: SourceTables?
  ) -> [ClosedRange<Double>] {
    var (densities, start) = ([ClosedRange<Double>](), 0)
    for (index, segment) in timeline.enumerated() {
      if segment.startsAfresh { start = index }
      let (least, most) = segment.extremes(tables)
      let own = Set([segment.start, segment.end]).flatMap { time in
        let temperatures = segment.temperatures(at: time)
        return Set([least, most]).map { field in
          materials.expectedDensity(field: field) { temperatures[$0] }
        }
      }
      let all = own + (index > start ? [densities[start].lowerBound, densities[start].upperBound] : [])
      let range = (all.min() ?? 0)...(all.max() ?? 0)
      densities.append(range)
      for k in start...index { densities[k] = range }
    }
    return densities
  }
}

extension TimelineSegment {
  /// Whether flux may enter the magnet: where a field grows or turns round, or a source moves.
  var mayLetFluxEnter: Bool {
    func grows(_ course: DriveCourse) -> Bool {
      let values = course.turns(within: duration)
      return zip(values, values.dropFirst()).contains { $1 * $0 < 0 || abs($1) > abs($0) }
    }
    return grows(field) || sources.contains { grows($0.strength) || !$0.rise.isConstant }
  }

  /// The smallest and the largest applied flux density that cells see [T], about.
  fileprivate func extremes(_ tables: SourceTables?) -> (least: Double, most: Double) {
    let values = field.turns(within: duration)
    guard let tables else {
      let magnitudes = values.map(abs)
      let turns = zip(values, values.dropFirst()).contains { $0 * $1 <= 0 }
      return (turns ? 0 : magnitudes.min() ?? 0, magnitudes.max() ?? 0)
    }
    let times = Set(pieces.flatMap { [$0.start, $0.end] }).sorted()
    let densities = times.map { time in
      tables.fluxDensities(uniform: field(at: time)) { index in
        let state = source(index, at: time)
        return (state.strength, state.rise)
      }
    }
    return (densities.map(\.least).min() ?? 0, densities.map(\.most).max() ?? 0)
  }
}
