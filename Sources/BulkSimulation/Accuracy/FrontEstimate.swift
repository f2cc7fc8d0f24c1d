import CoilFields
import EdgeElements
import MagnetEquations
import Magnets
internal import Meshing
import RealModule

/// How wrong results of a pair of meshes are where fronts stand: in magnets that carry current in a part of their volume only, or
/// currents of both signs.
///
/// There meshes converge by fits and starts, as a front crosses from one cell into the next. So differences of results, which
/// may vanish by chance, are joined by the sum of the magnitudes of the cells' contributions, which cannot.
struct FrontEstimate {
  /// Sums of the contributions, in the units of the numbers: the difference of the two meshes, what bounds it, and the root of the
  /// sum of squares, which it is of the size of where each cell's is of a sign of its own.
  struct Sums {
    var signed: Observables.Values
    var magnitudes: Observables.Values
    var rootOfSquares: Observables.Values
  }

  let stages: [Sums]
  /// Of each point of the history.
  let rows: [Sums]

  // Measured on 45 random magnets, a third each cooled in the field, charged from zero and driven through a loop, 837 numbers of
  // meshes on their way to the finest, which stood for the truth: 94 % within the largest of these shares, 99 % within twice,
  // none beyond 2.5 times. Without the sum of magnitudes and the change, 120 times occurred.
  static let shareOfDifference = 0.25
  static let shareOfMagnitudes = 0.045
  /// Of the root of the sum of squares, where that is less. Magnitudes of many cells add up to more than what is left of them: on a
  /// permanent magnet above a disc, 58 rows at 1 %, their sum fell by a third from 160 cells to 2076 while numbers were wrong by a
  /// thirtieth of it. This ends with 372 cells after 0.8 s instead of 1744 after 8.3 s, every row within its bar. Measured on 16 random
  /// magnets with sources at 1 % against 0.1 %: at most 1.6 bars but for two, which were as far off without it.
  static let shareOfRoot = 0.15
  /// Of what the extrapolated value has changed by since the round before.
  static let shareOfChange = 0.35
  /// Of what the worst number differs by between the two meshes.
  static let shareOfWorst = 0.125
  /// The same where sums of magnitudes and the change since the round before are known as well. Measured on 60 random magnets at 0.3 %,
  /// 480 numbers: 96.9 % within their bars and 99.8 % within twice with both shares, the worst 2.4 times, while the median error was 0.109 of
  /// its bar with an eighth and is 0.120 with a sixteenth.
  static let shareOfWorstOfRounds = 0.0625

  init(medium: Transient, fine: Transient, contributions: CellContributions) {
    stages = fine.stageEnds.indices.map { stage in
      contributions.sums(.init(stage: stage, medium: medium, fine: fine))
        .adding(temperatures: fine.stageEnds[stage].values, medium.stageEnds[stage].values, fine.thermal?.layout)
    }
    rows = fine.history.indices.map { row in
      contributions.sums(.init(row: row, medium: medium, fine: fine))
        .adding(temperatures: fine.history[row].values, medium.history[row].values, fine.thermal?.layout)
    }
  }

  static func error(_ sums: Sums, _ quantity: (Observables.Values) -> Double) -> Double {
    max(
      shareOfDifference * abs(quantity(sums.signed)),
      bound(magnitudes: abs(quantity(sums.magnitudes)), rootOfSquares: abs(quantity(sums.rootOfSquares))))
  }

  /// What the cells' contributions bound an error by, from the sum of their magnitudes and the root of the sum of their squares.
  static func bound(magnitudes: Double, rootOfSquares: Double) -> Double {
    min(shareOfMagnitudes * magnitudes, shareOfRoot * rootOfSquares)
  }
}

extension FrontEstimate.Sums {
  /// Without what belongs to currents.
  var onlyTemperatures: Self {
    var sums = Self(
      signed: signed.scaled(by: 0), magnitudes: magnitudes.scaled(by: 0), rootOfSquares: rootOfSquares.scaled(by: 0))
    sums.signed.temperatures = signed.temperatures
    return sums
  }

