public import BulkSimulation
public import Magnets

/// Computes points one after the other, each as `simulate` does, with the same estimate of errors and the same refinement where
/// that asks for it; those of the same geometry share the meshes that they begin on.
///
/// A point's numbers depend on nothing but its values, and are those of a simulation of its own. Other points are computed beside it,
/// so it takes one core.
public struct PointEvaluator {
  private let outputs: [ReportedQuantity]
  private let makeCase: ([SweepValue]) throws -> ValidCase
  private var meshes = MeshCache()

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
      let meshes = try meshes.meshes(for: simulationCase)
      prepared = clock.now
      let result = try simulate(simulationCase, on: meshes, usesTwoCores: false)
      let values = try outputs.map { try $0.value(in: result) }
      if let index = values.firstIndex(where: { $0?.value.isFinite == false || $0?.error?.isFinite == false }) {
        return PointOutcome(point: point.point, error: "\(outputs[index].name) is not finite")
      }
      return PointOutcome(
        point: point.point,
        results: .init(
          values: values.map { $0?.value }, errors: zip(outputs, values).map { $0.errorName == nil ? nil : $1?.error },
          isAccurate: result.meetsAccuracy, warnings: result.warnings.map(\.description)),
        setup: seconds(prepared - begun), solve: seconds(clock.now - prepared) + seconds(begun - start))
    } catch {
      return PointOutcome(
        point: point.point, error: "\(error)", setup: 0, solve: seconds(clock.now - start))
    }
  }
}

private func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
