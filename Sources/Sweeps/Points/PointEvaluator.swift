public import BulkSimulation
public import Magnets

/// Computes points one after the other; those of the same geometry share one set-up.
///
/// A point's numbers depend on nothing but its values: a prepared magnet keeps nothing of the runs before, and two that serve
/// a case have the same meshes.
public struct PointEvaluator {
  private let outputs: [ReportedQuantity]
  private let makeCase: ([SweepValue]) throws -> ValidCase
  private var magnets = MagnetCache()

  /// - Parameter makeCase: the case at a point's values; what it throws becomes the point's error.
  public init(outputs: [ReportedQuantity], makeCase: @escaping ([SweepValue]) throws -> ValidCase) {
    self.outputs = outputs
    self.makeCase = makeCase
  }

  public mutating func evaluate(_ point: SweepPoint) -> PointOutcome {
    let clock = ContinuousClock()
    let start = clock.now
    var prepared = start
    do {
      let simulationCase = try makeCase(point.values)
      let begun = clock.now
      let magnet = try magnets.magnet(for: simulationCase)
      prepared = clock.now
      let run = try magnet.run(simulationCase)
      let values = try outputs.map { try $0.value(in: run) }
      if let index = values.firstIndex(where: { $0?.isFinite == false }) {
        return PointOutcome(point: point.point, error: "\(outputs[index].name) is not finite")
      }
      return PointOutcome(
        point: point.point, values: values, setup: seconds(prepared - begun),
        solve: seconds(clock.now - prepared) + seconds(begun - start))
    } catch {
      return PointOutcome(
        point: point.point, error: "\(error)", setup: 0, solve: seconds(clock.now - start))
    }
  }
}

private func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
