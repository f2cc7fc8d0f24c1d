internal import RealModule
internal import Sampling

/// What two objectives, both to be maximised, have reached: pairs of which none is worse than another in both.
struct ParetoFront: Equatable {
  /// By growing first and so falling second objective; all above the reference in both.
  let points: [SIMD2<Double>]
  /// The corner from which the dominated area is measured.
  let reference: SIMD2<Double>

  init(_ values: [SIMD2<Double>], reference: SIMD2<Double>) {
    self.reference = reference
    var front: [SIMD2<Double>] = []
    let candidates = values.filter { $0.x > reference.x && $0.y > reference.y }
    for point in candidates.sorted(by: { ($0.x, $0.y) > ($1.x, $1.y) }) where point.y > front.last?.y ?? -.infinity {
      front.append(point)
    }
    points = front.reversed()
  }

  /// A tenth of the front's extent below its ends, as BoTorch infers it.
  static func reference(for values: [SIMD2<Double>]) -> SIMD2<Double> {
    let front = ParetoFront(values, reference: SIMD2(repeating: -.infinity)).points
    guard let first = front.first, let last = front.last else { return SIMD2(repeating: 0) }
    let extent = SIMD2(last.x - first.x, first.y - last.y)
    // A single point has no extent; a tenth of the data's scale, which is one, will do.
    func margin(_ extent: Double) -> Double { 0.1 * (extent > 0 ? extent : 1) }
    return SIMD2(first.x - margin(extent.x), last.y - margin(extent.y))
  }

  /// Area dominated by the front above the reference.
  var dominatedArea: Double {
    var (area, left) = (0.0, reference.x)
    for point in points {
      area += (point.x - left) * (point.y - reference.y)
      left = point.x
    }
    return area
  }

  /// The logarithm of the expected growth of the dominated area by a sample whose objectives are independent normal variables, and
  /// its slopes with respect to means and deviations. Exact.
  ///
  /// The growth is a sum over vertical strips between neighbours of the front: the part of the sample's first objective within
  /// the strip times its second above the front there. M. Emmerich et al., IEEE Trans. Evol. Comput. 10, 421 (2006).
  func logExpectedGrowth(
    mean: SIMD2<Double>, deviation: SIMD2<Double>
  ) -> (value: Double, meanSlope: SIMD2<Double>, deviationSlope: SIMD2<Double>) {
    func excess(_ axis: Int, above level: Double) -> (log: Double, mean: Double, deviation: Double) {
      let z = (mean[axis] - level) / deviation[axis]
      let (value, slope) = Normal.logImprovement(z)
      // Of the logarithm of deviation times h(z).
      return (Double.log(deviation[axis]) + value, slope / deviation[axis], (1 - slope * z) / deviation[axis])
    }
    let left = [reference.x] + points.map(\.x)
    let height = points.map(\.y) + [reference.y]
    var terms: [(log: Double, mean: SIMD2<Double>, deviation: SIMD2<Double>)] = []
    for strip in left.indices {
      let begin = excess(0, above: left[strip])
      let above = excess(1, above: height[strip])
      guard strip + 1 < left.count else {
        terms.append(
          (begin.log + above.log, SIMD2(begin.mean, above.mean), SIMD2(begin.deviation, above.deviation)))
        continue
      }
      let end = excess(0, above: left[strip + 1])
      let share = Double.exp(end.log - begin.log)
      let rest = 1 - share
      guard rest > 0 else { continue }
      terms.append(
        (
          begin.log + Double.log(rest) + above.log,
          SIMD2((begin.mean - share * end.mean) / rest, above.mean),
          SIMD2((begin.deviation - share * end.deviation) / rest, above.deviation)
        ))
    }
    let largest = terms.map(\.log).max() ?? -.infinity
    var (sum, meanSlope, deviationSlope) = (0.0, SIMD2<Double>(), SIMD2<Double>())
    for term in terms {
      let weight = Double.exp(term.log - largest)
      sum += weight
      meanSlope += weight * term.mean
      deviationSlope += weight * term.deviation
    }
    return (largest + Double.log(sum), meanSlope / sum, deviationSlope / sum)
  }
}
