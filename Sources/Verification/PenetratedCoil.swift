import RealModule

/// The exact state of a superconductor with constant Jc and any n, far behind the front of a steady ramp. SI units.
///
/// Where currents have stopped changing, curl E = -dB/dt is the applied ramp alone, so `E = r |dB/dt| / 2` in a bulk or a
/// ring of any shape, and `J = Jc (r |dB/dt| / (2 E0))^(1/n)`. In the limit of large n it is Bean's state, J = Jc.
public struct PenetratedCoil: Sendable {
  public var innerRadius: Double
  public var outerRadius: Double
  public var zMin: Double
  public var zMax: Double
  public var jc: Double
  public var n: Double
  public var e0: Double
  /// |dB/dt| of the applied field [T/s].
  public var rate: Double

  public init(
    innerRadius: Double = 0, outerRadius: Double, zMin: Double, zMax: Double, jc: Double, n: Double, e0: Double,
    rate: Double
  ) {
    (self.innerRadius, self.outerRadius, self.zMin, self.zMax) = (innerRadius, outerRadius, zMin, zMax)
    (self.jc, self.n, self.e0, self.rate) = (jc, n, e0, rate)
  }

  /// [A/m²]
  public func currentDensity(r: Double) -> Double { jc * Double.pow(0.5 * r * rate / e0, 1 / n) }

  /// `pi ∫ r² J dr` times the height [A m²]; (2 pi/3) Jc a³ b for Bean's cylinder.
  public var moment: Double {
    let power = 3 + 1 / n
    let k = jc * Double.pow(0.5 * rate / e0, 1 / n)
    return .pi * (zMax - zMin) * k * (Double.pow(outerRadius, power) - Double.pow(innerRadius, power)) / power
  }

  /// Bz on the axis [T]: the solenoid's formula, sheath by sheath. E. H. Brandt, Phys. Rev. B 58, 6506 (1998), has Bean's limit
  /// at the centre, mu0 Jc b asinh(a/b). A closed formula of its own, not `CoilFields`, whose results it is there to judge.
  public func axialField(z: Double) -> Double {
    // Equal steps in (r - r0)^(1/2): r^(1/n) is steep at the axis. Error below 1e-8.
    let steps = 4000
    var sum = 0.0
    for i in 0..<steps {
      let t = (Double(i) + 0.5) / Double(steps)
      let r = innerRadius + (outerRadius - innerRadius) * t * t
      func end(_ u: Double) -> Double { u == 0 ? 0 : u / (r * r + u * u).squareRoot() }
      sum += t * currentDensity(r: r) * (end(zMax - z) - end(zMin - z))
    }
    return 0.5 * Constants.mu0 * sum * 2 * (outerRadius - innerRadius) / Double(steps)
  }
}

/// mu0 [T m/A] as the references have it.
enum Constants {
  static let mu0 = 4e-7 * Double.pi
}
