import BulkSimulation
import CaseSamples
import HostSystem
import Magnets
import Meshing
import Testing

@testable import CaseFiles

/// A case of two bulks whose shapes are in a mesh.
private let meshCase =
  goodCase
  .replacing(", inner_radius: 0 mm, outer_radius: 15 mm, z_min: 1 mm, z_max: 7 mm", with: "")
  .replacing(", inner_radius: 0 mm, outer_radius: 15 mm, z_min: -7 mm, z_max: -1 mm", with: "")
  .replacing("{cells_r: 20, cells_z: 8}", with: "{file: part.msh}")

private let shapes = [
  BulkShape(name: "B", outerRadius: 0.015, zMin: -0.007, zMax: -0.001),
  BulkShape(name: "A", outerRadius: 0.010, zMin: 0.001, zMax: 0.007),
]

private func mesh(_ shapes: [BulkShape]) -> Mesh {
  RectangleMesher(shapes: shapes, mirrorPlane: nil).mesh(
    .init(radialCells: 3, axialCells: 2, airGrowth: 2, farDistance: 0.2))
}

private func readMeshed(
  _ text: String, _ shapes: [BulkShape] = shapes, name: String = "part.msh"
) throws -> SimulationCase {
  try readCase(text: text, file: "pair.yaml", tableText: noMesh) { file in
    guard file == name else { throw InputError(.missing, "\(file): no such mesh") }
    return (file, gmshText(mesh(shapes), format: .v2_2))
  }.simulationCase
}

@Suite struct `Case file with a mesh` {
  @Test func `gives its bulks their shapes, by name`() throws {
    let simulationCase = try readMeshed(meshCase)
    #expect(simulationCase.bulks.map(\.shape) == [shapes[1], shapes[0]])
    #expect(simulationCase.importedMesh == mesh(shapes) && simulationCase.cells == nil)
  }

  @Test func `is the same after being written and read`() throws {
    let first = try readMeshed(meshCase)
    let written = caseFileText(first)
    let second = try readMeshed(written, name: meshFileName)
    #expect(caseFileText(second) == written)
    #expect(second.bulks.map(\.shape) == first.bulks.map(\.shape) && second.importedMesh == first.importedMesh)
  }

  @Test(arguments: [
    (
      "{name: A, material: ba122}", "{name: A, material: ba122, z_max: 7 mm}",
      "pair.yaml:4: bulks[0].z_max: the bulk has its shape from the mesh; remove this key"
    ),
    (
      "{name: A, material: ba122}", "{name: AB, material: ba122}",
      "pair.yaml:4: bulks[0].name: unknown region AB of the mesh; did you mean B? (known: B, A)"
        + "\npair.yaml:4: bulks: the region A of the mesh is missing; add {name: A, material: ...}"
    ),
    (
      "  - {name: A, material: ba122}\n", "",
      "pair.yaml:4: bulks: the region A of the mesh is missing; add {name: A, material: ...}"
    ),
    (
      "{name: A, material: ba122}", "{name: B, material: ba122}",
      "pair.yaml:5: bulks[1].name: the name B is taken by another bulk; give each its own"
        + "\npair.yaml:4: bulks: the region A of the mesh is missing; add {name: A, material: ...}"
    ),
    ("{name: A, material: ba122}", "{name: A}", "pair.yaml:4: bulks[0]: material is missing; write material: ba122"),
  ])
  func `names what does not fit`(old: String, new: String, message: String) {
    #expect(meshCase.contains(old))
    #expect(throws: InputError(.wrong, message)) {
      try readMeshed(meshCase.replacing(old, with: new, maxReplacements: 1))
    }
  }

  @Test func `names line and remedy of a wrong mesh`() {
    let message =
      "part.msh:1: no Gmsh mesh: it begins with \"solid\" instead of $MeshFormat; export a mesh (.msh) with Gmsh"
    #expect(throws: InputError(.wrong, message)) {
      try readCase(text: meshCase, file: "pair.yaml", tableText: noMesh) { ($0, "solid") }
    }
  }
}
