/// Rings that stand for a section, or for several, four by four as their fields are computed. Lengths in metres.
public struct Rings: Sendable {
  private var radii: [SIMD4<Double>] = []
  private var heights: [SIMD4<Double>] = []
  /// Of the sections that they stand for [m²]; 0 where a group of four is not full.
  private var weights: [SIMD4<Double>] = []
  private(set) var count = 0

  init() {}

  /// - Parameter points: of a rule of integration over a section.
  public init(_ points: [CoilSection.QuadraturePoint]) {
    for point in points { append(point) }
  }

  mutating func append(_ point: CoilSection.QuadraturePoint) {
    let lane = count % 4
    if lane == 0 {
      // What fills a group has no weight, and is nowhere that a point may be.
      radii.append(SIMD4(repeating: point.r))
      heights.append(SIMD4(repeating: point.z))
      weights.append(.zero)
    }
    let last = radii.count - 1
    (radii[last][lane], heights[last][lane], weights[last][lane]) = (point.r, point.z, point.weight)
    count += 1
  }

  /// Br at (r, z) of them all with 1 A/m² in the sections that they stand for [T]. The point is off the axis and on no ring.
  public func radialField(r: Double, z: Double) -> Double {
    var sum = SIMD4<Double>.zero
    for group in radii.indices {
      sum += weights[group] * CurrentRing.fields(radii: radii[group], r: r, z: z - heights[group]).br
    }
    return sum.sum()
  }

  /// The fields of several states at (r, z), by (Br, Bz, A, 0).
  ///
  /// - Parameters:
  ///   - densities: of each state, of each ring [A/m²], in groups of four.
  ///   - sums: to which they are added.
  func add(densities: [[SIMD4<Double>]], r: Double, z: Double, to sums: inout [SIMD4<Double>]) {
    for group in radii.indices {
      let fields = CurrentRing.anyFields(radii: radii[group], r: r, z: z - heights[group])
      let weights = weights[group]
      for state in sums.indices {
        let currents = weights * densities[state][group]
        sums[state] += SIMD4(
          (currents * fields.br).sum(), (currents * fields.bz).sum(), (currents * fields.aPhi).sum(), 0)
      }
    }
  }
}
