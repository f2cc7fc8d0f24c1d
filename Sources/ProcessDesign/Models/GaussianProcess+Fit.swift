internal import LinearAlgebra
internal import RealModule
internal import Sampling

/// What is held likely of hyperparameters before any data, so that a handful of samples does not lead to length scales that
/// nobody would believe: independent normal distributions of their logarithms, for values scaled to a variance of one.
///
/// That of the length scales is BoTorch's log-normal prior, which grows with the square root of the dimension (C. Hvarfner,
/// E. O. Hellsten and L. Nardi, "Vanilla Bayesian optimization performs great in high dimensions", ICML 2024), written for the
/// logarithm: the same maximum in the same place.
struct HyperparameterPrior {
  let centres: [Double]
  let deviations: [Double]
  let lower: [Double]
  let upper: [Double]

  init(dimensions: Int) {
    let lengthScale = 2.0.squareRoot() - 3 + 0.5 * Double.log(Double(dimensions))
    centres = [Double](repeating: lengthScale, count: dimensions) + [0, Double.log(1e-5)]
    deviations = [Double](repeating: 3.0.squareRoot(), count: dimensions) + [3, 4]
    lower = [Double](repeating: Double.log(0.01), count: dimensions) + [Double.log(0.01), Double.log(Self.leastNoise)]
    upper = [Double](repeating: Double.log(100.0), count: dimensions) + [Double.log(1000.0), Double.log(2.0)]
  }

  /// The least variance of noise: keeps the matrix of 200 samples that lie close together positive definite.
  static let leastNoise = 1e-9

  /// The logarithm of the density, up to a constant, and its slopes.
  func logDensity(_ logarithms: [Double]) -> (value: Double, slope: [Double]) {
    var value = 0.0
    let slope = logarithms.indices.map { i in
      let distance = (logarithms[i] - centres[i]) / deviations[i]
      value -= 0.5 * distance * distance
      return -distance / deviations[i]
    }
    return (value, slope)
  }

  /// A place to begin from: near to the centre, and within the bounds.
  func draw(_ random: inout SplitMix64) -> [Double] {
    centres.indices.map { i in min(upper[i], max(lower[i], centres[i] + 0.6 * deviations[i] * random.normal())) }
  }
}

extension GaussianProcess {
  /// The process whose hyperparameters make data and prior together most likely.
  ///
  /// Begins from the prior's centre and the best of some places drawn from it; each of the searches sees value and slopes.
  static func fit(
    _ data: TrainingData, kernel: Kernel, random: inout SplitMix64
  ) throws(LinearSolveError) -> GaussianProcess {
    let prior = HyperparameterPrior(dimensions: data.dimensions)
    func process(_ logarithms: [Double]) throws(LinearSolveError) -> GaussianProcess {
      try GaussianProcess(data, kernel: kernel, hyperparameters: Hyperparameters(logarithms: logarithms))
    }
    func value(_ logarithms: [Double]) -> Double {
      guard let process = try? process(logarithms) else { return -.infinity }
      return process.logLikelihood + prior.logDensity(logarithms).value
    }
    var starts: [(value: Double, place: [Double])] = []
    for _ in 0..<8 {
      let place = prior.draw(&random)
      starts.append((value(place), place))
    }
    starts.sort { $0.value > $1.value }
    let search = Maximiser(
      lower: prior.lower, upper: prior.upper, evaluationLimit: 60, valueTolerance: 1e-7, coordinateTolerance: 1e-4)
    var best: (point: [Double], value: Double) = (prior.centres, value(prior.centres))
    for start in [prior.centres] + starts.prefix(2).map(\.place) {
      let found = search.maximise(from: start) { logarithms in
        guard let process = try? process(logarithms), let slope = try? process.logLikelihoodGradient() else {
          return (-.infinity, [])
        }
        let (density, densitySlope) = prior.logDensity(logarithms)
        return (process.logLikelihood + density, zip(slope, densitySlope).map { $0 + $1 })
      }
      if found.value > best.value { best = found }
    }
    return try process(best.point)
  }
}
