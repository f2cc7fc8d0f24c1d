internal import LinearAlgebra

/// How well data determine the parameters of a fit: covariance `(J'J)^-1` and what is missing from it.
///
/// Columns of J are scaled to length 1 before their singular values are taken, so that these measure how alike the
/// parameters act on the data, not in which unit they are: 1 for parameters that have nothing to do with each other, 0 for
/// such as act alike. D. A. Belsley et al., Regression Diagnostics (Wiley, 1980), chapter 3.
public struct FitStatistics: Sendable {
  /// A combination of parameters that the data say little or nothing about.
  public struct Combination: Sendable, Equatable {
    /// For each parameter its change along the combination, scaled so that the largest is 1: of the logarithm, or in terms
    /// of the start for linear parameters.
    public var direction: [Double]
    /// The singular value that belongs to it.
    public var singularValue: Double
    /// True when the data do not determine it at all: below what differences of a simulation resolve.
    public var isUndetermined: Bool
  }

  public let degreesOfFreedom: Int
  /// Standard deviation of each parameter, in its own unit; nil when the data do not determine it or when the scatter of
  /// the data is not known.
  public let standardErrors: [Double?]
  /// Correlation of each pair of parameters, nil for those without a standard error.
  public let correlations: [[Double?]]
  /// Of J with columns of length 1, descending.
  public let singularValues: [Double]
  /// Below `Self.likeness`, the least determined first.
  public let weakCombinations: [Combination]
  /// Parameters that change nothing.
  public let idle: [Int]
  /// How much the parameters [their own unit] change for a unit change of each residual: `-(J'J)^-1 J'`, zero along what is
  /// undetermined.
  private let gain: Matrix

  /// A singular value of two parameters with a correlation of ± 0.99: errors are seven times as large as if the other one
  /// were known.
  public static let likeness = 0.1
  /// Singular values below are noise of the differences, which is up to 1 % of a column (`LeastSquaresFit.differenceStep`).
  public static let noise = 0.01

  /// Largest over smallest singular value; infinite when fewer data than parameters.
  public var conditionNumber: Double {
    guard let first = singularValues.first, let last = singularValues.last, last > 0 else { return .infinity }
    return first / last
  }

  /// How far the minimum moves [unit of each parameter] when the residuals at it change by so much: one step of Gauss and
  /// Newton.
  public func shift(residualChanges: [Double]) -> [Double] { gain.multiply(residualChanges) }

  init(_ result: FitResult, sigmaIsKnown: Bool) {
    let (count, n) = (result.residuals.count, result.values.count)
    degreesOfFreedom = count - n
    let jacobian = result.jacobian
    let lengths = (0..<n).map { j in
      (0..<count).reduce(0) { $0 + jacobian[$1, j] * jacobian[$1, j] }.squareRoot()
    }
    let idle = lengths.indices.filter { lengths[$0] == 0 }
    var normalised = jacobian
    for j in 0..<n where lengths[j] > 0 {
      for i in 0..<count { normalised[i, j] /= lengths[j] }
    }
    guard let decomposition = try? SingularValues(of: normalised) else {
      preconditionFailure("residuals and their differences are finite")
    }
    let values = decomposition.values
    let determined = values.indices.filter { values[$0] > Self.noise }

    weakCombinations = values.indices.reversed().compactMap { k in
      guard values[k] < Self.likeness else { return nil }
      let direction = decomposition.directions[k]
      // An idle parameter's direction is itself alone, and told apart.
      guard !idle.contains(where: { abs(direction[$0]) > 0.5 }) else { return nil }
      let scaled = (0..<n).map { lengths[$0] > 0 ? direction[$0] / lengths[$0] : 0 }
      let largest = scaled.max { abs($0) < abs($1) } ?? 1
      return Combination(
        direction: scaled.map { $0 / largest }, singularValue: values[k], isUndetermined: values[k] <= Self.noise)
    }

    // A parameter with a noticeable part in what is undetermined is undetermined itself.
    let isDetermined = (0..<n).map { j in
      lengths[j] > 0
        && !values.indices.contains { values[$0] <= Self.noise && abs(decomposition.directions[$0][j]) > 0.1 }
    }
    var covariance = Matrix(rows: n, columns: n)
    for k in determined {
      let direction = decomposition.directions[k]
      for i in 0..<n where lengths[i] > 0 {
        for j in 0..<n where lengths[j] > 0 {
          covariance[i, j] += direction[i] * direction[j] / (values[k] * values[k] * lengths[i] * lengths[j])
        }
      }
    }
    let slopes = (0..<n).map { result.parameters[$0].slope(at: result.values[$0]) }
    var gain = Matrix(rows: n, columns: count)
    for i in 0..<n {
      for datum in 0..<count {
        gain[i, datum] = -slopes[i] * (0..<n).reduce(0) { $0 + covariance[i, $1] * jacobian[datum, $1] }
      }
    }
    // Without a known scatter of the data their distance from the fit stands for it.
    let variance: Double? =
      sigmaIsKnown ? 1 : (degreesOfFreedom > 0 ? result.chiSquare / Double(degreesOfFreedom) : nil)
    standardErrors = (0..<n).map { i in
      guard isDetermined[i], let variance else { return nil }
      return slopes[i] * (variance * covariance[i, i]).squareRoot()
    }
    correlations = (0..<n).map { i in
      (0..<n).map { j in
        guard isDetermined[i], isDetermined[j] else { return nil }
        return i == j ? 1 : covariance[i, j] / (covariance[i, i] * covariance[j, j]).squareRoot()
      }
    }
    singularValues = values
    self.idle = idle
    self.gain = gain
  }
}

extension FitResult {
  /// - Parameter sigmaIsKnown: true when residuals were divided by the data's standard deviations; otherwise their distance
  ///   from the fit is taken for it.
  public func statistics(sigmaIsKnown: Bool) -> FitStatistics { FitStatistics(self, sigmaIsKnown: sigmaIsKnown) }
}
