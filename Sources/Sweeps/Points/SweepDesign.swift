public import Sampling

/// Which points a sweep has: every combination of its parts' rows.
public struct SweepDesign: Codable, Sendable, Equatable {
  /// Some columns and the rows of values that they take together.
  public enum Part: Codable, Sendable, Equatable {
    /// An axis has one column; linked axes and tables of points have several.
    case table(columns: [SweepColumn], rows: [[SweepValue]])
    case sample(method: SampleMethod, rows: Int, seed: UInt64, columns: [SweepColumn], distributions: [Distribution])

    public var columns: [SweepColumn] {
      switch self {
      case .table(let columns, _), .sample(_, _, _, let columns, _): columns
      }
    }

    public var isSample: Bool { if case .sample = self { true } else { false } }

    public var count: Int {
      switch self {
      case .table(_, let rows): rows.count
      case .sample(let method, let rows, _, let columns, _): method.pointCount(rows: rows, columns: columns.count)
      }
    }

    /// The rows, in an order that never changes.
    public var rows: [[SweepValue]] {
      switch self {
      case .table(_, let rows): rows
      case .sample(let method, let rows, let seed, let columns, let distributions):
        method.points(rows: rows, columns: columns.count, seed: seed).map { point in
          zip(distributions, point).map { .number($0.quantile($1)) }
        }
      }
    }
  }

  public var parts: [Part]

  public init(parts: [Part]) { self.parts = parts }

  public var columns: [SweepColumn] { parts.flatMap(\.columns) }

  /// nil when it is beyond all numbers.
  public var count: Int? {
    parts.reduce(1) { total, part in
      total.flatMap { total in
        let (product, overflow) = total.multipliedReportingOverflow(by: part.count)
        return overflow ? nil : product
      }
    }
  }

  /// All points; the last part's rows follow each other fastest.
  public func points() -> [[SweepValue]] {
    parts.reduce([[]]) { points, part in
      let rows = part.rows
      return points.flatMap { point in rows.map { point + $0 } }
    }
  }
}
