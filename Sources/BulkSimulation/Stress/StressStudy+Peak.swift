import Elasticity
import Magnets
internal import Meshing

// When and where the hoop stress is largest.

extension StressStudy {
  /// Points within an interval between two rows at which the peak is looked for, first in the intervals around the largest rows and then
  /// around the largest of these.
  private static let samples = 5
  /// Intervals, those between the largest rows.
  private static let intervals = 3
  /// Of what the two meshes' peaks differ by: what is added to that of the fine one, between a third for an error of second order and all of it
  /// for one of first order, and what the error is taken as.
  private static let extrapolation = 0.6
  private static let shareOfPeaks = 0.5
  /// Of what steps four times shorter change.
  private static let shareOfTimes = 1.0
  /// Of what the smaller elements change: these are three times smaller at the place, the error there is of first order.
  private static let shareOfElementsAtPeak = 0.5

  /// The state at the peak; nil where it is at the end of a stage or nothing is finer there.
  ///
  /// Each mesh of currents has a peak of its own, a little earlier or later, since a kink of one mesh lies beside that of the other. What is
  /// extrapolated is the peaks.
  func peak(_ rows: Rows) throws(ElasticityError) -> StressResult.State? {
    let history = runs.fine.history
    guard let best = rows.values.indices.max(by: { rows.values[$0] < rows.values[$1] }),
      !timeline.contains(where: { $0.end == history[best].time }), simulationCase.importedMesh == nil
    else { return nil }
    let site = rows.sites[best]
    let (place, body) = (model.mesh.nodes[model.recovery.sites[site].node], model.bodyOfSite[site])
    let focus = try StressFocus(
      simulationCase, at: place, in: body, of: model.bodies, lines: lines, fine: fields.fine, medium: fields.medium)
    guard !focus.isEmpty else { return nil }
    let (times, spacing) = times(around: best, rows.values)
    let moments = times.map { moment(at: $0) }
    var peaks: [(moment: Moment, value: Double, displacements: [Double])] = []
    for currents in StressFocus.Currents.allCases {
      let first = try focus.largest(moments, currents)
      guard let own = first.indices.max(by: { first[$0].value < first[$1].value }) else { return nil }
      var found = (moment: moments[own], value: first[own].value, displacements: first[own].displacements)
      let finer = (1...Self.samples).flatMap { k -> [Double] in
        let offset = spacing[own] * Double(k) / Double(Self.samples + 1)
        return [times[own] - offset, times[own] + offset]
      }.filter { 0 <= $0 && $0 <= history[history.count - 1].time }.map { moment(at: $0) }
      for (moment, next) in zip(finer, try focus.largest(finer, currents)) where next.value > found.value {
        found = (moment, next.value, next.displacements)
      }
      peaks.append(found)
    }
    let (fine, medium, tight) = (peaks[0], peaks[1], peaks[2])
    let stresses = zip(focus.stresses(fine.displacements), focus.stresses(medium.displacements)).map {
      $0 + Self.extrapolation * ($0 - $1)
    }
    var state = try state(fine.moment)
    let onWhole = try largestHoop(of: fine.moment)
    let (points, shape) = (focus.points, model.bodies.bodies[body].shape)
    let isNear = StressFocus.isNear([(place, shape)])
    // What the whole model says of the same surroundings is what the focus says better.
    func better(_ whole: StressResult.Extreme, _ value: (Stress) -> Double) -> StressResult.Extreme {
      guard let site = stresses.indices.max(by: { value(stresses[$0]) < value(stresses[$1]) }) else { return whole }
      let own = StressResult.Extreme(value: value(stresses[site]), r: points[site].x, z: points[site].y, body: body)
      return whole.body == body && isNear(SIMD2(whole.r, whole.z)) || own.value > whole.value ? own : whole
    }
    state.hoop = better(state.hoop) { $0.hoop }
    state.radial = better(state.radial) { $0.radial }
    state.principal = better(state.principal) { $0.principalTension }
    let others = bulkSites.filter { site in
      model.bodyOfSite[site] != body || !isNear(model.mesh.nodes[model.recovery.sites[site].node])
    }
    state.margin = [
      margin(others, state.field.stresses.map(Stress.init)),
      margin(of: stresses.reduce(0) { max($0, $1.principalTension) }, in: body),
    ].compactMap { $0 }.min()
    let meshes = Self.shareOfPeaks * abs(fine.value - medium.value)
    let steps = Self.shareOfTimes * abs(medium.value - tight.value)
    state.currentsError = meshes + steps
    state.error = state.currentsError + Self.shareOfElementsAtPeak * abs(fine.value - onWhole)
    return state
  }

  /// Times at which the peak is looked for, and how far the next ones are.
  private func times(around best: Int, _ rows: [Double]) -> (times: [Double], spacing: [Double]) {
    let history = runs.fine.history
    let candidates = rows.indices.dropLast().filter { history[$0 + 1].time > history[$0].time }
      .sorted { rows[$0] + rows[$0 + 1] > rows[$1] + rows[$1 + 1] }
    let nearest = candidates.filter { $0 == best || $0 + 1 == best }
    var (times, spacing) = ([Double](), [Double]())
    for row in Set(nearest + candidates.prefix(Self.intervals)).sorted() {
      let (from, to) = (history[row].time, history[row + 1].time)
      for k in 0...Self.samples {
        times.append(from + (to - from) * Double(k) / Double(Self.samples + 1))
        spacing.append((to - from) / Double(Self.samples + 1))
      }
    }
    return (times, spacing)
  }
}
