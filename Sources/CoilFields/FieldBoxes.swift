/// Fields at many points, from polynomials in boxes that are cut until these are exact enough.
///
/// Within a section and outside of all, the field is analytic but for the corners (`SectionCorner`). So boxes are first cut along
/// the edges of sections, then halved until the last coefficients of their polynomials are small. Where a box has fewer points
/// than a polynomial has nodes, each point is computed by itself.
struct FieldBoxes {
  private let states: SectionStates
  private let points: [SIMD2<Double>]
  private let corners: [SectionCorner]
  private var results: [[CoilField]]

  /// Of the largest field in a box, for the last coefficients: the sum of all that are left out is about three times as large.
  private static let tolerance = 2e-7
  /// In sizes of a box, how near a corner counts. Beyond, a polynomial of nine nodes is as exact without.
  private static let reach = 0.75
  /// More in reach of a box say that it is too large.
  private static let cornerLimit = 16
  private static let aspectLimit = 3.0

  init(_ states: SectionStates, _ points: [SIMD2<Double>]) {
    self.states = states
    self.points = points
    corners = SectionCorner.corners(of: states)
    results = states.densities.map { _ in [CoilField](repeating: CoilField(), count: points.count) }
  }

  mutating func fields() -> [[CoilField]] {
    divide(Array(points.indices), among: Array(states.sections.indices))
    return results
  }

  /// - Parameters:
  ///   - indices: of the points of a box.
  ///   - sections: that may have an edge in it.
  private mutating func divide(_ indices: [Int], among sections: [Int]) {
    guard let first = indices.first else { return }
    var (low, high) = (points[first], points[first])
    for i in indices {
      low = pointwiseMin(low, points[i])
      high = pointwiseMax(high, points[i])
    }
    guard indices.count > ChebyshevBox.nodeCount(low, high) else { return addDirectly(indices) }
    let crossing = sections.filter { Self.crosses(states.sections[$0], low, high) }
    let size = high - low
    if let cut = Self.cut(along: crossing.map { states.sections[$0] }, low, high) {
      return split(indices, cut.direction, at: cut.place, among: crossing)
    }
    let longer = size.x > size.y ? 0 : 1
    let middle = 0.5 * (low + high)
    let margin = Self.reach * size.max()
    let near = corners.filter { corner in
      let offset = pointwiseMax(pointwiseMax(low - corner.place, corner.place - high), .zero)
      return (offset * offset).sum() < margin * margin
    }
    if !crossing.isEmpty || near.count > Self.cornerLimit || size[longer] > Self.aspectLimit * size[1 - longer],
      size[1 - longer] > 0
    {
      return split(indices, longer, at: middle[longer], among: crossing)
    }
    var box = ChebyshevBox(low: low, high: high, states: states.densities.count)
    let tails = fit(&box, without: near, middle: middle)
    if tails.max() > Self.tolerance {
      // The direction that is worse; both where they are about equal.
      let worse = tails.x > tails.y ? 0 : 1
      return split(indices, worse, at: middle[worse], among: crossing)
    }
    add(box, indices, near, middle)
  }

  private mutating func split(_ indices: [Int], _ direction: Int, at place: Double, among sections: [Int]) {
    let (before, after) = (
      indices.filter { points[$0][direction] < place }, indices.filter { points[$0][direction] >= place }
    )
    // Coordinates that differ in their last digit have no middle.
    guard !before.isEmpty, !after.isEmpty else { return addDirectly(indices) }
    divide(before, among: sections)
    divide(after, among: sections)
  }

  /// Fits the field without the singular parts of some corners.
  private func fit(_ box: inout ChebyshevBox, without near: [SectionCorner], middle: SIMD2<Double>) -> SIMD2<Double> {
    let count = states.densities.count
    var values: [SIMD4<Double>] = []
    values.reserveCapacity(box.counts.x * box.counts.y * count)
    var limits = [SIMD4<Double>](repeating: .zero, count: count)
    let sources = BoxSources(states, low: box.low, high: box.high)
    for node in box.nodes {
      for (state, field) in sources.fields(at: node).enumerated() {
        let strength = max(abs(field.x), abs(field.y))
        limits[state] = pointwiseMax(limits[state], SIMD4(strength, strength, abs(field.z), 0))
        values.append(field)
      }
      for corner in near {
        let part = corner.singularPart(at: node, middle: middle)
        for state in 0..<count { values[values.count - count + state] -= corner.weights[state] * part }
      }
    }
    box.fit(values)
    return box.tails(relativeTo: limits)
  }

  private mutating func add(_ box: ChebyshevBox, _ indices: [Int], _ near: [SectionCorner], _ middle: SIMD2<Double>) {
    var values = [SIMD4<Double>](repeating: .zero, count: states.densities.count)
    var (row, z) = (box.row(z: points[indices[0]].y), points[indices[0]].y)
    for i in indices {
      let point = points[i]
      if point.y != z { (row, z) = (box.row(z: point.y), point.y) }
      box.evaluate(row, r: point.x, into: &values)
      for corner in near {
        let part = corner.singularPart(at: point, middle: middle)
        for state in values.indices { values[state] += corner.weights[state] * part }
      }
      for state in values.indices {
        results[state][i] = CoilField(br: values[state].x, bz: values[state].y, aPhi: values[state].z)
      }
    }
  }

  private mutating func addDirectly(_ indices: [Int]) {
    for i in indices {
      for (state, field) in states.fields(r: points[i].x, z: points[i].y).enumerated() { results[state][i] = field }
    }
  }

  /// Whether an edge of a section goes through the inside of a box.
  private static func crosses(_ section: CoilSection, _ low: SIMD2<Double>, _ high: SIMD2<Double>) -> Bool {
    let bounds = section.bounds
    // A box that is a line may lie on an edge.
    func overlaps(_ c: Int) -> Bool {
      high[c] > low[c]
        ? bounds.low[c] < high[c] && bounds.high[c] > low[c] : bounds.low[c] < low[c] && bounds.high[c] > low[c]
    }
    guard overlaps(0), overlaps(1) else { return false }
    switch section {
    case .rectangle(let coil): return coil.r0 > low.x || coil.r1 < high.x || coil.z0 > low.y || coil.z1 < high.y
    case .polygon(let coil):
      let box = [low, SIMD2(high.x, low.y), high, SIMD2(low.x, high.y)]
      var isInside = true
      for (i, from) in coil.corners.enumerated() {
        let along = coil.corners[(i + 1) % coil.corners.count] - from
        let sides = box.map { along.x * ($0.y - from.y) - along.y * ($0.x - from.x) }
        if sides.allSatisfy({ $0 <= 0 }) { return false }
        if sides.contains(where: { $0 < 0 }) { isInside = false }
      }
      return !isInside
    }
  }

  /// The edge of a rectangle through a box that halves it best.
  private static func cut(
    along sections: [CoilSection], _ low: SIMD2<Double>, _ high: SIMD2<Double>
  ) -> (direction: Int, place: Double)? {
    var best: (direction: Int, place: Double)?
    var share = 0.0
    for case .rectangle(let coil) in sections {
      for (direction, place) in [(0, coil.r0), (0, coil.r1), (1, coil.z0), (1, coil.z1)] {
        let (before, after) = (place - low[direction], high[direction] - place)
        guard before > 0, after > 0 else { continue }
        let own = min(before, after) / (high - low).max()
        if own > share { (best, share) = ((direction, place), own) }
      }
    }
    return best
  }
}
