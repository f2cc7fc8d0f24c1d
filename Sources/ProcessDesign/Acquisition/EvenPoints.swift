internal import Sampling

/// Points that fill the unit cube evenly, however many are taken: a scrambled Sobol sequence. Dimensions beyond those that it has
/// are filled at random, which with the few samples of a study is no less even.
struct EvenPoints {
  private let dimensions: Int
  private let sequence: SobolSequence
  private let seed: UInt64

  init(dimensions: Int, seed: UInt64) {
    (self.dimensions, self.seed) = (dimensions, seed)
    sequence = SobolSequence(dimensions: min(dimensions, SobolSequence.dimensionLimit), seed: seed)
  }

  subscript(index: Int) -> [Double] {
    var point = sequence[index]
    var random = SplitMix64(seed: SplitMix64.mixed(seed) ^ UInt64(index))
    while point.count < dimensions { point.append(random.uniform()) }
    return point
  }
}

extension SplitMix64 {
  /// Those of a round of a study; rounds of one study, and the same round of two studies, share nothing.
  init(seed: UInt64, round: Int) {
    var first = SplitMix64(seed: seed)
    self.init(seed: Self.mixed(first.next() ^ UInt64(truncatingIfNeeded: round)))
  }
}
