import CoilFields
import Meshing
import Testing

@Suite struct `Currents in a mesh` {
  /// A triangle, an oblique quadrilateral, and cells without a current that counts.
  private static let mesh = Mesh(
    nodes: [
      [0.002, 0], [0.004, 0], [0.003, 0.002], [0.006, 0], [0.007, 0.003], [0.005, 0.002], [0.004, 0.004],
    ],
    cells: [[0, 1, 2, -1], [1, 3, 4, 5], [2, 5, 6, -1], [1, 5, 2, -1]], cellRegions: [1, 1, 1, 1],
    regionNames: ["air", "bulk"])
  private static let currents = SectionCurrents(mesh: mesh, densities: [2e8, -3e8, 0, .nan])

  @Test func `make the sum of their sections' fields, and none where there is no number`() {
    let (r, z) = (0.0045, 0.0005)
    var sum = CoilField()
    sum.add(CoilSection(Self.mesh, cell: 0).field(r: r, z: z), times: 2e8)
    sum.add(CoilSection(Self.mesh, cell: 1).field(r: r, z: z), times: -3e8)
    #expect(Self.currents.field(r: r, z: z) == sum)
  }

  @Test func `make about the same field by single rings`() {
    var (worst, largest) = (0.0, 0.0)
    for i in 0..<15 {
      for j in 0..<15 {
        let (r, z) = (0.6e-3 * Double(i) + 1e-5, 0.5e-3 * Double(j) - 1.9e-3)
        let (a, b) = (Self.currents.field(r: r, z: z), Self.currents.approximateField(r: r, z: z))
        worst = max(worst, abs(a.br - b.br), abs(a.bz - b.bz))
        largest = max(largest, abs(a.bz))
      }
    }
    // 2 % with two large cells, whose own share is missed next to a point; with the cells of a magnet it averages out.
    #expect(worst > 0 && worst < 0.03 * largest, "\(worst) of \(largest) T")
  }

  /// `∫ A r dr dz` of a section's own A, by its centre and its corners: a rough number, as `selfInductance` is.
  @Test func `of one square section have about its inductance`() {
    let coil = RectangularCoil(r0: 9.5e-3, r1: 10.5e-3, z0: -0.5e-3, z1: 0.5e-3)
    var flux = 0.0
    for i in 0..<10 {
      for j in 0..<10 {
        let (r, z) = (9.5e-3 + 1e-4 * (Double(i) + 0.5), -0.5e-3 + 1e-4 * (Double(j) + 0.5))
        flux += 0.01 * 2 * .pi * r * coil.field(r: r, z: z).aPhi
      }
    }
    // Flux per ampere of the whole section.
    #expect(abs(CoilSection.rectangle(coil).selfInductance / (flux / coil.area) - 1) < 2e-3)
  }

  @Test func `cells are rectangles only when their sides follow the axes`() {
    let mesh = Mesh(
      nodes: [[0, 0], [1, 0], [1, 2], [0, 2], [1, 2.1]],
      cells: [[0, 1, 2, 3], [0, 1, 4, 3], [0, 1, 2, -1], [1, 2, 3, 0]],
      cellRegions: [0, 0, 0, 0], regionNames: ["air"])
    #expect(mesh.rectangle(of: 0)?.low == [0, 0] && mesh.rectangle(of: 0)?.high == [1, 2])
    #expect((1...3).allSatisfy { mesh.rectangle(of: $0) == nil })
  }
}
