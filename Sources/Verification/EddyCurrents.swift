import RealModule

// For Bessel's functions, which RealModule has not.
#if canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// Eddy currents in a long cylinder of constant resistivity in an applied field along its axis, which is ramped from 0 and then
/// held. SI units. W. R. Smythe, Static and Dynamic Electricity, chapter 10: an exact series of Bessel functions.
public struct EddyCurrents: Sendable {
  public var radius: Double
  /// [ohm m]
  public var resistivity: Double
  /// dB/dt of the ramp [T/s], and when it ends [s].
  public var rate: Double
  public var rampEnd: Double

  public init(radius: Double, resistivity: Double, rate: Double, rampEnd: Double) {
    (self.radius, self.resistivity, self.rate, self.rampEnd) = (radius, resistivity, rate, rampEnd)
  }

  /// mu0 R²/rho [s]; the slowest decay takes 1/5.78 of it.
  public var diffusionTime: Double { Constants.mu0 * radius * radius / resistivity }

  /// Magnetisation [A/m], negative while the field rises.
  public func magnetisation(time: Double) -> Double {
    let steady = -rate * diffusionTime / Constants.mu0
    return steady * (response(time) - (time > rampEnd ? response(time - rampEnd) : 0))
  }

  /// `1/8 - 4 sum alpha_k^-4 exp(-alpha_k² t/tau)` over the zeros of J0; 0 at t = 0.
  private func response(_ time: Double) -> Double {
    (1...40).reduce(1.0 / 8) { sum, k in
      let alpha = Self.besselZero(k)
      return sum - 4 * Double.pow(alpha, -4) * Double.exp(-alpha * alpha * time / diffusionTime)
    }
  }

  /// The k-th zero of J0: McMahon's expansion, M. Abramowitz and I. A. Stegun, 9.5.12, made exact by Newton's iteration.
  public static func besselZero(_ k: Int) -> Double {
    let beta = (Double(k) - 0.25) * .pi
    var x = beta + 1 / (8 * beta)
    for _ in 0..<4 { x += j0(x) / j1(x) }
    return x
  }
}
