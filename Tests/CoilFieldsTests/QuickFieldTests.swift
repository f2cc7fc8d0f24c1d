import CoilFields
import Foundation
import Notation
import Testing

/// The field of sections for integrals over many points and for maps, against the exact one.
@Suite struct `Quick fields` {
  /// Evenly spread numbers from 0 to 1, in as many directions as wanted.
  private static func spread(_ k: Int, _ direction: Int) -> Double {
    let root = [2.0, 3, 5, 7, 11, 13][direction].squareRoot()
    return (Double(k + 1) * root).truncatingRemainder(dividingBy: 1)
  }

  /// Of what a section makes in its own middle, about. Forces within a bulk add up what neighbours make in each other.
  @Test func `are within two thousandths of the section's own, inside, next to it, far away and on the axis`() {
    var (worst, sum, count) = (0.0, 0.0, 0.0)
    for k in 0..<600 {
      func spread(_ direction: Int) -> Double { Self.spread(k, direction) }
      let (width, height) = (1e-3 * pow(8, spread(0)), 1e-3 * pow(8, spread(1)))
      let r0 = k.isMultiple(of: 5) ? 0 : 30e-3 * spread(2)
      let coil = RectangularCoil(r0: r0, r1: r0 + width, z0: -0.5 * height, z1: 0.5 * height)
      let reach = [0.5, 0.52, 0.7, 1.5, 8][k % 5]
      let r = k.isMultiple(of: 7) ? 0 : abs(r0 + width * (0.5 + 2 * reach * (spread(3) - 0.5)))
      let z = 2 * reach * height * (spread(4) - 0.5)
      let (quick, exact) = (CoilSection.rectangle(coil).quickField(r: r, z: z), coil.exactField(r: r, z: z))
      let own = 0.5 * vacuumPermeability * min(width, height)
      let error = max(abs(quick.x - exact.br), abs(quick.y - exact.bz)) / own
      worst = max(worst, error)
      sum += error
      count += 1
    }
    #expect(worst < 2e-3 && sum / count < 1e-4, "\(worst) at worst, \(sum / count) on average")
  }

  @Test func `of a long coil are a map to a thousandth, in its bore, its winding and outside`() {
    let coil = RectangularCoil(r0: 40e-3, r1: 60e-3, z0: -30e-3, z1: 50e-3)
    let section = SourceSection.coil(coil)
    let middle = section.field(r: 0, z: 10e-3).bz
    for k in 0..<400 {
      let (r, z) = (90e-3 * Self.spread(k, 0), 160e-3 * (Self.spread(k, 1) - 0.5))
      let (map, exact) = (section.mapField(r: r, z: z), section.field(r: r, z: z))
      #expect(max(abs(map.x - exact.br), abs(map.y - exact.bz)) < 3e-4 * middle, "at \(r), \(z) m")
    }
  }
}
