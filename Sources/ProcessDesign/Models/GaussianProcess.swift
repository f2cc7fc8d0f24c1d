internal import LinearAlgebra
internal import RealModule

/// What a Gaussian process does not learn from its kernel's form: sizes, in the coordinates of the unit cube.
public struct Hyperparameters: Sendable, Equatable {
  /// One for each dimension.
  public var lengthScales: [Double]
  /// Variance of the function.
  public var variance: Double
  /// Variance of the noise of those values that come without one of their own.
  public var noise: Double

  public init(lengthScales: [Double], variance: Double, noise: Double) {
    self.lengthScales = lengthScales
    self.variance = variance
    self.noise = noise
  }

  /// Logarithms: length scales, variance, noise.
  var logarithms: [Double] { (lengthScales + [variance, noise]).map { Double.log($0) } }

  init(logarithms: [Double]) {
    let values = logarithms.map { Double.exp($0) }
    lengthScales = Array(values.dropLast(2))
    variance = values[values.count - 2]
    noise = values[values.count - 1]
  }
}

/// Values measured at points of the unit cube.
struct TrainingData: Sendable, Equatable {
  let dimensions: Int
  /// Coordinates that are words: only the same or not.
  let isChoice: [Bool]
  /// Point after point.
  var points: [Double] = []
  var values: [Double] = []
  /// Variance of each value's noise; nil where it is fitted.
  var noise: [Double?] = []

  init(dimensions: Int, isChoice: [Bool]? = nil) {
    self.dimensions = dimensions
    self.isChoice = isChoice ?? [Bool](repeating: false, count: dimensions)
  }

  var count: Int { values.count }

  /// What a coordinate adds to a kernel's q, times its length scale squared.
  @inline(__always)
  func term(_ kernel: Kernel, _ coordinate: Int, _ u: Double, _ v: Double) -> Double {
    isChoice[coordinate] ? kernel.choiceTerm(isSame: u == v) : kernel.term(u, v)
  }

  /// The slope of that with respect to the first point's coordinate.
  @inline(__always)
  func termSlope(_ kernel: Kernel, _ coordinate: Int, _ u: Double, _ v: Double) -> Double {
    isChoice[coordinate] ? 0 : kernel.termSlope(u, v)
  }

  func point(_ index: Int) -> ArraySlice<Double> { points[index * dimensions..<(index + 1) * dimensions] }

  mutating func append(_ point: [Double], _ value: Double, noise: Double?) {
    precondition(point.count == dimensions, "a point of \(point.count) numbers in \(dimensions) dimensions")
    points += point
    values.append(value)
    self.noise.append(noise)
  }
}

/// A Gaussian process with a constant mean, conditioned on data.
///
/// The mean is the one of largest likelihood, `m = 1'K⁻¹y / 1'K⁻¹1`, unless it is given. Predictions are of the function, without
/// the noise of a measurement.
struct GaussianProcess: Sendable {
  let kernel: Kernel
  let hyperparameters: Hyperparameters
  let data: TrainingData
  let mean: Double
  let factor: DenseCholesky
  /// `K⁻¹ (y - m)`
  let weights: [Double]
  /// Inverse squares of the length scales.
  private let scales: [Double]

  init(
    _ data: TrainingData, kernel: Kernel, hyperparameters: Hyperparameters, mean: Double? = nil
  ) throws(LinearSolveError) {
    self.data = data
    self.kernel = kernel
    self.hyperparameters = hyperparameters
    scales = hyperparameters.lengthScales.map { 1 / ($0 * $0) }
    factor = try DenseCholesky(Self.covariance(data, kernel, hyperparameters, scales))
    let count = data.count
    if let mean {
      self.mean = mean
    } else {
      let ones = factor.solve([Double](repeating: 1, count: count))
      var (sum, weight) = (0.0, 0.0)
      for i in 0..<count {
        sum += ones[i] * data.values[i]
        weight += ones[i]
      }
      self.mean = weight > 0 ? sum / weight : 0
    }
    let m = self.mean
    weights = factor.solve(data.values.map { $0 - m })
  }

  private static func covariance(
    _ data: TrainingData, _ kernel: Kernel, _ hyperparameters: Hyperparameters, _ scales: [Double]
  ) -> Matrix {
    let (count, dimensions) = (data.count, data.dimensions)
    var matrix = Matrix(rows: count, columns: count)
    for j in 0..<count {
      for i in j..<count {
        var q = 0.0
        for k in 0..<dimensions {
          q += scales[k] * data.term(kernel, k, data.points[i * dimensions + k], data.points[j * dimensions + k])
        }
        matrix[i, j] = hyperparameters.variance * kernel.evaluate(q).value
      }
      matrix[j, j] += data.noise[j] ?? hyperparameters.noise
    }
    return matrix
  }

