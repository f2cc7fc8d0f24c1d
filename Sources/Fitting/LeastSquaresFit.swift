public import LinearAlgebra

/// Why a fit has no result.
public enum FitError<ModelFailure: Error>: Error {
  /// The model could not be evaluated at these values of the parameters.
  case model(ModelFailure, values: [Double])
  /// The model's number of this index is not finite at these values.
  case notFinite(index: Int, values: [Double])
}

/// Finds the parameters with the smallest sum of squared residuals, by Levenberg and Marquardt's method.
///
/// ```swift
/// let decay = FitParameter(name: "tau", start: 1, lower: 0, isLogarithmic: true)
/// let fit = LeastSquaresFit(parameters: [decay])
/// let result = try fit.run(count: t.count) { p in t.indices.map { (exp(-t[$0] / p[0]) - y[$0]) / sigma } }
/// print(result.values[0], "±", result.statistics(sigmaIsKnown: true).standardErrors[0] ?? .nan)
/// ```
public struct LeastSquaresFit: Sendable {
  public var parameters: [FitParameter]
  /// Central differences are taken over this change of a parameter to either side: a ratio of 1 ± step for logarithmic ones,
  /// that share of the start for others.
  ///
  /// Large, because simulations are noisy: adaptive time steps make a relative noise of 1e-7 to 4e-6 (pair of bulks, scale, n
  /// and gap varied in 40 steps by 5 %). Over 2e-2 that is 2e-4 of the field, 1 % of the effect of n, the weakest parameter;
  /// the curvature of the model makes less.
  public var differenceStep = 0.01

  /// - Parameter parameters: each with a start strictly between its bounds.
  public init(parameters: [FitParameter]) {
    for parameter in parameters {
      precondition(
        parameter.lower < parameter.start && parameter.start < parameter.upper
          && (!parameter.isLogarithmic || parameter.start > 0),
        "the start of \(parameter.name) is not within its bounds")
    }
    self.parameters = parameters
  }

  /// - Parameters:
  ///   - count: of residuals.
  ///   - residuals: (model - measured) / standard deviation of each datum, at given parameter values.
  /// - Throws: `FitError.model` with the model's own error, `FitError.notFinite` for a residual that is no number, both with the
  ///   parameters' values.
  public func run<Failure: Error>(
    count: Int, residuals: ([Double]) throws(Failure) -> [Double]
  ) throws(FitError<Failure>) -> FitResult {
    var evaluations = 0
    var failure: FitError<Failure>?
    let coordinates = parameters.map(FreeCoordinate.init)
    var last: (scaled: [Double], residuals: [Double])?
    func evaluate(_ scaled: [Double]) -> [Double]? {
      if let last, last.scaled == scaled { return last.residuals }
      let values = zip(parameters, scaled).map { $0.value(scaled: $1) }
      evaluations += 1
      do throws(Failure) {
        let computed = try residuals(values)
        precondition(computed.count == count, "\(computed.count) residuals instead of \(count)")
        if let index = computed.firstIndex(where: { !$0.isFinite }) {
          failure = .notFinite(index: index, values: values)
          return nil
        }
        last = (scaled, computed)
        return computed
      } catch {
        failure = .model(error, values: values)
        return nil
      }
    }
    func scaled(_ point: [Double]) -> [Double] { zip(coordinates, point).map { $0.scaled($1).value } }

    let (point, ending) = withoutActuallyEscaping(evaluate) { evaluate in
      LevenbergMarquardt().minimise(from: parameters.map { _ in 1 }, count: count) { point in
        evaluate(scaled(point))
      } jacobian: { point in
        guard var matrix = self.jacobian(at: scaled(point), count: count, evaluate) else { return nil }
        for (j, coordinate) in coordinates.enumerated() {
          let slope = coordinate.scaled(point[j]).slope
          for i in 0..<count { matrix[i, j] *= slope }
        }
        return matrix
      }
    }
    let best = scaled(point)
    if ending != .stopped, let residuals = evaluate(best), let matrix = jacobian(at: best, count: count, evaluate) {
      return FitResult(
        parameters: parameters, values: zip(parameters, best).map { $0.value(scaled: $1) }, residuals: residuals,
        jacobian: matrix, evaluations: evaluations, hasConverged: ending == .converged)
    }
    throw failure ?? .notFinite(index: 0, values: parameters.map(\.start))
  }

  /// d(residual) / d(scaled parameter) by central differences, one-sided where a bound is near.
  private func jacobian(at scaled: [Double], count: Int, _ evaluate: ([Double]) -> [Double]?) -> Matrix? {
    var matrix = Matrix(rows: count, columns: scaled.count)
    for (j, parameter) in parameters.enumerated() {
      var sides: [(at: Double, residuals: [Double])] = []
      for side in [-differenceStep, differenceStep] {
        var point = scaled
        point[j] += side
        let value = parameter.value(scaled: point[j])
        if value <= parameter.lower || value >= parameter.upper { point[j] = scaled[j] }
        guard let residuals = evaluate(point) else { return nil }
        sides.append((point[j], residuals))
      }
      let width = sides[1].at - sides[0].at
      // Bounds nearer than the step on both sides hold the parameter where it is.
      guard width > 0 else { continue }
      for i in 0..<count { matrix[i, j] = (sides[1].residuals[i] - sides[0].residuals[i]) / width }
    }
    return matrix
  }
}

/// Where a fit ended.
public struct FitResult: Sendable {
  public var parameters: [FitParameter]
  public var values: [Double]
  /// At `values`.
  public var residuals: [Double]
  /// d(residual) / d(scaled parameter): per unit of the logarithm for logarithmic parameters.
  public var jacobian: Matrix
  /// How often the model was evaluated.
  public var evaluations: Int
  public var hasConverged: Bool

  /// The sum of squared residuals.
  public var chiSquare: Double { residuals.reduce(0) { $0 + $1 * $1 } }

  /// True for a parameter within a hundredth of its range from a bound: its error then means nothing.
  public func isAtBound(_ index: Int) -> Bool {
    let bounds = parameters[index].scaledBounds
    let value = parameters[index].scaled(values[index])
    let width = bounds.upper - bounds.lower
    let slack = 0.01 * (width.isFinite ? width : 1)
    return value - bounds.lower < slack || bounds.upper - value < slack
  }
}
