import Magnets
import TimeStepping

// What a study says when it could not do what it was asked for.

extension AccuracyStudy {
  mutating func warn(share: Double) {
    meetsAccuracy = false
    let reached = 100 * share * simulationCase.accuracy
    let reason =
      simulationCase.cells == nil
      ? "refining further would take too long" : "the case fixes the mesh; leave out mesh: to let the program choose it"
    warnings.append(
      "the accuracy asked for, \(100 * simulationCase.accuracy) %, was not reached: the estimated error is up to "
        + "\((reached * 100).rounded() / 100) %; \(reason)")
  }

  mutating func warnOfJumps(_ estimate: ErrorEstimate) {
    let count = estimate.fine.counts.jumps
    guard count > 0 else { return }
    warnings.append(
      "Jc falls so steeply with the field that flux jumped from cell to cell, in \(count) of \(estimate.fine.counts.steps) steps; "
        + "the way through these is not resolved, what they lead to is")
  }
}
