/// Why a Gmsh file cannot be used: where, what stands there and what to do about it.
public struct GmshError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as the user named it.
  public var file: String
  /// From 1.
  public var line: Int
  public var reason: Reason

  public enum Reason: Equatable, Sendable {
    case noMeshFormat(found: String)
    case binary
    case unsupportedVersion(String)
    case truncated(section: String)
    case missingSection(String)
    /// What was expected in a place, and what stands there.
    case malformed(expected: String, found: String)
    case tooMany(what: String, count: Int, limit: Int)
    case secondOrder(type: Int, name: String)
    case unsupportedElement(type: Int)
    case duplicateNode(tag: Int)
    case missingNode(element: Int, node: Int)
    case noPhysicalGroup(element: Int)
    /// Physical surfaces are named, and no element belongs to any.
    case savedAll
    case severalPhysicalGroups(surface: Int)
    case namelessPhysicalGroup(tag: Int)
    case missingSurface(Int)
    case notFinite(node: Int, value: String)
    case outOfPlane(node: Int, z: Double)
    case negativeRadius(node: Int, radius: Double)
    case degenerate(element: Int)
    case coincidentNodes(Int, Int)
    case overlapping(element: Int, other: Int)
    case noAir(names: [String])
    case noBulk
    case noAxis
    case bulkOnOutline(name: String, element: Int)
    case severalOutlines
  }

  public var description: String { "\(file):\(line): \(reason.problem); \(reason.remedy)" }
}

extension GmshError.Reason {
  var problem: String {
    switch self {
    case .noMeshFormat(let found): "no Gmsh mesh: it begins with \"\(found)\" instead of $MeshFormat"
    case .binary: "the file is binary"
    case .unsupportedVersion(let version): "format version \(version) is not supported"
    case .truncated(let section): "the file ends within $\(section)"
    case .missingSection(let section): "the section $\(section) is missing"
    case .malformed(let expected, let found): "\"\(found)\" where \(expected) belongs"
    case .tooMany(let what, let count, let limit): "\(count) \(what); at most \(limit) are read"
    case .secondOrder(let type, let name): "element type \(type) is a \(name) of higher order"
    case .unsupportedElement(let type): "element type \(type) is not supported"
    case .duplicateNode(let tag): "node \(tag) is defined twice"
    case .missingNode(let element, let node): "element \(element) names node \(node), which is not defined"
    case .noPhysicalGroup(let element): "element \(element) belongs to no physical surface"
    case .savedAll: "no element belongs to a physical surface, though some are named: all elements were saved without"
    case .severalPhysicalGroups(let surface): "surface \(surface) belongs to more than one physical surface"
    case .namelessPhysicalGroup(let tag): "the physical surface \(tag) has no name"
    case .missingSurface(let tag): "surface \(tag) is not listed in $Entities"
    case .notFinite(let node, let value): "node \(node) has the coordinate \(value), which is not a finite number"
    case .outOfPlane(let node, let z): "node \(node) lies at z = \(z) in Gmsh, outside of the plane z = 0"
    case .negativeRadius(let node, let radius): "node \(node) has the negative radius \(radius)"
    case .degenerate(let element): "element \(element) is degenerate: no area, or not convex"
    case .coincidentNodes(let first, let second): "nodes \(first) and \(second) lie in the same place"
    case .overlapping(let element, let other): "element \(element) overlaps element \(other)"
    case .noAir(let names):
      "no physical surface is named air (there are: \(names.isEmpty ? "none" : names.joined(separator: ", ")))"
    case .noBulk: "there is no physical surface besides air"
    case .noAxis: "no element has an edge on the axis r = 0"
    case .bulkOnOutline(let name, let element): "element \(element) of \(name) lies on the outline of the mesh"
    case .severalOutlines: "the mesh has a hole or consists of several parts"
    }
  }

  var remedy: String {
    switch self {
    case .noMeshFormat: "export a mesh (.msh) with Gmsh"
    case .binary: "write it with Mesh.Binary = 0"
    case .unsupportedVersion: "write it with Mesh.MshFileVersion = 4.1 or 2.2"
    case .truncated, .missingSection, .duplicateNode, .missingNode, .missingSurface, .notFinite:
      "export the mesh again"
    case .malformed: "export the mesh again as ASCII"
    case .tooMany: "mesh more coarsely"
    case .secondOrder: "write it with Mesh.ElementOrder = 1"
    case .unsupportedElement: "mesh the section with triangles and quadrilaterals"
    case .noPhysicalGroup:
      "put every surface into one, as in Physical Surface(\"air\") = {1};, and leave out all others by Mesh.SaveAll = 0"
    case .savedAll: "write it with Mesh.SaveAll = 0, or in format 4.1"
    case .severalPhysicalGroups: "keep one"
    case .namelessPhysicalGroup: "name it, as in Physical Surface(\"air\") = {1};"
    case .outOfPlane: "draw the section with r along Gmsh's x and z along its y"
    case .negativeRadius: "draw the half of the section with x >= 0 only"
    case .degenerate: "improve the mesh there"
    case .coincidentNodes: "join the parts with Gmsh's command Coherence before meshing"
    case .overlapping:
      "join the parts with Gmsh's command Coherence before meshing, and keep one physical surface for each"
    case .noAir: "name the space around the bulks, as in Physical Surface(\"air\") = {1};"
    case .noBulk: "name each bulk, as in Physical Surface(\"A\") = {2};"
    case .noAxis: "mesh the air down to the axis"
    case .bulkOnOutline: "surround the bulk with air, far out"
    case .severalOutlines: "mesh every bulk and all of the air, and join the parts with Gmsh's command Coherence"
    }
  }
}
