import Meshing
import Testing

/// A change to a good file, and the whole message that it must cause.
struct GmshSlip: Sendable, CustomTestStringConvertible {
  var old: String
  var new: String
  var message: String

  init(_ old: String, _ new: String, _ message: String) { (self.old, self.new, self.message) = (old, new, message) }

  var testDescription: String { message }

  /// Expects of a mesh in which the change is made that it is refused with the message.
  func check(in text: String) {
    #expect(text.contains(old))
    let error = #expect(throws: GmshError.self) {
      try Mesh(gmsh: text.replacing(old, with: new, maxReplacements: 1), file: "disc.msh")
    }
    #expect(error?.description == "disc.msh:\(message)")
  }
}

/// A slip a line: `old => new => message`, in which `\n` is a line end.
private func gmshSlips(_ text: String) -> [GmshSlip] {
  text.split(separator: "\n").map { line in
    let parts = line.replacing("\\n", with: "\n").split(separator: " => ", omittingEmptySubsequences: false).map(
      String.init)
    return GmshSlip(parts[0], parts[1], parts[2])
  }
}

@Suite struct `A wrong Gmsh file` {
  @Test(arguments: slips22)
  func `of format 2 names line, value and remedy`(slip: GmshSlip) { slip.check(in: discText) }

  @Test(arguments: slips41)
  func `of format 4 names line, value and remedy`(slip: GmshSlip) { slip.check(in: discText41) }

  @Test(arguments: [
    (
      [("\n12\n1 0 -2 0", "\n13\n13 3 -1 0\n1 0 -2 0"), ("5 3 2 1 1 5 6 9 8", "5 3 2 1 1 5 13 9 8")],
      "11: nodes 6 and 13 lie in the same place; join the parts with Gmsh's command Coherence before meshing"
    ),
    (
      [("\n12\n1 0 -2 0", "\n15\n13 5 0 0\n14 6 0 0\n15 5 1 0\n1 0 -2 0"), ("1 1 2 3 1 1 2", "1 2 2 1 1 13 14 15")],
      "37: the mesh has a hole or consists of several parts; mesh every bulk and all of the air, and join the parts with "
        + "Gmsh's command Coherence"
    ),
    (
      [("1 0 -2 0", "1 0.5 -2 0"), ("4 0 -1 0", "4 0.5 -1 0"), ("7 0 1 0", "7 0.5 1 0"), ("10 0 2 0", "10 0.5 2 0")],
      "34: no element has an edge on the axis r = 0; mesh the air down to the axis"
    ),
  ])
  func `is refused as a whole`(changes: [(String, String)], message: String) throws {
    let text = changes.reduce(discText) { text, change in
      text.replacing("\n" + change.0.drop { $0 == "\n" }, with: "\n" + change.1.drop { $0 == "\n" }, maxReplacements: 1)
    }
    let error = #expect(throws: GmshError.self) { try Mesh(gmsh: text, file: "disc.msh") }
    #expect(error?.description == "disc.msh:\(message)")
  }

  @Test func `may be empty`() {
    let error = #expect(throws: GmshError.self) { try Mesh(gmsh: "", file: "empty.msh") }
    #expect(
      error?.description
        == "empty.msh:1: no Gmsh mesh: it begins with \"\" instead of $MeshFormat; export a mesh (.msh) with Gmsh")
  }
}