  /// Temperatures are no functionals of currents: what the meshes differ by is all that is known. Measured on 17 random magnets with heat, discs
  /// and rings in pulses and ramps, 1 % against 0.3 %: 80 of 85 numbers within the bars of isothermal ones, the others, three moments and
  /// two largest temperatures, up to 1.8 of them; so these count twice, and largest temperatures three times.
  fileprivate func adding(
    temperatures fine: Observables.Values, _ medium: Observables.Values, _ layout: TemperatureObservables.Layout?
  ) -> Self {
    var sums = self
    sums.signed.temperatures = zip(fine.temperatures, medium.temperatures).enumerated().map { k, pair in
      (layout?.isLargest(k) == true ? 3 : 2) * (pair.0 - pair.1)
    }
    if !fine.temperatures.isEmpty {
      sums.signed.moments = signed.moments.map { 2 * $0 }
      sums.magnitudes.moments = magnitudes.moments.map { 2 * $0 }
      sums.rootOfSquares.moments = rootOfSquares.moments.map { 2 * $0 }
    }
    let none = fine.temperatures.map { _ in 0.0 }
    (sums.magnitudes.temperatures, sums.rootOfSquares.temperatures) = (none, none)
    return sums
  }
}

extension ErrorEstimate {
  /// What each cell of the medium mesh adds to the most, relative to its scale, to any number whose mesh error is above a share
  /// of what was asked for.
  ///
  /// - Parameter stillCount: whether cells count in which no flux moves: where the field has turned, they hold what was left there.
  func contributions(
    beyond share: Double, of accuracy: Double, stillCount: Bool
  ) -> [Double] {
    var result = [Double](repeating: 0, count: medium.model.cells.count)
    let probes = scales.probes.indices
    let quantities: [(Observables.Values) -> Double] =
      probes.flatMap { k in [{ $0.probes[k].x }, { $0.probes[k].y }] } + [{ $0.moment }]
    let forces: [(Observables.Values) -> Double] = scales.forces.indices.map { k in { $0.forces[k] } }
    func exceeds(
      _ quantities: [(Observables.Values) -> Double], _ estimate: ((Observables.Values) -> Double) -> Value
    ) -> [Bool] {
      quantities.map { estimate($0).mesh > share * accuracy * $0(scales) }
    }
    for stage in fine.stageEnds.indices {
      var own = [Double](repeating: 0, count: result.count)
      cells.raise(
        &own, .init(stage: stage, medium: medium, fine: fine), counting: exceeds(quantities) { value(stage, $0) },
        countingForces: exceeds(forces) { value(stage, $0) })
      let active = isActive(stage)
      for i in own.indices where stillCount || active[i] { result[i] = max(result[i], own[i]) }
    }
    for row in fine.history.indices where counts[row] {
      cells.raise(
        &result, .init(row: row, medium: medium, fine: fine), counting: exceeds(quantities) { self.row(row, $0) },
        countingForces: exceeds(forces) { self.row(row, $0) })
    }
    return result
  }

  /// Cells of the medium mesh in which, or in a part of which, flux moves.
  private func isActive(_ stage: Int) -> [Bool] {
    let (coarse, fine) = (medium.stageEnds[stage].electricField, fine.stageEnds[stage].electricField)
    let threshold = 1e-3 * (fine.map { abs($0) }.max() ?? 0)
    var active = coarse.map { abs($0) > threshold }
    for (part, field) in fine.enumerated() where abs(field) > threshold { active[cells.parents[part]] = true }
    return active
  }

