/// How a sample covers the unit cube.
public enum SampleMethod: String, Codable, Sendable, CaseIterable {
  /// Independent random numbers.
  case monteCarlo = "monte-carlo"
  /// One number in each of as many equal parts as there are points, in every direction.
  case latinHypercube = "latin-hypercube"
  /// Sobol's sequence, scrambled: the most even one.
  case sobol
  /// Two samples and those with one column exchanged, for first-order and total Sobol indices; `SaltelliBlock`.
  case saltelli

  /// Of a sample with so many rows asked for: Saltelli's has `columns + 2` times as many.
  public func pointCount(rows: Int, columns: Int) -> Int {
    guard self == .saltelli else { return rows }
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns + 2)
    return overflow ? Int.max : count
  }

  /// The largest number of columns: that of the Sobol sequence here; Saltelli's design takes two for each.
  public var columnLimit: Int {
    switch self {
    case .monteCarlo, .latinHypercube: 1000
    case .sobol: SobolSequence.dimensionLimit
    case .saltelli: SobolSequence.dimensionLimit / 2
    }
  }

  /// Points in the open unit cube, `columns` numbers each; the same for a seed at all times.
  public func points(rows: Int, columns: Int, seed: UInt64) -> [[Double]] {
    precondition(columns <= columnLimit, "\(columns) columns of at most \(columnLimit)")
    switch self {
    case .monteCarlo:
      var generator = SplitMix64(seed: seed)
      return (0..<rows).map { _ in (0..<columns).map { _ in generator.uniform() } }
    case .latinHypercube:
      var generator = SplitMix64(seed: seed)
      let orders = (0..<columns).map { _ in generator.permutation(rows) }
      return (0..<rows).map { row in orders.map { (Double($0[row]) + generator.uniform()) / Double(rows) } }
    case .sobol: return SobolSequence(dimensions: columns, seed: seed).points(rows)
    case .saltelli:
      return SobolSequence(dimensions: 2 * columns, seed: seed).points(rows).flatMap { row in
        let (a, b) = (Array(row[..<columns]), Array(row[columns...]))
        return [a, b]
          + (0..<columns).map { column in
            var mixed = a
            mixed[column] = b[column]
            return mixed
          }
      }
    }
  }
}
