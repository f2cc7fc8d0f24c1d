/// Makes a mesh of what a Gmsh file holds, and refuses what the edge space could not be built on.
struct GmshMeshBuilder {
  private let content: GmshContent
  /// Size of the section [m]; distances below 1e-9 of it are none.
  private let extent: Double
  /// Index in `content.nodes` of each tag.
  private let indexOfTag: [Int: Int]

  init(_ unsorted: GmshContent) throws(GmshError) {
    // Format 4.1 lists nodes and elements by entity; their tags keep the order that they were made in.
    var content = unsorted
    content.nodes.sort { ($0.tag, $0.line) < ($1.tag, $1.line) }
    content.elements.sort { ($0.tag, $0.line) < ($1.tag, $1.line) }
    self.content = content
    var indexOfTag = [Int: Int](minimumCapacity: content.nodes.count)
    for (i, node) in content.nodes.enumerated() {
      guard indexOfTag.updateValue(i, forKey: node.tag) == nil else {
        throw GmshError(file: content.file, line: node.line, reason: .duplicateNode(tag: node.tag))
      }
    }
    self.indexOfTag = indexOfTag
    var (low, high) = (SIMD3(repeating: Double.infinity), SIMD3(repeating: -Double.infinity))
    for node in content.nodes {
      low = pointwiseMin(low, node.position)
      high = pointwiseMax(high, node.position)
    }
    extent = content.nodes.isEmpty ? 0 : (high - low).max()
  }

  private var slack: Double { Mesh.relativeSlack * extent }

  private func error(_ reason: GmshError.Reason, line: Int) -> GmshError {
    GmshError(file: content.file, line: line, reason: reason)
  }

  func mesh() throws(GmshError) -> Mesh {
    let (regionOfTag, regionNames) = try regions()
    var mesh = Mesh(nodes: [], cells: [], cellRegions: [], regionNames: regionNames)
    var newIndex = [Int32](repeating: -1, count: content.nodes.count)
    for element in content.elements {
      var corners: [Int] = []
      for tag in element.nodes {
        guard let node = indexOfTag[tag] else {
          throw error(.missingNode(element: element.tag, node: tag), line: element.line)
        }
        corners.append(node)
      }
      guard let region = regionOfTag[element.physicalTag] else {
        throw error(.namelessPhysicalGroup(tag: element.physicalTag), line: element.line)
      }
      for node in corners where newIndex[node] < 0 { newIndex[node] = 0 }
      guard let ordered = counterClockwise(corners) else {
        throw error(.degenerate(element: element.tag), line: element.line)
      }
      mesh.cells.append(
        SIMD4(Int32(ordered[0]), Int32(ordered[1]), Int32(ordered[2]), ordered.count == 4 ? Int32(ordered[3]) : -1))
      mesh.cellRegions.append(region)
    }
    // Nodes keep their order; those of no cell, as the centres of arcs, are left out.
    for (i, node) in content.nodes.enumerated() where newIndex[i] == 0 {
      newIndex[i] = Int32(mesh.nodes.count)
      mesh.nodes.append(try section(node))
    }
    for i in mesh.cells.indices {
      for k in 0..<mesh.cornerCount(of: i) { mesh.cells[i][k] = newIndex[Int(mesh.cells[i][k])] }
    }
    dropEmptyRegions(of: &mesh)
    try checkTopology(mesh, tags: content.nodes.indices.filter { newIndex[$0] >= 0 }.map { content.nodes[$0].tag })
    return mesh.renumbered()
  }

  /// Air first, then the bulks in the order of the file; surfaces of one name are one region.
  private func regions() throws(GmshError) -> (ofTag: [Int: Int32], names: [String]) {
    var names = ["air"]
    var ofTag: [Int: Int32] = [:]
    for (tag, name) in content.names {
      let region = name.lowercased() == "air" ? 0 : names.firstIndex(of: name) ?? names.count
      if region == names.count { names.append(name) }
      ofTag[tag] = Int32(region)
    }
    return (ofTag, names)
  }

