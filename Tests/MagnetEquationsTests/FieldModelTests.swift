import EdgeElements
import MagnetEquations
import Meshing
import Testing

@Suite struct `The choice between the systems` {
  /// A disc of 30 x 24 cells, 720 in all, and a little air.
  private static func mesh(_ radial: Int = 30, _ axial: Int = 24) -> Mesh {
    let disc = BulkShape(name: "disc", outerRadius: 0.015, zMin: -6e-3, zMax: 6e-3)
    func spaced(_ from: Double, _ to: Double, _ count: Int) -> [Double] {
      (0...count).map { $0 == count ? to : from + (to - from) * Double($0) / Double(count) }
    }
    return RectangleMesher.mesh(
      r: spaced(0, 0.015, radial) + [0.02, 0.04], z: [-0.04, -0.01] + spaced(-6e-3, 6e-3, axial) + [0.01, 0.04],
      shapes: [disc])
  }

  @Test func `takes the edge system for a large mesh, and the condensed one for a small one`() throws {
    #expect(try FieldModel(mesh: Self.mesh(), formulation: .hPhi, system: nil).system == .edges)
    #expect(try FieldModel(mesh: Self.mesh(6, 4), formulation: .hPhi, system: nil).system == .condensed)
    #expect(try FieldModel(mesh: Self.mesh(6, 4), formulation: .h, system: .condensed).system == .edges)
  }

  @Test func `refuses to condense more cells than anybody would wait for`() throws {
    let error = #expect(throws: FieldModelError.self) {
      try FieldModel(mesh: Self.mesh(), formulation: .hPhi, system: .condensed)
    }
    #expect(error?.description.contains("up to 700 current cells, and this mesh has 720") == true)
    #expect(try FieldModel(mesh: Self.mesh(28, 25), formulation: .hPhi, system: .condensed).cells.count == 700)
  }
}
