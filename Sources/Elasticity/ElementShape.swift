/// The two elements of second order, on reference coordinates (x, y): a square from -1 to 1, and a triangle with corners (0, 0), (1, 0),
/// (0, 1).
///
/// Nodes are the corners counter-clockwise, then the middles of the sides from the first corner on, and of the square its centre.
public enum ElementShape: Sendable, Hashable {
  case quadrilateral
  case triangle

  /// A point with its weight.
  struct GaussPoint: Sendable {
    var place: SIMD2<Double>
    var weight: Double
  }

  public var nodeCount: Int { self == .quadrilateral ? 9 : 6 }
  public var cornerCount: Int { self == .quadrilateral ? 4 : 3 }

  /// The corners at the ends of a side, and its middle.
  public func nodes(ofSide side: Int) -> (start: Int, middle: Int, end: Int) {
    (side, cornerCount + side, (side + 1) % cornerCount)
  }

  /// Where a coordinate along an edge of the square has its node: before, at the end, in the middle.
  private static let squareNodes: [(x: Int, y: Int)] = [
    (0, 0), (1, 0), (1, 1), (0, 1), (2, 0), (1, 2), (2, 1), (0, 2), (2, 2),
  ]

  /// Shape functions at a point.
  public func values(at place: SIMD2<Double>) -> [Double] {
    let (x, y) = (place.x, place.y)
    if self == .quadrilateral {
      let (u, v) = (Self.parabolas(x), Self.parabolas(y))
      return Self.squareNodes.map { u[$0.x] * v[$0.y] }
    }
    let w = 1 - x - y
    return [w * (2 * w - 1), x * (2 * x - 1), y * (2 * y - 1), 4 * w * x, 4 * x * y, 4 * y * w]
  }

  /// Their derivatives by the reference coordinates.
  func slopes(at place: SIMD2<Double>) -> [SIMD2<Double>] {
    let (x, y) = (place.x, place.y)
    if self == .quadrilateral {
      let (u, v) = (Self.parabolas(x), Self.parabolas(y))
      let (du, dv) = (SIMD3(x - 0.5, x + 0.5, -2 * x), SIMD3(y - 0.5, y + 0.5, -2 * y))
      return Self.squareNodes.map { SIMD2(du[$0.x] * v[$0.y], u[$0.x] * dv[$0.y]) }
    }
    let w = 1 - x - y
    return [
      SIMD2(repeating: 1 - 4 * w), SIMD2(4 * x - 1, 0), SIMD2(0, 4 * y - 1), SIMD2(4 * (w - x), -4 * x),
      SIMD2(4 * y, 4 * x), SIMD2(-4 * y, 4 * (w - y)),
    ]
  }

  private static func parabolas(_ x: Double) -> SIMD3<Double> {
    SIMD3(0.5 * x * (x - 1), 0.5 * x * (x + 1), 1 - x * x)
  }

  /// Shape functions of the corners alone, of first order: the outline is straight.
  func cornerValues(at place: SIMD2<Double>) -> [Double] {
    let (x, y) = (place.x, place.y)
    return self == .quadrilateral
      ? [
        0.25 * (1 - x) * (1 - y), 0.25 * (1 + x) * (1 - y), 0.25 * (1 + x) * (1 + y), 0.25 * (1 - x) * (1 + y),
      ] : [1 - x - y, x, y]
  }

  /// Exact for the stiffness of a rectangle but for 1/r: three by three; in a triangle seven points of degree 5 (J. Radon, 1948).
  var gaussPoints: [GaussPoint] { self == .quadrilateral ? Self.squareRule : Self.triangleRule }

  private static let squareRule: [GaussPoint] = {
    let (points, weights) = ([-(0.6.squareRoot()), 0, 0.6.squareRoot()], [5.0 / 9, 8.0 / 9, 5.0 / 9])
    return (0..<9).map {
      GaussPoint(place: SIMD2(points[$0 % 3], points[$0 / 3]), weight: weights[$0 % 3] * weights[$0 / 3])
    }
  }()

  private static let triangleRule: [GaussPoint] = {
    let root = 15.0.squareRoot()
    var rule = [GaussPoint(place: SIMD2(repeating: 1.0 / 3), weight: 9.0 / 80)]
    for sign in [-1.0, 1.0] {
      let (a, weight) = ((6 + sign * root) / 21, (155 + sign * root) / 2400)
      rule += [SIMD2(a, a), SIMD2(1 - 2 * a, a), SIMD2(a, 1 - 2 * a)].map { GaussPoint(place: $0, weight: weight) }
    }
    return rule
  }()
}