  /// Covariances of the function at a point with the data, and what q each has.
  private func covariances(_ point: [Double]) -> (values: [Double], slopes: [Double]) {
    let dimensions = data.dimensions
    var (values, slopes) = ([Double](), [Double]())
    values.reserveCapacity(data.count)
    slopes.reserveCapacity(data.count)
    for i in 0..<data.count {
      var q = 0.0
      for k in 0..<dimensions { q += scales[k] * data.term(kernel, k, point[k], data.points[i * dimensions + k]) }
      let (value, slope) = kernel.evaluate(q)
      values.append(hyperparameters.variance * value)
      slopes.append(hyperparameters.variance * slope)
    }
    return (values, slopes)
  }

  private func priorVariance(_ point: [Double]) -> Double {
    guard kernel == .linear else { return hyperparameters.variance }
    var q = 0.0
    for k in point.indices { q += scales[k] * data.term(kernel, k, point[k], point[k]) }
    return hyperparameters.variance * kernel.evaluate(q).value
  }

  /// Mean and standard deviation of the function at a point, and their slopes along the coordinates.
  struct Prediction {
    var mean: Double
    var deviation: Double
    var meanSlope: [Double] = []
    var deviationSlope: [Double] = []
  }

  /// Below it rounding decides: the share of the prior's variance that a posterior variance keeps at least.
  private static let leastVariance = 1e-14

  func predict(_ point: [Double]) -> Prediction { predict([point])[0] }

  /// Mean and deviation at many points at once.
  func predict(_ points: [[Double]]) -> [Prediction] {
    var cross = Matrix(rows: data.count, columns: points.count)
    for (column, point) in points.enumerated() {
      let values = covariances(point).values
      for i in 0..<data.count { cross[i, column] = values[i] }
    }
    let means = cross.multiplyTransposed(weights)
    let half = factor.solveLower(cross)
    return points.indices.map { column in
      let prior = priorVariance(points[column])
      var variance = prior
      for i in 0..<data.count { variance -= half[i, column] * half[i, column] }
      return Prediction(
        mean: mean + means[column], deviation: max(variance, Self.leastVariance * prior).squareRoot())
    }
  }

  func predictWithSlopes(_ point: [Double]) -> Prediction {
    let dimensions = data.dimensions
    let (values, slopes) = covariances(point)
    let solved = factor.solve(values)
    let prior = priorVariance(point)
    var (mean, variance) = (self.mean, prior)
    var meanSlope = [Double](repeating: 0, count: dimensions)
    var varianceSlope = meanSlope
    for i in 0..<data.count {
      mean += values[i] * weights[i]
      variance -= values[i] * solved[i]
      for k in 0..<dimensions {
        let slope = slopes[i] * scales[k] * data.termSlope(kernel, k, point[k], data.points[i * dimensions + k])
        meanSlope[k] += slope * weights[i]
        varianceSlope[k] -= 2 * slope * solved[i]
      }
    }
    if kernel == .linear {
      for k in 0..<dimensions where !data.isChoice[k] {
        varianceSlope[k] += hyperparameters.variance * scales[k] * 2 * (point[k] - 0.5)
      }
    }
    let least = Self.leastVariance * prior
    let deviation = max(variance, least).squareRoot()
    return Prediction(
      mean: mean, deviation: deviation, meanSlope: meanSlope,
      deviationSlope: varianceSlope.map { variance > least ? 0.5 * $0 / deviation : 0 })
  }

  /// The covariance matrix of the function at some points, given the data.
  func posteriorCovariance(_ points: [[Double]]) -> Matrix {
    var cross = Matrix(rows: data.count, columns: points.count)
    for (column, point) in points.enumerated() {
      let values = covariances(point).values
      for i in 0..<data.count { cross[i, column] = values[i] }
    }
    let half = factor.solveLower(cross)
    var transposed = Matrix(rows: points.count, columns: data.count)
    for i in 0..<data.count {
      for column in points.indices { transposed[column, i] = half[i, column] }
    }
    var result = transposed.multiply(half)
    for j in points.indices {
      for i in points.indices {
        var q = 0.0
        for k in points[i].indices { q += scales[k] * data.term(kernel, k, points[i][k], points[j][k]) }
        result[i, j] = hyperparameters.variance * kernel.evaluate(q).value - result[i, j]
      }
    }
    return result
  }

  /// The process with one more value, hyperparameters and mean as they are.
  func conditioned(on point: [Double], value: Double, noise: Double?) throws(LinearSolveError) -> GaussianProcess {
    var more = data
    more.append(point, value, noise: noise)
    return try GaussianProcess(more, kernel: kernel, hyperparameters: hyperparameters, mean: mean)
  }

  /// Mean and standard deviation that the other values predict for each measured one, its own noise included.
  ///
  /// Rasmussen and Williams, equations 5.10 to 5.12.
  func leaveOneOut() throws(LinearSolveError) -> [(mean: Double, deviation: Double)] {
    let inverse = try factor.inverse()
    return (0..<data.count).map { i in
      (data.values[i] - weights[i] / inverse[i, i], (1 / inverse[i, i]).squareRoot())
    }
  }
}
