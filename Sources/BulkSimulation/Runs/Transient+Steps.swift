extension Transient {
  /// For each point of the history, those no further from it than the step around it is long, in the same piece of the protocol.
  var pointsWithinStep: [ClosedRange<Int>] {
    let history = course.history
    /// Another rate sets in where a piece begins.
    func isBoundary(_ point: Int) -> Bool { history[point].departingRates != nil }
    // Without times that were asked for every step's end is an output.
    let areSteps = history.allSatisfy(\.isOutput)
    func endsStep(_ point: Int) -> Bool { areSteps || !history[point].isOutput || isBoundary(point) }
    var stepEnd = history.indices.last ?? 0
    var stepEnds = history.indices.map { _ in 0 }
    for point in history.indices.reversed() {
      if endsStep(point) { stepEnd = point }
      stepEnds[point] = stepEnd
    }
    var stepStart = 0
    return history.indices.map { point in
      defer { if endsStep(point) { stepStart = point } }
      guard !isBoundary(point) else { return point...point }
      let time = history[point].time
      let length = history[stepEnds[point]].time - history[stepStart].time
      var (first, last) = (point, point)
      while first > 0, first == point || !isBoundary(first), time - history[first - 1].time <= length { first -= 1 }
      while last + 1 < history.count, last == point || !isBoundary(last), history[last + 1].time - time <= length {
        last += 1
      }
      return first...last
    }
  }
}
