import MagnetEquations
import Magnets
import Meshing
import Superconductors
import TimeStepping

@testable import BulkSimulation

/// Magnets that several tests share. Lengths in mm where arguments say so.
enum ReferenceMagnets {
  static let rampRate = MagnetisationStage.Pace.rate(4.8 / 3600)

  static func disc(
    radius: Double = 15, height: Double, centre: Double = 0, name: String = "disc", material: Material
  ) -> SimulationCase.Bulk {
    SimulationCase.Bulk(
      shape: BulkShape(
        name: name, outerRadius: 1e-3 * radius, zMin: 1e-3 * (centre - 0.5 * height),
        zMax: 1e-3 * (centre + 0.5 * height)),
      material: material)
  }

  /// Two discs of 30 x 6 mm, one above the other.
  static func pair(gap: Double, material: Material) -> [SimulationCase.Bulk] {
    [1.0, -1].map { side in
      disc(height: 6, centre: side * (3 + 0.5 * gap), name: side > 0 ? "A" : "B", material: material)
    }
  }

  static func bean(jc: Double, n: Double) -> Material {
    Material(name: "bean", criticalCurrent: ConstantLaw(jc0: jc), n: n)
  }

  static func kim(n: Double) -> Material {
    Material(name: "kim", criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5), n: n)
  }

  /// The Kim case that other methods have solved: gap 2 mm, field-cooled in 7 T, ramped to zero, held for an hour.
  static func kimCase(n: Double = 21, accuracy: Double = 1e-3, cells: SimulationCase.CellCounts? = nil)
    -> SimulationCase
  {
    SimulationCase(
      name: "kim", bulks: pair(gap: 2, material: kim(n: n)),
      stages: [
        .cool(field: 7, temperature: 5), .ramp(field: 0, pace: rampRate), .hold(duration: 3600),
      ],
      probes: [
        .init(name: "centre", r: 0, z: 0), .init(name: "inside", r: 0, z: 4e-3),
        .init(name: "surface", r: 0, z: 7.5e-3),
      ],
      accuracy: accuracy, fieldOutput: .none, cells: cells)
  }

  /// The state after each stage of a protocol on one mesh, not extrapolated.
  static func transient(
    _ bulks: [SimulationCase.Bulk], stages: [MagnetisationStage], probes: [SimulationCase.Probe],
    radialCells: Double, axialCells: Double, airGrowth: Double, farDistance: Double = 0.4, tolerance: Double,
    tableau: Tableau = .sdirk2, solver: SimulationCase.Solver = .init(system: .condensed)
  ) throws -> Transient {
    let magnet = Magnet(SimulationCase(name: "transient", bulks: bulks, stages: stages))
    let mesh = magnet.mesh(
      .init(radialCells: radialCells, axialCells: axialCells, airGrowth: airGrowth, farDistance: farDistance))
    var transient = Transient(
      model: try FieldModel(mesh: mesh, solver: solver), magnet: magnet, probes: probes,
      timeline: try timeline(of: stages, bulks: bulks.map(\.shape.name)), solver: solver)
    try transient.run(tolerance: tolerance, tableau: tableau, outputTimes: { _ in [] }, onStep: nil)
    return transient
  }
}
