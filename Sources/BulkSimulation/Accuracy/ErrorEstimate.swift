import EdgeElements
import MagnetEquations
import Magnets
import TimeStepping

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

  /// What errors are relative to: the largest field that the currents ever make at each probe [T], the largest moment
  /// [A m²] and flux [Wb]. A field on its way through zero has no relative error, and a probe where the currents hardly
  /// make any counts as one with a tenth of the strongest.
  let scales: Observables.Values
  /// The relative error that long time steps make at the end of each stage.
  private let timeShares: [Double]
  /// What the worst quantity changes by from the medium to the fine mesh.
  private let meshShares: [Double]
  let front: FrontEstimate
  let cells: CellContributions
  /// False where at the ends of all stages errors fall with the square of the cell size.
  let hasFront: Bool
  /// Values of the other two runs at the times of the fine one's history.
  private let tightRows: [Observables.Values]
  private let coarseRows: [Observables.Values]?
  /// Whether at the end of each stage there are cells of the fine mesh in which no flux moves, next to those where it does.
  let hasStillCells: [Bool]
  /// At the end of which stage what is held at a point of the history began; nil where the field changes.
  private let stageBeforeHold: [Int?]
  /// Since when flux has jumped for heat, in any of the runs [s].
  let jumpTime: Double?
  let cellsAtProbes: CellsAtProbes
  let overshoot: FieldOvershoot
  /// At each point of the history.
  let passages: [FrontPassage]
  private let timeSharesOfRows: [Double]
  /// Within a step the history is a cubic, whose error goes up and down with each step: at one row it may vanish by chance, and be
  /// back at the next. Measured on a thin pair from 7 T, its ramp cut in two at 2.24 T: a row of the moment differed by 4e-5 A m²
  /// where 1e-5 A m² were told, and 7e-5 A m² two rows on. So each row's error is the largest within a step of it.
  private let pointsWithinStep: [ClosedRange<Int>]
  private let meshSharesOfRows: [Double]
  /// Extrapolated values of the round before, where the meshes of this one are refined locally.
  private let before: [Observables.Values]?
  private let isLocal: Bool
  /// Whether each point of the history is held to the accuracy that was asked for.
  let counts: [Bool]

  /// - Parameters:
  ///   - parents: the cell of the medium mesh that each of the fine one is a part of.
  ///   - exponents: n of each cell of the fine mesh.
  ///   - mayHaveFront: false in the plain H formulation, whose air carries currents.
  ///   - turns: whether the applied field goes up and down, or rows count through which a front passes.
  ///   - cellsAtProbes: of the medium mesh.
  ///   - counts: whether each point of the fine run's history is held to the accuracy that was asked for.
  ///   - overshoot: of the fine run.
  init(
    coarse: Transient?, medium: Transient, tightMedium: Transient, fine: Transient, parents: [Int], exponents: [Double],
    before: [Observables.Values]?, isLocal: Bool, mayHaveFront: Bool, turns: Bool, counts: [Bool],
    cellsAtProbes: CellsAtProbes, overshoot: FieldOvershoot
  ) {
    self.counts = counts
    self.overshoot = overshoot
    self.before = before
    self.isLocal = isLocal
    self.coarse = coarse
    self.medium = medium
    jumpTime = ([coarse].compactMap { $0 } + [medium, tightMedium, fine]).flatMap(\.course.jumps).map(\.time).min()
    self.tightMedium = tightMedium
    self.fine = fine
    hasFront =
      mayHaveFront
      && (isLocal
        || !Self.isScreened(fine, exponents: exponents) && (turns || !Self.isRegular(fine, exponents: exponents)))
    // What a loop traps on its way may be ten times what is left at its ends.
    let scales = Self.scales(
      of: fine.stageEnds.map(\.values) + (hasFront ? fine.history.map(\.values) : []), fine.thermal?.layout)
    self.scales = scales
    // Long steps scale the currents as a whole, so the worst quantity stands for all: none is lucky for long.
    timeShares = Self.largestDifferences(medium, tightMedium, scales)
    meshShares = Self.largestDifferences(medium, fine, scales)
    let cells = CellContributions(coarse: medium, fine: fine, parents: parents, scales: scales)
    front = FrontEstimate(medium: medium, fine: fine, contributions: cells)
    self.cells = cells
    let times = fine.history.map(\.time)
    stageBeforeHold = times.map { time in
      let hold = fine.stageEnds.map(\.segment).firstIndex { $0.isHold && $0.start <= time && time <= $0.end }
      return hold.map { $0 - 1 }
    }
    hasStillCells = fine.stageEnds.map(Self.hasStillCells)
    self.cellsAtProbes = cellsAtProbes
    passages = cellsAtProbes.passages(of: medium)
    let tightRows = Trace.values(tightMedium.history, at: times)
    self.tightRows = tightRows
    coarseRows = coarse.map { Trace.values($0.history, at: times) }
    let differences = zip(medium.history, tightRows).map { Self.largestDifference($0.values, $1, scales) }
    let pointsWithinStep = fine.pointsWithinStep
    self.pointsWithinStep = pointsWithinStep
    timeSharesOfRows = pointsWithinStep.map { differences[$0].max() ?? 0 }
    meshSharesOfRows = zip(medium.history, fine.history).map { Self.largestDifference($0.values, $1.values, scales) }
  }

  /// nil for the coarse run where there is none.
  func run(_ purpose: SimulationResult.RunPurpose) -> Transient? {
    switch purpose {
    case .coarse: coarse
    case .time: tightMedium
    case .fine: fine
    case .medium: medium
    }
  }

  /// Of the stages' ends: the relative error that long time steps make, what the worst quantity changes by from the medium to the fine
  /// mesh, and from the round before.
  func shares(ofStage stage: Int) -> (time: Double, mesh: Double, change: Double) {
    let change = before.map { Self.largestDifference(extrapolated[stage], $0[stage], scales) }
    return (timeShares[stage], meshShares[stage], change ?? 0)
  }

  /// Whether the meshes were refined locally.
  var wasRefinedLocally: Bool { isLocal }

  /// At the end of each stage.
  var extrapolated: [Observables.Values] {
    zip(fine.stageEnds, medium.stageEnds).map { $0.values.scaled(by: 4.0 / 3).adding($1.values, times: -1.0 / 3) }
  }

  /// At the end of each stage, that of any probe or the moment relative to its scale, at most 1.
  private static func largestDifferences(
    _ run: Transient, _ other: Transient, _ scales: Observables.Values
  ) -> [Double] {
    zip(run.stageEnds, other.stageEnds).map { largestDifference($0.values, $1.values, scales) }
  }

  static func largestDifference(
    _ a: Observables.Values, _ b: Observables.Values, _ scales: Observables.Values
  ) -> Double {
    var share = abs(a.moment - b.moment) / max(scales.moment, .leastNormalMagnitude)
    for (probe, scale) in scales.probes.enumerated() where scale.y > 0 {
      let difference = a.probes[probe] - b.probes[probe]
      share = max(share, (difference * difference).sum().squareRoot() / scale.y)
    }
    for (k, scale) in scales.forces.enumerated() where scale > 0 {
      share = max(share, abs(a.forces[k] - b.forces[k]) / scale)
    }
    for (k, scale) in scales.temperatures.enumerated() where scale > 0 {
      share = max(share, abs(a.temperatures[k] - b.temperatures[k]) / scale)
    }
    return min(share, 1)
  }

  /// - Parameter layout: of the temperatures; the largest of a support has no scale. It is at a contact, where the diffusion layer of a pulse is thinner
  ///   than any cell: as a number to meet the accuracy by it would decide on the mesh and the bars of all others.
  static func scales(
    of values: [Observables.Values], _ layout: TemperatureObservables.Layout?
  ) -> Observables.Values {
    guard let first = values.first else { return Observables.Values(probes: [], moments: [], flux: 0) }
    let fields = first.probes.indices.map { probe in
      values.map { ($0.probes[probe] * $0.probes[probe]).sum().squareRoot() }.max() ?? 0
    }
    let least = 0.1 * (fields.max() ?? 0)
    let forces = first.forces.indices.map { k in values.map { abs($0.forces[k]) }.max() ?? 0 }
    let leastForce = 0.1 * (forces.max() ?? 0)
    // What counts of a temperature is its rise, and that for a third: a rise that is known to 3 % tells Jc to a fraction of 1 %.
    let rise = first.temperatures.indices.reduce(0.0) { rise, k in
      let own = values.map { $0.temperatures[k] }
      return max(rise, (own.max() ?? 0) - (own.min() ?? 0))
    }
    let start = first.temperatures.min() ?? 0
    return Observables.Values(
      probes: fields.map { SIMD2(repeating: max($0, least)) },
      moments: [values.map { abs($0.moment) }.max() ?? 0], flux: values.map { abs($0.flux) }.max() ?? 0,
      forces: forces.map { max($0, leastForce) },
      temperatures: first.temperatures.indices.map { k in
        layout?.isLargestOfSupport(k) == true ? 0 : 3 * max(rise, leastRise * start)
      })
  }

  /// Of the temperature itself, which counts as a rise at least.
  private static let leastRise = 0.1

  /// Nanoseconds of the fine run, about, and how they grow with the number of cells.
  var cost: Double {
    fine.model.cost.run(factorisations: fine.counts.factorisations, iterations: fine.counts.iterations)
  }
  var costGrowth: Double { fine.model.cost.growth }

  /// A reported number with its error, both absolute.
  struct Value: Sendable, Equatable {
    var value: Double
    var mesh: Double
    var time: Double

    var error: Double { mesh + time }
  }

  /// Whether flux jumps for heat with shorter steps and not with longer ones on the same mesh, or the other way round.
  var stepsDecideJump: Bool { medium.course.jumps.isEmpty != tightMedium.course.jumps.isEmpty }

  /// Whether flux had jumped at a time [s]. What is left then depends on every detail: on another mesh it jumps a little earlier, and to
  /// another state.
  func hasJumped(before time: Double) -> Bool { jumpTime.map { $0 <= time } ?? false }

  /// The fine run's value, and how far the others' are from it.
  private static func range(_ value: Double, others: [Double]) -> Value {
    Value(value: value, mesh: others.reduce(0) { max($0, abs($1 - value)) }, time: 0)
  }

  static func extrapolate(_ fine: Double, _ coarse: Double) -> Double { fine + (fine - coarse) / 3 }

  /// Whether meshes may converge by fits and starts: at a front, or as the ring on which |B| is 0 crosses from cell to cell of a steep law.
  /// Measured on a pair of n = 21, Kim's law of 1e9 A/m² and 1 T, cooled in 3 T: its moment was off by 6 bars, because two extrapolations
  /// agreed by chance.
  var isIrregular: Bool { hasFront || fine.materials.isSteep }

  /// A quantity at the end of a stage.
  func value(_ stage: Int, _ quantity: (Observables.Values) -> Double) -> Value {
    func at(_ run: Transient) -> Double { quantity(run.stageEnds[stage].values) }
    if hasJumped(before: fine.stageEnds[stage].segment.end) {
      return Self.range(at(fine), others: [at(medium), at(tightMedium)] + (coarse.map { [at($0)] } ?? []))
    }
    var result = value(
      fine: at(fine), medium: at(medium), tight: at(tightMedium), coarse: coarse.map(at),
      before: before.map { quantity($0[stage]) }, timeShare: timeShares[stage], meshShare: meshShares[stage],
      scale: abs(quantity(scales)),
      atFront: FrontEstimate.error(
        isIrregular ? front.stages[stage] : front.stages[stage].onlyTemperatures, quantity))
    if hasFront { result.mesh = max(result.mesh, quantity(atProbes(overshoot.stages[stage]))) }
    if fine.stageEnds[stage].segment.isHold {
      result.mesh = max(result.mesh, left(from: stage - 1, by: at(fine), quantity))
    }
    return result
  }

  /// Whether at the end of some stage the field has moved the wrong way by more than the accuracy asked for.
  func overshoots(by accuracy: Double) -> Bool {
    zip(fine.stageEnds, overshoot.stages).contains { end, amounts in
      !end.segment.isHold && zip(amounts, scales.probes).contains { $0 > accuracy * $1.y }
    }
  }

  /// Axial fields at the probes [T] as values of all numbers.
  private func atProbes(_ fields: [Double]) -> Observables.Values {
    var values = scales.scaled(by: 0)
    values.probes = fields.map { SIMD2(0, $0) }
    return values
  }

  /// A quantity at a point of the history, where a front may stand even if none does at the ends of stages; not in a hold, though,
  /// through which currents only fade. Its errors are the largest of a front's passage.
  func row(_ row: Int, _ quantity: (Observables.Values) -> Double) -> Value {
    if hasJumped(before: fine.history[row].time) {
      return Self.range(
        quantity(fine.history[row].values),
        others: [quantity(medium.history[row].values), quantity(tightRows[row])]
          + (coarseRows.map { [quantity($0[row])] } ?? []))
    }
    var result = ownRow(row, quantity)
    if isLocal {
      let around = pointsWithinStep[row]
      let stride = stride(
        from: around.lowerBound, through: around.upperBound, by: max(1, around.count / Self.samplesOfStep))
      for other in stride {
        let difference = abs(quantity(medium.history[other].values) - quantity(tightRows[other]))
        result.time = max(result.time, MeshValues.safetyOfTime * difference)
      }
    }
    let passage = passages[row]
    for other in passage.points where other != row {
      let neighbour = ownRow(other, quantity)
      (result.mesh, result.time) = (max(result.mesh, neighbour.mesh), max(result.time, neighbour.time))
    }
    result.mesh = max(result.mesh, quantity(passage.unresolved), Self.leastOfRow * abs(quantity(scales)))
    if hasFront { result.mesh = max(result.mesh, quantity(atProbes(overshoot.rows[row]))) }
    if let stage = stageBeforeHold[row] {
      result.mesh = max(result.mesh, left(from: stage, by: quantity(fine.history[row].values), quantity))
    }
    return result
  }

  /// Of the scale: what steps that end elsewhere change in rows between them, where mesh and tolerance change next to nothing.
  private static let leastOfRow = 2e-5
  /// Points within a step that are looked at, about.
  private static let samplesOfStep = 16

  private func ownRow(_ row: Int, _ quantity: (Observables.Values) -> Double) -> Value {
    value(
      fine: quantity(fine.history[row].values), medium: quantity(medium.history[row].values),
      tight: quantity(tightRows[row]), coarse: coarseRows.map { quantity($0[row]) }, before: nil,
      timeShare: timeSharesOfRows[row], meshShare: meshSharesOfRows[row], scale: abs(quantity(scales)),
      atFront: FrontEstimate.error(
        isIrregular || stageBeforeHold[row] == nil
          ? front.rows[row] : front.rows[row].onlyTemperatures, quantity))
  }

  /// The errors of all quantities at a point of the history, with that of the moment in one piece.
  func errors(row: Int) -> Observables.Values {
    Observables.Values(
      probes: scales.probes.indices.map { k in
        SIMD2(self.row(row) { $0.probes[k].x }.error, self.row(row) { $0.probes[k].y }.error)
      },
      moments: [self.row(row) { $0.moment }.error], flux: self.row(row) { $0.flux }.error,
      forces: scales.forces.indices.map { k in self.row(row) { $0.forces[k] }.error },
      temperatures: scales.temperatures.indices.map { k in self.row(row) { $0.temperatures[k] }.error })
  }

  private func value(
    fine: Double, medium: Double, tight: Double, coarse: Double?, before: Double?, timeShare: Double,
    meshShare: Double, scale: Double, atFront: Double
  ) -> Value {
    MeshValues(fine: fine, medium: medium, tight: tight, coarse: coarse, before: before).estimate(
      timeShare: timeShare, meshShare: meshShare, scale: scale, atFront: atFront, isLocal: isLocal)
  }

  /// The largest errors of any probe or moment as shares of the accuracy asked for, mesh and time: at any stage's end, and at any
  /// point of the history that counts.
  func shares(of accuracy: Double) -> (mesh: Double, time: Double) {
    var (mesh, time) = (0.0, 0.0)
    func count(_ quantity: (Observables.Values) -> Double) {
      let scale = quantity(scales)
      guard scale > 0 else { return }
      let rows = fine.history.indices.filter { counts[$0] }
      for estimate in fine.stageEnds.indices.map({ value($0, quantity) }) + rows.map({ row($0, quantity) }) {
        mesh = max(mesh, estimate.mesh / (accuracy * scale))
        time = max(time, estimate.time / (accuracy * scale))
      }
    }
    for probe in scales.probes.indices {
      for component in 0..<2 { count { $0.probes[probe][component] } }
    }
    count { $0.moment }
    for k in scales.forces.indices { count { $0.forces[k] } }
    for k in scales.temperatures.indices { count { $0.temperatures[k] } }
    return (mesh, time)
  }
}
