import CoilFields
import Foundation
import Magnets
import Testing

@testable import BulkSimulation

@Suite struct `Homogeneity over a sample` {
  /// A thin coil far away, whose field in the sphere is known as a series: `B_n` of a ring of radius R at the height h above the
  /// centre is `mu0 I sin²(a) P'_{n+1}(cos a) / (2 d) (s/d)^n` with `d² = R² + h²`, `cos a = h/d`.
  private static func ring() throws -> (field: StageField, coefficients: (Double) -> [Double]) {
    let (radius, height, size, density) = (50e-3, 20e-3, 1e-5, 1e12)
    let coil = CoilSection.rectangle(
      RectangularCoil(
        r0: radius - size / 2, r1: radius + size / 2, z0: height - size / 2, z1: height + size / 2))
    func states(_ count: Int, _ share: Double) -> SectionStates {
      SectionStates(sections: [coil], densities: (0..<count).map { _ in [share * density] })
    }
    let currents = try RunCurrents(
      fine: states(1, 1), medium: states(2, 1 + 1e-3), coarse: states(1, 1 + 4e-3), parents: [0],
      stages: [RunCurrents.Shares(time: 0, mesh: 0, change: 0)], leastField: 0, isLocal: false, hasFront: false)
    let (d, current) = ((radius * radius + height * height).squareRoot(), density * size * size)
    let cosine = height / d
    return (
      StageField(currents, stage: 0, applied: AppliedField(uniform: 0)),
      { a in
        // Derivatives of Legendre's polynomials by their recurrence.
        var p = [1.0, cosine]
        var slope = [0.0, 1.0]
        for n in 1..<11 {
          let (odd, next): (Double, Double) = (Double(2 * n + 1), Double(n + 1))
          p.append((odd * cosine * p[n] - Double(n) * p[n - 1]) / next)
          slope.append(slope[n - 1] + odd * p[n])
        }
        let scale: Double = 2e-7 * Double.pi * current / d * (1 - cosine * cosine) * (1 - 1e-3 / 3)
        return (0...8).map { (n: Int) -> Double in scale * slope[n + 1] * pow(a / d, Double(n)) }
      }
    )
  }

  @Test func `of a ring has its known zonal coefficients`() throws {
    let (field, coefficients) = try Self.ring()
    let result = try Homogeneity(field, sample: .sphere(diameter: 20e-3), z: 0)
    let exact = coefficients(10e-3)
    let zonal = try #require(result.zonal)
    for n in 0...8 {
      #expect(abs(zonal[n].value - exact[n]) < 1e-7 * abs(exact[0]), "b_\(n): \(zonal[n].value), \(exact[n])")
      #expect(zonal[n].error > 0 && zonal[n].error < 0.01 * abs(zonal[n].value) + 1e-12 && !zonal[n].isCancelled)
    }
    #expect(abs(result.mean.value / exact[0] - 1) < 1e-8)
    // By the series: extremes on the sphere, and the mean square of harmonics over a ball.
    var square = 0.0
    for n in 1...8 { square += exact[n] * exact[n] * 3 / Double((2 * n + 1) * (2 * n + 3)) }
    let root: Double = 1e6 * square.squareRoot() / exact[0]
    #expect(abs(result.rootMeanSquare.value / root - 1) < 1e-5)
    // Between the poles odd orders differ.
    let poles: Double = 2e6 * abs(exact[1] + exact[3] + exact[5] + exact[7]) / exact[0]
    #expect(result.peakToPeak.value >= poles * (1 - 1e-4))
    #expect(!result.hasCurrents)
    // An error of all currents alike leaves what is relative to the mean.
    #expect(result.peakToPeak.error < 1e-6 * result.peakToPeak.value)
  }

  @Test func `of a small cylinder grows with its length, and is not told in terms of a sphere`() throws {
    let (field, _) = try Self.ring()
    let short = try Homogeneity(field, sample: .cylinder(diameter: 5e-3, height: 5e-3), z: 1e-3)
    let long = try Homogeneity(field, sample: .cylinder(diameter: 5e-3, height: 10e-3), z: 1e-3)
    #expect(long.peakToPeak.value > 1.5 * short.peakToPeak.value && short.rootMeanSquare.value > 0)
    #expect(long.zonal == nil && !long.hasCurrents)
  }

  @Test func `around currents has no zonal coefficients`() throws {
    let (field, _) = try Self.ring()
    let result = try Homogeneity(field, sample: .sphere(diameter: 120e-3), z: 0)
    #expect(result.hasCurrents && result.zonal == nil)
  }
}
