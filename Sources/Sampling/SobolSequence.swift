/// Sobol's low-discrepancy sequence in base 2, scrambled.
///
/// Direction numbers: S. Joe and F. Y. Kuo, Constructing Sobol sequences with better two-dimensional projections, SIAM J. Sci.
/// Comput. 30, 2635 (2008), doi 10.1137/070709359, file new-joe-kuo-6.21201. Scrambling in the manner of Owen by hashes:
/// S. Laine and T. Karras, Comput. Graph. Forum 30, 1265 (2011), with the constants of B. Burley, J. Comput. Graph. Tech. 9(4), 1
/// (2020). The first 2^m points remain a net: each of 2^m equal parts of an axis has exactly one of them.
public struct SobolSequence: Sendable {
  public static let dimensionLimit = directions.count + 1

  /// For each dimension the numbers that the bits of a point's index select.
  private let columns: [[UInt32]]
  /// nil without scrambling.
  private let seeds: [UInt32]?

  /// - Parameter seed: nil for the plain sequence, which begins with the corner 0.
  public init(dimensions: Int, seed: UInt64?) {
    precondition(dimensions <= Self.dimensionLimit, "\(dimensions) dimensions of at most \(Self.dimensionLimit)")
    columns = (0..<dimensions).map(Self.column)
    seeds = seed.map { seed in
      var generator = SplitMix64(seed: seed)
      return (0..<dimensions).map { _ in UInt32(truncatingIfNeeded: generator.next() >> 32) }
    }
  }

  /// The first points, at most 2^32, in the order of Gray's code.
  public func points(_ count: Int) -> [[Double]] {
    var state = [UInt32](repeating: 0, count: columns.count)
    return (0..<count).map { index in
      if index > 0 {
        let bit = (~(index - 1)).trailingZeroBitCount
        for (dimension, column) in columns.enumerated() { state[dimension] ^= column[bit] }
      }
      return state.enumerated().map { coordinate($0.element, $0.offset) }
    }
  }

  /// A single point, the same as that of `points` at its place; places count from 0 to 2^32 - 1.
  public subscript(index: Int) -> [Double] {
    let gray = UInt32(index) ^ (UInt32(index) >> 1)
    return columns.enumerated().map { dimension, column in
      var (bits, rest) = (UInt32(0), gray)
      while rest != 0 {
        bits ^= column[rest.trailingZeroBitCount]
        rest &= rest - 1
      }
      return coordinate(bits, dimension)
    }
  }

  private func coordinate(_ bits: UInt32, _ dimension: Int) -> Double {
    guard let seeds else { return Double(bits) * 0x1p-32 }
    return (Double(Self.scrambled(bits, seed: seeds[dimension])) + 0.5) * 0x1p-32
  }

  private static func column(_ dimension: Int) -> [UInt32] {
    guard dimension > 0 else { return (0..<32).map { 1 << (31 - $0) } }
    let (degree, polynomial, initial) = directions[dimension - 1]
    var numbers = initial.enumerated().map { UInt32($0.element) << (31 - UInt32($0.offset)) }
    for i in degree..<32 {
      var number = numbers[i - degree] ^ (numbers[i - degree] >> UInt32(degree))
      for k in 1..<max(degree, 1) where (polynomial >> (degree - 1 - k)) & 1 == 1 { number ^= numbers[i - k] }
      numbers.append(number)
    }
    return numbers
  }

  /// Flips every bit depending on those above it.
  private static func scrambled(_ bits: UInt32, seed: UInt32) -> UInt32 {
    var x = bits.bitReversed &+ seed
    for factor: UInt32 in [0x6C50_B47C, 0xB82F_1E52, 0xC7AF_E638, 0x8D22_F6E6] { x ^= x &* factor }
    return x.bitReversed
  }

  /// Of the second and further dimensions: degree s and inner coefficients a of the primitive polynomial, and m1 to ms.
  private static let directions: [(degree: Int, polynomial: Int, initial: [Int])] = [
    (1, 0, [1]),
    (2, 1, [1, 3]),
    (3, 1, [1, 3, 1]),
    (3, 2, [1, 1, 1]),
    (4, 1, [1, 1, 3, 3]),
    (4, 4, [1, 3, 5, 13]),
    (5, 2, [1, 1, 5, 5, 17]),
    (5, 4, [1, 1, 5, 5, 5]),
    (5, 7, [1, 1, 7, 11, 19]),
    (5, 11, [1, 1, 5, 1, 1]),
    (5, 13, [1, 1, 1, 3, 11]),
    (5, 14, [1, 3, 5, 5, 31]),
    (6, 1, [1, 3, 3, 9, 7, 49]),
    (6, 13, [1, 1, 1, 15, 21, 21]),
    (6, 16, [1, 3, 1, 13, 27, 49]),
    (6, 19, [1, 1, 1, 15, 7, 5]),
    (6, 22, [1, 3, 1, 15, 13, 25]),
    (6, 25, [1, 1, 5, 5, 19, 61]),
    (7, 1, [1, 3, 7, 11, 23, 15, 103]),
    (7, 4, [1, 3, 7, 13, 13, 15, 69]),
  ]
}

extension UInt32 {
  fileprivate var bitReversed: UInt32 {
    var x = self
    x = (x >> 1) & 0x5555_5555 | (x & 0x5555_5555) << 1
    x = (x >> 2) & 0x3333_3333 | (x & 0x3333_3333) << 2
    x = (x >> 4) & 0x0F0F_0F0F | (x & 0x0F0F_0F0F) << 4
    return x.byteSwapped
  }
}
