internal import RealModule

/// A coil around the z axis whose section is a convex polygon, with uniform current density. Lengths in metres.
public struct PolygonalCoil: Sendable, Equatable {
  /// (r, z), counter-clockwise.
  public let corners: [SIMD2<Double>]

  public init(_ corners: [SIMD2<Double>]) { self.corners = corners }

  /// Triangles from the first corner, which is where convexity is needed.
  private var triangles: [Triangle] {
    (1..<(corners.count - 1)).map { Triangle(a: corners[0], b: corners[$0], c: corners[$0 + 1]) }
  }

  public var area: Double { triangles.reduce(0) { $0 + $1.area } }

  /// `∫ r dr dz` [m³], exact.
  public var radialMoment: Double { triangles.reduce(0) { $0 + $1.area * $1.centroid.x } }

  /// `pi ∫ r² dr dz` [A m² / (A/m²)], exact: the mean of r² over a triangle is that over the middles of its sides.
  public var moment: Double {
    triangles.reduce(0) { sum, t in
      let middles = SIMD3(t.a.x + t.b.x, t.b.x + t.c.x, t.c.x + t.a.x) / 2
      return sum + .pi * t.area * (middles * middles).sum() / 3
    }
  }

  public var centroid: SIMD2<Double> {
    triangles.reduce(SIMD2<Double>()) { $0 + $1.area * $1.centroid } / area
  }

  public func mirrored(in plane: Double) -> PolygonalCoil {
    PolygonalCoil(corners.reversed().map { SIMD2($0.x, 2 * plane - $0.y) })
  }

  /// The mean of `r^power`, by Green's theorem: `∫ r^p dr dz = ∮ r^(p + 1) / (p + 1) dz`, in closed form on each side.
  public func meanOfRadius(toThe power: Double) -> Double {
    var sum = 0.0
    for (i, from) in corners.enumerated() {
      let to = corners[(i + 1) % corners.count]
      sum += (to.y - from.y) * Self.meanPower(power + 1, from.x, to.x)
    }
    return sum / ((power + 1) * area)
  }

  /// The mean of `x^q` on [a, b].
  private static func meanPower(_ q: Double, _ a: Double, _ b: Double) -> Double {
    if abs(b - a) > 0.1 * max(a, b) { return (Double.pow(b, q + 1) - Double.pow(a, q + 1)) / ((q + 1) * (b - a)) }
    // There the difference of the powers cancels, and Gauss's rule of five points is exact to the last digit but one.
    let middle = 0.5 * (a + b)
    return GaussRule.five.reduce(0) { $0 + 0.5 * $1.weight * Double.pow(middle + 0.5 * (b - a) * $1.point, q) }
  }

  /// Field per unit current density at (r, z), filaments integrated over the section to about 1e-6.
  public func field(r: Double, z: Double) -> CoilField {
    var sum = CoilField()
    for triangle in triangles { triangle.addField(at: SIMD2(r, z), depth: 0, to: &sum) }
    return sum
  }
}

private enum GaussRule {
  static let five: [(point: Double, weight: Double)] = [
    (-0.9061798459386640, 0.2369268850561891), (-0.5384693101056831, 0.4786286704993665), (0, 0.5688888888888889),
    (0.5384693101056831, 0.4786286704993665), (0.9061798459386640, 0.2369268850561891),
  ]
}

/// A part of a section.
private struct Triangle {
  var a: SIMD2<Double>
  var b: SIMD2<Double>
  var c: SIMD2<Double>

