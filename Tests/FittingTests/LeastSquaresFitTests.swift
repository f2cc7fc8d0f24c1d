import Foundation
import Sampling
import Testing

@testable import Fitting

@Suite struct `Least squares fit` {
  /// `a exp(-t / tau)` at ten times.
  private static let times = (0..<10).map { 0.3 * Double($0) }

  private static func decay(_ p: [Double]) -> [Double] { times.map { p[0] * exp(-$0 / p[1]) } }

  private static let truth = [2.0, 0.7]

  private static func parameters(start: [Double], isLogarithmic: Bool) -> [FitParameter] {
    zip(["a", "tau"], start).map {
      FitParameter(name: $0, start: $1, lower: 0.01, upper: 100, isLogarithmic: isLogarithmic)
    }
  }

  @Test(arguments: [true, false])
  func `finds the parameters of exact data from afar`(isLogarithmic: Bool) throws {
    let data = Self.decay(Self.truth)
    let fit = LeastSquaresFit(parameters: Self.parameters(start: [0.5, 2], isLogarithmic: isLogarithmic))
    let result = try fit.run(count: data.count) { p in zip(Self.decay(p), data).map { $0 - $1 } }
    #expect(result.hasConverged)
    for (value, exact) in zip(result.values, Self.truth) { #expect(abs(value / exact - 1) < 1e-6) }
  }

  @Test func `gives the covariance of a straight line`() throws {
    // y = p + q x with sigma 0.1: the normal matrix is 100 [[4, 6], [6, 14]].
    let x = [0.0, 1, 2, 3]
    let fit = LeastSquaresFit(parameters: [.init(name: "p", start: 1), .init(name: "q", start: 1)])
    let y = [1.1, 1.9, 3.2, 3.8]
    let result = try fit.run(count: 4) { p in zip(x, y).map { (p[0] + p[1] * $0 - $1) / 0.1 } }
    // The normal equations: q = 4.7 / 5, p = 2.5 - 1.5 q.
    #expect(abs(result.values[1] - 0.94) < 1e-6 && abs(result.values[0] - 1.09) < 1e-6)
    let known = result.statistics(sigmaIsKnown: true)
    let errors = known.standardErrors.compactMap { $0 }
    #expect(abs(errors[0] - (0.14 / 20).squareRoot()) < 1e-8 && abs(errors[1] - (0.04 / 20).squareRoot()) < 1e-8)
    #expect(abs((known.correlations[0][1] ?? 0) + 6 / 56.0.squareRoot()) < 1e-8)
    #expect(known.degreesOfFreedom == 2 && known.weakCombinations.isEmpty && known.idle.isEmpty)
    // Without sigma the scatter around the line stands for it: the same errors times sqrt(chi2 / dof).
    let scattered = result.statistics(sigmaIsKnown: false).standardErrors.compactMap { $0 }
    let factor = (result.chiSquare / 2).squareRoot()
    #expect(abs(scattered[0] / errors[0] - factor) < 1e-8 && abs(scattered[1] / errors[1] - factor) < 1e-8)
    // Raising every datum by one sigma lifts the line by 0.1.
    let shift = known.shift(residualChanges: [-1, -1, -1, -1])
    #expect(abs(shift[0] - 0.1) < 1e-8 && abs(shift[1]) < 1e-8)
  }

  @Test func `keeps bounds, and says so`() throws {
    for (lower, upper) in [(1.0, 3.0), (1.0, .infinity), (-.infinity, 3.0)] {
      for target in [0.5, 3.5] where target < lower || target > upper {
        let fit = LeastSquaresFit(parameters: [.init(name: "p", start: 2, lower: lower, upper: upper)])
        var (least, largest) = (Double.infinity, -Double.infinity)
        let result = try fit.run(count: 1) { p -> [Double] in
          least = min(least, p[0])
          largest = max(largest, p[0])
          return [p[0] - target]
        }
        #expect(least >= lower && largest <= upper)
        #expect(result.isAtBound(0), "\(result.values)")
        #expect(abs(result.values[0] - (target < lower ? lower : upper)) < 0.01)
      }
    }
  }

  @Test func `coordinates begin at 1 with slope 1, and keep to their bounds`() {
    for (lower, upper) in [(1.0, 3.0), (1.0, .infinity), (-.infinity, 3.0), (-.infinity, .infinity)] {
      let coordinate = FreeCoordinate(.init(name: "p", start: 1.2, lower: lower, upper: upper))
      let start = coordinate.scaled(1)
      #expect(abs(start.value - 1) < 1e-12 && abs(start.slope - 1) < 1e-12)
      for point in stride(from: -20.0, through: 20, by: 0.7) {
        let here = coordinate.scaled(point)
        #expect(here.value * 1.2 >= lower - 1e-12 && here.value * 1.2 <= upper + 1e-12)
        let slope = (coordinate.scaled(point + 1e-6).value - coordinate.scaled(point - 1e-6).value) / 2e-6
        #expect(abs(slope - here.slope) < 1e-6)
      }
    }
  }

  @Test func `tells parameters that act alike`() throws {
    // Only the product of a and b shows.
    let parameters = ["a", "b", "c"].map {
      FitParameter(name: $0, start: 2, lower: 0.1, upper: 10, isLogarithmic: true)
    }
    let fit = LeastSquaresFit(parameters: parameters)
    let result = try fit.run(count: 5) { p in (0..<5).map { 100 * (p[0] * p[1] + p[2] * Double($0) - 3 - Double($0)) } }
    let statistics = result.statistics(sigmaIsKnown: true)
    #expect(statistics.weakCombinations.count == 1)
    let combination = try #require(statistics.weakCombinations.first)
    #expect(combination.isUndetermined)
    #expect(abs(combination.direction[0] + combination.direction[1]) < 1e-3 && abs(combination.direction[2]) < 1e-3)
    #expect(statistics.standardErrors[0] == nil && statistics.standardErrors[1] == nil)
    #expect(statistics.standardErrors[2] != nil)
    #expect(abs(result.values[2] - 1) < 1e-4)
  }

  @Test func `tells fewer data than parameters, and parameters that do nothing`() throws {
    let few = try LeastSquaresFit(parameters: Self.parameters(start: [1, 1], isLogarithmic: true))
      .run(count: 1) { p in [p[0] * p[1] * p[1] - 3] }.statistics(sigmaIsKnown: true)
    #expect(few.conditionNumber == .infinity && few.degreesOfFreedom == -1)
    let direction = try #require(few.weakCombinations.first?.direction)
    #expect(abs(direction[0] + 2 * direction[1]) < 1e-3)
    #expect(few.standardErrors == [nil, nil])

    let idle = try LeastSquaresFit(parameters: Self.parameters(start: [1, 1], isLogarithmic: true))
      .run(count: 3) { p in [p[0] - 2, p[0] - 2, p[0] - 2] }.statistics(sigmaIsKnown: true)
    #expect(idle.idle == [1] && idle.weakCombinations.isEmpty)
    #expect(idle.standardErrors[0] != nil && idle.standardErrors[1] == nil)
  }

  private enum Failure: Error, Equatable { case tooLarge }

  @Test func `hands on a model's failure, and numbers that are not finite`() {
    let fit = LeastSquaresFit(parameters: [.init(name: "p", start: 1, lower: 0, upper: 10, isLogarithmic: true)])
    do throws(FitError<Failure>) {
      _ = try fit.run(count: 1) { p throws(Failure) in
        if p[0] > 1.3 { throw .tooLarge }
        return [p[0] - 3]
      }
      Issue.record("no error")
    } catch {
      guard case .model(.tooLarge, let values) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(values[0] > 1.3)
    }
    do {
      _ = try fit.run(count: 2) { p in [0, p[0] > 1.005 ? Double.nan : 1] }
      Issue.record("no error")
    } catch {
      guard case .notFinite(index: 1, _) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test func `errors are those of repeated measurements`() throws {
    // 400 sets of data with 1 % noise: the share within one standard error is 68.3 %, give or take 2.3 %.
    let exact = Self.decay(Self.truth)
    let sigma = 0.02
    var within = [0, 0]
    for seed in 1...400 {
      var noise = SplitMix64(noise: UInt64(seed))
      let data = exact.map { $0 + sigma * noise.noise() }
      let result = try LeastSquaresFit(parameters: Self.parameters(start: [1, 1], isLogarithmic: true))
        .run(count: data.count) { p in zip(Self.decay(p), data).map { ($0 - $1) / sigma } }
      let errors = result.statistics(sigmaIsKnown: true).standardErrors
      for k in 0..<2 where abs(result.values[k] - Self.truth[k]) <= errors[k] ?? 0 { within[k] += 1 }
    }
    for count in within { #expect(count > 248 && count < 298, "\(count) of 400") }
  }
}

extension SplitMix64 {
  /// Another factor than that of the steps, or the deviates of one seed would be those of the last one, shifted.
  init(noise seed: UInt64) { self.init(seed: seed &* 0xD134_2543_DE82_EF95) }

  /// A normal deviate by Box and Muller's transformation, which the bounds of the tests were measured with.
  mutating func noise() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }
}
