extension Mesh {
  /// Reads a Gmsh file, format 4.1 or 2.2, ASCII: r in Gmsh's x, z in its y. Partitions are put together again.
  ///
  /// Physical surfaces become regions: the one named `air` (in any case) is air, every other a bulk of that name. Points,
  /// lines and volumes are read past. The mesh that results fulfils `checkInvariants()`; it reaches down to the axis, has
  /// no holes, and no bulk lies on its outline.
  ///
  /// - Parameters:
  ///   - text: the whole file.
  ///   - file: the name to show in errors.
  ///   - unit: metres of 1 in the file, as two factors: `(1, 1000)` for millimetres.
  /// - Complexity: O(n log n) for a text of n bytes.
  /// - Throws: `GmshError` with line and remedy for a text that is no such file, or whose mesh cannot be used.
  public init(
    gmsh text: String, file: String, unit: (multiplier: Double, divisor: Double) = (1, 1)
  ) throws(GmshError) {
    self = try GmshMeshBuilder(GmshContent(text, file: file)).mesh()
    nodes = nodes.map { $0 * unit.multiplier / unit.divisor }
  }
}

/// What a Gmsh file holds, checked line by line, not yet as a whole.
struct GmshContent {
  struct Element {
    var tag: Int
    /// 3 or 4 node tags.
    var nodes: [Int]
    /// Of the physical surface.
    var physicalTag: Int
    var line: Int
  }

  struct Node {
    var tag: Int
    var position: SIMD3<Double>
    var line: Int
  }

  var file: String
  /// Physical surfaces in the order of the file.
  var names: [(tag: Int, name: String)] = []
  var nodes: [Node] = []
  var elements: [Element] = []
  /// The file's last line.
  var lastLine = 1

  /// Far more than can be computed on; a mistaken number must not exhaust memory.
  static let limit = 2_000_000

  init(_ text: String, file: String) throws(GmshError) {
    self.file = file
    var lines = GmshLines(text, file: file)
    let format = try Self.readFormat(&lines)
    var seen: Set<String> = ["MeshFormat"]
    var surfaces: [Int: Int] = [:]
    while let line = lines.next() {
      guard line.isMarker, let word = line.words.first else { continue }
      let section = String(decoding: word.dropFirst(), as: UTF8.self)
      guard !section.hasPrefix("End") else { continue }
      switch (section, format) {
      case ("PhysicalNames", _): try readNames(&lines)
      case ("Entities", .v4_1): surfaces = try Self.readEntities(&lines)
      case ("PartitionedEntities", .v4_1): try Self.readPartitions(&lines, of: &surfaces)
      case ("Nodes", .v2_2): try readNodes22(&lines)
      case ("Nodes", .v4_1): try readNodes41(&lines)
      case ("Elements", .v2_2): try readElements22(&lines)
      case ("Elements", .v4_1): try readElements41(&lines, physicalTags: surfaces)
      default:
        // Periodicity, ghost elements, data: nothing that a section's mesh needs.
        try Self.skip(to: section, &lines)
        continue
      }
      guard let end = lines.next() else { throw lines.error(.truncated(section: section)) }
      guard end.shown == "$End\(section)" else { throw lines.malformed("$End\(section)", end) }
      seen.insert(section)
    }
    lastLine = max(1, lines.number)
    for section in ["Nodes", "Elements"] where !seen.contains(section) {
      throw lines.error(.missingSection(section))
    }
    if let loose = elements.first(where: { $0.physicalTag == 0 }) {
      // Format 2.2 with Mesh.SaveAll has names of physical surfaces, and no element that belongs to one.
      let hasNone = !names.isEmpty && elements.allSatisfy { $0.physicalTag == 0 }
      throw lines.error(hasNone ? .savedAll : .noPhysicalGroup(element: loose.tag), line: loose.line)
    }
  }

  private static func readFormat(_ lines: inout GmshLines) throws(GmshError) -> GmshFormat {
    let first = lines.next()
    guard let first, first.shown == "$MeshFormat" else { throw lines.error(.noMeshFormat(found: first?.shown ?? "")) }
    let line = try lines.next(in: "MeshFormat")
    let words = line.words.map { String(decoding: $0, as: UTF8.self) }
    guard words.count == 3 else { throw lines.malformed("version, file type and data size", line) }
    guard words[1] == "0" else { throw lines.error(.binary) }
    guard let format = GmshFormat(rawValue: words[0]) else { throw lines.error(.unsupportedVersion(words[0])) }
    guard let end = lines.next() else { throw lines.error(.truncated(section: "MeshFormat")) }
    guard end.shown == "$EndMeshFormat" else { throw lines.malformed("$EndMeshFormat", end) }
    return format
  }

  private static func skip(to section: String, _ lines: inout GmshLines) throws(GmshError) {
    while let line = lines.next() {
      if line.isMarker, line.shown == "$End\(section)" { return }
    }
    throw lines.error(.truncated(section: section))
  }

  /// Lines `dimension tag "name"`.
  private mutating func readNames(_ lines: inout GmshLines) throws(GmshError) {
    let head = try lines.next(in: "PhysicalNames")
    let count = try lines.count(
      try lines.integers(head, atLeast: 1, as: "the number of physical names")[0], of: "physical names",
      limit: Self.limit, head)
    for _ in 0..<count {
      let line = try lines.next(in: "PhysicalNames")
      let parts = line.text.split(separator: "\"", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let end = parts[1].lastIndex(of: "\""), line.words.count >= 3,
        let dimension = GmshLine.integer(line.words[0]), let tag = GmshLine.integer(line.words[1])
      else { throw lines.malformed("dimension, tag and \"name\" of a physical group", line) }
      let name = String(parts[1][..<end])
      if dimension == 2, !name.isEmpty { names.append((tag, name)) }
    }
  }

  /// - Returns: node count of a surface element, or nil for an element of a point, a line or a volume.
  static func surfaceNodes(ofType type: Int, _ lines: GmshLines) throws(GmshError) -> Int? {
    switch type {
    case 2: return 3
    case 3: return 4
    case 1, 15, 8, 26, 27, 28: return nil
    case 4, 5, 6, 7, 11, 12, 13, 14, 17, 18, 19, 29, 30, 31: return nil
    case 9, 20, 21, 22, 23, 24, 25: throw lines.error(.secondOrder(type: type, name: "triangle"))
    case 10, 16, 36, 37: throw lines.error(.secondOrder(type: type, name: "quadrilateral"))
    default: throw lines.error(.unsupportedElement(type: type))
    }
  }

  mutating func addNode(_ tag: Int, _ line: GmshLine, from word: Int, _ lines: GmshLines) throws(GmshError) {
    guard line.words.count >= word + 3 else { throw lines.malformed("three coordinates", line) }
    var position = SIMD3<Double>()
    for k in 0..<3 {
      let text = line.words[word + k]
      guard let value = GmshLine.number(text) else { throw lines.malformed("three coordinates", line) }
      // Squares and cubes of lengths have to stay finite as well.
      guard abs(value) < 1e50 else {
        throw lines.error(.notFinite(node: tag, value: String(decoding: text, as: UTF8.self)), line: line.number)
      }
      position[k] = value
    }
    nodes.append(Node(tag: tag, position: position, line: line.number))
  }
}
