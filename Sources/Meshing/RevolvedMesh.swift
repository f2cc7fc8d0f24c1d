import RealModule

/// A section turned around its axis: each cell becomes one solid per sector, with plane faces and true volumes up to
/// `sin(x)/x`, x = 2 pi/sectors.
///
/// A quadrilateral becomes a hexahedron, whose corners on the axis coincide; a triangle becomes a wedge, a tetrahedron with an
/// edge, a pyramid with a corner on the axis. Corners stand in VTK's order, volumes positive. Solids of a kind stand
/// together: readers that keep a block for each run of one kind (meshio) find one block in a generated mesh. VTK 9.7 finds volumes,
/// cells, cuts and surfaces of hexahedra with an edge on the axis right (measured). Which way a wedge's first triangle looks,
/// VTK 9.1 and 9.7 disagree (measured); wedges here are right for 9.7, and generated meshes have none.
public struct RevolvedMesh: Sendable {
  public enum Solid: UInt8, Sendable {
    // VTK's numbers.
    case tetrahedron = 10
    case hexahedron = 12
    case wedge = 13
    case pyramid = 14
  }

  /// (x, y, z) [m]
  public private(set) var points: [SIMD3<Double>]
  public private(set) var solids: [(kind: Solid, corners: [Int])] = []
  /// Of each solid: the cell of the section that it comes from, and the angle of its middle around the axis [rad].
  public private(set) var origins: [(cell: Int, angle: Double)] = []

  /// - Parameters:
  ///   - section: the half plane r >= 0.
  ///   - sectors: at least 3.
  public init(_ section: Mesh, sectors: Int) {
    precondition(sectors >= 3, "\(sectors) sectors enclose nothing")
    // Nodes on the axis once, all others once a sector.
    points = []
    let first = section.nodes.map { node in
      let index = points.count
      for sector in 0..<(node.x == 0 ? 1 : sectors) {
        let angle = 2 * Double.pi * Double(sector) / Double(sectors)
        points.append(SIMD3(node.x * Double.cos(angle), node.x * Double.sin(angle), node.y))
      }
      return index
    }
    var byKind: [Solid: (solids: [[Int]], origins: [(cell: Int, angle: Double)])] = [:]
    func add(_ kind: Solid, _ corners: [Int], _ cell: Int, _ sector: Int) {
      byKind[kind, default: ([], [])].solids.append(corners)
      byKind[kind, default: ([], [])].origins.append((cell, 2 * Double.pi * (Double(sector) + 0.5) / Double(sectors)))
    }
    for cell in section.cells.indices {
      let count = section.cornerCount(of: cell)
      let all = (0..<count).map { Int(section.cells[cell][$0]) }
      let onAxis = all.map { section.nodes[$0].x == 0 }
      // Counted from the corner with which what lies on the axis begins, counter-clockwise.
      let start = (0..<count).first { onAxis[$0] && !onAxis[($0 + count - 1) % count] } ?? 0
      let c = (0..<count).map { all[(start + $0) % count] }
      for sector in 0..<sectors {
        func near(_ k: Int) -> Int { first[c[k]] + (section.nodes[c[k]].x == 0 ? 0 : sector) }
        func far(_ k: Int) -> Int { first[c[k]] + (section.nodes[c[k]].x == 0 ? 0 : (sector + 1) % sectors) }
        switch (count, onAxis.count { $0 }) {
        case (3, 0): add(.wedge, (0..<3).map(far) + (0..<3).map(near), cell, sector)
        case (3, 1): add(.pyramid, [near(1), near(2), far(2), far(1), near(0)], cell, sector)
        case (3, _): add(.tetrahedron, [near(1), near(2), far(2), near(0)], cell, sector)
        default: add(.hexahedron, (0..<4).map(far) + (0..<4).map(near), cell, sector)
        }
      }
    }
    for (kind, part) in byKind.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      solids += part.solids.map { (kind, $0) }
      origins += part.origins
    }
  }
}
