internal import LinearAlgebra
internal import RealModule

extension GaussianProcess {
  /// The logarithm of the marginal likelihood: Rasmussen and Williams, equation 5.8.
  var logLikelihood: Double {
    var fit = 0.0
    for i in 0..<data.count { fit += (data.values[i] - mean) * weights[i] }
    return -0.5 * fit - 0.5 * factor.logDeterminant - 0.5 * Double(data.count) * Double.log(2 * .pi)
  }

  /// Its slopes along the logarithms of length scales, variance and noise: equation 5.9.
  ///
  /// The mean of largest likelihood may count as fixed: the likelihood does not change to first order with it.
  func logLikelihoodGradient() throws(LinearSolveError) -> [Double] {
    let inverse = try factor.inverse()
    let (count, dimensions) = (data.count, data.dimensions)
    let scales = hyperparameters.lengthScales.map { 1 / ($0 * $0) }
    var gradient = [Double](repeating: 0, count: dimensions + 2)
    var terms = [Double](repeating: 0, count: dimensions)
    for j in 0..<count {
      for i in j..<count {
        var q = 0.0
        for k in 0..<dimensions {
          terms[k] = scales[k] * data.term(kernel, k, data.points[i * dimensions + k], data.points[j * dimensions + k])
          q += terms[k]
        }
        let (value, slope) = kernel.evaluate(q)
        // Half of (α α' - K⁻¹), twice for what stands off the diagonal.
        let share = (i == j ? 0.5 : 1) * (weights[i] * weights[j] - inverse[i, j]) * hyperparameters.variance
        for k in 0..<dimensions { gradient[k] -= 2 * share * slope * terms[k] }
        gradient[dimensions] += share * value
      }
      if data.noise[j] == nil {
        gradient[dimensions + 1] += 0.5 * (weights[j] * weights[j] - inverse[j, j]) * hyperparameters.noise
      }
    }
    return gradient
  }
}
