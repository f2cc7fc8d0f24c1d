internal import Notation
internal import Sampling

/// Finds the point of the grid with the largest score: many places spread over the space and around the best samples, the best of
/// them improved without regard to steps, rounded, and improved again from step to step.
struct AcquisitionSearch {
  let space: DesignSpace
  /// Points of the grid that may not be proposed.
  let excluded: Set<[Int]>
  /// Scaled points around which to look more closely.
  let centres: [[Double]]

  /// Grids up to this size are tried point by point.
  static let enumerationLimit = 4096
  private static let localSearches = 8

  func isAllowed(_ indices: [Int]) -> Bool { !excluded.contains(indices) && space.isAllowed(indices: indices) }

  /// Points of the grid that are allowed, each once: all of a small grid, else many spread ones and some near the centres.
  func candidates(count: Int, random: inout SplitMix64) -> [[Int]] {
    if space.count(upTo: Self.enumerationLimit) != nil { return space.allPoints().filter(isAllowed) }
    var seen = excluded
    var found: [[Int]] = []
    func take(_ scaled: [Double]) {
      let indices = space.nearest(scaled)
      if space.isAllowed(indices: indices), seen.insert(indices).inserted { found.append(indices) }
    }
    let even = EvenPoints(dimensions: space.dimensions, seed: random.next())
    for i in 0..<count { take(even[i]) }
    // Constraints that leave little room: go on until something is found.
    var more = count
    while found.count < count / 8, more < 200 * count {
      take(even[more])
      more += 1
    }
    for centre in centres {
      for size in [0.1, 0.03, 0.01, 0.001] {
        for _ in 0..<(4 + 2 * space.dimensions) {
          // Half of the coordinates stay: improvements often lie along few of them.
          take(centre.map { $0 + (random.uniform() < 0.5 ? 0 : size * random.normal()) })
        }
      }
    }
    return found
  }

  /// - Returns: nil when no point of the grid is allowed.
  func best(_ score: AcquisitionScore, random: inout SplitMix64) -> (indices: [Int], score: Double)? {
    let candidates = candidates(count: min(2000, 500 * space.dimensions), random: &random)
    guard !candidates.isEmpty else { return nil }
    let scaled = candidates.map { space.scaled(indices: $0) }
    let scores = score.evaluate(scaled)
    let order = candidates.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    guard space.count(upTo: Self.enumerationLimit) == nil else {
      return (candidates[order[0]], scores[order[0]])
    }
    var best = (indices: candidates[order[0]], score: scores[order[0]])
    for start in starts(scaled, order) {
      let found = improve(scaled[start], score)
      let walked = walk(from: found, or: candidates[start], score)
      if walked.score > best.score { best = walked }
    }
    return best
  }

  /// The point of the grid that is farthest from all known ones [scaled], the distance times the probability that limits are kept: where
  /// samples tell nothing, or promise nothing anywhere.
  func farthest(from known: [[Double]], _ score: AcquisitionScore, random: inout SplitMix64) -> [Int]? {
    let candidates = candidates(count: 64 * space.dimensions, random: &random)
    let isChoice = space.isChoice
    func distance(_ a: [Double], _ b: [Double]) -> Double {
      a.indices.reduce(0) { sum, k in
        let difference = isChoice[k] ? (a[k] == b[k] ? 0 : 0.5) : a[k] - b[k]
        return sum + difference * difference
      }.squareRoot()
    }
    let places = candidates.map { space.scaled(indices: $0) }
    let chances = score.limitProbabilities(places)
    let merits = places.indices.map { i in (known.map { distance(places[i], $0) }.min() ?? 0) * chances[i] }
    return merits.indices.max { (merits[$0], $1) < (merits[$1], $0) }.map { candidates[$0] }
  }

  /// The best candidates that are not too near to better ones.
  private func starts(_ scaled: [[Double]], _ order: [Int]) -> [Int] {
    var chosen: [Int] = []
    for index in order {
      let isApart = chosen.allSatisfy { other in
        zip(scaled[index], scaled[other]).contains { abs($0 - $1) > 0.05 }
      }
      // Two near to the very best, where the model is often most curved.
      if isApart || chosen.count < 2 { chosen.append(index) }
      if chosen.count == Self.localSearches { break }
    }
    return chosen
  }

  private func improve(_ start: [Double], _ score: AcquisitionScore) -> [Int] {
    // Words have no way between them.
    let isChoice = space.isChoice
    let search = Maximiser(
      lower: start.indices.map { isChoice[$0] ? start[$0] : 0 },
      upper: zip(space.corner, start.indices).map { isChoice[$1] ? start[$1] : $0 }, evaluationLimit: 60,
      valueTolerance: 1e-8, coordinateTolerance: 1e-7)
    if space.constraints.isEmpty { return space.nearest(search.maximise(from: start, score.evaluateWithSlope).point) }
    let parameters = space.parameters
    let excesses = space.constraints.flatMap(\.comparisons).map { comparison in
      { (point: [Double]) in
        comparison.excess(zip(parameters, point).map { $0.lower + $1 * ($0.upper - $0.lower) })
      }
    }
    return space.nearest(
      search.maximise(
        from: start, constraints: excesses, isFeasible: { self.space.isAllowed(indices: self.space.nearest($0)) }
      ) { score.evaluate([$0])[0] }.point)
  }

  /// From step to step along the coordinates, as long as that helps.
  private func walk(
    from first: [Int], or fallback: [Int], _ score: AcquisitionScore
  ) -> (indices: [Int], score: Double) {
    var here = isAllowed(first) ? first : fallback
    var value = score.evaluate([space.scaled(indices: here)])[0]
    for _ in 0..<Self.walkLimit {
      var neighbours: [[Int]] = []
      for k in here.indices {
        let strides = space.parameters[k].choices.map { Array(-here[k]..<$0.count - here[k]) } ?? [-2, -1, 1, 2]
        for stride in strides where stride != 0 {
          var neighbour = here
          neighbour[k] += stride
          if (0...space.parameters[k].lastIndex).contains(neighbour[k]), isAllowed(neighbour) {
            neighbours.append(neighbour)
          }
        }
      }
      let scores = score.evaluate(neighbours.map { space.scaled(indices: $0) })
      guard let best = neighbours.indices.max(by: { scores[$0] < scores[$1] }), scores[best] > value else { break }
      (here, value) = (neighbours[best], scores[best])
    }
    return (here, value)
  }

  private static let walkLimit = 50
}
