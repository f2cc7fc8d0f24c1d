extension ErrorEstimate {
  /// What a quantity was wrong by at the end of a stage, where currents have only faded since: meshes may agree on what has leaked away.
  ///
  /// Measured on a pair of n = 100 cooled in 7 T and held for a day, 224 cells: 6.992 ± 0.019 T between its bulks after the ramp, which should
  /// be 7.000 T, and 6.954 ± 0.010 T after the day, which should be the same.
  func left(from stage: Int, by now: Double, _ quantity: (Observables.Values) -> Double) -> Double {
    guard hasFront, fine.thermal == nil, stage >= 0, hasStillCells[stage + 1] else { return 0 }
    let before = abs(quantity(fine.stageEnds[stage].values))
    return value(stage, quantity).mesh * min(1, abs(now) / max(before, .leastNormalMagnitude))
  }

  /// Whether there are cells in which no flux moves at the end of a stage, next to those where it does.
  static func hasStillCells(_ end: Transient.StageEnd) -> Bool {
    let most = end.electricField.reduce(0) { max($0, abs($1)) }
    return end.electricField.contains { abs($0) < stillness * most }
  }

  /// Of the largest E of all cells: with n = 20 that is half of Jc.
  private static let stillness = 1e-6
}
