import CoilFields
import Meshing
import Testing

/// Clusters of currents seen from afar, against the closed forms of all cells.
@Suite struct `Currents of many cells` {
  /// A disc of 15 mm by 6 mm in 30 by 12 cells, and a ring above it.
  private func mesh() -> Mesh {
    let r = (0...40).map { 0.5e-3 * Double($0) }
    let z = (0...24).map { 0.5e-3 * Double($0) - 3e-3 }
    return RectangleMesher.mesh(
      r: r, z: z,
      shapes: [
        BulkShape(name: "disc", outerRadius: 15e-3, zMin: -3e-3, zMax: 3e-3),
        BulkShape(name: "ring", innerRadius: 8e-3, outerRadius: 12e-3, zMin: 5e-3, zMax: 8e-3),
      ])
  }

  private func worst(
    _ field: (SectionCurrents, Double, Double) -> CoilField, _ density: (SIMD2<Double>) -> Double
  ) -> Double {
    let mesh = mesh()
    let densities = mesh.cells.indices.map { cell in
      mesh.cellRegions[cell] == Mesh.air ? 0 : density(mesh.corners(of: cell).reduce(.zero, +) / 4)
    }
    let currents = SectionCurrents(mesh: mesh, densities: densities)
    var (error, largest) = (0.0, 0.0)
    for i in 0..<25 {
      for j in 0..<25 {
        let (r, z) = (1.01e-3 * Double(i), 1.03e-3 * Double(j) - 9e-3)
        let (a, b) = (currents.field(r: r, z: z), field(currents, r, z))
        error = max(error, abs(a.br - b.br), abs(a.bz - b.bz), r == 0 ? 0 : abs(a.aPhi - b.aPhi) / r)
        largest = max(largest, abs(a.bz), abs(a.br))
      }
    }
    return error / largest
  }

  @Test func `are wrong by less than half a per cent of the largest field, also where they flow both ways`() {
    let densities: [(SIMD2<Double>) -> Double] = [
      { _ in 5e8 }, { 5e8 * (1 - 40 * $0.x) }, { $0.x < 8e-3 ? 5e8 : -5e8 },
    ]
    for density in densities {
      let error = worst({ (currents, r, z) in currents.approximateField(r: r, z: z) }, density)
      #expect(error < 5e-3 && error > 0, "\(error)")
    }
  }

  @Test func `are wrong by less where those nearby have their closed forms`() {
    let densities: [(SIMD2<Double>) -> Double] = [{ _ in 5e8 }, { $0.x < 8e-3 ? 5e8 : -5e8 }]
    for density in densities {
      let smooth = worst({ (currents, r, z) in currents.smoothField(r: r, z: z) }, density)
      let rings = worst({ (currents, r, z) in currents.approximateField(r: r, z: z) }, density)
      #expect(smooth < 3e-3 && smooth < rings, "\(smooth), by rings alone \(rings)")
    }
  }
}
