import Foundation
import Superconductors
import Testing
import Verification

/// The closed forms that the suite compares with, against numbers from tables.
@Suite struct `Exact solutions` {
  @Test(arguments: [
    (0.05, 0.184475), (0.1, 0.299822), (0.2, 0.462488), (0.5, 0.721818), (1, 0.881374), (1.8, 0.954617), (10, 0.998341),
  ])
  func `Bean's cylinder is penetrated at the tabulated field`(aspect: Double, expected: Double) {
    let coil = coil(aspect: aspect, n: 1e7, rate: 2 * Material.defaultE0)
    #expect(abs(coil.axialField(z: 0) / (4e-7 * .pi) - expected) < 1e-6)
    #expect(abs(coil.moment / (2 * .pi / 3 * aspect) - 1) < 1e-6)
    #expect(abs(coil.axialField(z: aspect) / (4e-7 * .pi * aspect * asinh(0.5 / aspect)) - 1) < 1e-6)
  }

  @Test func `a finite n follows from E = r dB/dt / 2`() {
    let coil = coil(aspect: 1, n: 20, rate: 1e-4)
    #expect(abs(coil.currentDensity(r: 1) / pow(0.5, 0.05) - 1) < 1e-14)
    #expect(abs(coil.currentDensity(r: 0.5) / pow(0.25, 0.05) - 1) < 1e-14)
    // The moment by summing shells.
    let sum = (0..<20000).reduce(0.0) { sum, i in
      let r = (Double(i) + 0.5) / 20000
      return sum + 2 * .pi * r * r * coil.currentDensity(r: r) / 20000
    }
    #expect(abs(coil.moment / sum - 1) < 1e-8)
  }

  private func coil(aspect: Double, n: Double, rate: Double) -> PenetratedCoil {
    PenetratedCoil(
      outerRadius: 1, zMin: -aspect, zMax: aspect, jc: 1, n: n, e0: Material.defaultE0, rate: rate)
  }

  @Test(arguments: [
    (2e8, 3.769911, 1.922297, 0.813175, 1.562328), (5e8, 9.424778, 3.455284, 1.562720, 2.344185),
    (1e9, 18.849556, 5.220861, 2.460398, 2.988182),
  ])
  func `a long cylinder traps the tabulated fields`(
    jc: Double, bean: Double, kim: Double, mean: Double, exponential: Double
  ) {
    #expect(abs(RemanentField.bean(jc: jc, radius: 15e-3).centre - bean) < 1e-6)
    #expect(abs(RemanentField.kim(jc0: jc, b0: 1, radius: 15e-3).centre - kim) < 1e-6)
    #expect(abs(RemanentField.kim(jc0: jc, b0: 1, radius: 15e-3).mean - mean) < 1e-6)
    #expect(abs(RemanentField.exponential(jc0: jc, b0: 1, radius: 15e-3).centre - exponential) < 1e-6)
    // Where B + B³/3 = mu0 Jc R, B0 = 1 T.
    let quadratic = RemanentField.quadratic(jc0: jc, b0: 1, radius: 15e-3).centre
    #expect(abs((quadratic + quadratic * quadratic * quadratic / 3) / bean - 1) < 1e-6)
    // A field B0 far above all others leaves Bean's law.
    #expect(abs(RemanentField.exponential(jc0: jc, b0: 1e6, radius: 15e-3).mean / (bean / 3) - 1) < 1e-4)
  }

  @Test(arguments: [
    (0.1, 0.12669082), (0.25, 0.30869383), (0.5, 0.56671593), (1, 0.86537243), (2, 0.99185425), (5, 0.99999896),
  ])
  func `a thin disc has the tabulated virgin curve`(x: Double, expected: Double) {
    #expect(abs(ThinDisc.moment(x) - expected) < 1e-8)
  }

  @Test func `zeros of J0 match the table`() {
    // Abramowitz and Stegun, table 9.5.
    for (k, zero) in [(1, 2.4048255577), (2, 5.5200781103), (3, 8.6537279129), (10, 30.6346064684)] {
      #expect(abs(EddyCurrents.besselZero(k) - zero) < 1e-10)
    }
  }

  @Test func `eddy currents begin with a skin, end steady and decay with the slowest mode`() {
    let eddy = EddyCurrents(radius: 0.015, resistivity: 1e-12, rate: 0.01, rampEnd: 1000)
    let tau = eddy.diffusionTime
    let steady = -0.01 * 0.015 * 0.015 / (8 * 1e-12)
    #expect(abs(eddy.magnetisation(time: 3 * tau) / steady - 1) < 1e-6)
    // At first all flux is kept out but for a skin, (4/sqrt pi) (t/tau)^(1/2) of it to first order.
    let early = 1e-3 * tau
    let kept = -eddy.magnetisation(time: early) * 4e-7 * .pi / (0.01 * early)
    #expect(abs(kept - (1 - 8 / 3 / Double.pi.squareRoot() * (early / tau).squareRoot())) < 2e-3)
    let ratio = eddy.magnetisation(time: 1000 + 2 * tau) / eddy.magnetisation(time: 1000 + tau)
    #expect(abs(ratio / exp(-2.4048255577 * 2.4048255577) - 1) < 1e-3)
  }
}
