internal import LinearAlgebra
internal import Sampling

/// The Gaussian process of one outcome, on values shifted and scaled to mean 0 and variance 1, and turned so that more is better.
struct OutcomeModel: Sendable {
  let outcome: DesignOutcome
  var process: GaussianProcess
  /// Samples that it has seen, in order.
  let samples: [DesignSample]
  let centre: Double
  /// Of the data; negative for what is to be minimised.
  let spread: Double

  init(
    _ index: Int, of outcome: DesignOutcome, _ samples: [DesignSample], space: DesignSpace, kernel: Kernel,
    random: inout SplitMix64
  ) throws(LinearSolveError) {
    let measured = samples.filter { $0.outcomes[index] != nil }
    let values = measured.compactMap { $0.outcomes[index] }
    var (sum, squares) = (0.0, 0.0)
    for value in values { sum += value }
    let centre = sum / Double(values.count)
    for value in values { squares += (value - centre) * (value - centre) }
    let deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0
    // All alike: any scale will do.
    let scale = deviation > 0 ? deviation : max(abs(centre), 1)
    self.outcome = outcome
    self.samples = measured
    self.centre = centre
    spread = outcome.goal == .minimise ? -scale : scale
    var data = TrainingData(dimensions: space.dimensions, isChoice: space.isChoice)
    for (sample, value) in zip(measured, values) {
      let noise = sample.sigmas[index].map { max($0 * $0 / (scale * scale), HyperparameterPrior.leastNoise) }
      data.append(space.scaled(sample.parameters), (value - centre) / spread, noise: noise)
    }
    process = try GaussianProcess.fit(data, kernel: kernel, random: &random)
  }

  func scaled(_ value: Double) -> Double { (value - centre) / spread }

  /// In the outcome's unit.
  func prediction(_ point: [Double]) -> (mean: Double, deviation: Double) {
    let prediction = process.predict(point)
    return (centre + spread * prediction.mean, abs(spread) * prediction.deviation)
  }

  /// The limits on the turned scale: what lies between them is good.
  var limits: (lower: Double?, upper: Double?) {
    let (least, most) = (outcome.atLeast.map(scaled), outcome.atMost.map(scaled))
    return spread > 0 ? (least, most) : (most, least)
  }
}
