import BulkSimulation
import CoilFields
import Magnets
import Meshing
import Superconductors
import Testing

/// What pictures are drawn from: fine enough for the eye, and the same magnet as that of the numbers.
@Suite struct `Fields for pictures` {
  private func checked(_ shapes: [BulkShape], _ fields: [Double], mesh: Mesh? = nil) throws -> ValidCase {
    let material = Material(name: "kim", criticalCurrent: KimLaw(jc0: 3e8, b0: 1.5), n: 21)
    return try ValidCase(
      SimulationCase(
        name: "disc", bulks: shapes.map { .init(shape: $0, material: material) },
        stages: [.cool(field: fields[0], temperature: 5)]
          + fields.dropFirst().map { .ramp(field: $0, pace: .duration(3600)) },
        probes: [.init(name: "centre", r: 0, z: 0)], accuracy: 0.01, importedMesh: mesh))
  }

  private static let disc = BulkShape(name: "disc", outerRadius: 15e-3, zMin: -3e-3, zMax: 3e-3)
  private static let ring = BulkShape(
    name: "ring", innerRadius: 10e-3, outerRadius: 15e-3, zMin: 4e-3, zMax: 9e-3)

  /// Cells that a line across a bulk at a height meets, in the half that is computed.
  private func cells(_ mesh: Mesh, across shape: BulkShape, at z: Double) -> Int {
    mesh.cells.indices.count { cell in
      let heights = mesh.corners(of: cell).map(\.y)
      return mesh.regionNames[Int(mesh.cellRegions[cell])] == shape.name && heights.contains { $0 <= z }
        && heights.contains { z < $0 }
    }
  }

  @Test func `have forty cells across each bulk, whatever the accuracy`() throws {
    let shapes = [Self.disc, Self.ring]
    let display = try DisplayRun(checked(shapes, [2, 1.5])).run()
    let mesh = try #require(display.stageEnds.last).mesh
    #expect(display.cellsAcross >= 40)
    #expect(cells(mesh, across: Self.disc, at: 1e-4) >= 20 && cells(mesh, across: Self.ring, at: 5.1e-3) >= 20)
  }

  /// The currents of both have the same moment and field, each to the accuracy of its mesh.
  @Test(arguments: [[5.0, 0], [1.5, 0], [0, 1]])
  func `are those of the numbers`(fields: [Double]) throws {
    let checked = try checked([Self.disc], fields)
    let (result, display) = (try simulate(checked), try DisplayRun(checked).run())
    #expect(display.stageEnds.count == result.stages.count)
    let (stage, map) = (try #require(result.stages.last), try #require(display.stageEnds.last))
    let currents = SectionCurrents(mesh: map.mesh, densities: map.currentDensity)
    let own = stage.probes[0].bz - stage.appliedField
    #expect(abs(currents.field(r: 0, z: 0).bz - own) < 0.02 * abs(own))
  }

  @Test func `show six states along the ramps, evenly by the applied field`() throws {
    let display = try DisplayRun(checked([Self.disc], [0, 3, -3])).run()
    let expected = [1.5, 3, 1.5, 0, -1.5, -3]
    #expect(display.instants.count == expected.count)
    for (instant, field) in zip(display.instants, expected) {
      #expect(abs(instant.appliedField - field) < 1e-9)
      #expect(instant.currentDensity.count == display.stageEnds.last?.currentDensity.count)
    }
    #expect(display.instants.map { $0.fieldRate > 0 } == [true, true, false, false, false, false])
    #expect(display.instants.last?.currentDensity == display.stageEnds.last?.currentDensity)
    // Mirrored, like the magnet.
    let mesh = try #require(display.stageEnds.last).mesh
    #expect(display.cells == mesh.cellRegions.count { $0 != Mesh.air })
    #expect(try DisplayRun(checked([Self.disc], [2, 2])).run().instants.isEmpty)
  }

  @Test func `come from an imported mesh with its cells halved until they are fine enough`() throws {
    let mesh = RectangleMesher.mesh(
      r: [0, 5e-3, 10e-3, 15e-3, 30e-3, 60e-3, 120e-3],
      z: [-120e-3, -60e-3, -30e-3, -10e-3, -3e-3, 0, 3e-3, 10e-3, 30e-3, 60e-3, 120e-3], shapes: [Self.disc])
    let display = try DisplayRun(checked([Self.disc], [2, 1], mesh: mesh)).run()
    #expect(display.cells == 6 * 64 && display.cellsAcross >= 40)
  }
}
