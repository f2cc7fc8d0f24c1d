// Bodies that conduct heat and carry no current, beside the cells of a mesh.

extension HeatPaths {
  /// With the cells of supports behind those of bulks: bodies of numbers that follow on theirs.
  ///
  /// Where a support touches a body, their surfaces become sides, one for each pair of cells that share a piece: cells need not meet there. What is
  /// left of the surfaces stays outside.
  ///
  /// - Parameter bodies: how many bulks are meshed.
  package func joined(to supports: [HeatedSupport], bodies count: Int) -> HeatPaths {
    guard !supports.isEmpty else { return self }
    var (middles, weights, bodies) = (middles, weights, bodies)
    var (sides, open) = (sides, surfaces)
    // How far away along r a body's outline may be that it touches.
    var reaches = [Double](repeating: 0, count: count)
    for (k, support) in supports.enumerated() {
      let own = support.grid.paths(body: count + k, first: middles.count)
      middles += own.middles
      weights += own.weights
      bodies += own.middles.map { _ in count + k }
      sides += own.sides
      open += own.surfaces
      reaches.append(support.grid.closes)
    }
    var covered = [[ClosedRange<Double>]](repeating: [], count: open.count)
    for j in open.indices where bodies[open[j].cell] >= count {
      let outer = open[j]
      // Pairs of supports once, from the one that comes later.
      for i in open.indices where bodies[open[i].cell] < bodies[outer.cell] {
        let inner = open[i]
        let reach = max(reaches[bodies[inner.cell]], reaches[bodies[outer.cell]])
        guard let span = inner.common(outer, reach: reach) else { continue }
        covered[i].append(span)
        covered[j].append(span)
        let piece = inner.cut(to: span)
        sides.append(
          Side(
            cells: (inner.cell, outer.cell), area: piece.area, normal: inner.normal,
            distances: (inner.distance, outer.distance),
            offsets: (piece.offset(from: middles[inner.cell]), piece.offset(from: middles[outer.cell]))))
      }
    }
    let surfaces = zip(open, covered).flatMap { surface, spans in surface.without(spans) }
    return HeatPaths(
      middles, weights: weights, bodies: bodies, sides: sides, surfaces: surfaces, currentCells: currentCells)
  }
}

extension HeatPaths.Surface {
  /// With its area and middle by its ends.
  init(cell: Int, normal: SIMD2<Double>, distance: Double, ends: [SIMD2<Double>]) {
    let along = ends[1] - ends[0]
    self.init(
      cell: cell, area: 0.5 * (ends[0].x + ends[1].x) * (along * along).sum().squareRoot(), normal: normal,
      distance: distance, middle: 0.5 * (ends[0] + ends[1]), ends: ends)
  }

  /// The direction along it: 0 for one at a height, 1 for one at a radius.
  private var direction: Int { abs(normal.x) > 0.5 ? 1 : 0 }

  /// From end to end along that [m].
  private var span: ClosedRange<Double> {
    let (a, b) = (ends[0][direction], ends[1][direction])
    return min(a, b)...max(a, b)
  }

  /// What it shares with a surface that faces it [m]; nil where they do not touch.
  fileprivate func common(_ other: Self, reach: Double) -> ClosedRange<Double>? {
    guard (normal * other.normal).sum() < -1 + 1e-9 else { return nil }
    let gap = ((other.middle - middle) * normal).sum()
    let most = direction == 1 ? reach : 0
    guard gap > -HeatGrid.slack, gap < most + HeatGrid.slack else { return nil }
    let (low, high) = (max(span.lowerBound, other.span.lowerBound), min(span.upperBound, other.span.upperBound))
    return high - low > HeatGrid.slack ? low...high : nil
  }

  /// A piece of it.
  fileprivate func cut(to piece: ClosedRange<Double>) -> Self {
    var (low, high) = (ends[0], ends[0])
    (low[direction], high[direction]) = (piece.lowerBound, piece.upperBound)
    return Self(cell: cell, normal: normal, distance: distance, ends: [low, high])
  }

  /// What is left of it.
  fileprivate func without(_ pieces: [ClosedRange<Double>]) -> [Self] {
    if pieces.isEmpty { return [self] }
    var (left, start) = ([Self](), span.lowerBound)
    for piece in pieces.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if piece.lowerBound - start > HeatGrid.slack { left.append(cut(to: start...piece.lowerBound)) }
      start = max(start, piece.upperBound)
    }
    if span.upperBound - start > HeatGrid.slack { left.append(cut(to: start...span.upperBound)) }
    return left
  }

  /// From a cell's middle to the line through its own middle, across the normal [m].
  fileprivate func offset(from place: SIMD2<Double>) -> SIMD2<Double> {
    let way = middle - place
    return way - (way * normal).sum() * normal
  }
}
