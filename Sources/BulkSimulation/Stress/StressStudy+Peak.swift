import Elasticity
import Magnets
internal import Meshing

// When and where the hoop stress is largest.

extension StressStudy {
  /// Points within an interval between two rows at which the peak is looked for, first in the intervals around the largest rows and then
  /// around the largest of these.
  private static let samples = 4
  /// Intervals, those between the largest rows.
  private static let intervals = 3
  /// Of what the peaks of two meshes differ by: what is left in the extrapolated one.
  private static let shareOfMeshesAtPeak = 0.6
  /// Of what steps four times shorter change.
  private static let shareOfStepsAtPeak = 1.0
  /// Of what smaller elements change where they are at the peak, at the place a third as large: the error there is of first order.
  private static let shareOfFocus = 0.5
  /// Of what elements half as wide again change, where there are no smaller ones.
  private static let shareOfElementsAtPeak = 2.0
  /// Relative: where currents leave more open, smaller elements would be wasted on them.
  private static let focusBelow = 0.006
  /// Of the smaller extent of a body, how far around a place stress is looked for on a mesh that is made for that place.
  private static let reach = 0.25

  /// The state at the peak, between the ends of stages; nil where it is at one.
  ///
  /// Each mesh of currents has a peak of its own, a little earlier or later, since a kink of one mesh lies beside that of the other. What is
  /// extrapolated is the peaks.
  func peak(_ rows: Rows) throws(ElasticityError) -> StressResult.State? {
    let history = runs.fine.history
    guard let best = rows.values.indices.max(by: { rows.values[$0] < rows.values[$1] }),
      !timeline.contains(where: { $0.end == history[best].time })
    else { return nil }
    let times = times(around: best, rows.values)
    let fine = try peak(of: .fine, around: times)
    let medium = try peak(of: .medium, around: times)
    let steps = try whole.largest([medium.moment], .tight)[0].value
    var found = [fine.largest, medium.largest]
    var errors = (
      mesh: Self.shareOfMeshesAtPeak * abs(found[0].value - found[1].value),
      steps: Self.shareOfStepsAtPeak * abs(found[1].value - steps), elements: 0.0
    )
    let body = whole.model.bodyOfSite[fine.largest.site]
    let place = whole.point(fine.largest.site)
    var state = try state(fine.moment)
    let isFocused =
      simulationCase.importedMesh == nil && errors.mesh + errors.steps < Self.focusBelow * abs(found[0].value)
    if isFocused {
      let focus = HoopStress(
        try StressModel(
          simulationCase, division: StressModel.division(2, simulationCase.accuracy), currentLines: lines,
          focus: (place, body), where: isNear([(place, body)])), fields: fields, body: body)
      let finer = try focus.largest([fine.moment], .fine) + focus.largest([medium.moment], .medium)
      errors.elements = Self.shareOfFocus * abs(finer[0].value - found[0].value)
      errors.mesh = Self.shareOfMeshesAtPeak * abs(finer[0].value - finer[1].value)
      found = finer
      take(found, of: focus, body: body, around: place, into: &state)
    } else {
      let check = try check(around: [(place, body)])
      let coarser = try check.largest([fine.moment], .fine)[0].value
      errors.elements = Self.shareOfElementsAtPeak * abs(coarser - found[0].value)
      take(found, of: whole, body: body, around: place, into: &state)
    }
    (state.meshError, state.currentsError) = (errors.mesh, errors.mesh + errors.steps)
    state.error = state.currentsError + errors.elements + state.borderError
    return state
  }

