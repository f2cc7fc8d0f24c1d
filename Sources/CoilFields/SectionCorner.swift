internal import Notation
internal import RealModule

/// A point where corners of sections meet and where their field, though finite, is not smooth.
///
/// There the field behaves like `d ln d` in the distance d. What does is known in closed form; without it the rest is smooth
/// enough to be interpolated in boxes that end at the sections' edges.
struct SectionCorner: Sendable {
  /// (r, z) [m]
  var place: SIMD2<Double>
  /// What meets there in each state, with alternating signs [A/m²].
  var weights: [Double]

  /// The corners of rectangles; those of polygons, along whose slanted edges no box ends, are left out.
  static func corners(of states: SectionStates) -> [SectionCorner] {
    var weights: [SIMD2<Double>: [Double]] = [:]
    var places: [SIMD2<Double>] = []
    func add(_ section: Int, _ r: Double, _ z: Double, _ sign: Double) {
      let place = SIMD2(r, z)
      if weights[place] == nil { places.append(place) }
      let own = states.densities.map { sign * $0[section] }
      weights[place] = weights[place].map { zip($0, own).map { $0 + $1 } } ?? own
    }
    for (index, section) in states.sections.enumerated() {
      guard case .rectangle(let coil) = section else { continue }
      add(index, coil.r0, coil.z0, 1)
      add(index, coil.r0, coil.z1, -1)
      // Nothing is singular at an edge on the axis but the axis itself.
      add(index, coil.r1, coil.z0, -1)
      add(index, coil.r1, coil.z1, 1)
    }
    return places.compactMap { place in
      guard let weights = weights[place], weights.contains(where: { $0 != 0 }) else { return nil }
      return SectionCorner(place: place, weights: weights)
    }
  }

  /// The part that is not smooth, per unit of weight: (Br, Bz, A, 0) [T/(A/m²)], [Wb/m/(A/m²)].
  ///
  /// - Parameters:
  ///   - point: (r, z) [m].
  ///   - middle: of a box that has no edge of a section within: on which side of the corner the formulas are smooth.
  func singularPart(at point: SIMD2<Double>, middle: SIMD2<Double>) -> SIMD4<Double> {
    place.x == 0
      ? Self.onAxis(point - place, isAbove: middle.y >= place.y) : Self.offAxis(point - place, towards: middle - place)
  }

  /// Where the ring is straight: the plane's corner, with `w = U + iV` the imaginary and real parts of `w ln w` and `w² ln w`.
  ///
  /// What curvature adds is smaller by a factor of d/r, and smoother by one order. The angle is counted from the box.
  private static func offAxis(_ offset: SIMD2<Double>, towards middle: SIMD2<Double>) -> SIMD4<Double> {
    let (u, v) = (offset.x, offset.y)
    let square = u * u + v * v
    guard square > 0 else { return .zero }
    let logarithm = Double.log(square)
    let angle = Double.atan2(y: middle.x * v - middle.y * u, x: middle.x * u + middle.y * v)
    return vacuumPermeability / (4 * .pi)
      * SIMD4(
        u * logarithm - 2 * v * angle, -(v * logarithm + 2 * u * angle),
        -((u * u - v * v) * angle + u * v * logarithm), 0)
  }

  /// On the axis, where uniform current density to one side of a plane makes a cusp.
  ///
  /// As a magnetisation `M = -J r` along z the current has the charge `J r` in that plane, whose potential is a quarter of
  /// `d/dν (s^ν P_ν(cos θ))` at ν = 2, with s and θ counted from the corner; A is the integral of r Bz over r.
  private static func onAxis(_ offset: SIMD2<Double>, isAbove: Bool) -> SIMD4<Double> {
    let (r, w, sign) = (offset.x, isAbove ? offset.y : -offset.y, isAbove ? -1.0 : 1.0)
    let s = (r * r + w * w).squareRoot()
    let sum = s + w
    guard sum > 0 else { return .zero }
    let logarithm = Double.log(0.5 * sum)
    let potential =
      w * logarithm - 0.5 * w * r * r / (sum * sum) + 1.5 * w - 2.0 / 3 * (s * s + s * w + w * w) / sum
    return 0.25 * vacuumPermeability
      * SIMD4(
        r * (logarithm + 1 + w / sum), sign * (2 * w * logarithm + 3 * w - 2 * s), sign * r * potential, 0)
  }
}
