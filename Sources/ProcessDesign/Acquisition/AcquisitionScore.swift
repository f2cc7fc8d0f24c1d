internal import RealModule
internal import Sampling

/// How much an experiment at a point promises, given the models; the points of largest score are proposed.
struct AcquisitionScore {
  /// One or two, more being better.
  let objectives: [GaussianProcess]
  /// Processes with limits between which a sample is good.
  let limited: [(process: GaussianProcess, lower: Double?, upper: Double?)]
  let acquisition: DesignSettings.Acquisition
  let exploration: Double
  /// The best mean of the model at samples that keep their limits; nil while there is none, and only the limits count.
  private let incumbent: Double?
  /// The same of two objectives.
  private let front: ParetoFront?

  /// - Parameter points: of samples and pending experiments, which the incumbent is sought among.
  init(
    objectives: [GaussianProcess], limited: [(process: GaussianProcess, lower: Double?, upper: Double?)],
    settings: DesignSettings, points: [[Double]]
  ) {
    self.objectives = objectives
    self.limited = limited
    acquisition = settings.acquisition
    exploration = settings.exploration
    let good = points.filter { point in
      limited.allSatisfy { process, lower, upper in
        let mean = process.predict(point).mean
        return mean >= lower ?? -.infinity && mean <= upper ?? .infinity
      }
    }
    let means = objectives.map { objective in objective.predict(good).map(\.mean) }
    if objectives.count == 2 {
      incumbent = nil
      let values = zip(means[0], means[1]).map { SIMD2($0, $1) }
      front = values.isEmpty ? nil : ParetoFront(values, reference: ParetoFront.reference(for: values))
    } else {
      incumbent = means[0].max()
      front = nil
    }
  }

  func evaluate(_ points: [[Double]]) -> [Double] {
    let predictions = objectives.map { $0.predict(points) }
    let limitPredictions = limited.map { $0.process.predict(points) }
    return points.indices.map { i in
      combine(predictions.map { $0[i] }, limitPredictions.map { $0[i] }).value
    }
  }

  func evaluateWithSlope(_ point: [Double]) -> (value: Double, slope: [Double]) {
    let (value, slopes) = combine(
      objectives.map { $0.predictWithSlopes(point) }, limited.map { $0.process.predictWithSlopes(point) })
    return (value, slopes)
  }

  private func combine(
    _ objectives: [GaussianProcess.Prediction], _ limits: [GaussianProcess.Prediction]
  ) -> (value: Double, slope: [Double]) {
    var value = 0.0
    var slope = [Double](repeating: 0, count: objectives[0].meanSlope.count)
    func add(_ mean: Double, _ deviation: Double, _ prediction: GaussianProcess.Prediction) {
      for k in slope.indices {
        slope[k] += mean * prediction.meanSlope[k] + deviation * prediction.deviationSlope[k]
      }
    }
    if let front {
      let growth = front.logExpectedGrowth(
        mean: SIMD2(objectives[0].mean, objectives[1].mean),
        deviation: SIMD2(objectives[0].deviation, objectives[1].deviation))
      value += growth.value
      add(growth.meanSlope.x, growth.deviationSlope.x, objectives[0])
      add(growth.meanSlope.y, growth.deviationSlope.y, objectives[1])
    } else if let incumbent {
      let (score, mean, deviation) = single(objectives[0], over: incumbent)
      value += score
      add(mean, deviation, objectives[0])
    }
    for (limit, prediction) in zip(limited, limits) {
      let probability = logLimitProbability(
        mean: prediction.mean, deviation: prediction.deviation, lower: limit.lower, upper: limit.upper)
      value += probability.value
      add(probability.meanSlope, probability.deviationSlope, prediction)
    }
    return (value, slope)
  }

  /// The score of one objective, and its slopes with respect to mean and deviation.
  private func single(
    _ prediction: GaussianProcess.Prediction, over incumbent: Double
  ) -> (value: Double, mean: Double, deviation: Double) {
    let deviation = prediction.deviation
    let z = (prediction.mean - incumbent) / deviation
    switch acquisition {
    case .upperConfidenceBound: return (prediction.mean + exploration * deviation, 1, exploration)
    case .probabilityOfImprovement:
      let slope = Normal.inverseMills(z) / deviation
      return (Normal.logCumulative(z), slope, -z * slope)
    case .expectedImprovement, .thompson:
      let (value, slope) = Normal.logImprovement(z)
      return (Double.log(deviation) + value, slope / deviation, (1 - slope * z) / deviation)
    }
  }
}
