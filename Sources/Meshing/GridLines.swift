import RealModule

/// Cell boundaries along one axis.
package enum GridLines {
  /// `cells` cells on [start, end], finer towards both ends: a blend of even spacing and the sine of it. `grading` 0 is
  /// even; 0.6 makes the end cells less than half as long as the middle ones.
  package static func graded(from start: Double, to end: Double, cells: Int, grading: Double) -> [Double] {
    (0...cells).map { i in
      if i == 0 { return start }
      if i == cells { return end }
      let t = 2 * Double(i) / Double(cells) - 1
      return start + 0.5 * (end - start) * (1 + (1 - grading) * t + grading * Double.sin(0.5 * .pi * t))
    }
  }

  /// Cells on [start, end] that grow by `ratio` away from one or both ends, where they begin with the given sizes.
  ///
  /// The sizes are scaled by one factor to fill the interval exactly, so the ends get a little less than asked for.
  static func growing(
    from start: Double, to end: Double, startSize: Double?, endSize: Double?, ratio: Double, minimumCells: Int
  ) -> [Double] {
    let length = end - start
    var (left, right): ([Double], [Double]) = ([], [])
    // A bulk far away may be so thin that its lines coincide: cells that have no size would never fill the interval.
    let smallest = 1e-12 * length
    var (nextLeft, nextRight) = (max(smallest, startSize ?? .infinity), max(smallest, endSize ?? .infinity))
    var total = 0.0
    while total < length || left.count + right.count < minimumCells {
      if nextLeft <= nextRight {
        left.append(nextLeft)
        total += nextLeft
        nextLeft *= ratio
      } else {
        right.append(nextRight)
        total += nextRight
        nextRight *= ratio
      }
    }
    let sizes = left + right.reversed()
    var lines = [start]
    var sum = 0.0
    for size in sizes.dropLast() {
      sum += size
      lines.append(start + length * (sum / total))
    }
    return lines + [end]
  }
}
