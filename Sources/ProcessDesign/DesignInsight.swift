internal import LinearAlgebra
internal import Sampling

/// What a study knows by now: how good its models are and where they are still unsure.
public struct DesignInsight: Sendable, Equatable {
  /// One for each outcome that has been measured at least twice.
  public var models: [Model]
  /// The allowed points of the grid where each objective is least known, by the share of its scatter that is left.
  public var unsure: [(outcome: String, parameters: [Double], mean: Double, deviation: Double)]

  public static func == (a: Self, b: Self) -> Bool {
    a.models == b.models && a.unsure.map(\.parameters) == b.unsure.map(\.parameters)
  }

  public struct Model: Sendable, Equatable {
    public var outcome: DesignOutcome
    /// Of each parameter, as a multiple of its range; large for one that hardly matters.
    public var lengthScales: [Double]
    /// Standard deviation of a measurement [unit] as the model fits it; nil when all samples bring their own.
    public var noise: Double?
    /// Of the samples: measured, and predicted from all others with a standard deviation.
    public var leaveOneOut: [LeaveOneOut]
    /// The share of the scatter of the samples that is predicted from the others: 1 - Σ(y - ŷ)²/Σ(y - ȳ)². nil for equal values.
    public var predictedShare: Double?
    /// The share of the samples within two standard deviations of their prediction; about 0.95 when the model is honest.
    public var withinTwoDeviations: Double
  }

  public struct LeaveOneOut: Sendable, Equatable {
    public var sample: Int
    public var measured: Double
    public var predicted: Double
    public var deviation: Double
  }
}

extension DesignStudy {
  /// Fits the models to all samples; nil while there are fewer than three.
  ///
  /// - Parameter seed: of the study.
  /// - Throws: `DesignError.modelFailed` for samples that no Gaussian process can be fitted to.
  public func insight(seed: UInt64) throws(DesignError) -> DesignInsight? {
    guard let fitted = try fittedModels(seed: seed) else { return nil }
    var random = SplitMix64(seed: seed, round: -2)
    let search = AcquisitionSearch(space: space, excluded: [], centres: [])
    let candidates = search.candidates(count: 1000, random: &random)
    return DesignInsight(
      models: try fitted.all.map { model throws(DesignError) in try insight(model) },
      unsure: fitted.all.filter { $0.outcome.goal != nil }.compactMap { model in
        let predictions = model.process.predict(candidates.map { space.scaled(indices: $0) })
        guard let worst = candidates.indices.max(by: { predictions[$0].deviation < predictions[$1].deviation }) else {
          return nil
        }
        return (
          model.outcome.name, space.values(candidates[worst]), model.centre + model.spread * predictions[worst].mean,
          abs(model.spread) * predictions[worst].deviation
        )
      })
  }

  /// The models as `show` and reports see them; nil while there are fewer than three usable samples.
  func fittedModels(seed: UInt64) throws(DesignError) -> DesignModels? {
    guard samples.count(where: { sample in objectives.allSatisfy { sample.outcomes[$0] != nil } }) >= 3 else {
      return nil
    }
    var random = SplitMix64(seed: seed, round: -1)
    return try models(&random)
  }

  private func insight(_ model: OutcomeModel) throws(DesignError) -> DesignInsight.Model {
    let left: [(mean: Double, deviation: Double)]
    do throws(LinearSolveError) {
      left = try model.process.leaveOneOut()
    } catch {
      throw .modelFailed("\(model.outcome.name): \(error)")
    }
    let values = model.process.data.values
    var (missed, scatter, within) = (0.0, 0.0, 0)
    let mean = values.reduce(0, +) / Double(values.count)
    for (value, prediction) in zip(values, left) {
      missed += (value - prediction.mean) * (value - prediction.mean)
      scatter += (value - mean) * (value - mean)
      if abs(value - prediction.mean) <= 2 * prediction.deviation { within += 1 }
    }
    let process = model.process
    return DesignInsight.Model(
      outcome: model.outcome, lengthScales: process.hyperparameters.lengthScales,
      noise: process.data.noise.contains(nil) ? abs(model.spread) * process.hyperparameters.noise.squareRoot() : nil,
      leaveOneOut: left.enumerated().map { i, prediction in
        DesignInsight.LeaveOneOut(
          sample: model.samples[i].id, measured: model.centre + model.spread * values[i],
          predicted: model.centre + model.spread * prediction.mean,
          deviation: abs(model.spread) * prediction.deviation)
      },
      predictedShare: scatter > 0 ? 1 - missed / scatter : nil,
      withinTwoDeviations: Double(within) / Double(values.count))
  }
}
