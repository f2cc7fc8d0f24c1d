internal import LinearAlgebra
internal import Sampling

/// The models of all outcomes that were measured, as they grow with the experiments of a batch.
struct DesignModels: Sendable {
  var all: [OutcomeModel]

  private var objectives: [GaussianProcess] { all.filter { $0.outcome.goal != nil }.map(\.process) }

  private var limited: [(process: GaussianProcess, lower: Double?, upper: Double?)] {
    all.filter(\.outcome.hasLimits).map { ($0.process, $0.limits.lower, $0.limits.upper) }
  }

  /// Takes for measured, at a scaled point, what each model expects there.
  mutating func believe(_ point: [Double]) throws(DesignError) {
    for index in all.indices {
      let process = all[index].process
      do throws(LinearSolveError) {
        // A small noise of its own: the point is a place not to go to again, whatever measurements scatter.
        all[index].process = try process.conditioned(
          on: point, value: process.predict(point).mean, noise: max(1e-6, HyperparameterPrior.leastNoise))
      } catch {
        throw .modelFailed("\(all[index].outcome.name), with pending experiments: \(error)")
      }
    }
  }

  /// All scaled points that a model knows, within the bounds where there are such.
  private func knownPoints(in space: DesignSpace) -> [[Double]] {
    guard let data = objectives.first?.data else { return [] }
    let points = (0..<data.count).map { Array(data.point($0)) }
    let inside = points.filter(space.contains)
    return inside.isEmpty ? points : inside
  }

  func score(_ settings: DesignSettings, in space: DesignSpace) -> AcquisitionScore {
    AcquisitionScore(objectives: objectives, limited: limited, settings: settings, points: knownPoints(in: space))
  }

  /// Scaled points with the best means, of each objective.
  func bestPoints(_ count: Int, in space: DesignSpace) -> [[Double]] {
    let points = knownPoints(in: space)
    return objectives.flatMap { objective -> [[Double]] in
      let means = objective.predict(points).map(\.mean)
      let order = points.indices.sorted { (means[$1], $0) < (means[$0], $1) }
      return order.prefix(max(1, count / objectives.count)).map { points[$0] }
    }
  }

  /// The point that is best in one function drawn from each model, among some hundred candidates: Thompson sampling. Where no
  /// candidate keeps its limits in what was drawn, the one that misses them least.
  func draw(_ search: AcquisitionSearch, _ random: inout SplitMix64) throws(DesignError) -> [Int]? {
    var candidates = search.candidates(count: Self.drawnCandidates, random: &random)
    guard !candidates.isEmpty else { return nil }
    // A small grid is complete, and may be larger than what can be drawn at once.
    while candidates.count > 2 * Self.drawnCandidates {
      candidates.remove(at: Int(random.uniform() * Double(candidates.count)))
    }
    let points = candidates.map { search.space.scaled(indices: $0) }
    func sample(_ process: GaussianProcess) throws(DesignError) -> [Double] {
      var covariance = process.posteriorCovariance(points)
      for i in points.indices { covariance[i, i] += 1e-8 * process.hyperparameters.variance }
      let factor: DenseCholesky
      do throws(LinearSolveError) {
        factor = try DenseCholesky(covariance)
      } catch {
        throw .modelFailed("a function drawn from it: \(error)")
      }
      var normals: [Double] = []
      for _ in points.indices { normals.append(random.normal()) }
      return zip(process.predict(points), factor.multiplyLower(normals)).map { $0.mean + $1 }
    }
    var excess = [Double](repeating: 0, count: points.count)
    for limit in limited {
      for (i, value) in try sample(limit.process).enumerated() {
        excess[i] += max(0, (limit.lower ?? value) - value) + max(0, value - (limit.upper ?? value))
      }
    }
    let values = try sample(objectives[0])
    return points.indices.min { (excess[$0], -values[$0]) < (excess[$1], -values[$1]) }.map { candidates[$0] }
  }

  private static let drawnCandidates = 500
}
