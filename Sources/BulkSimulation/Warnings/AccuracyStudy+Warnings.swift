import Magnets
internal import Meshing
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

  mutating func warnOfThermalJumps(_ estimate: ErrorEstimate) {
    let runs = [estimate.coarse, estimate.medium, estimate.tightMedium, estimate.fine].compactMap { $0 }
    guard let jump = runs.flatMap(\.course.jumps).min(by: { $0.time < $1.time }) else { return }
    warnings.append(
      .thermalJump(
        bulk: ladder.magnet.bulks[jump.bulk].shape.name, time: jump.time, field: jump.appliedField,
        runs: runs.count { !$0.course.jumps.isEmpty }, of: runs.count))
  }

  mutating func warnOfJumps(_ estimate: ErrorEstimate) {
    let counts = estimate.fine.counts
    guard counts.jumps > 0 else { return }
    warnings.append(.fluxJumps(count: counts.jumps, steps: counts.steps))
  }
}
