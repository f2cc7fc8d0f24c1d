/// What values of a result are like.
public struct SampleStatistics: Sendable {
  /// Ascending.
  private let sorted: [Double]
  public let mean: Double
  /// Of the sample, over `count - 1`; 0 for a single value.
  public let standardDeviation: Double

  /// - Parameter values: at least one, all finite.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "no values")
    sorted = values.sorted()
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardDeviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0
  }

  public var count: Int { sorted.count }
  public var least: Double { sorted[0] }
  public var largest: Double { sorted[sorted.count - 1] }

  /// The value below which the share `p` lies, linear between values.
  ///
  /// R. J. Hyndman and Y. Fan, Am. Stat. 50, 361 (1996), definition 7, as in numpy.
  public func percentile(_ p: Double) -> Double {
    let place = min(max(p, 0), 1) * Double(count - 1)
    let below = min(Int(place), count - 1)
    let above = min(below + 1, count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }

  /// Counts in equal intervals from the least to the largest value.
  public func histogram(bins: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: bins)
    let width = (largest - least) / Double(bins)
    for value in sorted { counts[width > 0 && width.isFinite ? min(bins - 1, Int((value - least) / width)) : 0] += 1 }
    return counts
  }
}
