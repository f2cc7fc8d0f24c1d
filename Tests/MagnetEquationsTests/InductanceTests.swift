import CoilFields
import EdgeElements
import Foundation
import LinearAlgebra
import MagnetEquations
import Meshing
import Testing

/// The inductance matrix twice: condensed from finite elements, which mesh the air, and from the vector potential of coaxial
/// coils by elliptic integrals, which do not. E. H. Brandt, Phys. Rev. B 58, 6506 (1998), builds on the latter.
@Suite struct `The inductance matrix` {
  /// `∫ r A dr dz` over one coil with A that of unit current density in another: the flux linked, over 2 pi [H m⁴/(2 pi)].
  ///
  /// Three points of Gauss each way on parts as small as half the section, which resolves the kink that A's second derivative
  /// has on the section's own edge: all entries below to 1e-5 (halving the parts again moves none by more).
  private func mutual(_ a: RectangularCoil, _ b: RectangularCoil, parts: Int = 2) -> Double {
    let (x, w) = ([-0.7745966692414834, 0, 0.7745966692414834], [5.0 / 18, 8.0 / 18, 5.0 / 18])
    let (dr, dz) = ((a.r1 - a.r0) / Double(parts), (a.z1 - a.z0) / Double(parts))
    var sum = 0.0
    for i in 0..<(3 * parts) {
      let r = a.r0 + dr * (Double(i / 3) + 0.5 + 0.5 * x[i % 3])
      for j in 0..<(3 * parts) {
        let z = a.z0 + dz * (Double(j / 3) + 0.5 + 0.5 * x[j % 3])
        sum += w[i % 3] * w[j % 3] * dr * dz * r * b.field(r: r, z: z).aPhi
      }
    }
    return sum
  }

  private func coil(_ section: CoilSection) throws -> RectangularCoil {
    guard case .rectangle(let coil) = section else { throw NotARectangle() }
    return coil
  }

  private struct NotARectangle: Error {}

  /// L of coarse cells on a finer mesh: every part of a coarse cell carries its current density.
  private func condensed(_ mesh: Mesh, onto coarse: [RectangularCoil]) throws -> Matrix {
    let model = try CondensedModel(mesh: mesh)
    let owner = model.cells.sections.map { section in
      coarse.firstIndex {
        let c = section.centroid
        return c.x > $0.r0 && c.x < $0.r1 && c.y > $0.z0 && c.y < $0.z1
      }
    }
    var result = Matrix(rows: coarse.count, columns: coarse.count)
    for (i, a) in owner.enumerated() {
      for (j, b) in owner.enumerated() {
        guard let a, let b else { continue }
        result[a, b] += model.inductance[i, j]
      }
    }
    return result
  }

  @Test func `from finite elements converges to the one from elliptic integrals, entry by entry`() throws {
    let shapes = [
      BulkShape(name: "disc", outerRadius: 15e-3, zMin: 1e-3, zMax: 6e-3),
      BulkShape(name: "ring", innerRadius: 5e-3, outerRadius: 12e-3, zMin: -4e-3, zMax: -1e-3),
    ]
    var mesh = RectangleMesher(shapes: shapes, mirrorPlane: nil).mesh(
      .init(radialCells: 4, axialCells: 2, airGrowth: 1.6, farDistance: 0.8))
    let coils = try CurrentCells(mesh: mesh).sections.map(coil)
    let exact = coils.map { a in coils.map { b in mutual(a, b) } }
    // Two ways round the same number: what is integrated and what makes the field change places.
    for i in coils.indices {
      for j in coils.indices {
        #expect(abs(exact[i][j] / exact[j][i] - 1) < 1e-4, "\(i), \(j): \(exact[i][j] / exact[j][i] - 1)")
      }
    }
    var worst: [Double] = []
    for round in 0..<4 {
      if round > 0 { mesh = mesh.refined() }
      let ours = try condensed(mesh, onto: coils)
      var largest = 0.0
      for i in coils.indices {
        // Discrete fields are a subset of all fields with these currents, and energy is a minimum over them.
        #expect(ours[i, i] > exact[i][i] * (1 - 1e-4), "cell \(i): \(ours[i, i] / exact[i][i] - 1)")
        for j in coils.indices {
          largest = max(largest, abs(ours[i, j] - exact[i][j]) / (exact[i][i] * exact[j][j]).squareRoot())
        }
      }
      worst.append(largest)
    }
    let orders = zip(worst, worst.dropFirst()).map { log2($0 / $1) }
    print("\(coils.count) cells: largest |L - L exact| / (L_ii L_jj)^1/2 \(worst), observed orders \(orders)")
    // Of the second order once the air around the coarsest cells, in which the field falls off, is resolved.
    #expect(worst[0] < 0.1 && worst[3] < 2e-3)
    #expect(orders[0] > 1.2 && orders[1] > 1.7 && orders[2] > 1.9 && orders[2] < 2.2)
  }
}
