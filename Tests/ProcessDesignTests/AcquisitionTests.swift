import Foundation
import Sampling
import Testing

@testable import ProcessDesign

@Suite struct `Acquisition` {
  @Test func `normal distribution agrees with mpmath far into its tails`() throws {
    for reference in try Reference.read().normal {
      let z = reference.z
      let (value, slope) = Normal.logImprovement(z)
      #expect(isClose(value, reference.logImprovement, within: 1e-11), "\(z): \(value) \(reference.logImprovement)")
      #expect(
        isClose(slope, reference.improvementSlope, within: 1e-7), "\(z): \(slope) \(reference.improvementSlope)")
      #expect(isClose(Normal.logCumulative(z), reference.logCumulative, within: 1e-12), "\(z)")
      #expect(isClose(Normal.inverseMills(z), reference.inverseMills, within: 1e-9), "\(z)")
    }
  }

  @Test(arguments: [(-2.0, 0.5), (-0.2, 0.3), (0.1, 1.0), (1.9, 0.05)])
  func `probability between limits`(mean: Double, deviation: Double) {
    for (lower, upper) in [(nil, nil), (-0.3, nil), (nil, 0.4), (-0.3, 0.4)] as [(Double?, Double?)] {
      let (value, meanSlope, deviationSlope) = logLimitProbability(
        mean: mean, deviation: deviation, lower: lower, upper: upper)
      func below(_ limit: Double) -> Double { Normal.cumulative((limit - mean) / deviation) }
      let expected = (upper.map(below) ?? 1) - (lower.map(below) ?? 0)
      if expected > 1e-10 { #expect(isClose(value, log(expected), within: 1e-8)) }
      #expect(value.isFinite && value <= 0)
      let h = 1e-6
      func at(_ m: Double, _ d: Double) -> Double {
        logLimitProbability(mean: mean + m, deviation: deviation + d, lower: lower, upper: upper).value
      }
      #expect(isClose(meanSlope, (at(h, 0) - at(-h, 0)) / (2 * h), within: 1e-6))
      #expect(isClose(deviationSlope, (at(0, h) - at(0, -h)) / (2 * h), within: 1e-6))
    }
  }

  // MARK: Two objectives

  private static let front = ParetoFront(
    [SIMD2(0.2, 0.9), SIMD2(0.5, 0.7), SIMD2(0.4, 0.6), SIMD2(0.9, 0.1), SIMD2(-1, 3)], reference: SIMD2(0, 0))

  @Test func `front has what nothing beats`() {
    #expect(Self.front.points == [SIMD2(0.2, 0.9), SIMD2(0.5, 0.7), SIMD2(0.9, 0.1)])
    #expect(isClose(Self.front.dominatedArea, 0.2 * 0.9 + 0.3 * 0.7 + 0.4 * 0.1, within: 1e-14))
  }

  @Test(arguments: [
    (SIMD2(0.6, 0.6), SIMD2(0.2, 0.3)), (SIMD2(0.3, 0.2), SIMD2(0.1, 0.4)), (SIMD2(1.2, 1), SIMD2(0.1, 0.1)),
  ])
  func `expected growth of the dominated area is its integral`(mean: SIMD2<Double>, deviation: SIMD2<Double>) {
    // Midpoints in both directions, ten deviations wide; the integrand has kinks, so the error falls with the square of the width.
    let count = 1500
    var integral = 0.0
    let area = Self.front.dominatedArea
    for i in 0..<count {
      let x = -8 + 16 * (Double(i) + 0.5) / Double(count)
      var inner = 0.0
      for j in 0..<count {
        let y = -8 + 16 * (Double(j) + 0.5) / Double(count)
        let point = mean + deviation * SIMD2(x, y)
        guard point.x > 0, point.y > 0 else { continue }
        inner += Normal.density(y) * Self.growth(point)
      }
      integral += Normal.density(x) * inner
    }
    integral *= pow(16 / Double(count), 2)
    let exact = exp(Self.front.logExpectedGrowth(mean: mean, deviation: deviation).value)
    #expect(isClose(exact, integral, within: 2e-6), "\(exact), \(integral), of \(area)")
  }

  /// By inclusion of the point.
  private static func growth(_ point: SIMD2<Double>) -> Double {
    var (area, left) = (0.0, 0.0)
    let heights = front.points.map(\.y) + [0]
    let edges = front.points.map(\.x) + [.infinity]
    for (edge, height) in zip(edges, heights) {
      area += max(0, min(edge, point.x) - left) * max(0, point.y - height)
      left = edge
    }
    return area
  }

  @Test func `growth has the slopes of its differences, and does not underflow`() {
    for (mean, deviation) in [
      (SIMD2(0.6, 0.6), SIMD2(0.2, 0.3)), (SIMD2(-3.0, 0.1), SIMD2(0.05, 0.02)), (SIMD2(0.2, -9), SIMD2(0.01, 0.02)),
    ] {
      let (value, meanSlope, deviationSlope) = Self.front.logExpectedGrowth(mean: mean, deviation: deviation)
      #expect(value.isFinite)
      for axis in 0..<2 {
        var step = SIMD2<Double>()
        step[axis] = 1e-7
        func at(_ m: SIMD2<Double>, _ d: SIMD2<Double>) -> Double {
          Self.front.logExpectedGrowth(mean: mean + m, deviation: deviation + d).value
        }
        #expect(isClose(meanSlope[axis], (at(step, .zero) - at(-step, .zero)) / 2e-7, within: 1e-5))
        #expect(isClose(deviationSlope[axis], (at(.zero, step) - at(.zero, -step)) / 2e-7, within: 1e-5))
      }
    }
  }

  // MARK: Scores

  @Test(arguments: DesignSettings.Acquisition.allCases)
  func `scores have the slopes of their differences`(_ acquisition: DesignSettings.Acquisition) throws {
    let process = try `Gaussian process`.example(.matern52)
    let other = try `Gaussian process`.example(.rbf)
    let settings = DesignSettings(acquisition: acquisition, initialSamples: 3)
    let points = (0..<process.data.count).map { Array(process.data.point($0)) }
    for (objectives, limit) in [([process], nil), ([process], 0.8), ([process, other], nil)]
      as [([GaussianProcess], Double?)]
    {
      let score = AcquisitionScore(
        objectives: objectives, limited: limit.map { [(other, nil, $0)] } ?? [], settings: settings, points: points)
      let point = [0.77, 0.21]
      let (value, slope) = score.evaluateWithSlope(point)
      #expect(isClose(value, score.evaluate([point])[0], within: 1e-8))
      for k in 0..<2 {
        let h = 1e-6
        var (up, down) = (point, point)
        up[k] += h
        down[k] -= h
        let values = score.evaluate([up, down])
        #expect(isClose(slope[k], (values[0] - values[1]) / (2 * h), within: 1e-5), "\(acquisition) \(k)")
      }
    }
  }

  @Test func `an improvement that nobody expects still has a slope`() throws {
    // Far below the incumbent with next to no doubt: the plain expected improvement is 0 in double precision.
    var data = TrainingData(dimensions: 1)
    for i in 0..<30 { data.append([Double(i) / 29], i == 29 ? 30 : 0.1 * sin(Double(i)), noise: nil) }
    let process = try GaussianProcess(
      data, kernel: .matern52, hyperparameters: Hyperparameters(lengthScales: [0.05], variance: 0.05, noise: 1e-8))
    let score = AcquisitionScore(
      objectives: [process], limited: [], settings: DesignSettings(initialSamples: 3),
      points: (0..<30).map { Array(data.point($0)) })
    let (value, slope) = score.evaluateWithSlope([0.31])
    #expect(value < -1000 && value.isFinite && slope[0] != 0)
  }
}
