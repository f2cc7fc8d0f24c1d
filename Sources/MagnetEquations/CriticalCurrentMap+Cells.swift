package import CoilFields
package import Superconductors

extension CriticalCurrentMap {
  /// The mean factor of a current cell: exact for rectangles, else by the middles of 8 x 8 parts.
  ///
  /// - Parameter middle: of the bulk's height [m], from which the map's z counts.
  package func mean(over cell: CoilSection, middle: Double) -> Double {
    switch cell {
    case .rectangle(let coil):
      return mean(r: coil.r0...coil.r1, z: (coil.z0 - middle)...(coil.z1 - middle))
    case .polygon(let coil):
      // A triangle is a quadrilateral with a side of no length.
      let p = coil.corners + (coil.corners.count == 3 ? [coil.corners[2]] : [])
      let parts = (0..<8).map { (Double($0) + 0.5) / 8 }
      let base = self(r: p[0].x, z: p[0].y - middle)
      var (sum, area) = (0.0, 0.0)
      for x in parts {
        for y in parts {
          let along = (1 - y) * (p[1] - p[0]) + y * (p[2] - p[3])
          let across = (1 - x) * (p[3] - p[0]) + x * (p[2] - p[1])
          let part = along.x * across.y - along.y * across.x
          let place = (1 - y) * ((1 - x) * p[0] + x * p[1]) + y * ((1 - x) * p[3] + x * p[2])
          sum += part * (self(r: place.x, z: place.y - middle) - base)
          area += part
        }
      }
      return base + sum / area
    }
  }
}
