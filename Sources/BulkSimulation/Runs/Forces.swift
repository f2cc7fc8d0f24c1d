import CoilFields
import EdgeElements
import LinearAlgebra
import MagnetEquations
import Magnets
internal import Meshing

/// Axial forces on all bulks and sources, in this order [N].
///
/// Of a source on a cell it is the derivative of their mutual energy `2 pi j s g`, of which the equations have g: both are of one
/// table, so that work and force agree. Between cells of two bulks it is `-2 pi ∫ r J Br` over the one in the field of the other, by
/// rings at Gauss's points. What a bulk does to itself adds up to nothing, and the uniform field pulls at none.
struct Forces: Sendable {
  private let magnet: Magnet
  /// Indices in the case.
  private let bulks: [Int]
  private let tables: SourceTables?
  /// What cell j does to cell i, both with 1 A/m² [N]; nil for a single bulk.
  private let pairs: Matrix?

  var count: Int { magnet.bulks.count + magnet.sources.count }

  /// - Parameter pairs: of the same cells.
  init(
    magnet: Magnet, cells: CurrentCells, tables: SourceTables?, pairs: PairForces, usesTwoCores: Bool = false
  ) {
    self.magnet = magnet
    self.tables = tables
    bulks = cells.bulks.map { magnet.meshed[$0] }
    self.pairs = magnet.bulks.count > 1 ? pairs.matrix(magnet, cells, bulks: bulks, usesTwoCores: usesTwoCores) : nil
  }

  /// Of each source its strength, the derivative of its flux in the cells, and once more.
  private struct Instant {
    var strength, strengthRate, speed: Double
    var first, second: [Double]
  }

  private func instants(_ segment: TimelineSegment, at time: Double) -> [Instant] {
    guard let tables else { return [] }
    return tables.sources.indices.map { k in
      let state = segment.source(k, at: time)
      let slopes = tables.slopes(of: k, rise: state.rise)
      return Instant(
        strength: state.strength, strengthRate: state.strengthRate, speed: state.speed, first: slopes.first,
        second: slopes.second)
    }
  }

  /// The forces for current densities [A/m²] at a time [s].
  func values(_ j: [Double], _ segment: TimelineSegment, at time: Double) -> [Double] {
    let instants = instants(segment, at: time)
    var own = [Double](repeating: 0, count: j.count)
    if let pairs {
      let fields = pairs.multiply(j)
      for i in j.indices { own[i] = j[i] * fields[i] }
    }
    let bySources = instants.map { instant in
      j.indices.map { 2 * .pi * instant.strength * j[$0] * instant.first[$0] }
    }
    return sum(cells: own, bySources, between: betweenSources(segment, at: time))
  }

  /// Their rates of change for those of the current densities.
  func rates(_ j: [Double], _ rate: [Double], _ segment: TimelineSegment, at time: Double) -> [Double] {
    var own = [Double](repeating: 0, count: j.count)
    if let pairs {
      let (fields, fieldRates) = (pairs.multiply(j), pairs.multiply(rate))
      for i in j.indices { own[i] = rate[i] * fields[i] + j[i] * fieldRates[i] }
    }
    let bySources = instants(segment, at: time).map { instant in
      j.indices.map { i in
        2 * .pi
          * (instant.strengthRate * j[i] * instant.first[i] + instant.strength * rate[i] * instant.first[i]
            + instant.strength * instant.speed * j[i] * instant.second[i])
      }
    }
    let step = 1e-4 * segment.duration
    let (before, after) = (max(segment.start, time - step), min(segment.end, time + step))
    let (low, high) = (betweenSources(segment, at: before), betweenSources(segment, at: after))
    return sum(cells: own, bySources, between: zip(low, high).map { after > before ? ($1 - $0) / (after - before) : 0 })
  }

  /// What one A/m² more of a cell adds, about, to each force: times the current densities they add up to the forces but for what
  /// sources do to each other.
  func weights(_ j: [Double], _ segment: TimelineSegment, at time: Double) -> [[Double]] {
    let instants = instants(segment, at: time)
    let fields = pairs?.multiply(j)
    return (0..<count).map { body in
      j.indices.map { i in
        let source = body - magnet.bulks.count
        if source >= 0 {
          let image = magnet.sourceImages.map { instants[$0[source]] }
          let own = 2 * .pi * instants[source].strength * instants[source].first[i]
          return own - (image.map { 2 * .pi * $0.strength * $0.first[i] } ?? 0)
        }
        let sign = sign(ofCell: i, in: body)
        guard sign != 0 else { return 0 }
        let bySources = instants.reduce(0) { $0 + 2 * .pi * $1.strength * $1.first[i] }
        return sign * ((fields?[i] ?? 0) - bySources)
      }
    }
  }

  /// 1 for a cell of a bulk, -1 for one whose image is of it, 0 for others and for both at once.
  private func sign(ofCell i: Int, in bulk: Int) -> Double {
    let own: Double = bulks[i] == bulk ? 1 : 0
    return magnet.symmetry?.images[bulks[i]] == bulk ? own - 1 : own
  }

  private func sum(cells own: [Double], _ bySources: [[Double]], between: [Double]) -> [Double] {
    var forces = [Double](repeating: 0, count: count)
    for bulk in magnet.bulks.indices {
      for i in own.indices {
        let sign = sign(ofCell: i, in: bulk)
        if sign != 0 { forces[bulk] += sign * (own[i] - bySources.reduce(0) { $0 + $1[i] }) }
      }
    }
    let totals = bySources.map { $0.reduce(0, +) }
    for k in totals.indices {
      let image = magnet.sourceImages.map { totals[$0[k]] } ?? 0
      forces[magnet.bulks.count + k] = totals[k] - image + between[k]
    }
    return forces
  }

  /// What the other sources do to each [N].
  private func betweenSources(_ segment: TimelineSegment, at time: Double) -> [Double] {
    let sources = magnet.sources
    guard sources.count > 1 else { return sources.map { _ in 0 } }
    let states = segment.sourceStates(at: time)
    return sources.indices.map { k in
      let force = sources[k].section.raised(by: states[k].y).axialForce { r, z in
        sources.indices.filter { $0 != k }.reduce(0) { sum, l in
          sum + states[l].x * sources[l].field(r: r, z: z, rise: states[l].y).aPhi
        }
      }
      return states[k].x * sources[k].scale * force
    }
  }
}
