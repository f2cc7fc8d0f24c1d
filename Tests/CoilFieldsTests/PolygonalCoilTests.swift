import Foundation
import Testing

@testable import CoilFields

@Suite struct `A polygonal coil` {
  private let rectangle = RectangularCoil(r0: 0.004, r1: 0.007, z0: -0.003, z1: -0.001)
  private let onAxis = RectangularCoil(r0: 0, r1: 0.002, z0: -0.003, z1: -0.001)

  private func polygon(_ coil: RectangularCoil) -> PolygonalCoil {
    PolygonalCoil([[coil.r0, coil.z0], [coil.r1, coil.z0], [coil.r1, coil.z1], [coil.r0, coil.z1]])
  }

  /// A rectangular coil's own field is good to 1e-5; cut into 64, to 1e-7.
  private func inParts(_ coil: RectangularCoil, r: Double, z: Double) -> CoilField {
    var sum = CoilField()
    let (dr, dz) = ((coil.r1 - coil.r0) / 8, (coil.z1 - coil.z0) / 8)
    for i in 0..<8 {
      for j in 0..<8 {
        let (r0, z0) = (coil.r0 + Double(i) * dr, coil.z0 + Double(j) * dz)
        sum.add(RectangularCoil(r0: r0, r1: r0 + dr, z0: z0, z1: z0 + dz).field(r: r, z: z), times: 1)
      }
    }
    return sum
  }

  @Test func `with four right angles has the moments of a rectangular one`() {
    for coil in [rectangle, onAxis] {
      let (a, b) = (CoilSection.rectangle(coil), CoilSection.polygon(polygon(coil)))
      #expect(abs(b.area / a.area - 1) < 1e-13)
      #expect(abs(b.radialMoment / a.radialMoment - 1) < 1e-13)
      #expect(abs(b.moment / a.moment - 1) < 1e-13)
      #expect(abs(b.weightedMeanRadius / a.weightedMeanRadius - 1) < 1e-13)
      #expect(abs(b.centroid.x - a.centroid.x) < 1e-16 && abs(b.centroid.y - a.centroid.y) < 1e-16)
      for power in [1, 0.5, 1.0 / 21, 1e-3] {
        #expect(abs(b.meanOfRadius(toThe: power) / a.meanOfRadius(toThe: power) - 1) < 1e-12)
      }
    }
  }

  @Test(arguments: [
    (0.0, 0.004), (0, -0.002), (0.0055, -0.002), (0.004, -0.003), (0.0069, -0.0011), (0.005, 0.001), (0.03, 0.02),
  ])
  func `with four right angles has the field of a rectangular one`(r: Double, z: Double) {
    for coil in [rectangle, onAxis] {
      let (exact, field) = (inParts(coil, r: r, z: z), polygon(coil).field(r: r, z: z))
      let size = hypot(exact.br, exact.bz)
      // Inside, it is the rectangles that do not halve often enough for more.
      let isInside = r > coil.r0 && r < coil.r1 && z > coil.z0 && z < coil.z1
      #expect(abs(field.br - exact.br) < (isInside ? 1e-5 : 3e-6) * size)
      #expect(abs(field.bz - exact.bz) < (isInside ? 1e-5 : 3e-6) * size)
      #expect(abs(field.aPhi - exact.aPhi) <= 3e-6 * abs(exact.aPhi))
    }
  }

  @Test(arguments: [(0.0, -0.002), (0.0012, -0.0021), (0.006, -0.002), (0, 0.003)])
  func `is the sum of its parts`(r: Double, z: Double) {
    let whole = PolygonalCoil([[0, -0.003], [0.003, -0.0035], [0.002, -0.001], [0, -0.0005]])
    let p = whole.corners
    let parts = [PolygonalCoil([p[0], p[1], p[3]]), PolygonalCoil([p[1], p[2], p[3]])]
    let sum = parts.map { $0.field(r: r, z: z) }
    let field = whole.field(r: r, z: z)
    let size = hypot(field.br, field.bz)
    #expect(abs(sum[0].bz + sum[1].bz - field.bz) < 3e-6 * size)
    #expect(abs(sum[0].br + sum[1].br - field.br) < 3e-6 * size)
    #expect(abs(parts[0].moment + parts[1].moment - whole.moment) < 1e-14 * whole.moment)
  }

  @Test func `in a mirror has the mirrored field`() {
    let coil = PolygonalCoil([[0.001, 0], [0.003, 0.001], [0.001, 0.002]])
    let image = coil.mirrored(in: 0.004)
    #expect(image.area > 0 && image.mirrored(in: 0.004).moment == coil.moment)
    let (a, b) = (coil.field(r: 0.002, z: 0.003), image.field(r: 0.002, z: 0.005))
    #expect(abs(a.bz - b.bz) < 1e-9 * abs(a.bz) && abs(a.br + b.br) < 1e-9 * abs(a.br))
  }

  @Test func `may have a filament where the field is asked for`() {
    let coil = PolygonalCoil([[0.001, 0], [0.004, 0], [0.001, 0.003]])
    let field = coil.field(r: coil.centroid.x, z: coil.centroid.y)
    // All are smooth there: what stands beside says what they are.
    let h = 2e-5
    let beside = [SIMD2(h, 0), SIMD2(-h, 0), SIMD2(0, h), SIMD2(0, -h)].map {
      coil.field(r: coil.centroid.x + $0.x, z: coil.centroid.y + $0.y)
    }
    func mean(_ component: (CoilField) -> Double) -> Double { beside.map(component).reduce(0, +) / 4 }
    let size = hypot(field.br, field.bz)
    #expect(abs(mean(\.br) - field.br) < 1e-3 * size && abs(mean(\.bz) - field.bz) < 1e-3 * size)
    #expect(abs(mean(\.aPhi) / field.aPhi - 1) < 1e-3)
  }

  @Test func `is integrated by rules exact for their degree`() {
    // ∫ l1^a l2^b l3^c = 2 area a! b! c! / (a + b + c + 2)!
    func factorial(_ n: Int) -> Double { (1...max(n, 1)).reduce(1) { $0 * Double($1) } }
    for (rule, degree) in [(TriangleRule.degree4, 4), (TriangleRule.degree8, 8)] {
      for a in 0...degree {
        for b in 0...(degree - a) {
          let c = degree - a - b
          let sum = zip(rule.points, rule.weights).reduce(0.0) { sum, part in
            let (l, w) = part
            return sum + w * pow(l[0], Double(a)) * pow(l[1], Double(b)) * pow(l[2], Double(c))
          }
          let exact = 2 * factorial(a) * factorial(b) * factorial(c) / factorial(degree + 2)
          #expect(abs(sum - exact) < 1e-13)
        }
      }
    }
  }
}
