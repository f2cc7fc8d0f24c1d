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
  /// No point of the grid keeps the constraints and is not pending, dropped or failed already.
  case nothingLeft
  /// The covariance matrix is not positive definite.
  case modelFailed(String)

  public var description: String {
    switch self {
    case .nothingLeft:
      "no experiment is left that keeps bounds, steps and constraints and is neither pending, dropped nor failed; widen or loosen one of"
        + " them, or answer pending experiments"
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
  /// Experiments that were proposed and will not be made: none is proposed again.
  public var dropped: [[Double]]

  /// - Precondition: one or two outcomes have a goal.
  public init(
    space: DesignSpace, outcomes: [DesignOutcome], settings: DesignSettings? = nil, samples: [DesignSample] = [],
    pending: [[Double]] = [], dropped: [[Double]] = []
  ) {
    precondition((1...2).contains(outcomes.count { $0.goal != nil }), "a study has one or two objectives")
    self.space = space
    self.outcomes = outcomes
    self.settings =
      settings ?? DesignSettings(initialSamples: DesignSettings.standardInitialSamples(dimensions: space.dimensions))
    self.samples = samples
    self.pending = pending
    self.dropped = dropped
  }

  /// Outcomes with a goal, by their place.
  public var objectives: [Int] { outcomes.indices.filter { outcomes[$0].goal != nil } }

  /// The next experiments, as if they were made at the same time: each is chosen as if those before it, and the pending ones, had
  /// given just what the model expects of them (the "Kriging believer" of D. Ginsbourger, R. Le Riche and L. Carraro, 2010).
  ///
  /// What was made, is pending or was dropped is not proposed while anything else is left; then what was made is proposed again, but
  /// for failures. Where samples tell nothing, or promise nothing anywhere, experiments are spread.
  ///
  /// - Parameters:
  ///   - seed: of the study; all chance comes from it and the number of the round.
  ///   - round: how often suggestions were made before.
  /// - Returns: fewer than asked for when no more are left.
  /// - Throws: `DesignError.nothingLeft` when no allowed point is free, `modelFailed` for samples that no process can be fitted to.
  public func suggest(_ count: Int, seed: UInt64, round: Int) throws(DesignError) -> [Suggestion] {
    var random = SplitMix64(seed: seed, round: round)
    let usable = samples.filter { sample in objectives.allSatisfy { sample.outcomes[$0] != nil } }
    if usable.count < max(2, settings.initialSamples) {
      let filling = fill(count, seed: seed)
      if !filling.isEmpty { return filling }
      guard usable.count >= 2 else { throw .nothingLeft }
    }
    var models = try models(&random)
    for point in pending { try models.believe(space.scaled(point)) }
    var known = (samples.map(\.parameters) + pending + dropped).map(space.scaled)
    var excluded = Set(
      (pending + dropped + samples.filter(\.isFailed).map(\.parameters)).map { space.nearest(space.scaled($0)) })
    let tried = Set(samples.compactMap { space.gridPoint($0.parameters) })
    let isBlind = tellNothing(usable)
    var suggestions: [Suggestion] = []
    while suggestions.count < count {
      func found(_ excluded: Set<[Int]>) throws(DesignError) -> [Int]? {
        let search = AcquisitionSearch(space: space, excluded: excluded, centres: models.bestPoints(8, in: space))
        let score = models.score(settings, in: space)
        if isBlind { return search.farthest(from: known, score, random: &random) }
        if settings.acquisition == .thompson { return try models.draw(search, &random) }
        guard let best = search.best(score, random: &random) else { return nil }
        return score.isHopeless(best.score) ? search.farthest(from: known, score, random: &random) : best.indices
      }
      var indices = try found(excluded.union(tried))
      if indices == nil, suggestions.isEmpty { indices = try found(excluded) }
      guard let indices else { break }
      let point = space.scaled(indices: indices)
      suggestions.append(
        Suggestion(
          parameters: space.values(indices),
          predictions: models.all.map { model in
            let prediction = model.prediction(point)
            return .init(mean: prediction.mean, deviation: prediction.deviation)
          }))
      excluded.insert(indices)
      known.append(point)
      try models.believe(point)
    }
    guard !suggestions.isEmpty else { throw .nothingLeft }
    return suggestions
  }

  /// Whether samples leave nothing to choose by: their objectives are all alike, or none keeps the limits and what is limited is all alike.
  private func tellNothing(_ usable: [DesignSample]) -> Bool {
    func areAlike(_ index: Int) -> Bool {
      let values = samples.compactMap { $0.outcomes[index] }
      guard let least = values.min(), let most = values.max() else { return true }
      return most - least <= 1e-12 * max(abs(least), abs(most))
    }
    if objectives.allSatisfy(areAlike) { return true }
    let limited = outcomes.indices.filter { outcomes[$0].hasLimits }
    let isKept = usable.contains { sample in
      limited.allSatisfy { index in sample.outcomes[index].map(outcomes[index].keepsLimits) ?? true }
    }
    return !isKept && limited.allSatisfy(areAlike)
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
  ///
  /// - Returns: fewer than asked for when no more are left.
  private func fill(_ count: Int, seed: UInt64) -> [Suggestion] {
    let even = EvenPoints(dimensions: space.dimensions, seed: seed)
    var taken = Set((pending + samples.map(\.parameters) + dropped).map { space.nearest(space.scaled($0)) })
    var suggestions: [Suggestion] = []
    var index = taken.count
    func take(_ indices: [Int]) {
      if space.isAllowed(indices: indices), taken.insert(indices).inserted {
        suggestions.append(Suggestion(parameters: space.values(indices), predictions: []))
      }
    }
    // Of a small grid the sequence meets most points early, and the rest is listed.
    let small = space.count(upTo: AcquisitionSearch.enumerationLimit)
    let last = small.map { index + 20 * $0 } ?? 1_000_000
    while suggestions.count < count, index < last {
      take(space.nearest(even[index]))
      index += 1
    }
    if small != nil { for indices in space.allPoints() where suggestions.count < count { take(indices) } }
    return suggestions
  }
}
