import CoilFields
public import Magnets

/// The field at the end of a stage, at any point: inside of bulks, on their edges and on the axis as well.
///
/// Extrapolated from the currents on two meshes like every reported number, with the same estimate of its error.
///
/// ```swift
/// let field = result.field(atEndOf: 1, of: checked)
/// field?.fluxDensity(at: SIMD2(0, 0.01))  // (Br, Bz) [T] on the axis
/// ```
public struct StageField: Sendable {
  /// At one point.
  public struct Value: Sendable, Equatable {
    /// [T]
    public var br, bz: Double
    /// Vector potential along phi [T m]; `2 pi r` of it is the flux through the circle.
    public var aPhi: Double
    /// Estimated numerical error of both components of B [T], and of the potential [T m].
    public var error, aPhiError: Double
  }

  let currents: RunCurrents
  let stage: Int
  public let applied: AppliedField

  /// - Parameters:
  ///   - currents: of the run.
  ///   - stage: index in the protocol.
  ///   - applied: at its end.
  public init(_ currents: RunCurrents, stage: Int, applied: AppliedField) {
    precondition(currents.stages.indices.contains(stage), "no stage \(stage) of \(currents.stages.count)")
    (self.currents, self.stage, self.applied) = (currents, stage, applied)
  }

  /// (Br, Bz) [T] at (r, z) [m].
  public func fluxDensity(at point: SIMD2<Double>) -> SIMD2<Double> {
    let value = values(at: [point])[0]
    return SIMD2(value.br, value.bz)
  }

  /// A_phi [T m] at (r, z) [m].
  public func vectorPotential(at point: SIMD2<Double>) -> Double { values(at: [point])[0].aPhi }

  /// At many points (r, z) [m] in any order, r not negative: a million near a magnet in seconds.
  public func values(at points: [SIMD2<Double>]) -> [Value] {
    let meshes = MeshFields(currents, stage: stage, points: points)
    let bounds = currents.hasFront ? FrontBounds(currents, stage: stage).values(at: points) : []
    let bulks = CellBounds(currents.medium.sections)
    return points.indices.map { i in
      let point = points[i]
      let applied = applied.field(r: point.x, z: point.y)
      let most = meshes.largest(i)
      let scale = max((most.br * most.br + most.bz * most.bz).squareRoot(), currents.leastField)
      let front = bounds.isEmpty ? CoilField() : bounds[i]
      let isRough = currents.hasFront || bulks.contains(point)
      let br = meshes.estimate(i, scale: scale, bound: front.br, isRough: isRough, \.br)
      let bz = meshes.estimate(i, scale: scale, bound: front.bz, isRough: isRough, \.bz)
      // At the axis a potential is half of r times the field.
      let potential = meshes.estimate(
        i, scale: max(most.aPhi, 0.5 * point.x * currents.leastField), bound: front.aPhi, isRough: isRough, \.aPhi)
      return Value(
        br: br.value + applied.br, bz: bz.value + applied.bz, aPhi: potential.value + applied.aPhi,
        error: max(br.error, bz.error), aPhiError: potential.error)
    }
  }
}

extension SimulationResult {
  /// The same with what was applied in the run itself.
  func field(atEndOf stage: Int) -> StageField? {
    guard let currents, currents.stages.indices.contains(stage), appliedFields.indices.contains(stage) else {
      return nil
    }
    return StageField(currents, stage: stage, applied: appliedFields[stage])
  }

  /// The field at the end of a stage; nil for one that the run has not.
  ///
  /// - Parameters:
  ///   - stage: index in the protocol.
  ///   - simulationCase: whose result this is.
  public func field(atEndOf stage: Int, of simulationCase: ValidCase) -> StageField? {
    guard let currents, currents.stages.indices.contains(stage), simulationCase.timeline.indices.contains(stage) else {
      return nil
    }
    return StageField(currents, stage: stage, applied: AppliedField(simulationCase.simulationCase, atEndOf: stage))
  }
}

