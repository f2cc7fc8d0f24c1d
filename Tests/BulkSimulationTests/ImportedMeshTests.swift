import Foundation
import FoundationEssentials
import Magnets
import Meshing
import Superconductors
import Testing

@testable import BulkSimulation

/// A mesh of the folder `meshes`.
private func imported(_ name: String) throws -> Mesh {
  let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let folder = tests.deletingLastPathComponent().appending(path: "meshes")
  let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  return try Mesh(gmsh: text, file: name)
}

private let material = Material(name: "kim", criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5), n: 21)

/// Field-cooled in 7 T, ramped down at 4.8 T/h and held for an hour.
private func fieldCooled(_ shapes: [BulkShape], mesh: Mesh? = nil, accuracy: Double) -> SimulationCase {
  SimulationCase(
    name: "imported", bulks: shapes.map { .init(shape: $0, material: material) },
    stages: [
      .cool(field: 7, temperature: 5), .ramp(field: 0, pace: .rate(4.8 / 3600)), .hold(duration: 3600),
    ],
    probes: [
      .init(name: "centre", r: 0, z: 0), .init(name: "surface", r: 0, z: 0.005), .init(name: "off", r: 0.007, z: 0.005),
    ],
    accuracy: accuracy, fieldOutput: .none, importedMesh: mesh)
}

@Suite struct `An imported mesh` {
  @Test func `of a disc traps what the generated mesh traps`() throws {
    let mesh = try imported("disc.msh")
    let disc = BulkShape(name: "disc", outerRadius: 0.015, zMin: -0.004, zMax: 0.004)
    #expect(mesh.boundingShapes() == [disc])
    let triangles = try simulate(fieldCooled([disc], mesh: mesh, accuracy: 0.003))
    let rectangles = try simulate(fieldCooled([disc], accuracy: 0.001))
    #expect(triangles.warnings.isEmpty && !triangles.numerics.mirrored)
    #expect(triangles.numerics.runs.map(\.purpose) == [.time, .fine, .medium])
    #expect(triangles.numerics.runs.map(\.cells) == [86, 344, 86])
    for (a, b) in zip(triangles.stages, rectangles.stages).dropFirst() {
      for (p, q) in zip(a.probes, b.probes) {
        #expect(abs(p.bz - q.bz) < p.error + q.error, "\(a.stage): \(p.bz) ± \(p.error), \(q.bz) ± \(q.error)")
        #expect(p.error < 0.005 * q.bz)
      }
      #expect(abs(a.moment - b.moment) < a.momentError + b.momentError)
      #expect(a.momentError < 0.003 * b.moment)
    }
  }

  @Test func `of a chamfered bulk of quadrilaterals traps a little less`() throws {
    let mesh = try imported("chamfered.msh")
    let result = try simulate(fieldCooled(mesh.boundingShapes(), mesh: mesh, accuracy: 0.02))
    let end = result.stages[1]
    // By the integral method, errors 5e-4; the whole disc has 2.2893 T, 1.3025 T and 8.6555 A m².
    let exact = [2.2635, 1.2716, 7.868]
    let values = [(end.probes[0].bz, end.probes[0].error), (end.probes[1].bz, end.probes[1].error)]
    for ((value, error), truth) in zip(values + [(end.moment, end.momentError)], exact) {
      #expect(abs(value / truth - 1) < 0.02, "\(value) instead of \(truth)")
      #expect(abs(value - truth) <= 2 * error + 5e-4 * truth, "\(value) ± \(error) instead of \(truth)")
    }
    #expect(end.momentByBulk == [end.moment])
  }

  @Test func `is refined at a front until the accuracy is met`() throws {
    let mesh = try imported("pair.msh")
    let pair = mesh.boundingShapes()
    var (coarse, fine) = (fieldCooled(pair, mesh: mesh, accuracy: 0.003), fieldCooled(pair, accuracy: 0.001))
    let stages: [MagnetisationStage] = [.cool(field: 2, temperature: 5), .ramp(field: 0, pace: .rate(4.8 / 3600))]
    (coarse.stages, fine.stages) = (stages, stages)
    let (triangles, rectangles) = (try simulate(coarse), try simulate(fine))
    // The outline is near, which counts for up to 0.1 % and is warned of.
    #expect(!triangles.warnings.contains { $0.kind == "accuracy_missed" }, "\(triangles.warnings)")
    #expect(triangles.numerics.runs.map(\.cells).max() ?? 0 > 320)
    let (a, b) = (triangles.stages[1], rectangles.stages[1])
    for (p, q) in zip(a.probes, b.probes) {
      #expect(abs(p.bz - q.bz) < 2 * (p.error + q.error) + 0.001 * q.bz, "\(p.bz) ± \(p.error), \(q.bz) ± \(q.error)")
      #expect(p.error < 0.003 * 2)
    }
    #expect(abs(a.moment - b.moment) < 2 * (a.momentError + b.momentError) + 0.001 * b.moment)
  }

  @Test func `that ends too near is warned about`() throws {
    let mesh = try imported("disc.msh")
    let simulationCase = fieldCooled(mesh.boundingShapes(), mesh: mesh, accuracy: 0.001)
    let warning = Magnet(simulationCase).farBoundaryWarning(accuracy: 0.001)
    #expect(
      warning?.message
        == "the outline of the mesh is only 12.8 times as far away as the magnet is large; that adds up to 0.024 % to the "
        + "error, beyond the estimate")
    #expect(Magnet(simulationCase).farBoundaryWarning(accuracy: 0.003) == nil)
  }

  @Test func `that belongs to other bulks is refused`() throws {
    let mesh = try imported("disc.msh")
    let shapes = [BulkShape(name: "puck", outerRadius: 0.015, zMin: -0.004, zMax: 0.004)]
    let error = #expect(throws: SimulationError.self) {
      try simulate(fieldCooled(shapes, mesh: mesh, accuracy: 0.01))
    }
    #expect(
      error?.description == """
        bulks[0].name: unknown region puck of the mesh; did you mean disc? (known: disc)
        bulks: the region disc of the mesh is missing; add {name: disc, material: ...}
        """)
  }
}
