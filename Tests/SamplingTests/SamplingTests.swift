import Sampling
import Testing

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
      #expect(abs(Normal.quantile(p) - expected) <= 1e-14 * abs(expected))
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
    let mean = values.reduce(0, +) / 20000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19999
    // Three standard errors.
    #expect(abs(mean - 2) < 3 * 0.5 / 20000.0.squareRoot())
    #expect(abs(variance.squareRoot() - 0.5) < 3 * 0.5 / 40000.0.squareRoot())
    #expect(abs(values.sorted()[18999] - (2 + 0.5 * 1.6449)) < 0.03)
  }

  @Test func `single points of Sobol's sequence are those of its list`() {
    for seed in [nil, 7] as [UInt64?] {
      let sequence = SobolSequence(dimensions: 5, seed: seed)
      let points = sequence.points(300)
      #expect(points.indices.allSatisfy { sequence[$0] == points[$0] })
    }
  }

  /// Sweeps made by earlier versions are continued: these numbers stand in their stores.
  @Test func `samples are bit for bit those of earlier versions`() {
    #expect(
      SampleMethod.sobol.points(rows: 2, columns: 3, seed: 42) == [
        [0.4399649017723277, 0.8967121347086504, 0.8064241599058732],
        [0.7605179887032136, 0.15496328298468143, 0.12435037095565349],
      ])
    #expect(
      SampleMethod.latinHypercube.points(rows: 3, columns: 1, seed: 42) == [
        [0.4262003767517129], [0.11473023884121253], [0.6793433895134154],
      ])
    #expect(
      SampleMethod.monteCarlo.points(rows: 1, columns: 2, seed: 42) == [
        [0.7415648787718234, 0.15991039287692016]
      ])
  }

  @Test func `normal numbers have the moments of their distribution, and their tails`() {
    var generator = SplitMix64(seed: 8)
    let values = (0..<20000).map { _ in generator.normal() }
    let (mean, square) = (values.reduce(0, +) / 20000, values.reduce(0) { $0 + $1 * $1 } / 20000)
    #expect(abs(mean) < 3 / 20000.0.squareRoot() && abs(square - 1) < 3 * (2 / 20000.0).squareRoot())
    let tail = values.count { abs($0) > 3 }
    // 54 of 20000, within three standard errors.
    #expect(abs(Double(tail) - 54) < 3 * 54.0.squareRoot())
  }

  @Test func `the inverse of the normal distribution is its inverse`() {
    for z in stride(from: -8.0, through: 5, by: 0.5) {
      let back = Normal.quantile(Normal.cumulative(z))
      #expect(abs(back - z) < 1e-9, "\(z): \(back)")
    }
  }

  @Test func `a logarithmic range has as much in each decade`() {
    let distribution = Distribution.logarithmic(from: 1, to: 100)
    #expect(abs(distribution.quantile(0.5) - 10) < 1e-12)
  }
}
