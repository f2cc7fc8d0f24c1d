#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// xoshiro256** 1.0 of D. Blackman and S. Vigna, ACM Trans. Math. Softw. 47, 36 (2021), its state filled by splitmix64: the only
/// source of chance in this target, so that a seed says all there is to say about it.
struct RandomNumbers {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  init(seed: UInt64) {
    var mixer = seed
    func next() -> UInt64 { Self.splitMix(&mixer) }
    state = (next(), next(), next(), next())
  }

  /// Those of a round of a study; rounds of one study, and the same round of two studies, share nothing.
  init(seed: UInt64, round: Int) {
    var state = seed
    self.init(seed: Self.splitMix(&state) ^ UInt64(truncatingIfNeeded: round))
  }

  /// One step of splitmix64.
  static func splitMix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next() -> UInt64 {
    func rotate(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
    let result = rotate(state.1 &* 5, 7) &* 9
    let t = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= t
    state.3 = rotate(state.3, 45)
    return result
  }

  /// Uniform in [0, 1), a multiple of 2⁻⁵³.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Standard normal, by Box and Muller; one of the two is not used.
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }
}

/// Points that fill the unit cube evenly, however many are taken: a Kronecker sequence with the inverse powers of the number
/// that solves `x^(d+1) = x + 1`, shifted at random. M. Roberts, "The unreasonable effectiveness of quasirandom sequences" (2018).
struct EvenPoints {
  private let steps: [Double]
  private let shift: [Double]

  init(dimensions: Int, random: inout RandomNumbers) {
    var root = 2.0
    for _ in 0..<60 { root = pow(1 + root, 1 / Double(dimensions + 1)) }
    var steps: [Double] = []
    for k in 1...dimensions { steps.append(pow(1 / root, Double(k))) }
    self.steps = steps
    var shift: [Double] = []
    for _ in 0..<dimensions { shift.append(random.uniform()) }
    self.shift = shift
  }

  subscript(index: Int) -> [Double] {
    zip(shift, steps).map { shift, step in
      let x = shift + Double(index + 1) * step
      return x - x.rounded(.down)
    }
  }
}
