/// The two ASCII formats of Gmsh in use: 4.1 is the current one, 2.2 the one that most other programs read.
public enum GmshFormat: String, Sendable, CaseIterable {
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case v4_1 = "4.1"
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case v2_2 = "2.2"
}

/// A mesh as the text of a Gmsh file: r in Gmsh's x, z in its y, metres, every number exact.
///
/// Tags count from 1 and keep the order of the mesh: node i has the tag i + 1 and so has cell i; the lines of the physical
/// curves `axis` (r = 0) and `far` (the rest of the outer boundary) follow the cells. Physical tags differ over all dimensions,
/// as GetDP needs it: region i has i + 1, the two curves come after the regions.
public func gmshText(_ mesh: Mesh, format: GmshFormat) -> String {
  let model = GmshModel(mesh)
  switch format {
  case .v4_1: return gmsh41Text(model)
  case .v2_2: return gmsh22Text(model)
  }
}

/// A mesh sorted into Gmsh's entities. Regions and curves without elements do not occur: Gmsh warns about them.
struct GmshModel {
  /// A curve or a surface with all of its elements.
  struct Entity {
    var dimension: Int
    /// Unique within its dimension.
    var tag: Int
    var physicalTag: Int
    var physicalName: String
    var elements: [Element]
  }

  struct Element {
    var tag: Int
    /// Gmsh's numbers: 1 line, 2 triangle, 3 quadrilateral.
    var type: Int
    /// From 1.
    var nodes: [Int]
  }

  let nodes: [SIMD2<Double>]
  /// Curves before surfaces.
  let entities: [Entity]

  init(_ mesh: Mesh) {
    nodes = mesh.nodes
    let regionCount = mesh.regionNames.count
    var surfaces = mesh.regionNames.enumerated().map { i, name in
      Entity(dimension: 2, tag: i + 1, physicalTag: i + 1, physicalName: name, elements: [])
    }
    for i in mesh.cells.indices {
      let corners = (0..<mesh.cornerCount(of: i)).map { Int(mesh.cells[i][$0]) + 1 }
      let element = Element(tag: i + 1, type: corners.count == 3 ? 2 : 3, nodes: corners)
      surfaces[Int(mesh.cellRegions[i])].elements.append(element)
    }

    let boundary = mesh.boundaryCurves()
    var nextTag = mesh.cells.count + 1
    var curves: [Entity] = []
    for (i, (name, edges)) in [("axis", boundary.axis), ("far", boundary.far)].enumerated() {
      let lines = edges.enumerated().map { k, edge in
        Element(tag: nextTag + k, type: 1, nodes: [Int(edge.x) + 1, Int(edge.y) + 1])
      }
      nextTag += lines.count
      curves.append(
        Entity(dimension: 1, tag: i + 1, physicalTag: regionCount + i + 1, physicalName: name, elements: lines))
    }
    entities = (curves + surfaces).filter { !$0.elements.isEmpty }
  }

  var elementCount: Int { entities.reduce(0) { $0 + $1.elements.count } }

  /// One line per node: `x y z`.
  func coordinates(ofNode tag: Int) -> String {
    "\(nodes[tag - 1].x) \(nodes[tag - 1].y) 0"
  }

  var physicalNames: [String] {
    ["$PhysicalNames", "\(entities.count)"]
      + entities.map { "\($0.dimension) \($0.physicalTag) \"\(gmshQuotable($0.physicalName))\"" }
      + ["$EndPhysicalNames"]
  }

  /// Format 4.1 has no way to write a quote or a line break within a name.
  private func gmshQuotable(_ name: String) -> String {
    String(name.map { $0 == "\"" || $0.isNewline ? "'" : $0 })
  }
}

extension GmshModel.Element {
  var line: String { nodes.reduce("\(tag)") { "\($0) \($1)" } }
}
