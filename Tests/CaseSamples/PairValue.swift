import Magnets
import Meshing
import Superconductors

/// The case of `goodCase`, made in Swift.
package let pairValue: SimulationCase = {
  let material = Material(
    name: "ba122", criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5),
    temperatureFactor: TemperatureFactor(criticalTemperature: 38, exponent: 2), n: 21)
  return SimulationCase(
    name: "pair", summary: "two bulks",
    bulks: [
      .init(shape: BulkShape(name: "A", outerRadius: 15e-3, zMin: 1e-3, zMax: 7e-3), material: material),
      .init(shape: BulkShape(name: "B", outerRadius: 15e-3, zMin: -7e-3, zMax: -1e-3), material: material),
    ],
    stages: [
      .cool(field: 7, temperature: 5), .ramp(field: 0, pace: .rate(4.8 / 3600)), .hold(duration: 3600),
      .temperature(target: 30, pace: .rate(0.5 / 60)),
    ],
    probes: [.init(name: "centre", r: 0, z: 0), .init(name: "surface", r: 0, z: 7.5e-3)], accuracy: 1e-3,
    outputInterval: 600, cells: .init(radial: 20, axial: 8))
}()

/// The same pair on a mesh of its own.
package let meshedPairValue: SimulationCase = {
  var value = pairValue
  value.cells = nil
  value.importedMesh = RectangleMesher(shapes: value.bulks.map(\.shape), mirrorPlane: nil).mesh(
    .init(radialCells: 3, axialCells: 2, airGrowth: 2, farDistance: 0.2))
  return value
}()
