internal import RealModule

/// Functions of one variable on an interval that is divided into panels, by Chebyshev's polynomials on each. All functions share the
/// panels: what a column of cells sees of one source as that moves along.
struct ChebyshevPanels: Sendable {
  /// Where panels meet, and the ends; ascending.
  private(set) var bounds: [Double]
  /// Coefficients of panel p start at `starts[p]` of each function's.
  private var starts: [Int]

  /// - Parameters:
  ///   - range: the interval.
  ///   - distance: of an interval from where the functions are singular.
  init(_ range: ClosedRange<Double>, distance: (ClosedRange<Double>) -> Double) {
    var (bounds, starts) = ([range.lowerBound], [0])
    func add(_ low: Double, _ high: Double, depth: Int) {
      let (length, clear) = (high - low, distance(low...high))
      if length > clear, depth < 20 {
        add(low, 0.5 * (low + high), depth: depth + 1)
        add(0.5 * (low + high), high, depth: depth + 1)
        return
      }
      bounds.append(high)
      starts.append((starts.last ?? 0) + Self.count(length: length, clear: clear))
    }
    add(range.lowerBound, range.upperBound, depth: 0)
    (self.bounds, self.starts) = (bounds, starts)
  }

  /// As many terms as leave 1e-10: of a function singular at a distance from the panel's end the terms fall like `rho^-n`.
  private static func count(length: Double, clear: Double) -> Int {
    guard length > 0 else { return 1 }
    let x = 1 + 2 * max(clear, length) / length
    return max(4, Int((23 / Double.log(x + (x * x - 1).squareRoot())).rounded(.up)))
  }

  var count: Int { bounds.count - 1 }

  /// The places at which a function has to be known, panel by panel.
  func nodes(ofPanel p: Int) -> [Double] {
    let count = starts[p + 1] - starts[p]
    let (middle, half) = (0.5 * (bounds[p] + bounds[p + 1]), 0.5 * (bounds[p + 1] - bounds[p]))
    return (0..<count).map { middle + half * Double.cos(.pi * (Double($0) + 0.5) / Double(count)) }
  }

  /// A function by its values at all nodes, one panel after the other.
  func function(_ values: [Double]) -> Function {
    var coefficients = values
    for p in 0..<count {
      let range = starts[p]..<starts[p + 1]
      let n = range.count
      for k in 0..<n {
        var sum = 0.0
        for j in 0..<n {
          let angle: Double = .pi * Double(k) * (Double(j) + 0.5) / Double(n)
          sum += values[range.lowerBound + j] * Double.cos(angle)
        }
        coefficients[range.lowerBound + k] = (k == 0 ? 1.0 : 2.0) / Double(n) * sum
      }
    }
    return Function(coefficients: coefficients)
  }

  /// The integral of a function from the interval's lower end.
  func integral(of function: Function) -> Integral {
    var (series, offsets, total) = ([Double](), [Double](), 0.0)
    for p in 0..<count {
      let c = Array(function.coefficients[starts[p]..<starts[p + 1]])
      let half = 0.5 * (bounds[p + 1] - bounds[p])
      func term(_ k: Int) -> Double { k < c.count ? c[k] : 0 }
      // ∫ T_k = T_(k+1) / 2 (k+1) - T_(k-1) / 2 (k-1)
      var own = [Double](repeating: 0, count: c.count + 1)
      for k in 1...c.count {
        let below = k == 1 ? 2 * term(0) : term(k - 1)
        own[k] = half * (below - term(k + 1)) / Double(2 * k)
      }
      // Zero at the panel's lower end, where T_k is 1 and -1 in turn.
      own[0] = -own.indices.reduce(0.0) { sum, k in sum + (k % 2 == 0 ? own[k] : -own[k]) }
      series += own
      offsets.append(total)
      total += own.reduce(0, +)
    }
    return Integral(coefficients: series, offsets: offsets)
  }

  struct Function: Sendable {
    var coefficients: [Double]
  }

  /// One term more in each panel, and what the panels before add up to.
  struct Integral: Sendable {
    var coefficients: [Double]
    var offsets: [Double]
  }

  /// The panel that a place lies in, and where in it from -1 to 1; a place beyond the ends belongs to the last panel there.
  @inline(__always)
  private func place(_ x: Double) -> (panel: Int, t: Double, half: Double) {
    var (low, high) = (0, count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if bounds[middle] <= x { low = middle } else { high = middle - 1 }
    }
    let half = 0.5 * (bounds[low + 1] - bounds[low])
    return (low, half > 0 ? (x - bounds[low]) / half - 1 : 0, half)
  }

  /// The value and the slope of a function.
  func valueAndSlope(_ function: Function, at x: Double) -> (value: Double, slope: Double) {
    let (p, t, half) = place(x)
    let sum = Self.sum(function.coefficients, starts[p]..<starts[p + 1], t)
    return (sum.value, half > 0 ? sum.slope / half : 0)
  }

  /// The values of two functions.
  func values(_ first: Function, _ second: Function, at x: Double) -> SIMD2<Double> {
    let (p, t, _) = place(x)
    let range = starts[p]..<starts[p + 1]
    var (b1, b2) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
    var k = range.upperBound - 1
    while k > range.lowerBound {
      (b1, b2) = (2 * t * b1 - b2 + SIMD2(first.coefficients[k], second.coefficients[k]), b1)
      k -= 1
    }
    return t * b1 - b2 + SIMD2(first.coefficients[range.lowerBound], second.coefficients[range.lowerBound])
  }

  /// The value of an integral, and that of the function and its slope.
  func values(_ integral: Integral, of function: Function, at x: Double) -> SIMD3<Double> {
    let (p, t, half) = place(x)
    let sum = Self.sum(function.coefficients, starts[p]..<starts[p + 1], t)
    let total = Self.sum(integral.coefficients, (starts[p] + p)..<(starts[p + 1] + p + 1), t).value
    return SIMD3(integral.offsets[p] + total, sum.value, half > 0 ? sum.slope / half : 0)
  }

  /// Clenshaw's sum, with its derivative.
  @inline(__always)
  private static func sum(_ c: [Double], _ range: Range<Int>, _ t: Double) -> (value: Double, slope: Double) {
    var (b1, b2, d1, d2) = (0.0, 0.0, 0.0, 0.0)
    var k = range.upperBound - 1
    while k > range.lowerBound {
      (d1, d2) = (2 * b1 + 2 * t * d1 - d2, d1)
      (b1, b2) = (2 * t * b1 - b2 + c[k], b1)
      k -= 1
    }
    return (t * b1 - b2 + c[range.lowerBound], b1 + t * d1 - d2)
  }
}
