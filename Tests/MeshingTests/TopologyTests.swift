import Meshing
import Testing

/// What is wrong with a mesh as a whole, whoever made it.
@Suite struct `Topology of a mesh` {
  private static let disc = BulkShape(name: "disc", outerRadius: 0.01, zMin: -0.005, zMax: 0.005)

  /// Three by three squares around a bulk on the axis.
  private static func mesh(_ shape: BulkShape = disc) -> Mesh {
    RectangleMesher.mesh(r: [0, 0.01, 0.02, 0.03], z: [-0.015, -0.005, 0.005, 0.015], shapes: [shape])
  }

  private static func defect(cutsBulks: Bool = false, _ change: (inout Mesh) -> Void) -> MeshDefect? {
    var mesh = mesh()
    change(&mesh)
    do throws(MeshDefect) {
      try mesh.checkTopology(cutsBulks: cutsBulks)
      return nil
    } catch {
      return error
    }
  }

  @Test func `that is sound is accepted`() { #expect(Self.defect { _ in } == nil) }

  @Test func `has each of its defects told`() {
    #expect(Self.defect { $0.cellRegions = $0.cellRegions.map { _ in 0 } } == .noBulk)
    #expect(Self.defect { $0.cellRegions = $0.cellRegions.map { _ in 1 } } == .noAir)
    #expect(Self.defect { $0.nodes = $0.nodes.map { SIMD2($0.x + 0.01, $0.y) } } == .noAxis)
    #expect(Self.defect { $0.nodes.append($0.nodes[0]) } == .coincidentNodes(0, 16))
    #expect(
      Self.defect {
        $0.cells.append($0.cells[4])
        $0.cellRegions.append(0)
      } == .overlapping(cell: 9, other: 4))
    // A hole in the middle.
    #expect(
      Self.defect(cutsBulks: true) {
        $0.cells.remove(at: 4)
        $0.cellRegions.remove(at: 4)
      } == .severalOutlines)
    // An inner node beyond the diagonal of a cell.
    #expect(Self.defect { $0.nodes[5] = SIMD2(0.018, 0.003) } == .notConvex(cell: 4))
  }

  @Test func `may cut a bulk only where that is meant`() throws {
    let cut = Self.mesh(BulkShape(name: "rod", outerRadius: 0.01, zMin: -0.015, zMax: 0.015))
    #expect(throws: MeshDefect.bulkOnOutline(cell: 0)) { try cut.checkTopology() }
    try cut.checkTopology(cutsBulks: true)
  }
}
