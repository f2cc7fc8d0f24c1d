/// A side of a cell, an edge, along which two smaller cells lie: the middle node hangs on it, and each half has half of its
/// circulation, as the tangential field of the lowest-order space is constant along an edge.
struct SplitEdge {
  var parent: Int32
  var middle: Int32
  /// That at the parent's tail first.
  var halves: SIMD2<Int32>
  /// +1 where a half points as the parent does, -1 where not.
  var signs: SIMD2<Double>
}

/// A linear combination of unknowns and the applied field, as it is put together.
struct MapRow {
  private(set) var entries: [(unknown: Int32, coefficient: Double)] = []
  var applied = 0.0

  mutating func add(_ coefficient: Double, unknown: Int32) {
    if let known = entries.firstIndex(where: { $0.unknown == unknown }) {
      entries[known].coefficient += coefficient
    } else {
      entries.append((unknown, coefficient))
    }
  }

  mutating func add(_ other: MapRow, times factor: Double) {
    for (unknown, coefficient) in other.entries { add(factor * coefficient, unknown: unknown) }
    applied += factor * other.applied
  }
}
