import CoilFields
import Foundation
import Notation
import Testing

@Suite struct CurrentRingTests {
  @Test func `complete elliptic integrals match tabulated values`() {
    // Abramowitz and Stegun, table 17.1, parameter m = k².
    for (m, k, e) in [
      (0.0, 1.570796326794897, 1.570796326794897), (0.5, 1.854074677301372, 1.350643881047675),
      (0.99, 3.695637362989875, 1.015993545025224),
    ] {
      let value = CurrentRing.completeElliptic(complement: 1 - m)
      #expect(abs(value.k - k) < 1e-14 * k)
      #expect(abs(value.e - e) < 1e-14 * e)
    }
  }

  @Test func `on the axis a ring has its textbook field`() {
    let field = CurrentRing.field(radius: 0.02, r: 0, z: 0.01)
    let expected = 0.5 * vacuumPermeability * 0.02 * 0.02 / pow(0.02 * 0.02 + 0.01 * 0.01, 1.5)
    #expect(abs(field.bz / expected - 1) < 1e-14)
    #expect(field.br == 0 && field.aPhi == 0)
  }

  @Test func `the series near the axis joins the elliptic integrals`() {
    let (a, z) = (0.02, 0.013)
    let radius = 1e-5 * ((a * a) + z * z).squareRoot()
    let (inside, outside) = (
      CurrentRing.field(radius: a, r: 0.9 * radius, z: z), CurrentRing.field(radius: a, r: 30 * radius, z: z)
    )
    #expect(abs(inside.br / 0.9 / (outside.br / 30) - 1) < 1e-6)
    #expect(abs(inside.aPhi / 0.9 / (outside.aPhi / 30) - 1) < 1e-6)
    #expect(abs(inside.bz / outside.bz - 1) < 1e-6)
  }

  @Test(arguments: [(0.007, 0.004), (0.03, -0.01), (0.02, 0.002)])
  func `the field is the curl of the vector potential`(r: Double, z: Double) {
    let (a, h) = (0.02, 1e-6)
    func flux(_ r: Double, _ z: Double) -> Double { r * CurrentRing.field(radius: a, r: r, z: z).aPhi }
    let field = CurrentRing.field(radius: a, r: r, z: z)
    let bz = (flux(r + h, z) - flux(r - h, z)) / (2 * h * r)
    let br = -(flux(r, z + h) - flux(r, z - h)) / (2 * h * r)
    let size = (field.br * field.br + field.bz * field.bz).squareRoot()
    #expect(abs(bz - field.bz) < 1e-6 * size)
    #expect(abs(br - field.br) < 1e-6 * size)
  }
}

@Suite struct RectangularCoilTests {
  private let coil = RectangularCoil(r0: 0.004, r1: 0.015, z0: -0.003, z1: 0.005)

  @Test func `the exact axial field is the limit of the integrated one`() {
    for z in [-0.02, -0.003, 0.0, 0.0045, 0.005, 0.03] {
      let (exact, near) = (coil.field(r: 0, z: z).bz, coil.field(r: 1e-7, z: z).bz)
      #expect(abs(near / exact - 1) < 2e-6, "z = \(z)")
    }
  }

  @Test func `a solid disc has the textbook field on its axis`() {
    let disc = RectangularCoil(r0: 0, r1: 0.015, z0: -0.003, z1: 0.003)
    // Brandt 1998: Bp = mu0 Jc b asinh(a/b)
    let expected = vacuumPermeability * 0.003 * asinh(0.015 / 0.003)
    #expect(abs(disc.field(r: 0, z: 0).bz / expected - 1) < 1e-14)
  }

  @Test(arguments: [(0.010, 0.001), (0.0149, 0.0049), (0.004, -0.003), (0.02, 0.001)])
  func `inside, at corners and outside the field is the curl of the potential`(r: Double, z: Double) {
    // Over a span of 0.4 mm the mean of B is the difference of r A: no derivative of a kinked function is asked for.
    let h = 2e-4
    func flux(_ r: Double, _ z: Double) -> Double { r * coil.field(r: r, z: z).aPhi }
    var mean = 0.0
    let points = [-0.9061798459386640, -0.5384693101056831, 0, 0.5384693101056831, 0.9061798459386640]
    let weights = [0.2369268850561891, 0.4786286704993665, 0.5688888888888889, 0.4786286704993665, 0.2369268850561891]
    for (x, w) in zip(points, weights) { mean += 0.5 * w * (r + h * x) * coil.field(r: r + h * x, z: z).bz }
    let difference = (flux(r + h, z) - flux(r - h, z)) / (2 * h)
    #expect(abs(mean - difference) < 2e-3 * abs(difference) + 1e-12 * coil.area)
  }

  @Test func `the moment of a solid disc is that of textbooks`() {
    // m = (2 pi / 3) Jc a³ b
    let disc = RectangularCoil(r0: 0, r1: 0.015, z0: -0.003, z1: 0.003)
    #expect(abs(disc.moment / (2 * .pi / 3 * pow(0.015, 3) * 0.003) - 1) < 1e-14)
  }

  @Test func `mirroring twice is no mirroring`() {
    let image = coil.mirrored(in: 0.01)
    #expect(abs(image.z0 - 0.015) < 1e-15 && abs(image.z1 - 0.023) < 1e-15)
    #expect(image.mirrored(in: 0.01).r1 == coil.r1)
    #expect(abs(image.field(r: 0.01, z: 0.02).br + coil.field(r: 0.01, z: 0).br) < 1e-12)
  }
}
