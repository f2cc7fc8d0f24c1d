import Magnets
import TimeStepping

// What a study says when it could not do what it was asked for.

extension AccuracyStudy {
  mutating func warn(share: Double) {
    meetsAccuracy = false
    warnings.append(
      .accuracyMissed(
        asked: simulationCase.accuracy, reached: share * simulationCase.accuracy, fixesMesh: simulationCase.cells != nil
      ))
  }

  mutating func warnOfJumps(_ estimate: ErrorEstimate) {
    let counts = estimate.fine.counts
    guard counts.jumps > 0 else { return }
    warnings.append(.fluxJumps(count: counts.jumps, steps: counts.steps))
  }
}