private let slips22 =
  gmshSlips(
    #"""
    $MeshFormat => solid disc => 1: no Gmsh mesh: it begins with "solid disc" instead of $MeshFormat; export a mesh (.msh) with Gmsh
    2.2 0 8 => 2.2 1 8 => 2: the file is binary; write it with Mesh.Binary = 0
    2.2 0 8 => 4 0 8 => 2: format version 4 is not supported; write it with Mesh.MshFileVersion = 4.1 or 2.2
    2.2 0 8 => 2.2 0 => 2: "2.2 0" where version, file type and data size belongs; export the mesh again as ASCII
    $EndMeshFormat => $Nodes => 3: "$Nodes" where $EndMeshFormat belongs; export the mesh again as ASCII
    2 2 "disc" => 2 2 disc => 7: "2 2 disc" where dimension, tag and "name" of a physical group belongs; export the mesh again as ASCII
    \n12\n => \ntwelve\n => 10: "twelve" where the number of nodes belongs; export the mesh again as ASCII
    \n12\n => \n-12\n => 10: "-12" where the number of nodes belongs; export the mesh again as ASCII
    \n12\n => \n2000001\n => 10: 2000001 nodes; at most 2000000 are read; mesh more coarsely
    \n12\n => \n13\n => 23: "$EndNodes" where more of $Nodes belongs; export the mesh again as ASCII
    \n12\n => \n11\n => 22: "12 3 2 0" where $EndNodes belongs; export the mesh again as ASCII
    7 0 1 0 => 7 0 one 0 => 17: "7 0 one 0" where three coordinates belongs; export the mesh again as ASCII
    7 0 1 0 => 7 0 1 => 17: "7 0 1" where three coordinates belongs; export the mesh again as ASCII
    7 0 1 0 => 7 0 nan 0 => 17: node 7 has the coordinate nan, which is not a finite number; export the mesh again
    7 0 1 0 => 6 0 1 0 => 17: node 6 is defined twice; export the mesh again
    7 0 1 0 => 7 0 1 0.5 => 17: node 7 lies at z = 0.5 in Gmsh, outside of the plane z = 0; draw the section with r along Gmsh's x and z along its y
    7 0 1 0 => 7 -0.1 1 0 => 17: node 7 has the negative radius -0.1; draw the half of the section with x >= 0 only
    4 3 2 2 2 4 5 8 7 => 4 3 2 2 2 4 5 8 17 => 29: element 4 names node 17, which is not defined; export the mesh again
    4 3 2 2 2 4 5 8 7 => 4 10 2 2 2 4 5 8 7 1 1 1 1 1 => 29: element type 10 is a quadrilateral of higher order; write it with Mesh.ElementOrder = 1
    7 2 2 1 1 8 9 12 => 7 9 2 1 1 8 9 12 1 1 1 => 32: element type 9 is a triangle of higher order; write it with Mesh.ElementOrder = 1
    7 2 2 1 1 8 9 12 => 7 99 2 1 1 8 9 12 => 32: element type 99 is not supported; mesh the section with triangles and quadrilaterals
    7 2 2 1 1 8 9 12 => 7 2 2 1 1 8 9 => 32: "7 2 2 1 1 8 9" where tag, type, tags and nodes of an element belongs; export the mesh again as ASCII
    7 2 2 1 1 8 9 12 => 7 2 2 0 1 8 9 12 => 32: element 7 belongs to no physical surface; put every surface into one, as in Physical Surface("air") = {1};, and leave out all others by Mesh.SaveAll = 0
    7 2 2 1 1 8 9 12 => 7 2 2 5 1 8 9 12 => 32: the physical surface 5 has no name; name it, as in Physical Surface("air") = {1};
    4 3 2 2 2 4 5 8 7 => 4 3 2 2 2 4 8 5 7 => 29: element 4 is degenerate: no area, or not convex; improve the mesh there
    7 2 2 1 1 8 9 12 => 7 2 2 1 1 8 9 9 => 32: element 7 is degenerate: no area, or not convex; improve the mesh there
    "air" => "vacuum" => 34: no physical surface is named air (there are: vacuum, disc); name the space around the bulks, as in Physical Surface("air") = {1};
    "disc" => "Air" => 34: there is no physical surface besides air; name each bulk, as in Physical Surface("A") = {2};
    5 3 2 1 1 5 6 9 8 => 5 1 2 1 1 5 6 => 29: element 4 of disc lies on the outline of the mesh; surround the bulk with air, far out
    $EndElements =>  => 34: the file ends within $Elements; export the mesh again
    $EndNodes\n$Elements => $EndNodes\n$Cells => 34: the file ends within $Cells; export the mesh again
    """#) + [
    GmshSlip(
      "6 2 1 1 7 8 11 10".replacing("6 2", with: "6 3 2"), "4 3 2 2 2 4 5 8 7",
      "31: element 4 overlaps element 4; join the parts with Gmsh's command Coherence before meshing, and keep one physical surface for each"
    )
  ]

private let slips41 = gmshSlips(
  #"""
  0 1 2 0\n => 0 1 2\n => 10: "0 1 2" where numbers of points, curves, surfaces and volumes belongs; export the mesh again as ASCII
  2 0 -1 0 1 1 0 1 2 0 => 2 0 -1 0 1 1 0 => 13: "2 0 -1 0 1 1 0" where tag, bounding box and physical groups of a surface belongs; export the mesh again as ASCII
  2 0 -1 0 1 1 0 1 2 0 => 2 0 -1 0 1 1 0 2 1 2 0 => 13: surface 2 belongs to more than one physical surface; keep one
  2 0 -1 0 1 1 0 1 2 0 => 2 0 -1 0 1 1 0 0 0 => 58: element 4 belongs to no physical surface; put every surface into one, as in Physical Surface("air") = {1};, and leave out all others by Mesh.SaveAll = 0
  2 0 -1 0 1 1 0 1 2 0 => 3 0 -1 0 1 1 0 1 2 0 => 57: surface 2 is not listed in $Entities; export the mesh again
  1 1 0 2\n => 1 1 0 3\n => 23: "3" where three coordinates belongs; export the mesh again as ASCII
  2 1 0 10\n => 2 1 10\n => 22: "2 1 10" where dimension, entity, parametric and number of nodes belongs; export the mesh again as ASCII
  2 1 0 10\n => 2 1 0 9000000\n => 22: 9000000 nodes; at most 1999998 are read; mesh more coarsely
  \n0 1 0\n => \n0 1\n => 37: "0 1" where three coordinates belongs; export the mesh again as ASCII
  2 2 3 1\n => 2 2 9 1\n => 57: element type 9 is a triangle of higher order; write it with Mesh.ElementOrder = 1
  4 4 5 8 7 => 4 4 5 8 => 58: "4 4 5 8" where the tag and 4 nodes of an element belongs; export the mesh again as ASCII
  $EndElements =>  => 59: the file ends within $Elements; export the mesh again
  $Nodes => $Points => 59: the file ends within $Points; export the mesh again
  """#)
