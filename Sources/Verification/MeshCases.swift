internal import BulkSimulation
import Magnets
import Meshing
import Superconductors

/// A disc on a mesh of triangles that has been through a Gmsh file.
enum MeshCases {
  static let all = [triangles]

  private static var triangles: VerificationCase {
    VerificationCase(name: "triangles from Gmsh", source: "Brandt 1998; exact for finite n") { runner in
      let (a, b, jc, n, accuracy) = (15e-3, 4e-3, 2e8, 20.0, 1e-2)
      let rate = 2 * Material.defaultE0 / a
      let exact = PenetratedCoil(
        outerRadius: a, zMin: -b, zMax: b, jc: jc, n: n, e0: Material.defaultE0, rate: rate)
      let shape = BulkShape(name: "disc", outerRadius: a, zMin: -b, zMax: b)
      let generated = RectangleMesher(shapes: [shape], mirrorPlane: nil).mesh(
        .init(radialCells: 6, axialCells: 4, airGrowth: 1.5, farDistance: 0.2))
      let mesh = try Mesh(gmsh: gmshText(cutIntoTriangles(generated), format: .v2_2), file: "disc.msh")
      let state = try runner.run(
        SimulationCase(
          name: "triangles", bulks: [.init(shape: shape, material: PenetratedCases.bean(jc: jc, n: n))],
          stages: [.cool(field: 4, temperature: 5), .ramp(field: 0, pace: .rate(rate))],
          probes: [.init(name: "centre", r: 0, z: 0), .init(name: "face", r: 0, z: b)], accuracy: accuracy,
          fieldOutput: .none, importedMesh: mesh)
      ).stages[1]
      let tolerance = Tolerance(accuracy: accuracy)
      return [
        .init(
          quantity: "Bz at centre", unit: "T", reference: exact.axialField(z: 0), computed: state.probes[0].bz,
          tolerance: tolerance),
        .init(
          quantity: "Bz at end face", unit: "T", reference: exact.axialField(z: b), computed: state.probes[1].bz,
          tolerance: tolerance),
        .init(
          quantity: "saturation moment", unit: "A m^2", reference: exact.moment, computed: state.moment,
          tolerance: tolerance),
      ]
    }
  }

  /// Every quadrilateral cut along one diagonal.
  private static func cutIntoTriangles(_ mesh: Mesh) -> Mesh {
    var triangles = Mesh(nodes: mesh.nodes, cells: [], cellRegions: [], regionNames: mesh.regionNames)
    for (cell, region) in zip(mesh.cells, mesh.cellRegions) {
      triangles.cells += [SIMD4(cell[0], cell[1], cell[2], -1), SIMD4(cell[0], cell[2], cell[3], -1)]
      triangles.cellRegions += [region, region]
    }
    return triangles
  }
}
