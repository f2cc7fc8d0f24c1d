import Meshing
import Testing

/// A disc of radius 1 within air, of quadrilaterals and, in one corner, two triangles; line 26 is an edge on the outline.
let discText = """
  $MeshFormat
  2.2 0 8
  $EndMeshFormat
  $PhysicalNames
  2
  2 1 "air"
  2 2 "disc"
  $EndPhysicalNames
  $Nodes
  12
  1 0 -2 0
  2 1 -2 0
  3 3 -2 0
  4 0 -1 0
  5 1 -1 0
  6 3 -1 0
  7 0 1 0
  8 1 1 0
  9 3 1 0
  10 0 2 0
  11 1 2 0
  12 3 2 0
  $EndNodes
  $Elements
  8
  1 1 2 3 1 1 2
  2 3 2 1 1 1 2 5 4
  3 3 2 1 1 2 3 6 5
  4 3 2 2 2 4 5 8 7
  5 3 2 1 1 5 6 9 8
  6 3 2 1 1 7 8 11 10
  7 2 2 1 1 8 9 12
  8 2 2 1 1 8 12 11
  $EndElements

  """

/// The same as Gmsh itself writes it in format 4.1, numbered by entities.
let discText41 = """
  $MeshFormat
  4.1 0 8
  $EndMeshFormat
  $PhysicalNames
  2
  2 1 "air"
  2 2 "disc"
  $EndPhysicalNames
  $Entities
  0 1 2 0
  1 0 -2 0 1 -2 0 1 3 0
  1 0 -2 0 3 2 0 1 1 0
  2 0 -1 0 1 1 0 1 2 0
  $EndEntities
  $Nodes
  3 12 1 12
  1 1 0 2
  1
  2
  0 -2 0
  1 -2 0
  2 1 0 10
  3
  4
  5
  6
  7
  8
  9
  10
  11
  12
  3 -2 0
  0 -1 0
  1 -1 0
  3 -1 0
  0 1 0
  1 1 0
  3 1 0
  0 2 0
  1 2 0
  3 2 0
  2 2 0 0
  $EndNodes
  $Elements
  4 8 1 8
  1 1 1 1
  1 1 2
  2 1 2 2
  7 8 9 12
  8 8 12 11
  2 1 3 4
  2 1 2 5 4
  3 2 3 6 5
  5 5 6 9 8
  6 7 8 11 10
  2 2 3 1
  4 4 5 8 7
  $EndElements

  """

@Suite struct `A Gmsh file` {
  @Test func `with a name that no element has is read without it`() throws {
    let text = discText.replacing("$PhysicalNames\n2\n", with: "$PhysicalNames\n3\n2 7 \"ghost\"\n")
    #expect(try Mesh(gmsh: text, file: "disc.msh") == Mesh(gmsh: discText, file: "disc.msh"))
  }

  @Test(arguments: GmshFormat.allCases)
  func `reads back as the mesh it was written from`(format: GmshFormat) throws {
    let mesh = pairMesh()
    #expect(try Mesh(gmsh: gmshText(mesh, format: format), file: "pair.msh") == mesh)
    let shapes = [BulkShape(name: "A", outerRadius: 0.015, zMin: 0.001, zMax: 0.007)]
    let generated = RectangleMesher(shapes: shapes, mirrorPlane: nil).mesh(
      .init(radialCells: 5, axialCells: 3, airGrowth: 1.5, farDistance: 0.2))
    #expect(try Mesh(gmsh: gmshText(generated, format: format), file: "a.msh") == generated)
  }

  @Test func `is the same mesh in both formats`() throws {
    #expect(try Mesh(gmsh: discText41, file: "disc.msh") == Mesh(gmsh: discText, file: "disc.msh"))
  }

  @Test(arguments: [
    // Gmsh gives each part of a surface a tag of its own and names the surface; with Mesh.PartitionCreatePhysicals = 0 it leaves
    // out the group, and with ghost elements a line for each partition stands above.
    ("0\n", "1 1"), ("0\n", "0 0"), ("2\n3 1\n4 2\n", "1 1"),
  ])
  func `is put together again from its partitions`(ghosts: String, group: String) throws {
    let partitions = """
      $PartitionedEntities
      2
      \(ghosts)0 1 3 0
      4 1 1 1 2 1 -2 0 3 2 0 0 0
      5 2 2 1 1 0 -1 0 1 1 0 \(group == "0 0" ? "0" : "1 2") 0
      6 2 1 1 1 0 -2 0 3 2 0 \(group) 0
      7 2 1 1 2 0 -2 0 3 2 0 \(group) 0
      $EndPartitionedEntities
      $Nodes
      """
    let text = discText41.replacing("$Nodes", with: partitions).replacing("\n4 8 1 8\n", with: "\n5 8 1 8\n")
      .replacing("\n2 1 2 2\n", with: "\n2 6 2 2\n").replacing("\n2 1 3 4\n", with: "\n2 6 3 2\n")
      .replacing("\n5 5 6 9 8\n", with: "\n2 7 3 2\n5 5 6 9 8\n").replacing("\n2 2 3 1\n", with: "\n2 5 3 1\n")
    #expect(text != discText41)
    #expect(try Mesh(gmsh: text, file: "disc.msh") == Mesh(gmsh: discText, file: "disc.msh"))
    let lost = text.replacing("\n6 2 1 1 1", with: "\n6 2 9 1 1")
    let error = #expect(throws: GmshError.self) { try Mesh(gmsh: lost, file: "disc.msh") }
    #expect(error?.reason == .missingSurface(9))
  }