  /// A node's place in the section, on the axis when it is next to it.
  private func section(_ node: GmshContent.Node) throws(GmshError) -> SIMD2<Double> {
    guard abs(node.position.z) <= slack else {
      throw error(.outOfPlane(node: node.tag, z: node.position.z), line: node.line)
    }
    guard node.position.x >= -slack else {
      throw error(.negativeRadius(node: node.tag, radius: node.position.x), line: node.line)
    }
    return SIMD2(node.position.x <= slack ? 0 : node.position.x, node.position.y)
  }

  /// The corners in counter-clockwise order, a quadrilateral from its lower left one on, as generated rectangles are; nil
  /// when the cell is not strictly convex.
  private func counterClockwise(_ corners: [Int]) -> [Int]? {
    func place(_ node: Int) -> SIMD2<Double> { SIMD2(content.nodes[node].position.x, content.nodes[node].position.y) }
    func turn(_ a: Int, _ b: Int, _ c: Int) -> Double {
      let (u, v) = (place(b) - place(a), place(c) - place(b))
      return u.x * v.y - u.y * v.x
    }
    var ordered = corners
    if turn(corners[0], corners[1], corners[2]) < 0 { ordered.reverse() }
    let count = ordered.count
    var longest = 0.0
    for k in 0..<count {
      let side = place(ordered[(k + 1) % count]) - place(ordered[k])
      longest = max(longest, (side * side).sum())
    }
    for k in 0..<count {
      // Not a slim cell, but one whose area is rounding; also what turns the other way.
      let area = turn(ordered[k], ordered[(k + 1) % count], ordered[(k + 2) % count])
      guard area > 1e-10 * longest else { return nil }
    }
    guard count == 4 else { return ordered }
    let first = (0..<4).min {
      let (a, b) = (place(ordered[$0]), place(ordered[$1]))
      return a.x + a.y < b.x + b.y
    }
    return (0..<4).map { ordered[((first ?? 0) + $0) % 4] }
  }

  /// A physical surface may have a name and no element: a bulk without a place.
  private func dropEmptyRegions(of mesh: inout Mesh) {
    let used = Set(mesh.cellRegions)
    let kept = mesh.regionNames.indices.filter { $0 == Int(Mesh.air) || used.contains(Int32($0)) }
    var newIndex: [Int32: Int32] = [:]
    for (new, old) in kept.enumerated() { newIndex[Int32(old)] = Int32(new) }
    mesh.cellRegions = mesh.cellRegions.map { newIndex[$0] ?? Mesh.air }
    mesh.regionNames = kept.map { mesh.regionNames[$0] }
  }

  /// The defects of the mesh, by the tags and lines of the file.
  ///
  /// - Parameter tags: of the nodes of the mesh.
  private func checkTopology(_ mesh: Mesh, tags: [Int]) throws(GmshError) {
    do throws(MeshDefect) {
      try mesh.checkTopology()
    } catch {
      switch error {
      case .noAir: throw self.error(.noAir(names: Array(mesh.regionNames.dropFirst())), line: content.lastLine)
      case .noBulk: throw self.error(.noBulk, line: content.lastLine)
      case .coincidentNodes(let first, let second):
        let line = indexOfTag[tags[second]].map { content.nodes[$0].line } ?? content.lastLine
        throw self.error(.coincidentNodes(tags[first], tags[second]), line: line)
      case .overlapping(let cell, let other):
        let element = content.elements[cell]
        throw self.error(.overlapping(element: element.tag, other: content.elements[other].tag), line: element.line)
      case .bulkOnOutline(let cell):
        let (element, name) = (content.elements[cell], mesh.regionNames[Int(mesh.cellRegions[cell])])
        throw self.error(.bulkOnOutline(name: name, element: element.tag), line: element.line)
      case .noAxis: throw self.error(.noAxis, line: content.lastLine)
      case .severalOutlines: throw self.error(.severalOutlines, line: content.lastLine)
      case .notConvex(let cell), .missingNode(let cell, _), .notCounterClockwise(let cell, _),
        .unknownRegion(let cell, _):
        let element = content.elements[cell]
        throw self.error(.degenerate(element: element.tag), line: element.line)
      case .negativeRadius, .notFinite, .regionCount: throw self.error(.severalOutlines, line: content.lastLine)
      }
    }
  }
}
