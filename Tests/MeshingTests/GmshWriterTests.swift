import Meshing
import Testing

/// The lines of one section of a Gmsh file, each split into its numbers.
private func section(_ name: String, of text: String) -> [[String]] {
  let lines = text.split(separator: "\n").map(String.init)
  guard let start = lines.firstIndex(of: "$\(name)"), let end = lines.firstIndex(of: "$End\(name)") else { return [] }
  return lines[(start + 1)..<end].map { $0.split(separator: " ").map(String.init) }
}

/// What both formats say about a mesh, read without looking at the writer.
private struct ReadBack {
  /// Physical tag -> (dimension, name).
  var names: [String: (dimension: String, name: String)] = [:]
  var nodes: [Int: SIMD2<Double>] = [:]
  var elements: [Int: (physicalTag: String, type: String, nodes: [Int])] = [:]

  init(_ text: String, _ format: GmshFormat) throws {
    for line in section("PhysicalNames", of: text).dropFirst() {
      names[line[1]] = (line[0], line.dropFirst(2).joined(separator: " "))
    }
    switch format {
    case .v2_2: try read22(text)
    case .v4_1: try read41(text)
    }
  }

  private mutating func read22(_ text: String) throws {
    for line in section("Nodes", of: text).dropFirst() { try addNode(line[0], Array(line.dropFirst())) }
    for line in section("Elements", of: text).dropFirst() {
      #expect(line[2] == "2", "every element has a physical and an elementary tag")
      elements[try #require(Int(line[0]))] = (line[3], line[1], line.dropFirst(5).compactMap(Int.init))
    }
  }

  private mutating func read41(_ text: String) throws {
    let entityLines = section("Entities", of: text)
    let curveCount = try #require(Int(entityLines[0][1]))
    var physicalTag: [String: String] = [:]
    for (i, line) in entityLines.dropFirst().enumerated() {
      #expect(line.count == 10 && line[7] == "1" && line[9] == "0")
      physicalTag["\(i < curveCount ? 1 : 2) \(line[0])"] = line[8]
    }
    var lines = section("Nodes", of: text)[...]
    let nodeHead = lines.removeFirst()
    while let block = lines.popFirst() {
      let count = try #require(Int(block[3]))
      #expect(block[2] == "0", "no parametric coordinates")
      #expect(physicalTag["\(block[0]) \(block[1])"] != nil, "node block of an unknown entity")
      let tags = lines.prefix(count).map { $0[0] }
      for (tag, coordinates) in zip(tags, lines.dropFirst(count)) { try addNode(tag, coordinates) }
      lines = lines.dropFirst(2 * count)
    }
    #expect(nodeHead[1] == "\(nodes.count)" && nodeHead[2] == "1" && nodeHead[3] == "\(nodes.keys.max() ?? 0)")

    lines = section("Elements", of: text)[...]
    let elementHead = lines.removeFirst()
    while let block = lines.popFirst() {
      let count = try #require(Int(block[3]))
      let physical = try #require(physicalTag["\(block[0]) \(block[1])"])
      for line in lines.prefix(count) {
        elements[try #require(Int(line[0]))] = (physical, block[2], line.dropFirst().compactMap(Int.init))
      }
      lines = lines.dropFirst(count)
    }
    #expect(elementHead[1] == "\(elements.count)" && elementHead[3] == "\(elements.keys.max() ?? 0)")
  }

  private mutating func addNode(_ tag: String, _ coordinates: [String]) throws {
    #expect(coordinates.count == 3 && coordinates[2] == "0")
    nodes[try #require(Int(tag))] = SIMD2(
      try #require(Double(coordinates[0])), try #require(Double(coordinates[1])))
  }
}

struct GmshWriterTests {
  @Test(arguments: GmshFormat.allCases)
  func `nodes, cells and regions read back exactly`(format: GmshFormat) throws {
    let mesh = pairMesh()
    let file = try ReadBack(gmshText(mesh, format: format), format)
    #expect(file.nodes.count == mesh.nodes.count)
    for (i, node) in mesh.nodes.enumerated() { #expect(file.nodes[i + 1] == node) }
    for i in mesh.cells.indices {
      let element = try #require(file.elements[i + 1])
      #expect(element.nodes == (0..<mesh.cornerCount(of: i)).map { Int(mesh.cells[i][$0]) + 1 })
      #expect(element.type == (mesh.cornerCount(of: i) == 3 ? "2" : "3"))
      let physical = try #require(file.names[element.physicalTag])
      #expect(physical.dimension == "2")
      #expect(physical.name == "\"\(mesh.regionNames[Int(mesh.cellRegions[i])])\"")
    }
  }

  @Test(arguments: GmshFormat.allCases)
  func `axis and far are physical curves of lines`(format: GmshFormat) throws {
    let mesh = pairMesh()
    let file = try ReadBack(gmshText(mesh, format: format), format)
    let lines = file.elements.values.filter { $0.type == "1" }
    #expect(file.elements.count == mesh.cells.count + lines.count)
    let byName = Dictionary(grouping: lines) { file.names[$0.physicalTag]?.name ?? "none" }
    #expect(byName.mapValues(\.count) == ["\"axis\"": 6, "\"far\"": 14])
    for line in byName["\"axis\""] ?? [] {
      for node in line.nodes { #expect(file.nodes[node]?.x == 0) }
    }
  }

  @Test func `bounding boxes enclose their bulks`() {
    let entities = section("Entities", of: gmshText(pairMesh(), format: .v4_1))
    #expect(entities[0] == ["0", "2", "3", "0"])
    #expect(entities[4].joined(separator: " ") == "2 0.0 0.001 0 0.015 0.007 0 1 2 0")
  }

  @Test(arguments: GmshFormat.allCases)
  func `the same mesh gives the same text`(format: GmshFormat) {
    #expect(gmshText(pairMesh(), format: format) == gmshText(pairMesh(), format: format))
    #expect(gmshText(pairMesh(), format: format).hasPrefix("$MeshFormat\n\(format.rawValue) 0 8\n$EndMeshFormat\n"))
  }

  @Test func `a quote within a name does not end it`() {
    let text = gmshText(pairMesh(names: ["air", "6\" disc", "B"]), format: .v4_1)
    #expect(text.contains("2 2 \"6' disc\"\n"))
  }

  @Test(arguments: GmshFormat.allCases)
  func `a mesh without cells has empty sections`(format: GmshFormat) {
    let text = gmshText(Mesh(nodes: [], cells: [], cellRegions: [], regionNames: ["air"]), format: format)
    #expect(section("Elements", of: text).count == 1)
    #expect(section("PhysicalNames", of: text) == [["0"]])
  }
}
