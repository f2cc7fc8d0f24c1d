/// Random numbers that are the same for a seed in every version of this program and on every machine: samples are made once and
/// can be made again. The only source of chance in the package.
///
/// G. L. Steele, D. Lea and C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA (2014), doi
/// 10.1145/2660193.2660195; a 64-bit counter and a mixing function, period 2^64.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  /// The mixing function: every bit of the result depends on every bit of the argument.
  public static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// In the open interval from 0 to 1: the middles of 2^53 equal parts, so that no quantile of it is infinite.
  public mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  /// Standard normal, by the inverse of the distribution: one uniform number for each.
  public mutating func normal() -> Double { Normal.quantile(uniform()) }

  /// 0, 1, ... `count - 1` in random order; Fisher and Yates.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      // Of 2^64 numbers a count below 2^32 prefers none by more than 2^-32.
      order.swapAt(last, Int(next().multipliedFullWidth(by: UInt64(last + 1)).high))
    }
    return order
  }
}
