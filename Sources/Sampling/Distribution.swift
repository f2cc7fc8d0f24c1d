internal import RealModule

/// How a sampled quantity is spread, in whatever unit its limits have.
public enum Distribution: Codable, Sendable, Equatable {
  case uniform(from: Double, to: Double)
  /// Uniform in the logarithm; both limits positive.
  case logarithmic(from: Double, to: Double)
  case normal(mean: Double, sigma: Double)

  /// The value below which the share `p`, above 0 and below 1, lies.
  public func quantile(_ p: Double) -> Double {
    switch self {
    case .uniform(let from, let to): from + p * (to - from)
    case .logarithmic(let from, let to): from * Double.pow(to / from, p)
    case .normal(let mean, let sigma): mean + sigma * Normal.quantile(p)
    }
  }
}
