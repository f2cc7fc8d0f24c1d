import CoilFields
import MagnetEquations
import Magnets
internal import Meshing

extension ValidCase {
  /// Where bulks are cooled in no field but that of a permanent magnet which comes nearer later: a part of its flux is frozen
  /// in, and zero-field cooling it is not.
  var frozenFluxWarnings: [RunWarning] {
    let sources = simulationCase.appliedSources(timeline)
    let places = simulationCase.bulks.flatMap { Self.outline($0.shape) }
    func field(_ source: AppliedSource, _ rise: Double) -> Double {
      places.reduce(0) { most, place in
        let field = source.field(r: place.x, z: place.y, rise: rise)
        return max(most, (field.br * field.br + field.bz * field.bz).squareRoot())
      }
    }
    var warnings: [RunWarning] = []
    for (index, segment) in timeline.enumerated() {
      guard case .cool(0, _, let fields) = segment.stage, fields.values.allSatisfy({ $0 == 0 }) else { continue }
      let later = timeline[(index + 1)...].prefix { !$0.startsAfresh }
      for (k, source) in sources.enumerated() where !simulationCase.sources[k].isDriven {
        let rise = segment.sources[k].rise.end
        let (start, most) = (
          field(source, rise),
          later.flatMap { [$0.sources[k].rise.start, $0.sources[k].rise.end] }
            .reduce(0) { max($0, field(source, $1)) }
        )
        guard start > Self.largestFrozenShare * most, start < Self.leastIntendedShare * most else { continue }
        let bounds = source.section.bounds
        let away: Double =
          bounds.z0 + bounds.z1 + 2 * rise >= (places.map { $0.y }.reduce(0, +) / Double(places.count)) * 2 ? 1 : -1
        var further = 0.0
        while field(source, rise + away * further) > Self.largestFrozenShare * most, further < 10 { further += 0.01 }
        warnings.append(
          .frozenFlux(.init(index, segment), source: simulationCase.sources[k].name, field: start, further: further))
      }
    }
    return warnings
  }

  /// Of the largest field that the magnet comes to make in a bulk. Measured on a magnet that comes to 1 mm: begun where this is 1e-4,
  /// forces differ by 0.1 to 0.2 % at a gap of 20 mm from those begun twice as far away; at 8e-4 by 1.4 %.
  private static let largestFrozenShare = 2e-4
  /// Above which a bulk is cooled in the magnet's field on purpose.
  private static let leastIntendedShare = 0.3

  private static func outline(_ shape: BulkShape) -> [SIMD2<Double>] {
    (0...4).flatMap { i -> [SIMD2<Double>] in
      let r = shape.innerRadius + shape.width * Double(i) / 4
      return [SIMD2(r, shape.zMin), SIMD2(r, shape.zMax)]
    }
  }
}