  /// The peak of one run's currents on the mesh of the whole.
  private func peak(
    of currents: HoopStress.Currents, around times: [(time: Double, spacing: Double)]
  ) throws(ElasticityError) -> (moment: Moment, largest: HoopStress.Largest) {
    let moments = times.map { moment(at: $0.time) }
    let first = try whole.largest(moments, currents)
    let own = first.indices.max { first[$0].value < first[$1].value } ?? 0
    var found = (moment: moments[own], largest: first[own])
    let end = timeline.last?.end ?? 0
    let finer = (1...2).flatMap { k -> [Double] in
      let offset = times[own].spacing * Double(k) / 3
      return [times[own].time - offset, times[own].time + offset]
    }.filter { 0 <= $0 && $0 <= end }.map { moment(at: $0) }
    for (moment, next) in zip(finer, try whole.largest(finer, currents)) where next.value > found.largest.value {
      found = (moment, next)
    }
    return found
  }

  /// Times at which the peak is looked for, and how far the next ones are.
  private func times(around best: Int, _ rows: [Double]) -> [(time: Double, spacing: Double)] {
    let history = runs.fine.history
    let candidates = rows.indices.dropLast().filter { history[$0 + 1].time > history[$0].time }
      .sorted { rows[$0] + rows[$0 + 1] > rows[$1] + rows[$1 + 1] }
    let nearest = candidates.filter { $0 == best || $0 + 1 == best }
    return Set(nearest + candidates.prefix(Self.intervals)).sorted().flatMap { row in
      let (from, to) = (history[row].time, history[row + 1].time)
      let spacing = (to - from) / Double(Self.samples + 1)
      return (0...Self.samples).map { (time: from + spacing * Double($0), spacing: spacing) }
    }
  }

  /// Puts the extrapolated stresses around a place into the state of the whole.
  private func take(
    _ found: [HoopStress.Largest], of mesh: borrowing HoopStress, body: Int, around place: SIMD2<Double>,
    into state: inout StressResult.State
  ) {
    let (sites, isNear) = (mesh.sites, isNear([(place, body)]))
    let both = found.map { mesh.stresses($0.displacements) }
    let near = sites.indices.filter { isNear(mesh.point(sites[$0])) && mesh.model.bodyOfSite[sites[$0]] == body }
    let stresses = near.map { k in both[0][k] + 1.0 / 3 * (both[0][k] - both[1][k]) }
    let points = near.map { mesh.point(sites[$0]) }
    // What the whole model says of the same surroundings is said better here.
    func better(_ other: StressResult.Extreme, _ value: (Stress) -> Double) -> StressResult.Extreme {
      guard let site = stresses.indices.max(by: { value(stresses[$0]) < value(stresses[$1]) }) else { return other }
      let own = StressResult.Extreme(value: value(stresses[site]), r: points[site].x, z: points[site].y, body: body)
      return other.body == body && isNear(SIMD2(other.r, other.z)) || own.value > other.value ? own : other
    }
    state.hoop = better(state.hoop) { $0.hoop }
    state.radial = better(state.radial) { $0.radial }
    state.principal = better(state.principal) { $0.principalTension }
    let others = whole.sites.filter { whole.model.bodyOfSite[$0] != body || !isNear(whole.point($0)) }
    state.margin = [
      margin(others, state.field.stresses.map(Stress.init)),
      margin(of: stresses.reduce(0) { max($0, $1.principalTension) }, in: body),
    ].compactMap { $0 }.min()
  }

  /// The magnet on elements half as wide again, with stress around some places.
  func check(around places: [(place: SIMD2<Double>, body: Int)]) throws(ElasticityError) -> HoopStress {
    HoopStress(
      try StressModel(
        simulationCase, division: StressModel.division(2, simulationCase.accuracy), currentLines: lines,
        where: isNear(places)), fields: fields)
  }

  private func isNear(_ places: [(place: SIMD2<Double>, body: Int)]) -> (SIMD2<Double>) -> Bool {
    let circles = places.map { own in
      let shape = whole.model.bodies.bodies[own.body].shape
      return (middle: own.place, radius: Self.reach * min(shape.width, shape.height))
    }
    return { point in
      circles.contains { circle in
        let offset = point - circle.middle
        return (offset * offset).sum() <= circle.radius * circle.radius
      }
    }
  }
}