  @Test func `without any group was saved with all that there is`() {
    // As Mesh.SaveAll = 1 does in format 2.2.
    let text = discText.split(separator: "\n").map { line -> String in
      var words = line.split(separator: " ").map(String.init)
      guard words.count >= 7, words[2] == "2" else { return String(line) }
      words[3] = "0"
      return words.joined(separator: " ")
    }.joined(separator: "\n")
    let error = #expect(throws: GmshError.self) { try Mesh(gmsh: text, file: "disc.msh") }
    #expect(error?.reason == .savedAll && error?.description.contains("Mesh.SaveAll = 0") == true)
  }

  @Test(arguments: [(1.0, 1000.0), (1, 100), (1, 1), (25.4, 1000)])
  func `has its lengths in the unit that is told`(multiplier: Double, divisor: Double) throws {
    let (mesh, metres) = (
      try Mesh(gmsh: discText, file: "disc.msh", unit: (multiplier, divisor)),
      try Mesh(gmsh: discText, file: "disc.msh")
    )
    #expect(mesh.nodes == metres.nodes.map { $0 * multiplier / divisor } && mesh.cells == metres.cells)
  }

  @Test func `becomes a mesh with air first`() throws {
    let mesh = try Mesh(gmsh: discText, file: "disc.msh")
    try mesh.checkInvariants()
    #expect(mesh.regionNames == ["air", "disc"])
    #expect(mesh.nodes.count == 12 && mesh.cells.count == 7)
    #expect(mesh.cellRegions == [0, 0, 1, 0, 0, 0, 0])
    #expect(mesh.corners(of: 2) == [SIMD2(0, -1), SIMD2(1, -1), SIMD2(1, 1), SIMD2(0, 1)])
    #expect(
      mesh.boundingShapes() == [BulkShape(name: "disc", innerRadius: 0, outerRadius: 1, zMin: -1, zMax: 1)])
    #expect(mesh.farDistance(fromHeight: 0.5) == 1.5)
  }

  @Test(arguments: [
    ("2 2 \"disc\"", "2 2 \"disc\"\r"), ("\"air\"", "\"AIR\""), ("4 3 2 2 2 4 5 8 7", "4 3 2 2 2 7 8 5 4"),
    ("4 3 2 2 2 4 5 8 7", "4 3 2 2 2 8 7 4 5"), ("8 2 2 1 1 8 12 11", "8 2 2 1 1 8 11 12"), ("4 0 -1 0", "4 1e-9 -1 0"),
    ("4 0 -1 0", "4 -1e-9 -1 1e-10"), ("12\n1 0 -2 0", "13\n77 0 0 0\n1 0 -2 0"),
    ("$Elements", "$Periodic\n1\n0 1 2\n$EndPeriodic\n$Elements"), ("$Elements\n", "$Elements\n\n"),
    ("2 3 2 1 1 1 2 5 4", "2 3 3 1 1 9 1 2 5 4"),
  ])
  func `may differ in what does not matter`(old: String, new: String) throws {
    #expect(discText.contains(old))
    let changed = try Mesh(gmsh: discText.replacing(old, with: new, maxReplacements: 1), file: "disc.msh")
    let mesh = try Mesh(gmsh: discText, file: "disc.msh")
    #expect(changed.cells.indices.allSatisfy { Set(changed.corners(of: $0)) == Set(mesh.corners(of: $0)) })
    #expect(changed.cells.indices.allSatisfy { changed.signedArea(of: $0) == mesh.signedArea(of: $0) })
    #expect(changed.regionNames == mesh.regionNames && changed.cellRegions == mesh.cellRegions)
    #expect(changed.nodes.count == 12)
  }

  @Test func `never traps, whatever is in it`() throws {
    var random = SplitMix64(state: 20)
    let texts = [discText, gmshText(pairMesh(), format: .v4_1), discText41]
    var read = 0
    for round in 0..<2400 {
      let text = mutated(texts[round % texts.count], &random)
      do {
        let mesh = try Mesh(gmsh: text, file: "m.msh")
        try mesh.checkInvariants()
        #expect(mesh.refined().cells.count == 4 * mesh.cells.count)
        read += 1
      } catch let error as GmshError {
        #expect(error.line >= 1 && !error.description.isEmpty)
      }
    }
    // Some mutations do no harm; were it all or none of them, they would test nothing.
    #expect(read > 50 && read < 2000, "\(read) of 2400 read")
  }
}

/// One to three slips of the kinds that files suffer: wrong words, lost and doubled lines, flipped bytes, a lost end.
private func mutated(_ text: String, _ random: inout SplitMix64) -> String {
  let words = [
    "", "-1", "0", "1", "2", "3", "13", "1e999", "nan", "-inf", "1e-300", "1e49", "2147483647", "-2147483648",
    "99999999999999999999", "$EndNodes", "\"", "\"air\"", "x",
  ]
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  for _ in 0..<Int.random(in: 1...3, using: &random) {
    let i = Int.random(in: lines.indices, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: lines.remove(at: i)
    case 1: lines.insert(lines[i], at: i)
    case 2: lines.swapAt(i, Int.random(in: lines.indices, using: &random))
    case 3 where i > 2: lines = Array(lines[..<i])
    case 4:
      var bytes = Array(lines[i].utf8)
      guard !bytes.isEmpty else { continue }
      bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      lines[i] = String(decoding: bytes, as: UTF8.self)
    default:
      var parts = lines[i].split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      guard !parts.isEmpty else { continue }
      parts[Int.random(in: parts.indices, using: &random)] = words.randomElement(using: &random) ?? ""
      lines[i] = parts.joined(separator: " ")
    }
  }
  return lines.joined(separator: "\n")
}

/// S. Vigna's generator: the same files in every run.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