  /// How to cut a cell of the medium mesh: across the direction in which its current density varies by far the most, as it does at
  /// a front, but not into slivers.
  func ways(toCut cell: Int) -> CellCut.Ways {
    guard case .rectangle(let coil) = medium.model.cells.sections[cell] else { return .both }
    let middle = medium.model.cells.sections[cell].centroid
    let parts = cells.parts(of: cell).map { part in
      let offset = fine.model.cells.sections[part].centroid - middle
      return (part, offset.x < 0 ? -1.0 : 1, offset.y < 0 ? -1.0 : 1)
    }
    let rows = fine.history.indices.filter { counts[$0] }.compactMap { fine.history[$0].currents }
    var variation = SIMD2(0.0, 0.0)
    for currents in fine.stageEnds.map(\.currents) + rows {
      var sum = SIMD2(0.0, 0.0)
      for (part, radial, axial) in parts { sum += currents[part] * SIMD2(radial, axial) }
      variation = SIMD2(max(variation.x, abs(sum.x)), max(variation.y, abs(sum.y)))
    }
    let slope = (coil.r1 - coil.r0) / (coil.z1 - coil.z0)
    if variation.x > 2 * variation.y, slope > 0.4 { return .radially }
    if variation.y > 2 * variation.x, slope < 2.5 { return .axially }
    return .both
  }

  /// Whether currents stay so far below Jc that no cell lets flux in: they flow in a layer at the faces that is thinner than any
  /// mesh, so there is no front to refine, and meshes that are finer everywhere converge the fastest.
  ///
  /// Measured on a cylinder as high as wide, Jc = 1e13 A/m² in 0.1 T: cut at the faces, the moment was wrong by 1.9 % after 4 s,
  /// refined everywhere by 0.8 % after 1.3 s.
  static func isScreened(_ run: Transient, exponents: [Double]) -> Bool {
    // E/E0 that no flux motion is as slow as: with the smallest n of 2 that is J below 1e-10 Jc.
    let logarithm = Double.log(1e-20)
    return run.stageEnds.allSatisfy { end in
      exponents.indices.allSatisfy { i in
        end.currents[i] == 0
          || exponents[i] * Double.log(abs(end.currents[i]) / end.criticalCurrents[i]) < logarithm
      }
    }
  }

  /// Whether every cell carries about as much of its critical current as any other, in the same direction, at the end of each
  /// stage: then there is no front, and convergence is of second order.
  ///
  /// E grows about like r, and J with its n-th root, which is divided out; a law of small n has no front.
  static func isRegular(_ run: Transient, exponents: [Double]) -> Bool {
    let cells = run.model.cells
    func largest(_ end: Transient.StageEnd) -> Double { end.currents.reduce(0) { max($0, abs($1)) } }
    let strongest = run.stageEnds.reduce(0) { max($0, largest($1)) }
    // What is left above Tc, or of a fresh start, makes no field that has an accuracy.
    return run.stageEnds.filter { largest($0) > 1e-3 * strongest }.allSatisfy { end in
      var (least, most) = (Double.infinity, -Double.infinity)
      for i in cells.sections.indices where exponents[i] > 3 {
        let share =
          end.currents[i] / end.criticalCurrents[i] / Double.pow(cells.sections[i].weightedMeanRadius, 1 / exponents[i])
        (least, most) = (min(least, share), max(most, share))
      }
      return least > most || least > 0.5 * most && most > 0 || most < 0.5 * least && least < 0
    }
  }
}

extension CellContributions.Instant {
  /// The end of a stage.
  init(stage: Int, medium: Transient, fine: Transient) {
    let end = fine.stageEnds[stage]
    self.init(
      coarse: medium.stageEnds[stage].currents, fine: end.currents, segment: end.segment, time: end.segment.end)
  }

  /// A point of the history. A source on its way between two stages stands where both say.
  init(row: Int, medium: Transient, fine: Transient) {
    let point = fine.history[row]
    let segment = fine.timeline.last { $0.start <= point.time && $0.sourceStates(at: point.time) == point.sources }
    self.init(
      coarse: medium.history[row].currents ?? [], fine: point.currents ?? [], segment: segment ?? fine.timeline[0],
      time: point.time)
  }
}
