import CoilFields
import Foundation
import Notation
import Testing

/// Fields of coils and permanent magnets, which users ask for anywhere.
@Suite struct SourceFieldTests {
  private static let coil = RectangularCoil(r0: 0.04, r1: 0.06, z0: -0.03, z1: 0.05)
  /// Outside, in the bore, inside the winding, on its faces and edges, close to them, near the axis and far away.
  private static let places: [(Double, Double)] = [
    (0, 0), (0, 0.05), (1e-9, 0.01), (0.015, 0.003), (0.0399, 0.02), (0.04, 0.02), (0.04, 0.05), (0.06, -0.03),
    (0.05, 0.05), (0.05, 0.01), (0.06, 0.0), (0.061, 0.051), (0.3, 0.4),
    (2, -3),
  ]

  /// Rings at Gauss's points of a section that is halved towards the point until nothing is left: slow and independent.
  private static func rings(_ coil: RectangularCoil, _ r: Double, _ z: Double, depth: Int = 0) -> CoilField {
    let (width, height) = (coil.r1 - coil.r0, coil.z1 - coil.z0)
    let distance = hypot(max(coil.r0 - r, 0, r - coil.r1), max(coil.z0 - z, 0, z - coil.z1))
    var sum = CoilField()
    if distance >= 0.7 * max(width, height) {
      let rule = GaussLegendre.ten
      rule.forEach(from: coil.r0, to: coil.r1) { a, radial in
        rule.forEach(from: coil.z0, to: coil.z1) { h, axial in
          sum.add(CurrentRing.field(radius: a, r: r, z: z - h), times: radial * axial)
        }
      }
      return sum
    }
    guard depth < 44 else { return sum }
    // Cut where the point is, so that the singular point is a corner of all parts.
    func cuts(_ low: Double, _ high: Double, _ x: Double) -> [Double] {
      low < x && x < high && depth == 0 ? [low, x, high] : [low, 0.5 * (low + high), high]
    }
    let (rs, zs) = (cuts(coil.r0, coil.r1, r), cuts(coil.z0, coil.z1, z))
    for i in 0..<2 {
      for k in 0..<2 {
        let part = RectangularCoil(r0: rs[i], r1: rs[i + 1], z0: zs[k], z1: zs[k + 1])
        sum.add(rings(part, r, z, depth: depth + 1), times: 1)
      }
    }
    return sum
  }

  @Test func `a thick coil has the field of its filaments to 1e-10 of the largest, edges included`() {
    let scale = Self.coil.exactField(r: 0, z: 0.01).bz
    let flux = 0.04 * scale
    var worst = 0.0
    for (r, z) in Self.places {
      let (exact, sum) = (Self.coil.exactField(r: r, z: z), Self.rings(Self.coil, r, z))
      let errors = [
        abs(exact.br - sum.br) / scale, abs(exact.bz - sum.bz) / scale, abs(exact.aPhi - sum.aPhi) / flux,
      ]
      worst = max(worst, errors.max() ?? 0)
      #expect(errors.allSatisfy { $0 < 1e-10 }, "at (\(r), \(z)): \(errors)")
    }
    print("thick coil against filaments: \(worst) of the largest field")
  }

  @Test func `close to an edge the field of a thick coil goes over into that on it`() {
    let scale = Self.coil.exactField(r: 0, z: 0.01).bz
    for (r, z) in [(0.05, 0.05), (0.06, 0.05), (0.04, 0.0), (0.04, -0.03)] {
      let on = Self.coil.exactField(r: r, z: z)
      for step in [SIMD2(1e-9, -1e-9), SIMD2(-1e-9, 1e-9), SIMD2(1e-12, 1e-12)] {
        let near = Self.coil.exactField(r: r + step.x, z: z + step.y)
        #expect(abs(near.br - on.br) < 1e-6 * scale && abs(near.bz - on.bz) < 1e-6 * scale)
      }
    }
  }

  @Test func `on the axis a thick coil has its closed form`() {
    let coil = Self.coil
    func f(_ u: Double) -> Double {
      u * log((coil.r1 + hypot(coil.r1, u)) / (coil.r0 + hypot(coil.r0, u)))
    }
    for z in [-0.2, -0.03, 0, 0.01, 0.04, 0.3] {
      let exact = 0.5 * vacuumPermeability * (f(coil.z1 - z) - f(coil.z0 - z))
      let own = coil.exactField(r: 0, z: z)
      #expect(abs(own.bz / exact - 1) < 1e-12 && own.br == 0 && own.aPhi == 0)
      #expect(abs(coil.exactField(r: 1e-7, z: z).aPhi / (0.5e-7 * exact) - 1) < 1e-9)
    }
    // 5 T at the centre want the current density of the reference.
    #expect(abs(5 / coil.exactField(r: 0, z: 0.01).bz / 3.174063e8 - 1) < 2e-7)
  }

