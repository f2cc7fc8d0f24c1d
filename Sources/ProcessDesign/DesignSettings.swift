/// How the next experiments are chosen.
public struct DesignSettings: Sendable, Equatable, Codable {
  /// What makes a point worth an experiment.
  public enum Acquisition: String, Sendable, Codable, CaseIterable {
    /// The expected improvement over the best mean of the model so far, by its logarithm; with two objectives the expected growth
    /// of the dominated area.
    case expectedImprovement = "ei"
    /// Mean plus `exploration` standard deviations.
    case upperConfidenceBound = "ucb"
    /// The probability of any improvement.
    case probabilityOfImprovement = "pi"
    /// The best point of one function drawn from the model.
    case thompson
  }

  public var kernel: Kernel
  public var acquisition: Acquisition
  /// Of the upper confidence bound, in standard deviations.
  public var exploration: Double
  /// Samples before the model is asked; until then suggestions fill the space evenly.
  public var initialSamples: Int

  public init(
    kernel: Kernel = .matern52, acquisition: Acquisition = .expectedImprovement, exploration: Double = 2,
    initialSamples: Int
  ) {
    self.kernel = kernel
    self.acquisition = acquisition
    self.exploration = exploration
    self.initialSamples = initialSamples
  }

  /// What a study of so many parameters begins with, if nothing is said.
  public static func standardInitialSamples(dimensions: Int) -> Int { 2 * dimensions + 1 }
}
