/// Values against |B|: a cubic Hermite spline with slopes that keep it monotone wherever the values are.
///
/// F. N. Fritsch, R. E. Carlson, SIAM J. Numer. Anal. 17, 238 (1980); slopes of F. N. Fritsch, J. Butland, SIAM J. Sci.
/// Stat. Comput. 5, 300 (1984).
struct MonotoneCurve: Sendable {
  /// [T], ascending.
  let points: [Double]
  let values: [Double]
  /// [1/T]
  let slopes: [Double]

  init(_ points: [Double], _ values: [Double]) {
    (self.points, self.values) = (points, values)
    slopes = points.count > 1 ? monotoneSlopes(points, values) : [0]
  }

  /// Level below the first point; beyond the last on along its slope, if that falls.
  func evaluate(_ x: Double) -> (value: Double, slope: Double) {
    let last = points.count - 1
    if x < points[0] { return (values[0], 0) }
    if x >= points[last] {
      let slope = min(0, slopes[last])
      return (values[last] + slope * (x - points[last]), slope)
    }
    var (low, high) = (0, last)
    while high - low > 1 {
      let middle = (low + high) / 2
      if points[middle] <= x { low = middle } else { high = middle }
    }
    let h = points[high] - points[low]
    let t = (x - points[low]) / h
    let secant = (values[high] - values[low]) / h
    // Newton's form of the cubic Hermite polynomial: c and d are its second and third coefficients times h² and h³.
    let c = (3 * secant - 2 * slopes[low] - slopes[high]) * h
    let d = (slopes[low] + slopes[high] - 2 * secant) * h
    return (
      values[low] + t * (slopes[low] * h + t * (c + t * d)),
      slopes[low] + t * (2 * c + 3 * t * d) / h
    )
  }
}

/// Slopes of a cubic Hermite spline that is monotone wherever the data are: zero at an extremum, else the weighted
/// harmonic mean of the secants; one-sided parabolas at the ends, limited to keep the shape.
private func monotoneSlopes(_ x: [Double], _ y: [Double]) -> [Double] {
  let h = zip(x.dropFirst(), x).map(-)
  let secants = zip(zip(y.dropFirst(), y).map(-), h).map(/)
  guard h.count > 1 else { return [secants[0], secants[0]] }

  func end(_ h0: Double, _ h1: Double, _ s0: Double, _ s1: Double) -> Double {
    let slope = ((2 * h0 + h1) * s0 - h0 * s1) / (h0 + h1)
    if slope * s0 <= 0 { return 0 }
    return s0 * s1 < 0 && abs(slope) > 3 * abs(s0) ? 3 * s0 : slope
  }

  let last = h.count - 1
  var slopes = [end(h[0], h[1], secants[0], secants[1])]
  for i in 1...last {
    let (before, after) = (secants[i - 1], secants[i])
    let (w1, w2) = (2 * h[i] + h[i - 1], h[i] + 2 * h[i - 1])
    slopes.append(before * after > 0 ? (w1 + w2) / (w1 / before + w2 / after) : 0)
  }
  slopes.append(end(h[last], h[last - 1], secants[last], secants[last - 1]))
  return slopes
}
