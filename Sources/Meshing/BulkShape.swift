/// The cross-section of one bulk: a rectangle in the half plane `r >= 0`, revolved about the z axis. Lengths in metres.
public struct BulkShape: Sendable, Hashable, Codable {
  public var name: String
  /// 0 for a solid bulk, positive for a ring.
  public var innerRadius: Double
  public var outerRadius: Double
  public var zMin: Double
  public var zMax: Double

  public init(name: String, innerRadius: Double = 0, outerRadius: Double, zMin: Double, zMax: Double) {
    self.name = name
    self.innerRadius = innerRadius
    self.outerRadius = outerRadius
    self.zMin = zMin
    self.zMax = zMax
  }

  public var height: Double { zMax - zMin }
  /// z of the middle of its height.
  public var middle: Double { 0.5 * (zMin + zMax) }
  public var width: Double { outerRadius - innerRadius }

  /// Volume [m³].
  public var volume: Double {
    .pi * (outerRadius * outerRadius - innerRadius * innerRadius) * height
  }

  /// True when the two cross-sections share more than a boundary.
  public func overlaps(_ other: BulkShape) -> Bool {
    max(innerRadius, other.innerRadius) < min(outerRadius, other.outerRadius)
      && max(zMin, other.zMin) < min(zMax, other.zMax)
  }

  public func contains(r: Double, z: Double) -> Bool {
    r >= innerRadius && r <= outerRadius && z >= zMin && z <= zMax
  }
}
