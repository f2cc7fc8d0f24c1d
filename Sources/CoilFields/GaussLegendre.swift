internal import RealModule

/// Gauss's rule on [-1, 1]: exact for polynomials up to degree `2 count - 1`.
public struct GaussLegendre: Sendable {
  public let points: [Double]
  public let weights: [Double]

  /// The zeros of Legendre's polynomial by Newton's iteration, to the last digit but one.
  public init(count n: Int) {
    var (points, weights) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
    for i in 0..<n {
      var x = Double.cos(.pi * (Double(i) + 0.75) / (Double(n) + 0.5))
      var slope = 1.0
      for _ in 0..<50 {
        var (last, value) = (1.0, x)
        for k in stride(from: 2, through: n, by: 1) {
          let next = (Double(2 * k - 1) * x * value - Double(k - 1) * last) / Double(k)
          (last, value) = (value, next)
        }
        slope = Double(n) * (x * value - last) / (x * x - 1)
        let step = value / slope
        x -= step
        if abs(step) < 1e-16 { break }
      }
      points[i] = n == 1 ? 0 : x
      weights[i] = n == 1 ? 2 : 2 / ((1 - x * x) * slope * slope)
    }
    (self.points, self.weights) = (points, weights)
  }

  private init(_ points: [Double], _ weights: [Double]) { (self.points, self.weights) = (points, weights) }

  // From tables: a cell's field, and with it the bits of every magnet, hang on the last digit of these.
  public static let two = GaussLegendre([-0.5773502691896257, 0.5773502691896257], [1, 1])
  public static let four = GaussLegendre(
    [-0.8611363115940526, -0.3399810435848563, 0.3399810435848563, 0.8611363115940526],
    [0.34785484513745385, 0.6521451548625461, 0.6521451548625461, 0.34785484513745385])
  public static let three = GaussLegendre(count: 3)
  public static let six = GaussLegendre(count: 6)
  public static let ten = GaussLegendre(count: 10)

  /// The points and weights on [a, b].
  @inline(__always)
  public func forEach(from a: Double, to b: Double, _ body: (_ point: Double, _ weight: Double) -> Void) {
    let (middle, half) = (0.5 * (a + b), 0.5 * (b - a))
    for i in points.indices { body(middle + half * points[i], half * weights[i]) }
  }
}
