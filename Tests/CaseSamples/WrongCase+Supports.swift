import Magnets
import Meshing
import Superconductors

extension WrongCase {
  /// The pair of an elastic material, one of them in a ring.
  private static let base: SimulationCase = {
    var value = pairValue
    for index in value.bulks.indices {
      value.bulks[index].material.elastic = ElasticProperties(young: 130e9, poisson: 0.3)
    }
    let steel = StructuralMaterial(name: "steel", elastic: ElasticProperties(young: 193e9, poisson: 0.28))
    let shape = value.bulks[0].shape
    value.supports = [
      Support(
        shape: BulkShape(
          name: "ring", innerRadius: shape.outerRadius, outerRadius: shape.outerRadius + 3e-3, zMin: shape.zMin,
          zMax: shape.zMax), material: steel, interference: 20e-6)
    ]
    return value
  }()

  private static func wrong(
    _ path: String, _ message: String, _ inFile: InFile = .found, _ change: @escaping (inout SimulationCase) -> Void
  ) -> WrongCase { WrongCase(path, message, inFile, from: base, change) }

  private static var material: String { "materials.\(base.bulks[0].material.name)" }

  private static func every(_ change: @escaping (inout ElasticProperties) -> Void) -> (inout SimulationCase) -> Void {
    { value in for index in value.bulks.indices { change(&value.bulks[index].material.elastic) } }
  }

  private static func heated(
    _ path: String, _ message: String, _ inFile: InFile = .found, _ change: @escaping (inout SimulationCase) -> Void
  ) -> WrongCase {
    wrong(path, message, inFile) { value in
      for index in value.bulks.indices {
        value.bulks[index].material.heatCapacity = .constant(1e6)
        value.bulks[index].material.conductivity = ThermalConductivity(.constant(10))
      }
      value.supports[0].material.heatCapacity = .constant(2e6)
      value.supports[0].material.conductivity = ThermalConductivity(.constant(5))
      change(&value)
    }
  }

  package static let supports = [
    heated("materials.steel.heat_capacity", "0 J/m^3/K is not positive") {
      $0.supports[0].material.heatCapacity = .constant(0)
    },
    heated("materials.steel.conductivity", "-5 W/m/K is not positive") {
      $0.supports[0].material.conductivity = ThermalConductivity(.constant(-5))
    },
    heated("materials.steel.conductivity", "the material of a support has a heat capacity, but no conductivity", .none)
    {
      $0.supports[0].material.conductivity = nil
    },
    heated("materials.steel.heat_capacity", "the table holds from 20 to 50 K, but the run is at 5 K") {
      $0.supports[0].material.heatCapacity = .table(.init(temperatures: [20, 50], values: [1, 2]))
    },
    heated("materials.steel", "young is missing: stresses need to know how stiff support ring") {
      $0.supports[0].material.elastic = ElasticProperties()
    },
    heated("cooling[0].body", "support ring conducts no heat; write heat_capacity and conductivity of material steel") {
      ($0.supports[0].material.heatCapacity, $0.supports[0].material.conductivity) = (nil, nil)
      $0.cooling = [.init(body: "ring", face: .rim, coefficient: 500)]
    },
    heated("cooling[0].to", "the top of support ring does not touch bulk \(base.bulks[0].shape.name)") {
      $0.cooling = [
        .init(body: "ring", face: .top, coefficient: .constant(500), other: base.bulks[0].shape.name)
      ]
    },
    heated("cooling[0].bath", "the heat goes to support ring; leave bath or to out") {
      $0.cooling = [
        .init(body: base.bulks[0].shape.name, face: .rim, coefficient: .constant(500), bath: 5, other: "ring")
      ]
    },
    wrong("\(material).young", "is not positive; a stiffness is positive", change: every { $0.young = -1e9 }),
    wrong("\(material).poisson", "is beyond 0.499", change: every { $0.poisson = 0.5 }),
    wrong("\(material)", "poisson is missing beside the other elastic keys", change: every { $0.poisson = nil }),
    wrong(
      "\(material)", "young is missing: stresses need to know how stiff", change: every { $0 = ElasticProperties() }),
    wrong("\(material).axial_poisson", "give axial_young as well", change: every { $0.axialPoisson = 0.2 }),
    wrong("\(material).axial_young", "some strain would cost no energy", change: every { $0.axialYoung = 9e12 }),
    wrong(
      "\(material).weibull.modulus", "is below 1",
      change: every {
        $0.weibull = .init(modulus: 0.5, scale: 1e7, volume: 1e-9)
      }),
    wrong("supports[0]", "overlaps bulk") { $0.supports[0].shape.innerRadius -= 1e-3 },
    wrong("supports[0].interference", "more than the 0.02 mm of interference close") {
      $0.supports[0].shape.innerRadius += 0.1e-3
    },
    wrong("supports[0]", "let it touch the bulk that it holds") {
      $0.supports[0].interference = 0
      $0.supports[0].shape.innerRadius += 0.01e-3
    },
    wrong("supports[0].name", "the name A is taken") { $0.supports[0].shape.name = "A" },
    wrong("supports[0].outer_radius", "is not larger than the inner radius") {
      $0.supports[0].shape.outerRadius = 0.001
    },
    wrong("supports[0].interference", "a plate lies on a face and has no fit") { $0.supports[0].kind = .plate },
    wrong("materials.steel", "young is missing beside the other elastic keys", .found) {
      $0.supports[0].material.elastic.young = nil
    },
  ]

  private static func wrong(
    _ path: String, _ message: String, change: @escaping (inout SimulationCase) -> Void
  ) -> WrongCase { WrongCase(path, message, .found, from: base, change) }
}
