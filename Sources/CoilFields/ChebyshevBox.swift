internal import RealModule

/// Polynomials in r and z on a rectangle, one for each of several states.
package struct ChebyshevBox: Sendable {
  /// Nodes in each direction, where nothing else is said.
  static let order = 9

  let low: SIMD2<Double>
  let high: SIMD2<Double>
  /// Nodes in r and z; 1 where the box is a line or a point.
  let counts: SIMD2<Int>
  private let states: Int
  /// Of `T_i(r) T_j(z)` in state k at `(j * counts.x + i) * states + k`.
  private var coefficients: [SIMD4<Double>] = []

  init(low: SIMD2<Double>, high: SIMD2<Double>, states: Int) {
    let counts = SIMD2(high.x > low.x ? Self.order : 1, high.y > low.y ? Self.order : 1)
    self.init(low: low, high: high, counts: counts, states: states)
  }

  /// - Parameter counts: of nodes in r and z.
  package init(low: SIMD2<Double>, high: SIMD2<Double>, counts: SIMD2<Int>, states: Int) {
    (self.low, self.high, self.counts, self.states) = (low, high, counts, states)
  }

  static func nodeCount(_ low: SIMD2<Double>, _ high: SIMD2<Double>) -> Int {
    (high.x > low.x ? order : 1) * (high.y > low.y ? order : 1)
  }

  /// The zeros of the Chebyshev polynomial, at which values are given, r first.
  package var nodes: [SIMD2<Double>] {
    let (middle, half) = (0.5 * (low + high), 0.5 * (high - low))
    return (0..<counts.y).flatMap { j in
      (0..<counts.x).map { i in middle + half * SIMD2(Self.node(i, counts.x), Self.node(j, counts.y)) }
    }
  }

  private static func node(_ i: Int, _ count: Int) -> Double {
    count == 1 ? 0 : Double.cos(.pi * (Double(i) + 0.5) / Double(count))
  }

  /// - Parameter values: at the nodes, state after state at each.
  package mutating func fit(_ values: [SIMD4<Double>]) {
    var along = [SIMD4<Double>](repeating: .zero, count: values.count)
    for j in 0..<counts.y {
      for i in 0..<counts.x {
        for n in 0..<counts.x {
          let factor = Self.weight(i, n, counts.x)
          for k in 0..<states {
            along[(j * counts.x + i) * states + k] += factor * values[(j * counts.x + n) * states + k]
          }
        }
      }
    }
    coefficients = [SIMD4<Double>](repeating: .zero, count: values.count)
    for j in 0..<counts.y {
      for n in 0..<counts.y {
        let factor = Self.weight(j, n, counts.y)
        for i in 0..<(counts.x * states) {
          coefficients[j * counts.x * states + i] += factor * along[n * counts.x * states + i]
        }
      }
    }
  }

  private static func weight(_ i: Int, _ n: Int, _ count: Int) -> Double {
    (i == 0 ? 1.0 : 2.0) / Double(count) * Double.cos(.pi * Double(i) * (Double(n) + 0.5) / Double(count))
  }

  /// The largest of the last coefficients in each direction, relative to the limits of each state's B and A.
  func tails(relativeTo limits: [SIMD4<Double>]) -> SIMD2<Double> {
    var tails = SIMD2(0.0, 0.0)
    for j in 0..<counts.y {
      for i in 0..<counts.x {
        let (isLastR, isLastZ) = (counts.x > 1 && i >= counts.x - 2, counts.y > 1 && j >= counts.y - 2)
        guard isLastR || isLastZ else { continue }
        for k in 0..<states {
          let coefficient = coefficients[(j * counts.x + i) * states + k]
          for c in 0..<3 where limits[k][c] > 0 {
            let share = abs(coefficient[c]) / limits[k][c]
            if isLastR { tails.x = max(tails.x, share) }
            if isLastZ { tails.y = max(tails.y, share) }
          }
        }
      }
    }
    return tails
  }

  /// Adds what each state is at points, state after state at each.
  func add(to values: inout [SIMD4<Double>], at points: [SIMD2<Double>]) {
    var own = [SIMD4<Double>](repeating: .zero, count: states)
    guard let first = points.first else { return }
    var (z, row) = (first.y, row(z: first.y))
    for (k, point) in points.enumerated() {
      if point.y != z { (z, row) = (point.y, self.row(z: point.y)) }
      evaluate(row, r: point.x, into: &own)
      for state in 0..<states { values[k * states + state] += own[state] }
    }
  }

  /// Of the first state.
  package func value(r: Double, z: Double) -> SIMD4<Double> {
    var values = [SIMD4<Double>](repeating: .zero, count: states)
    evaluate(row(z: z), r: r, into: &values)
    return values[0]
  }

  /// The polynomials of one z in r: for points of a row.
  struct Row {
    fileprivate var coefficients: [SIMD4<Double>]
  }

  func row(z: Double) -> Row {
    let place = high.y > low.y ? (2 * z - low.y - high.y) / (high.y - low.y) : 0
    var sums = Array(coefficients[..<(counts.x * states)])
    var (before, now) = (1.0, place)
    for j in 1..<max(1, counts.y) {
      for i in sums.indices { sums[i] += now * coefficients[j * counts.x * states + i] }
      (before, now) = (now, 2 * place * now - before)
    }
    return Row(coefficients: sums)
  }

  /// Writes the value of each state at a point of a row.
  func evaluate(_ row: Row, r: Double, into values: inout [SIMD4<Double>]) {
    let place = high.x > low.x ? (2 * r - low.x - high.x) / (high.x - low.x) : 0
    for k in 0..<states { values[k] = row.coefficients[k] }
    var (before, now) = (1.0, place)
    for i in 1..<max(1, counts.x) {
      for k in 0..<states { values[k] += now * row.coefficients[i * states + k] }
      (before, now) = (now, 2 * place * now - before)
    }
  }
}
