/// The legacy format 2.2: a line for each node and each element.
extension GmshContent {
  mutating func readNodes22(_ lines: inout GmshLines) throws(GmshError) {
    let head = try lines.next(in: "Nodes")
    let count = try lines.count(
      try lines.integers(head, atLeast: 1, as: "the number of nodes")[0], of: "nodes", limit: Self.limit, head)
    for _ in 0..<count {
      let line = try lines.next(in: "Nodes")
      guard let word = line.words.first, let tag = GmshLine.integer(word) else {
        throw lines.malformed("tag and coordinates of a node", line)
      }
      try addNode(tag, line, from: 1, lines)
    }
  }

  mutating func readElements22(_ lines: inout GmshLines) throws(GmshError) {
    let head = try lines.next(in: "Elements")
    let count = try lines.count(
      try lines.integers(head, atLeast: 1, as: "the number of elements")[0], of: "elements", limit: Self.limit, head)
    let expected = "tag, type, tags and nodes of an element"
    for _ in 0..<count {
      let line = try lines.next(in: "Elements")
      let values = try lines.integers(line, atLeast: 3, as: expected)
      guard let corners = try Self.surfaceNodes(ofType: values[1], lines) else { continue }
      let tagCount = values[2]
      guard tagCount >= 0, values.count == 3 + tagCount + corners else { throw lines.malformed(expected, line) }
      guard tagCount > 0 else { throw lines.error(.noPhysicalGroup(element: values[0])) }
      elements.append(
        Element(
          tag: values[0], nodes: Array(values.suffix(corners)), physicalTag: values[3].magnitudeTag, line: line.number))
    }
  }
}

/// The format 4.1: nodes and elements in blocks, one for each entity, which knows its physical groups.
extension GmshContent {
  /// - Returns: the physical tag of each surface; 0 without one, nil in place of several.
  static func readEntities(_ lines: inout GmshLines) throws(GmshError) -> [Int: Int] {
    let head = try lines.next(in: "Entities")
    let expected = "numbers of points, curves, surfaces and volumes"
    let counts = try lines.integers(head, atLeast: 4, as: expected)
    var surfaces: [Int: Int] = [:]
    for dimension in 0..<4 {
      let count = try lines.count(counts[dimension], of: "entities", limit: limit, head)
      for _ in 0..<count {
        let line = try lines.next(in: "Entities")
        guard dimension == 2 else { continue }
        let expected = "tag, bounding box and physical groups of a surface"
        guard line.words.count >= 8, let tag = GmshLine.integer(line.words[0]),
          let groups = GmshLine.integer(line.words[7]), groups >= 0, line.words.count >= 8 + groups
        else { throw lines.malformed(expected, line) }
        guard groups <= 1 else { throw lines.error(.severalPhysicalGroups(surface: tag)) }
        surfaces[tag] = 0
        if groups == 1 {
          guard let physical = GmshLine.integer(line.words[8]) else { throw lines.malformed(expected, line) }
          surfaces[tag] = physical.magnitudeTag
        }
      }
    }
    return surfaces
  }

  /// Adds the parts of surfaces that were partitioned, in the groups of the surfaces that they are parts of.
  static func readPartitions(_ lines: inout GmshLines, of surfaces: inout [Int: Int]) throws(GmshError) {
    let section = "PartitionedEntities"
    _ = try lines.next(in: section)
    let ghosts = try lines.next(in: section)
    let ghostCount = try lines.count(
      try lines.integers(ghosts, atLeast: 1, as: "the number of ghost entities")[0], of: "entities", limit: limit,
      ghosts)
    for _ in 0..<ghostCount { _ = try lines.next(in: section) }
    let head = try lines.next(in: section)
    let counts = try lines.integers(head, atLeast: 4, as: "numbers of points, curves, surfaces and volumes")
    for dimension in 0..<4 {
      for _ in 0..<(try lines.count(counts[dimension], of: "entities", limit: limit, head)) {
        let line = try lines.next(in: section)
        guard dimension == 2 else { continue }
        guard line.words.count >= 3, let tag = GmshLine.integer(line.words[0]),
          let parentDimension = GmshLine.integer(line.words[1]), let parent = GmshLine.integer(line.words[2])
        else { throw lines.malformed("tag and parent of a part of a surface", line) }
        guard parentDimension == 2, let physical = surfaces[parent] else {
          throw lines.error(.missingSurface(parent), line: line.number)
        }
        surfaces[tag] = physical
      }
    }
  }

  mutating func readNodes41(_ lines: inout GmshLines) throws(GmshError) {
    let blocks = try blockCount(&lines, section: "Nodes")
    for _ in 0..<blocks {
      let head = try lines.next(in: "Nodes")
      let values = try lines.integers(head, atLeast: 4, as: "dimension, entity, parametric and number of nodes")
      let count = try lines.count(values[3], of: "nodes", limit: Self.limit - nodes.count, head)
      var tags: [Int] = []
      for _ in 0..<count {
        let line = try lines.next(in: "Nodes")
        tags.append(try lines.integers(line, atLeast: 1, as: "the tag of a node")[0])
      }
      for tag in tags { try addNode(tag, try lines.next(in: "Nodes"), from: 0, lines) }
    }
  }

  mutating func readElements41(_ lines: inout GmshLines, physicalTags: [Int: Int]) throws(GmshError) {
    let blocks = try blockCount(&lines, section: "Elements")
    for _ in 0..<blocks {
      let head = try lines.next(in: "Elements")
      let values = try lines.integers(head, atLeast: 4, as: "dimension, entity, type and number of elements")
      let (surface, type) = (values[1], values[2])
      let count = try lines.count(values[3], of: "elements", limit: Self.limit - elements.count, head)
      let corners = try Self.surfaceNodes(ofType: type, lines)
      for _ in 0..<count {
        let line = try lines.next(in: "Elements")
        guard let corners else { continue }
        let expected = "the tag and \(corners) nodes of an element"
        let nodes = try lines.integers(line, atLeast: 1 + corners, as: expected)
        guard nodes.count == 1 + corners else { throw lines.malformed(expected, line) }
        guard let physical = physicalTags[surface] else {
          throw lines.error(.missingSurface(surface), line: head.number)
        }
        elements.append(
          Element(tag: nodes[0], nodes: Array(nodes.dropFirst()), physicalTag: physical, line: line.number))
      }
    }
  }

  private func blockCount(_ lines: inout GmshLines, section: String) throws(GmshError) -> Int {
    let head = try lines.next(in: section)
    let values = try lines.integers(head, atLeast: 4, as: "numbers of blocks and of \(section.lowercased()), and tags")
    return try lines.count(values[0], of: "blocks", limit: Self.limit, head)
  }
}

extension Int {
  /// Gmsh marks a surface that a group takes with its orientation reversed by a negative tag.
  fileprivate var magnitudeTag: Int { abs(self) }
}
