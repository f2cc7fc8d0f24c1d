import HostSystem
import BulkSimulation
import Meshing
import Superconductors

/// What the key `mesh` asks for.
enum CaseMesh {
  case cells(SimulationCase.CellCounts)
  case imported(Mesh, file: String)

  var cells: SimulationCase.CellCounts? {
    if case .cells(let counts) = self { counts } else { nil }
  }

  var imported: (mesh: Mesh, file: String)? {
    if case .imported(let mesh, let file) = self { (mesh, file) } else { nil }
  }
}

/// Cells across and along a bulk; what memory holds of them, `RunPlan` knows.
let radialCellRange = 4...100_000
let axialCellRange = 3...100_000

/// `{cells_r: 20, cells_z: 8}`, or `{file: part.msh}` with a Gmsh file next to the case file.
func readMesh(_ node: CaseNode, meshText: FileReader) throws -> CaseMesh {
  let fields = try node.fields(["cells_r", "cells_z", "file"], example: "{cells_r: 20, cells_z: 8}")
  guard let file = fields["file"] else {
    return .cells(
      SimulationCase.CellCounts(
        radial: try fields.require("cells_r", example: "20").integer(in: radialCellRange),
        axial: try fields.require("cells_z", example: "8").integer(in: axialCellRange)))
  }
  if let cells = fields["cells_r"] ?? fields["cells_z"] {
    throw cells.error("the mesh from the file has its own cells; remove this key or file")
  }
  let (name, text) = try file.readNeighbour("mesh", example: "part.msh", with: meshText)
  do {
    return .imported(try Mesh(gmsh: text, file: name), file: name)
  } catch {
    throw InputError(.wrong, error.description)
  }
}

/// A bulk whose shape is that of a region of an imported mesh.
func readImportedBulk(
  _ node: CaseNode, _ mesh: (mesh: Mesh, file: String), materials: [Material]
) throws -> SimulationCase.Bulk {
  let fields = try node.fields(bulkKeys, example: "{name: A, material: ba122}")
  for key in bulkGeometryKeys {
    if let geometry = fields[key] { throw geometry.error("the bulk has its shape from \(mesh.file); remove this key") }
  }
  let nameNode = try fields.require("name", example: "A")
  let name = try nameNode.text(example: "A")
  try nameNode.checkName(name)
  let shapes = mesh.mesh.boundingShapes()
  guard let shape = shapes.first(where: { $0.name == name }) else {
    throw nameNode.unknown("region of \(mesh.file)", name, known: shapes.map(\.name))
  }
  return SimulationCase.Bulk(shape: shape, material: try readMaterialName(fields, materials))
}

/// Every region needs a material.
func checkRegions(_ bulks: [SimulationCase.Bulk], _ mesh: (mesh: Mesh, file: String), _ node: CaseNode) throws {
  for name in mesh.mesh.regionNames.dropFirst() where !bulks.contains(where: { $0.shape.name == name }) {
    throw node.error("the region \(name) of \(mesh.file) is missing; add {name: \(name), material: ...}")
  }
}
