import MagnetEquations
import Magnets

/// The axial stiffness between a source and the bulks over a stage that moves the source: `-(F(end) - F(start)) / (z(end) - z(start))`
/// of the force on it, positive where a displacement is driven back [N/m].
///
/// Over a small loop, there and back, it is what a magnet that levitates oscillates with; over a longer way the mean of it. Critical state:
/// E. H. Brandt, Appl. Phys. Lett. 53, 1554 (1988).
public struct Stiffness: Sendable, Equatable {
  public var value: Double
  /// Estimated numerical error; what both ends have in common cancels.
  public var error: Double

  /// Of what the force's change differs by between the two meshes. Where a source turns round, a front begins at the surface, and the
  /// change goes with the first power of the cells: of that an extrapolation by the second leaves two thirds. Measured on a magnet over a disc
  /// that goes 0.1 mm away at 5 mm: 1.5 % from the value of 0.2 % at 1 %, 3.7 times a quarter of the difference.
  static let shareOfDifference = 2.0 / 3
}

extension TimelineSegment {
  /// Which source a stage moves, as its number in the case, and how far [m]; nil for another stage, and for a move by nothing.
  func motion(_ sources: [FieldSource]) -> (source: Int, distance: Double)? {
    guard case .move(let name, _, _) = stage, let source = sources.firstIndex(where: { $0.name == name }) else {
      return nil
    }
    let rise = self.sources[source].rise
    return rise.end == rise.start ? nil : (source, rise.end - rise.start)
  }
}

extension ErrorEstimate {
  /// What a quantity changes by in a stage.
  ///
  /// Errors in common to both ends, as that of the frozen field, are not in the difference: it has its own on every mesh. Steps in time
  /// count by the larger of both ends.
  func change(in stage: Int, _ quantity: (Observables.Values) -> Double) -> Value {
    func at(_ run: Transient) -> Double {
      quantity(run.stageEnds[stage].values) - quantity(run.stageEnds[stage - 1].values)
    }
    let ends = [stage - 1, stage].map { value($0, quantity) }
    guard !hasJumped(before: fine.stageEnds[stage].segment.end) else {
      return Value(value: at(fine), mesh: ends[0].mesh + ends[1].mesh, time: 0)
    }
    let shares = [stage - 1, stage].map(shares(ofStage:))
    let values = MeshValues(
      fine: at(fine), medium: at(medium), tight: at(tightMedium), coarse: coarse.map(at), before: nil)
    return values.estimate(
      timeShare: shares.map(\.time).max() ?? 0, meshShare: shares.map(\.mesh).max() ?? 0, scale: abs(at(fine)),
      atFront: Stiffness.shareOfDifference * abs(values.fine - values.medium),
      isLocal: wasRefinedLocally)
  }

  /// Of each stage; nil for one that moves nothing.
  func stiffness(_ simulationCase: SimulationCase) -> [Stiffness?] {
    fine.stageEnds.indices.map { stage in
      guard stage > 0, let (source, distance) = fine.stageEnds[stage].segment.motion(simulationCase.sources) else {
        return nil
      }
      let change = change(in: stage) { $0.forces[simulationCase.bulks.count + source] }
      return Stiffness(value: -change.value / distance, error: change.error / abs(distance))
    }
  }
}

extension PreparedMagnet {
  /// Of each stage, from two meshes.
  static func stiffness(
    fine: [Observables.Values], medium: [Observables.Values], _ timeline: [TimelineSegment],
    _ simulationCase: SimulationCase
  ) -> [Stiffness?] {
    timeline.indices.map { stage in
      guard stage > 0, let (source, distance) = timeline[stage].motion(simulationCase.sources) else { return nil }
      let body = simulationCase.bulks.count + source
      let (a, b) = (
        fine[stage].forces[body] - fine[stage - 1].forces[body],
        medium[stage].forces[body] - medium[stage - 1].forces[body]
      )
      return Stiffness(
        value: -ErrorEstimate.extrapolate(a, b) / distance,
        error: Stiffness.shareOfDifference * abs(a - b) / abs(distance))
    }
  }
}
