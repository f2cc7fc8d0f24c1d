/// One number on the meshes of a study: what it is, and how wrong.
struct MeshValues {
  var fine: Double
  var medium: Double
  /// On the medium mesh with a tolerance four times smaller.
  var tight: Double
  /// nil for an imported mesh, and where meshes were refined locally.
  var coarse: Double?
  /// What the round before extrapolated, where meshes were refined locally.
  var before: Double?

  /// By what the error that long time steps make exceeds what a tolerance four times smaller changes.
  static let safetyOfTime = 1.5

  /// - Parameters:
  ///   - timeShare: the relative error of long time steps.
  ///   - meshShare: what the worst quantity changes by from the medium to the fine mesh.
  ///   - scale: what both are relative to.
  ///   - atFront: what a front's passage from cell to cell makes.
  ///   - isLocal: whether meshes were refined locally.
  func estimate(
    timeShare: Double, meshShare: Double, scale: Double, atFront: Double, isLocal: Bool
  ) -> ErrorEstimate.Value {
    let extrapolated = ErrorEstimate.extrapolate(fine, medium)
    if isLocal {
      // The time steps of a magnet with a front make different errors in different numbers.
      let time = Self.safetyOfTime * max(abs(medium - tight), 0.25 * timeShare * scale)
      let change = before.map { extrapolated - $0 } ?? 0
      let worst = before == nil ? FrontEstimate.shareOfWorst : FrontEstimate.shareOfWorstOfRounds
      let least = max(FrontEstimate.shareOfChange * abs(change), worst * meshShare * scale)
      return .init(value: extrapolated, mesh: max(atFront, least), time: time)
    }
    let time = Self.safetyOfTime * timeShare * scale
    // Where meshes agree by chance, an eighth of what the worst quantity changes by is the least: measured on a thin disc
    // ahead of its flux front, the moment was wrong by ten times what its own differences said.
    let least = max(0.125 * meshShare * scale, 0.2 * abs(extrapolated - fine))
    // The last extrapolation's step is what the one before was wrong by. Without a third mesh the order is not confirmed,
    // and more than the correction, a third of the difference, is doubted.
    let change = coarse.map { extrapolated - ErrorEstimate.extrapolate(tight, $0) } ?? (fine - medium)
    return .init(value: extrapolated, mesh: max(0.5 * abs(change), least, atFront), time: time)
  }
}
