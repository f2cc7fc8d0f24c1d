internal import RealModule

/// The sections as all points of a box see them: from afar as rings whose number is the same for the whole box, so that their
/// field is smooth there, and from nearby each by itself.
struct BoxSources {
  private struct Ring {
    var radius, z: Double
    /// Of the section that it stands for [m²].
    var weight: Double
    var section: Int
  }

  private var rings: [Ring] = []
  private var near: [Int] = []
  private let states: SectionStates

  private static let rules = (0...largestRule).map { GaussLegendre(count: max(1, $0)) }
  private static let largestRule = 8
  /// Of a section's share in the field, from which a rule is chosen.
  private static let tolerance = 1e-7

  /// - Parameter sections: that count.
  init(_ states: SectionStates, _ sections: [Int], low: SIMD2<Double>, high: SIMD2<Double>) {
    self.states = states
    for index in sections {
      let section = states.sections[index]
      let bounds = section.bounds
      let distance = section.distance(from: low, high)
      let size = bounds.high - bounds.low
      switch section {
      case .rectangle(let coil):
        guard let radial = Self.rule(distance / size.x), let axial = Self.rule(distance / size.y) else {
          near.append(index)
          continue
        }
        radial.forEach(from: coil.r0, to: coil.r1) { r, width in
          axial.forEach(from: coil.z0, to: coil.z1) { z, height in
            rings.append(Ring(radius: r, z: z, weight: width * height, section: index))
          }
        }
      case .polygon(let coil):
        guard distance > 2 * size.max() else {
          near.append(index)
          continue
        }
        for point in coil.quadrature(finerThan: .infinity) {
          rings.append(Ring(radius: point.r, z: point.z, weight: point.weight, section: index))
        }
      }
    }
  }

  /// The rule that is exact enough on a side from a distance in lengths of it; nil from too near. Its error falls with the
  /// `2 n`-th power of the sum of half axes of the ellipse through the point whose foci are the side's ends.
  private static func rule(_ distance: Double) -> GaussLegendre? {
    let x = 1 + 2 * distance
    let axes = x + (x * x - 1).squareRoot()
    guard axes > 1 else { return nil }
    let count = Int((-0.5 * Double.log(tolerance) / Double.log(axes)).rounded(.up))
    return count <= largestRule ? rules[max(2, count)] : nil
  }

  /// The field of each state at a point of the box, by (Br, Bz, A, 0).
  func fields(at point: SIMD2<Double>) -> [SIMD4<Double>] {
    var sums = [SIMD4<Double>](repeating: .zero, count: states.densities.count)
    for ring in rings {
      let field = CurrentRing.field(radius: ring.radius, r: point.x, z: point.y - ring.z)
      let own = ring.weight * SIMD4(field.br, field.bz, field.aPhi, 0)
      for state in sums.indices { sums[state] += states.densities[state][ring.section] * own }
    }
    for index in near {
      let field = states.sections[index].exactField(r: point.x, z: point.y)
      let own = SIMD4(field.br, field.bz, field.aPhi, 0)
      for state in sums.indices { sums[state] += states.densities[state][index] * own }
    }
    return sums
  }
}

extension CoilSection {
  /// Of its bounds from a box [m]; 0 where they overlap.
  func distance(from low: SIMD2<Double>, _ high: SIMD2<Double>) -> Double {
    let gap = pointwiseMax(pointwiseMax(low - bounds.high, bounds.low - high), .zero)
    return (gap * gap).sum().squareRoot()
  }
}
