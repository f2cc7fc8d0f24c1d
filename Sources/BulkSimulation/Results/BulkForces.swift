import MagnetEquations
import Magnets

/// Forces between the bulks of a magnet in the uniform field alone, from currents that were kept: nothing in such a run depends on
/// them, so they are worked out when it is done.
struct BulkForces {
  let stages: [[SimulationResult.ForceValue]]
  /// Of each point of the history.
  let rows: [[SimulationResult.ForceValue]]

  static func areWorkedOut(of magnet: Magnet) -> Bool { magnet.sources.isEmpty && magnet.bulks.count > 1 }

  /// - Returns: nil for a single bulk, and for a run that has forces of its own.
  init?(_ estimate: ErrorEstimate, magnet: Magnet, usesTwoCores: Bool) {
    guard Self.areWorkedOut(of: magnet) else { return nil }
    func forces(_ run: Transient) -> Forces {
      Forces(magnet: magnet, cells: run.model.cells, tables: nil, pairs: run.pairs, usesTwoCores: usesTwoCores)
    }
    let (fine, medium) = (forces(estimate.fine), forces(estimate.medium))
    func ends(_ run: Transient, _ forces: Forces) -> [[Double]] {
      run.stageEnds.map { forces.values($0.currents, $0.segment, at: $0.segment.end) }
    }
    let (fineEnds, mediumEnds) = (ends(estimate.fine, fine), ends(estimate.medium, medium))
    let tightEnds = ends(estimate.tightMedium, medium)
    let scale = 1e-6 * (fineEnds.flatMap { $0 }.map(abs).max() ?? 0)
    // A force is of second order in the currents, and so twice as wrong in time.
    var timeShare = 0.0
    stages = fineEnds.indices.map { stage in
      fineEnds[stage].indices.map { k in
        let (a, b, tight) = (fineEnds[stage][k], mediumEnds[stage][k], tightEnds[stage][k])
        if abs(a) > scale { timeShare = max(timeShare, abs(b - tight) / abs(a)) }
        let time = 1.5 * abs(b - tight)
        return .init(force: ErrorEstimate.extrapolate(a, b), error: 0.5 * abs(a - b) + time + scale)
      }
    }
    let segment = estimate.fine.timeline[0]
    rows = estimate.fine.history.indices.map { row in
      let (point, other) = (estimate.fine.history[row], estimate.medium.history[row])
      guard let a = point.currents, let b = other.currents else { return [] }
      return zip(fine.values(a, segment, at: 0), medium.values(b, segment, at: 0)).map { a, b in
        .init(
          force: ErrorEstimate.extrapolate(a, b), error: 0.5 * abs(a - b) + 1.5 * timeShare * abs(a) + scale)
      }
    }
  }
}
