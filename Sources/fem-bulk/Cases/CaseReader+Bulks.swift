import Notation
import BulkSimulation
import Meshing
import Superconductors

let bulkExample = "{name: A, material: ba122, outer_radius: 15 mm, z_min: 1 mm, z_max: 7 mm}"

let bulkGeometryKeys = ["inner_radius", "outer_radius", "z_min", "z_max"]
let bulkKeys = ["name", "material"] + bulkGeometryKeys

/// The list `bulks`, each with its material, without overlaps; with an imported mesh, one for each of its regions.
func readBulks(
  _ node: CaseNode, materials: [Material], mesh: (mesh: Mesh, file: String)?
) throws -> [SimulationCase.Bulk] {
  let nodes = try node.list(example: "[\(bulkExample)]")
  guard !nodes.isEmpty else { throw node.error("no bulk; write [\(bulkExample)]") }
  var bulks: [SimulationCase.Bulk] = []
  for node in nodes {
    let bulk =
      try mesh.map { try readImportedBulk(node, $0, materials: materials) } ?? readBulk(node, materials: materials)
    if let gap = bulk.uncoveredByMap {
      throw node.error(
        "\(gap) of bulk \(bulk.shape.name); extend it over the whole bulk (z counts from the middle of the bulk's height)"
      )
    }
    for other in bulks {
      if other.shape.name == bulk.shape.name {
        throw node.error("the name \(bulk.shape.name) is taken by another bulk; give each its own")
      }
      // Of a bulk in a mesh the shape is a box around it.
      if mesh == nil, other.shape.overlaps(bulk.shape) { throw node.error(overlap(other.shape, bulk.shape)) }
    }
    bulks.append(bulk)
  }
  if let mesh { try checkRegions(bulks, mesh, node) }
  return bulks
}

private func readBulk(_ node: CaseNode, materials: [Material]) throws -> SimulationCase.Bulk {
  let fields = try node.fields(bulkKeys, example: bulkExample)
  let nameNode = try fields.require("name", example: "A")
  let name = try nameNode.text(example: "A")
  try nameNode.checkName(name)
  // Meshes name their regions after the bulks, and the region outside of them "air".
  guard name != "air" else { throw nameNode.error("the name air means the space outside of the bulks; choose another") }
  let material = try readMaterialName(fields, materials)
  let outer = try fields.require("outer_radius", example: "15 mm")
  let shape = BulkShape(
    name: name,
    innerRadius: try fields["inner_radius"].map(radius) ?? 0,
    outerRadius: try radius(outer),
    zMin: try length(try fields.require("z_min", example: "1 mm")),
    zMax: try length(try fields.require("z_max", example: "7 mm")))
  guard shape.outerRadius > shape.innerRadius else {
    throw outer.error(
      "\(millimetres(shape.outerRadius)) is not larger than the inner radius of \(millimetres(shape.innerRadius))")
  }
  guard shape.zMax > shape.zMin else {
    throw (fields["z_max"] ?? node).error(
      "\(millimetres(shape.zMax)) is not above z_min = \(millimetres(shape.zMin)); swap them or give the bulk a height")
  }
  return SimulationCase.Bulk(shape: shape, material: material)
}

/// The material that a bulk names.
func readMaterialName(_ fields: CaseFields, _ materials: [Material]) throws -> Material {
  let node = try fields.require("material", example: "ba122")
  let name = try node.text(example: "ba122")
  guard let material = materials.first(where: { $0.name == name }) else {
    throw node.unknown("material", name, known: materials.map(\.name))
  }
  return material
}

private func radius(_ node: CaseNode) throws -> Double {
  let value = try length(node)
  guard value >= 0 else { throw node.error("the radius is negative; radii count from the axis") }
  return value
}

private func length(_ node: CaseNode) throws -> Double { onPicometreGrid(try node.quantity(.length)) }

/// 7 mm and 0.7 cm become the same number, so that bulks which touch neither overlap by a rounding error nor have a sliver
/// of air between them.
func onPicometreGrid(_ length: Double) -> Double { (length * 1e12).rounded() / 1e12 }

/// Which bulks overlap, by how much, and the shortest way apart.
private func overlap(_ first: BulkShape, _ second: BulkShape) -> String {
  let r = min(first.outerRadius, second.outerRadius) - max(first.innerRadius, second.innerRadius)
  let z = min(first.zMax, second.zMax) - max(first.zMin, second.zMin)
  return "bulk \(second.name) overlaps bulk \(first.name) by \(millimetres(r)) in r and \(millimetres(z)) in z;"
    + " move one of them by \(millimetres(z)) along z"
}
