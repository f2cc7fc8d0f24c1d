internal import RealModule

/// The sections as all points of a box see them: from afar as rings whose number is the same for the whole box, so that their
/// field is smooth there, and from nearby each by itself.
struct BoxSources {
  private var rings = Rings()
  /// Of each state, in the sections that the rings stand for [A/m²], four by four.
  private var densities: [[SIMD4<Double>]]
  private var near: [Int] = []
  private let states: SectionStates

  private static let rules = (0...largestRule).map { GaussLegendre(count: max(1, $0)) }
  private static let largestRule = 8
  /// Of a section's share in the field, from which a rule is chosen.
  private static let tolerance = 1e-7

  /// - Parameter sections: that count.
  init(_ states: SectionStates, _ sections: [Int], low: SIMD2<Double>, high: SIMD2<Double>) {
    self.states = states
    densities = states.densities.map { _ in [] }
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
            append(.init(r: r, z: z, weight: width * height), of: index)
          }
        }
      case .polygon(let coil):
        guard distance > 2 * size.max() else {
          near.append(index)
          continue
        }
        for point in coil.quadrature(finerThan: .infinity) { append(point, of: index) }
      }
    }
  }

  private mutating func append(_ point: CoilSection.QuadraturePoint, of section: Int) {
    let lane = rings.count % 4
    rings.append(point)
    for state in densities.indices {
      if lane == 0 { densities[state].append(.zero) }
      densities[state][densities[state].count - 1][lane] = states.densities[state][section]
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
    rings.add(densities: densities, r: point.x, z: point.y, to: &sums)
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
