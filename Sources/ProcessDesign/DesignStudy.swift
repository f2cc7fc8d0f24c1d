internal import LinearAlgebra
internal import Sampling

/// A next experiment.
public struct Suggestion: Sendable, Equatable {
  /// In the parameters' order and units, on their grids.
  public var parameters: [Double]
  /// What the model expects of each outcome [its unit]; empty while the space is being filled.
  public var predictions: [Prediction]

  public struct Prediction: Sendable, Equatable {
    public var mean: Double
    /// Of the outcome itself, without the noise of a measurement.
    public var deviation: Double
  }
}

/// Why no experiment can be proposed.
public enum DesignError: Error, Equatable, CustomStringConvertible {
  /// No point of the grid keeps the constraints and is not pending already.
  case nothingLeft
  /// The covariance matrix is not positive definite.
  case modelFailed(String)

  public var description: String {
    switch self {
    case .nothingLeft:
      "no experiment is left that keeps bounds, steps and constraints and is not pending already; widen or loosen one of them,"
        + " or drop pending experiments"
    case .modelFailed(let reason): "the Gaussian process of \(reason) cannot be fitted"
    }
  }
}

/// A search for the best experiment: what can be chosen, what is measured, and what is known so far.
///
/// A value: the same study and seed give the same suggestions, bit for bit on the same machine.
public struct DesignStudy: Sendable {
  public var space: DesignSpace
  public var outcomes: [DesignOutcome]
  public var settings: DesignSettings
  /// In the order in which they were made.
  public var samples: [DesignSample]
  /// Experiments [the parameters' units] that were proposed and are not answered yet.
  public var pending: [[Double]]

  /// - Precondition: one or two outcomes have a goal.
  public init(
    space: DesignSpace, outcomes: [DesignOutcome], settings: DesignSettings? = nil, samples: [DesignSample] = [],
    pending: [[Double]] = []
  ) {
    precondition((1...2).contains(outcomes.count { $0.goal != nil }), "a study has one or two objectives")
    self.space = space
    self.outcomes = outcomes
    self.settings =
      settings ?? DesignSettings(initialSamples: DesignSettings.standardInitialSamples(dimensions: space.dimensions))
    self.samples = samples
    self.pending = pending
  }

  /// Outcomes with a goal, by their place.
  public var objectives: [Int] { outcomes.indices.filter { outcomes[$0].goal != nil } }

  /// The next experiments, as if they were made at the same time: each is chosen as if those before it, and the pending ones, had
  /// given just what the model expects of them (the "Kriging believer" of D. Ginsbourger, R. Le Riche and L. Carraro, 2010).
  ///
  /// - Parameters:
  ///   - seed: of the study; all chance comes from it and the number of the round.
  ///   - round: how often suggestions were made before.
  /// - Throws: `DesignError.nothingLeft` when no allowed point is free, `modelFailed` for samples that no process can be fitted to.
  public func suggest(_ count: Int, seed: UInt64, round: Int) throws(DesignError) -> [Suggestion] {
    var random = SplitMix64(seed: seed, round: round)
    let usable = samples.filter { sample in objectives.allSatisfy { sample.outcomes[$0] != nil } }
    guard usable.count >= max(2, settings.initialSamples) else { return try fill(count, seed: seed) }
    var models = try models(&random)
    for point in pending { try models.believe(space.scaled(point)) }
    var excluded = Set(pending.map { space.nearest(space.scaled($0)) })
    var suggestions: [Suggestion] = []
    for _ in 0..<count {
      let search = AcquisitionSearch(space: space, excluded: excluded, centres: models.bestPoints(8, in: space))
      let found =
        settings.acquisition == .thompson
        ? try models.draw(search, &random) : search.best(models.score(settings, in: space), random: &random)
      guard let indices = found else { throw .nothingLeft }
      let point = space.scaled(indices: indices)
      suggestions.append(
        Suggestion(
          parameters: space.values(indices),
          predictions: models.all.map { model in
            let prediction = model.prediction(point)
            return .init(mean: prediction.mean, deviation: prediction.deviation)
          }))
      excluded.insert(indices)
      try models.believe(point)
    }
    return suggestions
  }

  /// A model for every outcome that has been measured.
  func models(_ random: inout SplitMix64) throws(DesignError) -> DesignModels {
    var all: [OutcomeModel] = []
    for (index, outcome) in outcomes.enumerated() where samples.contains(where: { $0.outcomes[index] != nil }) {
      do throws(LinearSolveError) {
        all.append(
          try OutcomeModel(index, of: outcome, samples, space: space, kernel: settings.kernel, random: &random))
      } catch {
        throw .modelFailed("\(outcome.name): \(error)")
      }
    }
    return DesignModels(all: all)
  }

  /// Experiments that fill the space evenly, as one sequence over all rounds.
  private func fill(_ count: Int, seed: UInt64) throws(DesignError) -> [Suggestion] {
    let even = EvenPoints(dimensions: space.dimensions, seed: seed)
    var taken = Set((pending + samples.map(\.parameters)).map { space.nearest(space.scaled($0)) })
    var suggestions: [Suggestion] = []
    var index = taken.count
    while suggestions.count < count, index < 1_000_000 {
      let indices = space.nearest(even[index])
      index += 1
      if space.isAllowed(indices: indices), taken.insert(indices).inserted {
        suggestions.append(Suggestion(parameters: space.values(indices), predictions: []))
      }
    }
    guard suggestions.count == count else { throw .nothingLeft }
    return suggestions
  }
}
