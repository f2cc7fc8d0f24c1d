import Magnets
import Meshing

extension WrongCase {
  package static let protocols = [
    WrongCase("protocol[0]", "the first stage is ramp; begin with {cool") { $0.stages.removeFirst() },
    WrongCase("protocol[0].cool.field", "nan is not finite", .unreadable) {
      $0.stages[0] = .cool(field: .nan, temperature: 5)
    },
    WrongCase("protocol[0].cool.temperature", "0 K is not positive") { $0.stages[0] = .cool(field: 7, temperature: 0) },
    WrongCase("protocol[0].cool.temperature", "-5 K is not positive") {
      $0.stages[0] = .cool(field: 7, temperature: -5)
    },
    WrongCase("protocol[0].cool.temperature", "nan is not finite", .unreadable) {
      $0.stages[0] = .cool(field: 7, temperature: .uniform(.nan))
    },
    WrongCase("protocol[0].cool.temperature.C", "no bulk is named C; give a temperature to each of A, B") {
      $0.stages[0] = .cool(field: 7, temperature: .byBulk(["A": 5, "B": 5, "C": 5]))
    },
    WrongCase("protocol[0].cool.temperature", "the temperature of B is missing; write B: 5 K") {
      $0.stages[0] = .cool(field: 7, temperature: .byBulk(["A": 5]))
    },
    WrongCase("protocol[0].cool.temperature.B", "-5 K is not positive") {
      $0.stages[0] = .cool(field: 7, temperature: .byBulk(["A": 5, "B": -5]))
    },
    WrongCase("protocol[1].ramp.field", "inf is not finite", .unreadable) {
      $0.stages[1] = .ramp(field: .infinity, pace: .duration(1))
    },
    WrongCase("protocol[1].ramp.rate", "is not positive; the direction follows from the target") {
      $0.stages[1] = .ramp(field: 0, pace: .rate(-4.8 / 3600))
    },
    WrongCase("protocol[1].ramp.rate", "0 T/h is not positive") { $0.stages[1] = .ramp(field: 0, pace: .rate(0)) },
    WrongCase("protocol[1].ramp.rate", "nan is not finite", .unreadable) {
      $0.stages[1] = .ramp(field: 0, pace: .rate(.nan))
    },
    WrongCase("protocol[1].ramp.duration", "0 h is not positive") {
      $0.stages[1] = .ramp(field: 0, pace: .duration(0))
    },
    WrongCase("protocol[2].hold.duration", "0 h is not positive") { $0.stages[2] = .hold(duration: 0) },
    WrongCase("protocol[2].hold.duration", "inf is not finite", .unreadable) {
      $0.stages[2] = .hold(duration: .infinity)
    },
    WrongCase("protocol[3].temperature.to", "-1 K is not positive") {
      $0.stages[3] = .temperature(target: -1, pace: .duration(60))
    },
    WrongCase("protocol[3].temperature.to.Z", "no bulk is named Z") {
      $0.stages[3] = .temperature(target: .byBulk(["A": 5, "B": 5, "Z": 5]), pace: .duration(60))
    },
    WrongCase("protocol[3].temperature.rate", "is not positive; the direction follows from the target") {
      $0.stages[3] = .temperature(target: 30, pace: .rate(-1))
    },
  ]

  static let settings = [
    WrongCase("probes.centre.r", "-1 mm is negative; r is the distance from the axis") { $0.probes[0].r = -1e-3 },
    WrongCase("probes.centre.r", "nan is not finite", .unreadable) { $0.probes[0].r = .nan },
    WrongCase("probes.surface.z", "-inf is not finite", .unreadable) { $0.probes[1].z = -.infinity },
    WrongCase("probes.surface.z", "is no length of a magnet", .unreadable) { $0.probes[1].z = 1e5 },
    WrongCase("accuracy", "0 % is below 0.001 %") { $0.accuracy = 0 },
    WrongCase("accuracy", "-1 % is below 0.001 %") { $0.accuracy = -0.01 },
    WrongCase("accuracy", "50 % is beyond 10 %; write 10 % or less") { $0.accuracy = 0.5 },
    WrongCase("accuracy", "nan is not finite", .unreadable) { $0.accuracy = .nan },
    WrongCase("output.every", "0 h is not positive") { $0.outputInterval = 0 },
    WrongCase("output.every", "nan is not finite", .unreadable) { $0.outputInterval = .nan },
    WrongCase("output.every", "makes more than 100000 rows; write a longer interval") { $0.outputInterval = 1e-3 },
    WrongCase("solver.system", "cannot be condensed; write banded") {
      $0.solver = .init(system: .condensed, formulation: .h(airResistivity: 1e-6))
    },
    WrongCase("solver.air_resistivity", "0 ohm m is not positive") {
      $0.solver = .init(formulation: .h(airResistivity: 0))
    },
    WrongCase("solver.air_resistivity", "nan is not finite", .unreadable) {
      $0.solver = .init(formulation: .h(airResistivity: .nan))
    },
  ]

  private static func meshed(
    _ path: String, _ message: String, _ inFile: InFile = .found, _ change: (inout SimulationCase) -> Void
  ) -> WrongCase { WrongCase(path, message, inFile, from: meshedPairValue, change) }

  static let meshes = [
    WrongCase("mesh.cells_r", "3 is below 4") { $0.cells?.radial = 3 },
    WrongCase("mesh.cells_z", "-8 is below 3") { $0.cells?.axial = -8 },
    WrongCase("mesh.cells_r", "200000 is beyond 100000") { $0.cells?.radial = 200_000 },
    meshed("mesh.cells_r", "the mesh from the file has its own cells", .none) {
      $0.cells = .init(radial: 20, axial: 8)
    },
    meshed("bulks[1].name", "unknown region D of the mesh; did you mean A? (known: A, B)") {
      $0.bulks[1].shape.name = "D"
    },
    meshed("bulks", "the region B of the mesh is missing; add {name: B, material: ...}") { $0.bulks.removeLast() },
    meshed("bulks[1].name", "the region B of the mesh has no cell", .none) { value in
      let regions = value.importedMesh?.cellRegions.map { min($0, 1) }
      value.importedMesh?.cellRegions = regions ?? []
      value.bulks[1].shape = value.importedMesh?.boundingShapes().last ?? value.bulks[1].shape
    },
    meshed("bulks[0]", "the outline is not that of the mesh's region", .none) { $0.bulks[0].shape.zMax = 8e-3 },
    meshed("mesh", "the first region of the mesh is not air", .none) { $0.importedMesh?.regionNames[0] = "sea" },
    meshed("mesh", "node 0 has a coordinate that is not a finite number", .unreadable) {
      $0.importedMesh?.nodes[0].x = .nan
    },
    meshed("mesh", "node 0 has the negative radius -1.0 m", .unreadable) { $0.importedMesh?.nodes[0].x = -1 },
    meshed("mesh", "cell 0 names node 99999, which does not exist", .none) { $0.importedMesh?.cells[0].x = 99_999 },
    meshed("mesh", "cell 0 lies in region 7, which has no name", .none) { $0.importedMesh?.cellRegions[0] = 7 },
    meshed("mesh", "corners must run counter-clockwise", .none) {
      $0.importedMesh?.cells[0] = .init(0, 0, 0, 0)
    },
    meshed("mesh", "numbers of their regions", .none) { $0.importedMesh?.cellRegions.removeLast() },
  ]
}