/// The fields of a run's currents at many points, mesh by mesh.
struct MeshFields {
  let currents: RunCurrents
  let stage: Int
  /// Of all states.
  private let fine: [[CoilField]]
  let medium: [CoilField]
  let tight: [CoilField]
  let coarse: [CoilField]?
  /// Of the stage itself in `fine`.
  private let own: Int

  init(_ currents: RunCurrents, stage: Int, points: [SIMD2<Double>]) {
    (self.currents, self.stage) = (currents, stage)
    // States without a current make no field that anything is relative to.
    let kept = currents.fine.densities.indices.filter { state in
      state == stage || currents.fine.densities[state].contains { $0 != 0 }
    }
    own = kept.firstIndex(of: stage) ?? 0
    fine = currents.fine.choosing(kept).fields(at: points)
    let pair = currents.medium.choosing([stage, currents.stages.count + stage]).fields(at: points)
    (medium, tight) = (pair[0], pair[1])
    coarse = currents.coarse?.choosing([stage]).fields(at: points)[0]
  }

  /// Of the stage itself.
  var finest: [CoilField] { fine[own] }

  /// The field at a point when it was largest, and the largest potential there.
  func largest(_ point: Int) -> CoilField {
    var (result, square) = (CoilField(), 0.0)
    for state in fine {
      let field = state[point]
      let own = field.br * field.br + field.bz * field.bz
      if own > square { (result.br, result.bz, square) = (field.br, field.bz, own) }
      result.aPhi = max(result.aPhi, abs(field.aPhi))
    }
    return result
  }

  /// A component at a point with its error, as a probe's.
  func estimate(
    _ point: Int, scale: Double, bound: Double, isRough: Bool, _ component: KeyPath<CoilField, Double>
  ) -> ErrorEstimate.Value {
    estimate(scale: scale, bound: bound, isRough: isRough) { $0[point][keyPath: component] }
  }

  /// A number of the field at all points, linear in it.
  ///
  /// - Parameter isRough: whether it does not converge as regularly as a probe's outside of bulks: at a front, within a bulk, where the
  ///   field has a ripple of the cells' size, and for what is left of nearly equal fields. Measured on the default pair at 0.3 %: without,
  ///   a tenth of the points within bulks were wrong by more than 1.5 times their error, and b_4 of a small sphere by seven times.
  func estimate(
    scale: Double, bound: Double, isRough: Bool, _ number: ([CoilField]) -> Double
  ) -> ErrorEstimate.Value {
    let shares = currents.stages[stage]
    var values = MeshValues(
      fine: number(finest), medium: number(medium), tight: number(tight), coarse: coarse.map(number))
    // The round before is known by what the worst number has changed by since.
    values.before = ErrorEstimate.extrapolate(values.fine, values.medium) - shares.change * scale
    let atFront =
      isRough
      ? max(FrontEstimate.shareOfDifference * abs(values.fine - values.medium), bound) : 0
    return values.estimate(
      timeShare: shares.time, meshShare: shares.mesh, scale: scale, atFront: atFront, isLocal: currents.isLocal)
  }
}

/// Where the cells of a mesh are.
private struct CellBounds {
  private let cells: [(low: SIMD2<Double>, high: SIMD2<Double>)]
  private var low = SIMD2(repeating: Double.infinity)
  private var high = SIMD2(repeating: -Double.infinity)

  init(_ sections: [CoilSection]) {
    cells = sections.map(\.bounds)
    for cell in cells {
      low = pointwiseMin(low, cell.low)
      high = pointwiseMax(high, cell.high)
    }
  }

  /// Whether a point is in a cell's bounds.
  func contains(_ point: SIMD2<Double>) -> Bool {
    guard all(point .>= low), all(point .<= high) else { return false }
    return cells.contains { all(point .>= $0.low) && all(point .<= $0.high) }
  }
}
