import Magnets
import Superconductors

/// The pair with heat: properties of every form, cooled from outside.
package let heatedPairValue: SimulationCase = {
  var value = pairValue
  for index in value.bulks.indices {
    value.bulks[index].material.heatCapacity = .power(at1K: 7.6, exponent: 2.5)
    value.bulks[index].material.conductivity = ThermalConductivity(
      radial: .table(.init(temperatures: [3, 10, 40], values: [1 / 3, 4, 20])), axial: .constant(4))
    value.bulks[index].material.resistivity = .constant(1e-7)
  }
  value.cooling = [
    .init(body: "A", face: .rim, coefficient: 500), .init(body: "B", face: .rim, coefficient: 500, bath: 5),
    .init(body: "A", face: .top, coefficient: .power(at1K: 2, exponent: 1.5)),
  ]
  return value
}()

extension WrongCase {
  private static func material(
    _ path: String, _ message: String, _ inFile: InFile = .found, _ change: (inout Material) -> Void
  ) -> WrongCase {
    WrongCase("materials.ba122\(path)", message, inFile, from: heatedPairValue) { value in
      for index in value.bulks.indices { change(&value.bulks[index].material) }
    }
  }

  static let heat = [
    material(".heat_capacity", "0 J/m^3/K is not positive") { $0.heatCapacity = .constant(0) },
    material(".heat_capacity", "nan is not finite", .unreadable) { $0.heatCapacity = .constant(.nan) },
    material(".heat_capacity.at_1K", "is not positive") { $0.heatCapacity = .power(at1K: -3, exponent: 1) },
    material(".heat_capacity.exponent", "11 is beyond 10") { $0.heatCapacity = .power(at1K: 3, exponent: 11) },
    material(".heat_capacity.data", "-2 at 5 K is not positive", .unreadable) {
      $0.heatCapacity = .table(.init(temperatures: [4, 5], values: [3, -2]))
    },
    material(".heat_capacity", "the table holds from 6 to 50 K, but the run is at 5 K") {
      $0.heatCapacity = .table(.init(temperatures: [6, 50], values: [3, 2]))
    },
    material(".conductivity", "the material has no thermal conductivity", .none) { $0.conductivity = nil },
    material(".conductivity.z", "-4 W/m/K is not positive") { $0.conductivity?.axial = .constant(-4) },
    material(".resistivity", "0 ohm m is not positive") { $0.resistivity = .constant(0) },
    WrongCase("cooling[0].body", "no bulk is named C; write", from: heatedPairValue) { $0.cooling[0].body = "C" },
    WrongCase("cooling[0].face", "bulk A has no hole", from: heatedPairValue) { $0.cooling[0].face = .hole },
    WrongCase("cooling[2].face", "the rim of bulk A is cooled by an entry above already", from: heatedPairValue) {
      $0.cooling[2].face = .all
    },
    WrongCase("cooling[0].coefficient", "0 W/m^2/K is not positive", from: heatedPairValue) {
      $0.cooling[0].coefficient = .constant(0)
    },
    WrongCase("cooling[1].bath", "-5 K is not positive", from: heatedPairValue) { $0.cooling[1].bath = -5 },
    WrongCase("cooling[1].bath", "60 K, but the tables of ba122 hold from 3 to 40 K", from: heatedPairValue) {
      $0.cooling[1].bath = 60
    },
    WrongCase("cooling", "no material has a heat_capacity", from: pairValue) {
      $0.cooling = [.init(body: "A", face: .rim, coefficient: 500)]
    },
    WrongCase("protocol[0].cool.temperature", "bulk A starts at 38 K, its Tc is 38 K", from: heatedPairValue) {
      $0.stages[0] = .cool(field: 7, temperature: 38)
    },
    WrongCase("protocol[3]", "nothing cools or warms the bulks", from: heatedPairValue) { $0.cooling = [] },
    WrongCase("solver.system", "heat is computed with the condensed system only", from: heatedPairValue) {
      $0.solver.system = .banded
    },
    WrongCase("solver.formulation", "heat is computed in h-phi only", from: heatedPairValue) {
      $0.solver.formulation = .h(airResistivity: 1e-6)
    },
  ]
}
