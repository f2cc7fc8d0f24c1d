/// What the models of a study say anywhere, for pictures. Places are shares of the way from each parameter's lower to its upper bound.
public struct DesignLandscape: Sendable {
  public let space: DesignSpace
  let models: DesignModels
  private let score: AcquisitionScore

  init(_ models: DesignModels, space: DesignSpace, settings: DesignSettings) {
    self.space = space
    self.models = models
    score = models.score(settings, in: space)
  }

  /// Those that were measured, in the study's order.
  public var outcomes: [DesignOutcome] { models.all.map(\.outcome) }

  /// Mean and standard deviation of an outcome [its unit].
  public func predictions(_ outcome: Int, at places: [[Double]]) -> [(mean: Double, deviation: Double)] {
    let model = models.all[outcome]
    return model.process.predict(places).map {
      (model.centre + model.spread * $0.mean, abs(model.spread) * $0.deviation)
    }
  }

  /// What an experiment promises: the logarithm of the expected improvement, or what else the study chooses by. Thompson sampling has no
  /// score of its own and is shown by that.
  public func scores(at places: [[Double]]) -> [Double] { score.evaluate(places) }

  /// The known place with the best mean of the first objective.
  public var bestPlace: [Double] {
    models.bestPoints(1, in: space).first ?? [Double](repeating: 0.5, count: space.dimensions)
  }

  /// Parameters in the order of how much they matter to the first objective: the shortest length scale first.
  public var parametersByWeight: [Int] {
    let scales = models.all.first { $0.outcome.goal != nil }?.process.hyperparameters.lengthScales ?? []
    return scales.indices.sorted { (scales[$0], $0) < (scales[$1], $1) }
  }
}

extension DesignStudy {
  /// The models fitted to all samples, pending experiments believed; nil while there are fewer than three samples.
  ///
  /// - Parameter seed: of the study.
  /// - Throws: `DesignError.modelFailed` for samples that no Gaussian process can be fitted to.
  public func landscape(seed: UInt64) throws(DesignError) -> DesignLandscape? {
    guard var models = try fittedModels(seed: seed) else { return nil }
    for point in pending { try models.believe(space.scaled(point)) }
    return DesignLandscape(models, space: space, settings: settings)
  }
}
