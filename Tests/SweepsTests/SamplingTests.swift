import Notation
import Testing

@testable import Sweeps

@Suite struct `Samples` {
  @Test func `random numbers are those of SplitMix64's reference`() {
    // Of S. Vigna's splitmix64.c for the seed 1234567.
    var generator = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ])
  }

  @Test func `normal quantiles agree with scipy`() {
    for (p, expected) in [
      (1e-10, -6.361340902404056), (0.01, -2.3263478740408408), (0.3, -0.5244005127080409), (0.975, 1.959963984540054),
    ] {
      #expect(abs(standardNormalQuantile(p) - expected) <= 1e-14 * abs(expected))
    }
  }

  @Test func `the plain Sobol sequence is that of scipy in 20 dimensions`() {
    let points = SobolSequence(dimensions: 20, seed: nil).points(4096)
    #expect(
      points[13].map { Int($0 * 64) } == [
        52, 44, 52, 4, 28, 60, 36, 36, 36, 28, 52, 60, 4, 52, 12, 36, 12, 44, 36, 60,
      ])
    #expect(
      points[45].map { Int($0 * 64) } == [
        55, 61, 25, 39, 21, 7, 23, 15, 27, 31, 45, 1, 25, 11, 51, 35, 7, 47, 63, 29,
      ])
    #expect(
      points[3001] == [
        0.650146484375, 0.838134765625, 0.082763671875, 0.923583984375, 0.468994140625, 0.367431640625,
        0.269287109375, 0.892333984375, 0.114990234375, 0.917724609375, 0.569091796875, 0.139404296875,
        0.642822265625, 0.709716796875, 0.761474609375, 0.577392578125, 0.590087890625, 0.356689453125,
        0.139892578125, 0.311767578125,
      ])
  }

  /// A net: each of 256 equal parts of every axis has exactly one of 256 points, each of 16 x 16 squares of the first two too.
  @Test(arguments: [1, 2, 99] as [UInt64])
  func `the scrambled Sobol sequence remains a net, within the cube and other for another seed`(seed: UInt64) {
    let points = SobolSequence(dimensions: 21, seed: seed).points(256)
    for dimension in 0..<21 { #expect(Set(points.map { Int($0[dimension] * 256) }).count == 256) }
    #expect(Set(points.map { Int($0[0] * 16) * 16 + Int($0[1] * 16) }).count == 256)
    #expect(points.joined().allSatisfy { $0 > 0 && $0 < 1 })
    #expect(points != SobolSequence(dimensions: 21, seed: seed + 1).points(256))
    #expect(points == SobolSequence(dimensions: 21, seed: seed).points(256))
  }

  @Test func `a Latin hypercube has one point in each of its intervals`() {
    let points = SampleMethod.latinHypercube.points(rows: 100, columns: 7, seed: 3)
    for column in 0..<7 { #expect(Set(points.map { Int($0[column] * 100) }).count == 100) }
    #expect(points != SampleMethod.latinHypercube.points(rows: 100, columns: 7, seed: 4))
  }

  @Test func `a Monte Carlo sample has the moments of its distribution`() {
    let normal = Distribution.normal(mean: 2, sigma: 0.5)
    let values = SampleMethod.monteCarlo.points(rows: 20000, columns: 1, seed: 5).map { normal.quantile($0[0]) }
    let statistics = SampleStatistics(values)
    // Three standard errors.
    #expect(abs(statistics.mean - 2) < 3 * 0.5 / 20000.0.squareRoot())
    #expect(abs(statistics.standardDeviation - 0.5) < 3 * 0.5 / 40000.0.squareRoot())
    #expect(abs(statistics.percentile(0.95) - (2 + 0.5 * 1.6449)) < 0.03)
  }

  @Test func `a logarithmic range has as much in each decade`() {
    let distribution = Distribution.logarithmic(from: 1, to: 100)
    #expect(abs(distribution.quantile(0.5) - 10) < 1e-12)
  }

  @Test func `a design combines all rows of its parts, the last fastest`() {
    func column(_ name: String) -> SweepColumn { SweepColumn(name: name, keys: [name], unit: "T") }
    let design = SweepDesign(parts: [
      .table(columns: [column("a")], rows: [[.number(1)], [.number(2)]]),
      .table(columns: [column("b"), column("c")], rows: [[.number(3), .text("x")], [.number(4), .text("y")]]),
    ])
    #expect(design.count == 4)
    #expect(
      design.points() == [
        [.number(1), .number(3), .text("x")], [.number(1), .number(4), .text("y")],
        [.number(2), .number(3), .text("x")],
        [.number(2), .number(4), .text("y")],
      ])
  }
}
