import Magnets
internal import Meshing
import Notation
import Superconductors

extension RunWarning.Stage {
  init(_ index: Int, _ segment: TimelineSegment) { self.init(index: index, name: segment.stage.name) }
}

extension SimulationCase {
  /// Stages at a given rate that change nothing and take no time: a slip, or the point of a sweep where there is nothing to ramp.
  func idleWarnings(_ timeline: [TimelineSegment]) -> [RunWarning] {
    timeline.enumerated().compactMap { index, segment in
      guard segment.duration == 0 else { return nil }
      switch segment.stage {
      case .ramp(let value, .rate, let source):
        let isCurrent = sources.drive(of: source) == .current
        return .idleStage(.init(index, segment), at: isCurrent ? .current(value) : .field(value))
      case .temperature(.uniform(let value), .rate): return .idleStage(.init(index, segment), at: .temperature(value))
      case .temperature(.byBulk, .rate): return .idleStage(.init(index, segment), at: .temperaturesOfBulks)
      default: return nil
      }
    }
  }

  /// Bulks that are not below their Tc when the field changes, nor later before the next cooling: whatever the field does, they
  /// have nothing of it. Cooling through Tc in a field, and warming beyond it at the end, are as they should be.
  func criticalTemperatureWarnings(_ timeline: [TimelineSegment]) -> [RunWarning] {
    bulks.indices.compactMap { bulk -> RunWarning? in
      guard let critical = bulks[bulk].material.temperatureFactor?.criticalTemperature else { return nil }
      func isNormal(_ temperature: Double) -> Bool { temperature >= critical }
      func temperatures(_ segment: TimelineSegment) -> DriveCourse {
        segment.temperatures[segment.temperatures.count == 1 ? 0 : bulk]
      }
      var start = 0
      while start < timeline.count {
        let next = timeline[(start + 1)...].firstIndex(where: \.startsAfresh) ?? timeline.count
        let span = start..<next
        start = next
        // The last stage in which it becomes or is a superconductor.
        let cold = span.last {
          let course = temperatures(timeline[$0])
          return !isNormal(course.start) || !isNormal(course.end)
        }
        let changes = span.filter { timeline[$0].field.start != timeline[$0].field.end }
        let lost = changes.first { $0 > cold ?? -1 } ?? (cold == nil && changes.isEmpty ? span.lowerBound : nil)
        guard let lost else { continue }
        return .aboveCriticalTemperature(
          .init(lost, timeline[lost]), bulk: bulks[bulk].shape.name, temperature: temperatures(timeline[lost]).end,
          criticalTemperature: critical)
      }
      return nil
    }
  }
}

extension SimulationResult {
  /// Above this share of the drift a hold does not show the law of creep.
  private static let smallShare = 0.05

  /// Holds that are shorter than the change before them and at whose end the field still relaxes from it.
  ///
  /// After a ramp the field decays as `ln(1 + t/t0)`: its drift is `c/(t0 + t)`, the law of creep's `c/t` only long after t0, which is
  /// about the ramp's time divided by n. t0 is read from the hold itself; E. H. Brandt, Phys. Rev. Lett. 76, 4030 (1996).
  func holdWarnings(_ timeline: [TimelineSegment]) -> [RunWarning] {
    creep.compactMap { hold in
      guard timeline.indices.contains(hold.stage), hold.stage > 0 else { return nil }
      let change = timeline[hold.stage - 1].duration
      guard hold.duration < change else { return nil }
      let shares = hold.probes.compactMap { $0.unsettledShare(at: hold.times) }
      guard let share = shares.max(), share > Self.smallShare else { return nil }
      return .shortHold(.init(hold.stage, timeline[hold.stage]), duration: hold.duration, change: change, share: share)
    }
  }
}

extension FluxCreep.Probe {
  /// t0/(t0 + t) at the end of the hold [1]; nil where the drift is no such law.
  fileprivate func unsettledShare(at times: [Double]) -> Double? {
    guard let end = times.last, let last = drift.last, let final = last, final != 0,
      let before = times.lastIndex(where: { $0 <= 0.1 * end }), let earlier = drift[before], earlier * final > 0
    else { return nil }
    // 1/drift is linear in time.
    let slope = (1 / abs(final) - 1 / abs(earlier)) / (end - times[before])
    // Of an exponential decay it is constant, but for rounding.
    guard slope * end * abs(final) > 0.01 else { return nil }
    let origin = max(0, 1 / (abs(final) * slope) - end)
    return origin / (origin + end)
  }
}
