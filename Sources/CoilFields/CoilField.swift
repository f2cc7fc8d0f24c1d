/// What currents around the z axis make at one point, per unit of whatever drives them: 1 A in a ring, 1 A/m² in a section.
public struct CoilField: Sendable, Equatable {
  /// Flux density [T].
  public var br: Double
  public var bz: Double
  /// Vector potential along phi [Wb/m]; `2 pi r` of it is the flux through the circle.
  public var aPhi: Double

  public init(br: Double = 0, bz: Double = 0, aPhi: Double = 0) {
    (self.br, self.bz, self.aPhi) = (br, bz, aPhi)
  }

  @inline(__always)
  public mutating func add(_ other: CoilField, times factor: Double) {
    br += factor * other.br
    bz += factor * other.bz
    aPhi += factor * other.aPhi
  }
}
