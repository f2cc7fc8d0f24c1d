import Foundation
import Sampling
import Testing

@testable import Sweeps

@Suite struct `Statistics of a sweep` {
  /// T. Ishigami and T. Homma, Proc. ISUMA, 398 (1990), with a = 7, b = 0.1: the indices are known in closed form.
  private static func ishigami(_ x: [Double]) -> Double {
    sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0])
  }

  private static let firstOrder = [0.31390519, 0.44241114, 0]
  private static let total = [0.55758886, 0.44241114, 0.24368366]
  private static let distribution = Distribution.uniform(from: -.pi, to: .pi)

  @Test func `Saltelli's sample gives the indices of Ishigami's function`() throws {
    let points = SampleMethod.saltelli.points(rows: 2048, columns: 3, seed: 1)
    #expect(points.count == 2048 * 5)
    let results = points.map { Self.ishigami($0.map(Self.distribution.quantile)) }
    let indices = try #require(InputEffect.saltelliIndices(results, columns: 3))
    for (index, expected) in zip(indices, zip(Self.firstOrder, Self.total)) {
      #expect(abs(index.firstOrder - expected.0) < 0.02)
      #expect(abs(index.total - expected.1) < 0.02)
    }
    // A failed point takes its block with it, and no more.
    var damaged: [Double?] = results
    damaged[7] = nil
    let others = try #require(InputEffect.saltelliIndices(damaged, columns: 3))
    #expect(abs(others[0].firstOrder - indices[0].firstOrder) < 0.01)
  }

  @Test(arguments: [SampleMethod.monteCarlo, .latinHypercube, .sobol])
  func `any sample gives the first-order ones`(method: SampleMethod) {
    let points = method.points(rows: 8192, columns: 3, seed: 1).map { $0.map(Self.distribution.quantile) }
    let results = points.map(Self.ishigami)
    for column in 0..<3 {
      let effect = InputEffect(
        name: "x", inputs: points.map { .number($0[column]) }, results: results, isGrid: false)
      // Independent points scatter more: a standard error of about 0.01.
      #expect(abs(effect.firstOrder - Self.firstOrder[column]) < (method == .monteCarlo ? 0.03 : 0.02))
    }
  }

  @Test func `an input that does nothing has no share, however few the points`() {
    let points = SampleMethod.monteCarlo.points(rows: 200, columns: 2, seed: 8)
    let results = points.map { $0[0] }
    let idle = InputEffect(name: "x", inputs: points.map { .number($0[1]) }, results: results, isGrid: false)
    #expect(idle.firstOrder < 0.1)
  }

  @Test func `a grid has main effects and exact shares`() {
    // y = 2 a + b, a of {0, 1}, b of {0, 1, 2}: variances 1 and 2/3.
    let points: [(Double, Double)] = (0..<6).map { (Double($0 / 3), Double($0 % 3)) }
    let results = points.map { 2 * $0.0 + $0.1 }
    let a = InputEffect(name: "a", inputs: points.map { .number($0.0) }, results: results, isGrid: true)
    let b = InputEffect(name: "b", inputs: points.map { .number($0.1) }, results: results, isGrid: true)
    #expect(a.levels.map(\.mean) == [1, 3] && b.levels.map(\.mean) == [1, 2, 3])
    #expect(abs(a.firstOrder - 0.6) < 1e-14 && abs(b.firstOrder - 0.4) < 1e-14)
    #expect(a.range == 2)
  }

  @Test func `percentiles are those of numpy`() {
    let statistics = SampleStatistics([3, 1, 4, 1, 5, 9, 2, 6])
    #expect(abs(statistics.percentile(0.05) - 1) < 1e-14)
    #expect(abs(statistics.percentile(0.95) - 7.95) < 1e-12)
    #expect(statistics.percentile(0.5) == 3.5)
    #expect(statistics.histogram(bins: 4) == [3, 2, 2, 1])
  }
}
