import Foundation
import FoundationEssentials
import LinearAlgebra
import Sampling
import Testing

@testable import ProcessDesign

/// Numbers of other programs, written by `Fixtures/reference.py`.
struct Reference: Decodable {
  struct Process: Decodable {
    var kernel: Kernel
    var lengthScales: [Double]
    var variance: Double
    var noise: Double
    var mean: Double
    var points: [[Double]]
    var values: [Double]
    var ownNoise: [Double]?
    var places: [[Double]]
    var logLikelihood: Double
    var varianceSlope: Double
    var lengthScaleSlopes: [Double]?
    var noiseSlope: Double?
    var means: [Double]
    var variances: [Double]
  }

  struct Normal: Decodable {
    var z, logCumulative, logImprovement, improvementSlope, inverseMills: Double
  }

  var processes: [Process]
  var normal: [Normal]

  static func read() throws -> Reference {
    let url = try #require(Bundle.module.url(forResource: "reference", withExtension: "json", subdirectory: "Fixtures"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Reference.self, from: Data(contentsOf: url))
  }
}

extension Reference.Process {
  var data: TrainingData {
    var data = TrainingData(dimensions: 3)
    for (i, point) in points.enumerated() { data.append(point, values[i], noise: ownNoise?[i]) }
    return data
  }

  var hyperparameters: Hyperparameters {
    Hyperparameters(lengthScales: lengthScales, variance: variance, noise: noise)
  }
}

/// True within an absolute and relative error.
func isClose(_ a: Double, _ b: Double, within tolerance: Double) -> Bool {
  abs(a - b) <= tolerance * max(1, abs(b))
}

@Suite struct `Gaussian process` {
  /// A process with a few samples, one of them repeated, in two dimensions.
  static func example(_ kernel: Kernel, ownNoise: Double? = nil) throws -> GaussianProcess {
    var data = TrainingData(dimensions: 2)
    var random = SplitMix64(seed: 3)
    for i in 0..<9 {
      let point = i == 4 ? Array(data.point(3)) : [random.uniform(), random.uniform()]
      data.append(point, sin(4 * point[0]) + point[1] + 0.05 * random.normal(), noise: i % 2 == 0 ? ownNoise : nil)
    }
    return try GaussianProcess(
      data, kernel: kernel,
      hyperparameters: Hyperparameters(lengthScales: [0.4, 0.9], variance: 1.3, noise: 0.02))
  }

