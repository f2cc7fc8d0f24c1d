import EdgeElements
import Superconductors

/// Richardson's extrapolation from two meshes, and what a third mesh and a second tolerance say about its error.
///
/// The scheme is of second order in the cell size, so from a value `v` at fineness f and `v2` at f/2 the extrapolated one
/// is `v + (v - v2)/3`. L. F. Richardson, Phil. Trans. R. Soc. A 226, 299 (1927).
struct ErrorEstimate {
  /// nil for an imported mesh, below which there is none.
  let coarse: Transient?
  let medium: Transient
  /// The medium mesh with a tolerance four times smaller.
  let tightMedium: Transient
  let fine: Transient

  var cells: Int { fine.model.cells.count }

  /// A reported number with its error, both absolute.
  struct Value: Sendable, Equatable {
    var value: Double
    var mesh: Double
    var time: Double

    var error: Double { mesh + time }
  }

  static func extrapolate(_ fine: Double, _ coarse: Double) -> Double { fine + (fine - coarse) / 3 }

  /// A quantity at the end of a stage.
  func value(_ stage: Int, _ quantity: (Transient.StageEnd) -> Double) -> Value {
    let (middle, last) = (quantity(medium.stageEnds[stage]), quantity(fine.stageEnds[stage]))
    let extrapolated = Self.extrapolate(last, middle)
    let time = 1.5 * timeShare(stage) * abs(last)
    guard let coarse else {
      // Without a third mesh the order is not confirmed, so that more than the correction, a third of the difference, is
      // doubted. Where two meshes agree by chance, a quarter of what the worst quantity is wrong by is the least.
      let worst = Self.largestRelativeDifference(medium.stageEnds[stage].values, fine.stageEnds[stage].values)
      return Value(
        value: extrapolated, mesh: 0.5 * max(abs(last - middle), 0.25 * worst * abs(last)), time: time)
    }
    let before = Self.extrapolate(quantity(tightMedium.stageEnds[stage]), quantity(coarse.stageEnds[stage]))
    // The last extrapolation's step is what the one before was wrong by. Where the two agree by chance, a fifth of the
    // correction itself is the least to be believed.
    let mesh = max(0.5 * abs(extrapolated - before), 0.2 * abs(extrapolated - last))
    return Value(value: extrapolated, mesh: mesh, time: time)
  }

  /// The relative error that long time steps make at the end of a stage. They scale the currents as a whole, so the
  /// moment, which no probe's cancellation touches, stands for all.
  private func timeShare(_ stage: Int) -> Double {
    Self.largestRelativeDifference(medium.stageEnds[stage].values, tightMedium.stageEnds[stage].values)
  }

  /// Of all probes and the moment, at most 1.
  private static func largestRelativeDifference(_ rough: Observables.Values, _ good: Observables.Values) -> Double {
    var share = 0.0
    for (a, b) in zip(rough.probes, good.probes) where b.y != 0 { share = max(share, abs(a.y / b.y - 1)) }
    if good.moment != 0 { share = max(share, abs(rough.moment / good.moment - 1)) }
    return min(share, 1)
  }

  /// The largest errors of any probe or moment at any stage's end, as shares of the accuracy asked for: mesh and time.
  func shares(of accuracy: Double) -> (mesh: Double, time: Double) {
    var (mesh, time) = (0.0, 0.0)
    func count(_ quantity: (Transient.StageEnd) -> Double, own: (Transient.StageEnd) -> Double) {
      // What counts is relative to the field that the magnet ever makes there: a field that passes through zero has
      // no relative error.
      let scale = fine.stageEnds.map { max(abs(quantity($0)), abs(own($0))) }.max() ?? 0
      guard scale > 0 else { return }
      for stage in fine.stageEnds.indices {
        let estimate = value(stage, own)
        mesh = max(mesh, estimate.mesh / (accuracy * scale))
        time = max(time, estimate.time / (accuracy * scale))
      }
    }
    for probe in fine.stageEnds[0].values.probes.indices {
      count({ $0.values.probes[probe].y + $0.segment.field.end }, own: { $0.values.probes[probe].y })
    }
    count({ $0.values.moment }, own: { $0.values.moment })
    return (mesh, time)
  }
}