  @Test(arguments: [(0.01, 0.002), (0.0499, 0.0513), (0.07, -0.01), (0.05, 0.02)])
  func `B is the curl of A, in the winding as well`(r: Double, z: Double) {
    let h = 2e-6
    func a(_ r: Double, _ z: Double) -> Double { Self.coil.exactField(r: r, z: z).aPhi }
    let field = Self.coil.exactField(r: r, z: z)
    let br = -(a(r, z + h) - a(r, z - h)) / (2 * h)
    let bz = ((r + h) * a(r + h, z) - (r - h) * a(r - h, z)) / (2 * h * r)
    #expect(abs(field.br - br) < 1e-6 * abs(field.bz) + 1e-16 && abs(field.bz - bz) < 1e-6 * abs(field.bz))
  }

  // magpylib 6.3.0, in T: magnet.Cylinder(polarization=(0, 0, 1.3), dimension=(0.025, 0.015), position=(0, 0, 0.0075)), and
  // magnet.CylinderSegment(polarization=(0, 0, 1.3), dimension=(0.005, 0.0125, 0.015, 0, 360), position=(0, 0, 0.0075)),
  // each with getB((r, 0, z)).
  private static let cylinder: [(Double, Double, Double, Double)] = [
    (0, -0.001, 0.0000000000000000e+00, 4.6038144843708767e-01),
    (0.003, -0.002, -6.0579513727296259e-02, 4.1930034582128695e-01),
    (0.0124, -0.0005, -6.2255406670193014e-01, 2.4827021361877702e-01),
    (0.0125, -0.001, -4.8490477142417565e-01, 1.9494200454335833e-01),
    (0.015, 0.0075, 0.0000000000000000e+00, -2.3340198664417935e-01),
    (0.006, 0.005, -5.6789269798365558e-02, 7.0891506445368624e-01),
    (0.002, 0.0151, 3.9122305578046156e-02, 4.9698155606134026e-01),
    (0.05, 0.03, 5.3463775072039726e-03, -2.2408066961230881e-03),
    (0.0001, -0.02, -2.8814955723003091e-04, 6.0931633338342228e-02),
    (0.0125, 0.2, 2.0472336214400704e-05, 2.1020378343058436e-04),
    (0.01251, 0.0149, 9.5197798192887406e-01, -3.9740934415870105e-01),
  ]
  private static let ring: [(Double, Double, Double, Double)] = [
    (0, -0.001, 0.0000000000000000e+00, -3.2555049445861906e-02),
    (0.003, -0.002, 9.3995535383139511e-02, 9.5189826001394973e-02),
    (0.0124, -0.0005, -5.7855591825419539e-01, 2.6174239846905700e-01),
    (0.015, 0.0075, 0.0000000000000000e+00, -2.0578702955032760e-01),
    (0.006, 0.005, -1.5640956537174566e-04, 8.5064914068119801e-01),
    (0.002, 0.0151, -9.5498547744753998e-02, -1.0594899181790657e-01),
    (0.05, 0.03, 4.5320010820920327e-03, -1.8700770239659041e-03),
    (0.0125, 0.2, 1.7167877804116643e-05, 1.7639504298716418e-04),
    (0.01251, 0.0149, 9.0974947448295385e-01, -3.8046207986440123e-01),
  ]

  @Test func `a permanent magnet has the field that magpylib gives, to 1e-9`() {
    let magnetisation = 1.3 / vacuumPermeability
    for (inner, table) in [(0.0, Self.cylinder), (0.005, Self.ring)] {
      let magnet = SourceSection.magnet(RectangularCoil(r0: inner, r1: 0.0125, z0: 0, z1: 0.015))
      for (r, z, br, bz) in table {
        let field = magnet.field(r: r, z: z)
        #expect(abs(magnetisation * field.br - br) < 1e-9, "Br at (\(r), \(z))")
        #expect(abs(magnetisation * field.bz - bz) < 1e-9, "Bz at (\(r), \(z))")
      }
    }
  }

  @Test func `on faces, mantles and rims a magnet's field is finite, and its flux is that of its potential`() {
    let magnet = SourceSection.magnet(RectangularCoil(r0: 0.005, r1: 0.0125, z0: 0, z1: 0.015))
    for r in [0, 0.005, 0.0125] {
      for z in [0, 0.0075, 0.015] {
        let field = magnet.field(r: r, z: z)
        #expect(field.br.isFinite && field.bz.isFinite && field.aPhi.isFinite)
      }
    }
    // 2 pi r A is the flux of Bz through the circle.
    var flux = 0.0
    for i in 0..<4 {
      GaussLegendre.ten.forEach(from: 0.0025 * Double(i), to: 0.0025 * Double(i + 1)) { r, weight in
        flux += 2 * .pi * r * weight * magnet.field(r: r, z: -0.004).bz
      }
    }
    #expect(abs(flux / (2 * .pi * 0.01 * magnet.field(r: 0.01, z: -0.004).aPhi) - 1) < 1e-8)
  }

  @Test func `two magnets pull at each other with the force of their mutual energy`() {
    let upper = SourceSection.magnet(RectangularCoil(r0: 0, r1: 0.0125, z0: 0.01, z1: 0.02))
    let lower = SourceSection.magnet(RectangularCoil(r0: 0.002, r1: 0.01, z0: -0.012, z1: 0))
    let up = upper.axialForce { lower.field(r: $0, z: $1).aPhi }
    let down = lower.axialForce { upper.field(r: $0, z: $1).aPhi }
    #expect(up < 0 && abs(up + down) < 1e-7 * abs(up), "\(up) \(down)")
  }
}
