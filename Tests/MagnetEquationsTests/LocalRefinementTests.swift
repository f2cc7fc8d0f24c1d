import EdgeElements
import LinearAlgebra
import MagnetEquations
import Meshing
import Notation
import Testing

/// Meshes with hanging nodes carry the same fields as others.
@Suite struct `Equations on locally refined meshes` {
  private static let resolution = RectangleMesher.Resolution(
    radialCells: 3, axialCells: 3, airGrowth: 1.6, farDistance: 0.1)

  /// A disc, or a ring above the mirror plane of another; cells near its first one cut three times.
  private static func mesh(innerRadius: Double) -> Mesh {
    let shape = BulkShape(name: "A", innerRadius: innerRadius, outerRadius: 15e-3, zMin: 1e-3, zMax: 7e-3)
    var mesh = RectangleMesher(shapes: [shape], mirrorPlane: 0).mesh(resolution)
    for round in 0..<3 {
      let bulk = mesh.cells.indices.filter { mesh.cellRegions[$0] != Mesh.air }
      mesh = mesh.refined(cutting: [
        CellCut(cell: bulk[0]), CellCut(cell: bulk[bulk.count / 2], ways: round == 1 ? .radially : .both),
      ])
    }
    return mesh
  }

  @Test(arguments: [0, 6e-3]) func `a uniform field stays uniform without currents`(innerRadius: Double) throws {
    let mesh = Self.mesh(innerRadius: innerRadius)
    #expect(!mesh.hangingNodes.isEmpty)
    let model = try CondensedModel(mesh: mesh)
    let none = [Double](repeating: 0, count: model.cells.count)
    for field in model.fluxDensity(currents: none, appliedField: 1 / vacuumPermeability) {
      #expect(abs(field.x) < 1e-9 && abs(field.y - 1) < 1e-9)
    }
  }

  @Test(arguments: [0, 6e-3]) func `the energy of a uniform current hardly depends on where cells are cut`(
    innerRadius: Double
  ) throws {
    func energy(_ mesh: Mesh) throws -> Double {
      let model = try CondensedModel(mesh: mesh)
      return model.inductance.multiply([Double](repeating: 1, count: model.cells.count)).reduce(0, +)
    }
    let mesh = Self.mesh(innerRadius: innerRadius)
    let shape = BulkShape(name: "A", innerRadius: innerRadius, outerRadius: 15e-3, zMin: 1e-3, zMax: 7e-3)
    let (plain, cut, fine) = try (
      energy(RectangleMesher(shapes: [shape], mirrorPlane: 0).mesh(Self.resolution)), energy(mesh),
      energy(mesh.refined())
    )
    // A finer space finds a field of less energy; all are within the error of the coarsest mesh.
    #expect(fine < cut && cut < plain)
    #expect((plain - fine) / fine < 0.03)
  }
}
