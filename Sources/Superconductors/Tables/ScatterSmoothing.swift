import RealModule

/// The smooth curve behind measured points that scatter: a natural cubic smoothing spline, as stiff as generalised cross-validation
/// has it.
///
/// Points that scatter are told from a curve that bends by neighbours: what a point is off the line through the two beside it
/// changes its sign from point to point at random, while on a smooth curve it hardly changes. For independent errors the
/// correlation of two such differences in a row is -2/3, on a smooth curve it is near 1.
///
/// C. H. Reinsch, Numer. Math. 10, 177 (1967); P. Craven, G. Wahba, Numer. Math. 31, 377 (1979); the trace as M. F. Hutchinson,
/// F. R. de Hoog, Numer. Math. 47, 99 (1985).
struct ScatterSmoothing: Sendable, Hashable {
  /// The smooth curve at the points.
  let values: [Double]
  /// Root mean square of what the points are off it.
  let residual: Double

  /// Fewer points than these tell no scatter.
  static let leastCount = 20
  /// Correlation of neighbours below which they scatter, and by how much at least, here of ln Jc.
  private static let correlation = -0.3
  private static let leastScatter = 0.003

  /// nil for points that do not scatter.
  ///
  /// - Parameters:
  ///   - x: ascending.
  ///   - y: as many.
  /// - Complexity: O(points).
  init?(x: [Double], y: [Double]) {
    guard x.count >= Self.leastCount else { return nil }
    let h = zip(x.dropFirst(), x).map(-)
    // Of a unit variance for independent errors of unit variance.
    let offsets = (1..<x.count - 1).map { i in
      let share = h[i - 1] / (h[i - 1] + h[i])
      let offset = y[i] - (1 - share) * y[i - 1] - share * y[i + 1]
      return offset / (1 + share * share + (1 - share) * (1 - share)).squareRoot()
    }
    let squares = offsets.reduce(0) { $0 + $1 * $1 }
    let products = zip(offsets, offsets.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    // Of normal errors half are within 0.6745 standard deviations.
    let scatter = offsets.map { abs($0) }.sorted()[offsets.count / 2] / 0.6745
    guard products < Self.correlation * squares, scatter > Self.leastScatter else { return nil }
    // From a curve through its points to a straight line; the score has one valley, as far as measured curves go.
    let span = Double.pow((x[x.count - 1] - x[0]) / Double(x.count), 3)
    func score(_ logarithm: Double) -> Double {
      let (values, freedom) = Self.spline(h, y, stiffness: .exp(logarithm) * span)
      return Self.distance(values, y) / freedom
    }
    let coarse = (0..<24).map { Double.log(1e-2) + 1.4 * Double($0) }
    let scores = coarse.map(score)
    let best = scores.indices.min { scores[$0] < scores[$1] } ?? 0
    var (low, high) = (coarse[best] - 1.4, coarse[best] + 1.4)
    for _ in 0..<10 {
      let (first, second) = (low + 0.382 * (high - low), low + 0.618 * (high - low))
      if score(first) < score(second) { high = second } else { low = first }
    }
    values = Self.spline(h, y, stiffness: .exp(0.5 * (low + high)) * span).values
    residual = Self.distance(values, y)
  }

  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    (zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(a.count)).squareRoot()
  }

  /// What minimises `sum (value - y)² + stiffness ∫ value''²`, at the points, and the share of them that it does not follow: with
  /// `value = A y` the trace of 1 - A over their number.
  ///
  /// With Q the second divided differences and R the tridiagonal matrix of the cubics' energies, `(R + stiffness Q'Q) c = Q'y` and
  /// `value = y - stiffness Q c`: five diagonals, by Cholesky's `L D L'`.
  private static func spline(
    _ h: [Double], _ y: [Double], stiffness: Double
  ) -> (values: [Double], freedom: Double) {
    let n = h.count - 1
    // Q's column k: a in row k, b in row k + 1, c in row k + 2.
    func a(_ k: Int) -> Double { 1 / h[k] }
    func c(_ k: Int) -> Double { 1 / h[k + 1] }
    func b(_ k: Int) -> Double { -a(k) - c(k) }
    var (diagonal, first, second) = (
      [Double](repeating: 0, count: n), [Double](repeating: 0, count: n), [Double](repeating: 0, count: n)
    )
    var solution = [Double](repeating: 0, count: n)
    for k in 0..<n {
      diagonal[k] = (h[k] + h[k + 1]) / 3 + stiffness * (a(k) * a(k) + b(k) * b(k) + c(k) * c(k))
      if k + 1 < n { first[k] = h[k + 1] / 6 + stiffness * (b(k) * a(k + 1) + c(k) * b(k + 1)) }
      if k + 2 < n { second[k] = stiffness * c(k) * a(k + 2) }
      solution[k] = a(k) * y[k] + b(k) * y[k + 1] + c(k) * y[k + 2]
    }
    for k in 0..<n {
      if k >= 1 {
        solution[k] -= first[k - 1] * solution[k - 1]
      }
      if k >= 2 { solution[k] -= second[k - 2] * solution[k - 2] }
      let (one, two) = (first[k] / diagonal[k], second[k] / diagonal[k])
      if k + 1 < n {
        diagonal[k + 1] -= one * first[k]
        first[k + 1] -= one * second[k]
      }
      if k + 2 < n { diagonal[k + 2] -= two * second[k] }
      (first[k], second[k]) = (one, two)
    }
    // The inverse on the same five diagonals, from below: 1/diagonal - L'inverse; with Q'Q it makes the trace.
    var (trace, next, after) = (0.0, (0.0, 0.0), 0.0)
    for k in (0..<n).reversed() {
      let two = -first[k] * next.1 - second[k] * after
      let one = -first[k] * next.0 - second[k] * next.1
      let own = 1 / diagonal[k] - first[k] * one - second[k] * two
      trace += (a(k) * a(k) + b(k) * b(k) + c(k) * c(k)) * own
      if k + 1 < n { trace += 2 * (b(k) * a(k + 1) + c(k) * b(k + 1)) * one }
      if k + 2 < n { trace += 2 * c(k) * a(k + 2) * two }
      (next, after) = ((own, one), next.0)
    }
    for k in 0..<n { solution[k] /= diagonal[k] }
    for k in (0..<n).reversed() {
      if k + 1 < n { solution[k] -= first[k] * solution[k + 1] }
      if k + 2 < n { solution[k] -= second[k] * solution[k + 2] }
    }
    var values = y
    for k in 0..<n {
      values[k] -= stiffness * a(k) * solution[k]
      values[k + 1] -= stiffness * b(k) * solution[k]
      values[k + 2] -= stiffness * c(k) * solution[k]
    }
    return (values, stiffness * trace / Double(y.count))
  }
}
