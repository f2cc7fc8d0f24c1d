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

  /// Below this logarithm a gain is none.
  private static let leastGain = -50.0
  /// Of the scatter of the samples: what counts as an improvement. Without it the best place is beside the best sample, for ever.
  private static let margin = 0.01
  /// What a limit that is missed on any reckoning costs, on the model's scale.
  private static let missed = 100.0

  /// Whether a score says that nothing is to be gained: where a limit is missed everywhere else, say.
  func isHopeless(_ score: Double) -> Bool {
    if acquisition == .upperConfidenceBound, incumbent != nil { return !score.isFinite }
    return !(score > Self.leastGain)
  }

  /// At each point, that limits are kept.
  func limitProbabilities(_ points: [[Double]]) -> [Double] {
    let predictions = limited.map { $0.process.predict(points) }
    return points.indices.map { i in
      zip(limited, predictions).reduce(1) { product, limit in
        let p = limit.1[i]
        return product
          * .exp(
            logLimitProbability(mean: p.mean, deviation: p.deviation, lower: limit.0.lower, upper: limit.0.upper).value)
      }
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
      if acquisition == .upperConfidenceBound, incumbent != nil {
        // A bound is no gain that a probability could weigh: it is sought where the limit may be kept, by the same reckoning (W. Xu et
        // al., CONFIG, ICML 2023). Bound plus logarithm stayed beside the best sample.
        let (excess, sign) = optimisticExcess(prediction, limit.lower, limit.upper)
        if excess > 0 {
          value -= Self.missed * excess
          add(Self.missed * sign, Self.missed * exploration, prediction)
        }
        continue
      }
      let probability = logLimitProbability(
        mean: prediction.mean, deviation: prediction.deviation, lower: limit.lower, upper: limit.upper)
      value += probability.value
      add(probability.meanSlope, probability.deviationSlope, prediction)
    }
    return (value, slope)
  }

  /// By how much an outcome misses its limits at its best end of so many deviations, and where more of its mean leads: 1 nearer.
  private func optimisticExcess(
    _ prediction: GaussianProcess.Prediction, _ lower: Double?, _ upper: Double?
  ) -> (excess: Double, sign: Double) {
    let reach = exploration * prediction.deviation
    let below = lower.map { $0 - (prediction.mean + reach) } ?? 0
    let above = upper.map { prediction.mean - reach - $0 } ?? 0
    return below > above ? (below, 1) : (above, -1)
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
      let z = z - Self.margin / deviation
      let slope = Normal.inverseMills(z) / deviation
      return (Normal.logCumulative(z), slope, -z * slope)
    case .expectedImprovement, .thompson:
      let (value, slope) = Normal.logImprovement(z)
      return (Double.log(deviation) + value, slope / deviation, (1 - slope * z) / deviation)
    }
  }
}