  @Test func `agrees with scikit-learn to 1e-8`() throws {
    let processes = try Reference.read().processes
    #expect(Set(processes.map(\.kernel)) == Set(Kernel.allCases))
    for reference in processes {
      let process = try GaussianProcess(
        reference.data, kernel: reference.kernel, hyperparameters: reference.hyperparameters, mean: reference.mean)
      #expect(isClose(process.logLikelihood, reference.logLikelihood, within: 1e-8), "\(reference.kernel)")
      let gradient = try process.logLikelihoodGradient()
      #expect(isClose(gradient[3], reference.varianceSlope, within: 1e-8), "\(reference.kernel)")
      for (slope, expected) in zip(gradient, reference.lengthScaleSlopes ?? []) {
        #expect(isClose(slope, expected, within: 1e-8), "\(reference.kernel)")
      }
      #expect(isClose(gradient[4], reference.noiseSlope ?? 0, within: 1e-8), "\(reference.kernel)")
      for (i, prediction) in process.predict(reference.places).enumerated() {
        #expect(isClose(prediction.mean, reference.means[i], within: 1e-8), "\(reference.kernel)")
        #expect(
          isClose(prediction.deviation * prediction.deviation, reference.variances[i], within: 1e-8),
          "\(reference.kernel)")
      }
    }
  }

  @Test(arguments: Kernel.allCases) func `likelihood has the slopes of its differences`(_ kernel: Kernel) throws {
    for ownNoise in [nil, 0.01] {
      let process = try Self.example(kernel, ownNoise: ownNoise)
      let gradient = try process.logLikelihoodGradient()
      let centre = process.hyperparameters.logarithms
      for k in centre.indices {
        func likelihood(_ step: Double) throws -> Double {
          var place = centre
          place[k] += step
          // The mean of largest likelihood moves with the hyperparameters.
          return try GaussianProcess(process.data, kernel: kernel, hyperparameters: Hyperparameters(logarithms: place))
            .logLikelihood
        }
        // Of fourth order, so that the step can be large against rounding.
        let h = 2e-3
        let difference =
          (8 * (try likelihood(h) - likelihood(-h)) - (try likelihood(2 * h) - likelihood(-2 * h))) / (12 * h)
        #expect(isClose(gradient[k], difference, within: 1e-8), "\(kernel), \(k): \(gradient[k]), \(difference)")
      }
    }
  }

  @Test(arguments: Kernel.allCases) func `prediction has the slopes of its differences`(_ kernel: Kernel) throws {
    let process = try Self.example(kernel)
    let point = [0.31, 0.62]
    let prediction = process.predictWithSlopes(point)
    let plain = process.predict(point)
    #expect(
      isClose(prediction.mean, plain.mean, within: 1e-12)
        && isClose(prediction.deviation, plain.deviation, within: 1e-10))
    for k in 0..<2 {
      let h = 1e-6
      var (up, down) = (point, point)
      up[k] += h
      down[k] -= h
      let (a, b) = (process.predict(up), process.predict(down))
      #expect(isClose(prediction.meanSlope[k], (a.mean - b.mean) / (2 * h), within: 1e-7))
      #expect(isClose(prediction.deviationSlope[k], (a.deviation - b.deviation) / (2 * h), within: 1e-7))
    }
  }

  @Test(arguments: Kernel.allCases) func `leaving one out is fitting without it`(_ kernel: Kernel) throws {
    let process = try Self.example(kernel)
    let left = try process.leaveOneOut()
    for i in 0..<process.data.count {
      var data = TrainingData(dimensions: 2)
      for j in 0..<process.data.count where j != i {
        data.append(Array(process.data.point(j)), process.data.values[j], noise: nil)
      }
      let other = try GaussianProcess(
        data, kernel: kernel, hyperparameters: process.hyperparameters, mean: process.mean
      ).predict(Array(process.data.point(i)))
      #expect(isClose(left[i].mean, other.mean, within: 1e-9))
      let deviation = (other.deviation * other.deviation + process.hyperparameters.noise).squareRoot()
      #expect(isClose(left[i].deviation, deviation, within: 1e-9))
    }
  }

  @Test func `functions drawn have the covariance of the posterior`() throws {
    let process = try Self.example(.matern52)
    let points = [[0.1, 0.2], [0.5, 0.5], [0.9, 0.1]]
    let covariance = process.posteriorCovariance(points)
    for (i, prediction) in process.predict(points).enumerated() {
      #expect(isClose(covariance[i, i], prediction.deviation * prediction.deviation, within: 1e-12))
    }
    #expect(isClose(covariance[0, 1], covariance[1, 0], within: 1e-12))
    // One more value at a point changes the mean elsewhere in proportion to the covariance.
    let more = try process.conditioned(on: points[0], value: process.predict(points[0]).mean + 1, noise: 0.5)
    let change = more.predict(points[1]).mean - process.predict(points[1]).mean
    #expect(isClose(change, covariance[1, 0] / (covariance[0, 0] + 0.5), within: 1e-10))
  }

  @Test func `fit finds what made the data`() throws {
    // Values drawn from a process with known hyperparameters; the fit's are at least as likely.
    var random = SplitMix64(seed: 11)
    var data = TrainingData(dimensions: 2)
    for _ in 0..<60 { data.append([random.uniform(), random.uniform()], 0, noise: nil) }
    let truth = Hyperparameters(lengthScales: [0.2, 1.5], variance: 1, noise: 0.01)
    let blank = try GaussianProcess(data, kernel: .matern52, hyperparameters: truth, mean: 0)
    let drawn = blank.factor.multiplyLower((0..<60).map { _ in random.normal() })
    for i in 0..<60 { data.values[i] = drawn[i] }
    let fitted = try GaussianProcess.fit(data, kernel: .matern52, random: &random)
    let reference = try GaussianProcess(data, kernel: .matern52, hyperparameters: truth)
    let prior = HyperparameterPrior(dimensions: 2)
    func posterior(_ process: GaussianProcess) -> Double {
      process.logLikelihood + prior.logDensity(process.hyperparameters.logarithms).value
    }
    #expect(posterior(fitted) >= posterior(reference))
    #expect((0.1...0.4).contains(fitted.hyperparameters.lengthScales[0]))
    #expect(fitted.hyperparameters.lengthScales[1] > 0.6)
    #expect((0.002...0.03).contains(fitted.hyperparameters.noise))
  }
}