  var area: Double { 0.5 * ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) }
  var centroid: SIMD2<Double> { (a + b + c) / 3 }

  /// Cuts the triangle into four towards the point, where the kernel is singular like 1/distance, until a part is small
  /// against its distance. What is left after 20 cuts is a millionth of the cell's own share, and is left out: its
  /// filaments could meet the point itself.
  func addField(at point: SIMD2<Double>, depth: Int, to sum: inout CoilField) {
    let size = max(length(b - a), length(c - b), length(a - c))
    let distance = distance(to: point)
    guard distance < size else {
      addFilaments(at: point, rule: distance > 4 * size ? TriangleRule.degree4 : TriangleRule.degree8, to: &sum)
      return
    }
    guard depth < 20 else { return }
    let (ab, bc, ca) = (0.5 * (a + b), 0.5 * (b + c), 0.5 * (c + a))
    Triangle(a: a, b: ab, c: ca).addField(at: point, depth: depth + 1, to: &sum)
    Triangle(a: ab, b: b, c: bc).addField(at: point, depth: depth + 1, to: &sum)
    Triangle(a: ca, b: bc, c: c).addField(at: point, depth: depth + 1, to: &sum)
    Triangle(a: ab, b: bc, c: ca).addField(at: point, depth: depth + 1, to: &sum)
  }

  private func addFilaments(at point: SIMD2<Double>, rule: TriangleRule, to sum: inout CoilField) {
    for (l, w) in zip(rule.points, rule.weights) {
      let place = l[0] * a + l[1] * b + l[2] * c
      sum.add(CurrentRing.field(radius: place.x, r: point.x, z: point.y - place.y), times: w * area)
    }
  }

  /// 0 inside.
  private func distance(to point: SIMD2<Double>) -> Double {
    var nearest = Double.infinity
    var isInside = true
    for (from, to) in [(a, b), (b, c), (c, a)] {
      let (side, offset) = (to - from, point - from)
      if side.x * offset.y - side.y * offset.x < 0 { isInside = false }
      let share = min(1, max(0, (side * offset).sum() / (side * side).sum()))
      nearest = min(nearest, length(offset - share * side))
    }
    return isInside ? 0 : nearest
  }

  private func length(_ v: SIMD2<Double>) -> Double { (v * v).sum().squareRoot() }
}

/// Symmetric quadrature on a triangle: barycentric points and weights that sum to 1.
///
/// D. A. Dunavant, Int. J. Numer. Meth. Eng. 21, 1129 (1985).
struct TriangleRule: Sendable {
  var points: [SIMD3<Double>] = []
  var weights: [Double] = []

  static let degree4 = TriangleRule([
    (0.223381589678011, SIMD3(0.108103018168070, 0.445948490915965, 0.445948490915965)),
    (0.109951743655322, SIMD3(0.816847572980459, 0.091576213509771, 0.091576213509771)),
  ])

  static let degree8 = TriangleRule([
    (0.144315607677787, SIMD3(repeating: 1.0 / 3)),
    (0.095091634267285, SIMD3(0.081414823414554, 0.459292588292723, 0.459292588292723)),
    (0.103217370534718, SIMD3(0.658861384496480, 0.170569307751760, 0.170569307751760)),
    (0.032458497623198, SIMD3(0.898905543365938, 0.050547228317031, 0.050547228317031)),
    (0.027230314174435, SIMD3(0.008394777409958, 0.263112829634638, 0.728492392955404)),
  ])

  /// - Parameter orbits: weight of each point and one point of each orbit of the triangle's symmetries.
  private init(_ orbits: [(Double, SIMD3<Double>)]) {
    for (weight, p) in orbits {
      let images = [
        p, SIMD3(p[1], p[2], p[0]), SIMD3(p[2], p[0], p[1]), SIMD3(p[0], p[2], p[1]), SIMD3(p[2], p[1], p[0]),
        SIMD3(p[1], p[0], p[2]),
      ]
      for (i, image) in images.enumerated() where !images[..<i].contains(image) {
        points.append(image)
        weights.append(weight)
      }
    }
  }
}

extension PolygonalCoil {
  /// As that of a `CoilSection`: triangles no larger than `size` [m].
  func quadrature(finerThan size: Double) -> [CoilSection.QuadraturePoint] {
    var points: [CoilSection.QuadraturePoint] = []
    func add(_ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>, depth: Int) {
      let sides = [b - a, c - b, a - c].map { ($0 * $0).sum() }
      guard (sides.max() ?? 0) <= size * size || depth > 8 else {
        let (ab, bc, ca) = (0.5 * (a + b), 0.5 * (b + c), 0.5 * (c + a))
        for (p, q, r) in [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)] { add(p, q, r, depth: depth + 1) }
        return
      }
      let area = 0.5 * ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x))
      for (l, w) in zip(TriangleRule.degree8.points, TriangleRule.degree8.weights) {
        let place = l[0] * a + l[1] * b + l[2] * c
        points.append(.init(r: place.x, z: place.y, weight: w * area))
      }
    }
    for i in 1..<(corners.count - 1) { add(corners[0], corners[i], corners[i + 1], depth: 0) }
    return points
  }
}
