internal import BulkSimulation
import Magnets
import Meshing
import RealModule
import Superconductors

/// Heat that goes through what holds a bulk.
enum HeatedSupportCases {
  static let all: [VerificationCase] = [steady, transient, pulse]

  private static let (inner, outer, height) = (12e-3, 15e-3, 10e-3)

  /// Around a bulk that carries nothing, of another conductivity and another heat capacity.
  private static func held(
    hole: Double = 0, stages: [MagnetisationStage], cooling: [FaceCooling], contact: Double, accuracy: Double
  ) -> SimulationCase {
    let material = Material(
      name: "conductor", criticalCurrent: ConstantLaw(jc0: 1), n: 2, heatCapacity: .constant(1e6),
      conductivity: ThermalConductivity(.constant(10)))
    return SimulationCase(
      name: "held",
      bulks: [
        .init(
          shape: .init(name: "A", innerRadius: hole, outerRadius: inner, zMin: 0, zMax: height), material: material)
      ],
      supports: [ring(capacity: 2e6, conductivity: 5)], stages: stages,
      cooling: cooling + [.init(body: "A", face: .rim, coefficient: .constant(contact), other: "ring")],
      probes: [hole, inner, 13.5e-3, outer].enumerated().map { .init(name: "p\($0.offset)", r: $0.element, z: 5e-3) },
      accuracy: accuracy, fieldOutput: .none)
  }

  private static func ring(capacity: Double, conductivity: Double) -> Support {
    Support(
      shape: .init(name: "ring", innerRadius: inner, outerRadius: outer, zMin: 0, zMax: height),
      material: .init(
        name: "steel", heatCapacity: .constant(capacity), conductivity: .init(.constant(conductivity))))
  }

  /// From a bore at 60 K through bulk, contact, ring and rim to 40 K, all resistances in series.
  private static let steady = VerificationCase(
    name: "heat, bulk in a ring, steady", source: "closed form"
  ) { runner in
    let (hole, accuracy, contact) = (4e-3, 1e-4, 5000.0)
    let result = try runner.run(
      held(
        hole: hole, stages: [.cool(field: 0, temperature: 40), .hold(duration: 400), .hold(duration: 100)],
        cooling: [
          .init(body: "A", face: .hole, coefficient: 3000, bath: 60),
          .init(body: "ring", face: .rim, coefficient: 2000, bath: 40),
        ], contact: contact, accuracy: accuracy))
    // Kelvin per watt, times the circumference's 2 pi h.
    let resistances = [
      1 / (3000 * hole), Double.log(inner / hole) / 10, 1 / (contact * inner), Double.log(13.5e-3 / inner) / 5,
      Double.log(outer / 13.5e-3) / 5, 1 / (2000 * outer),
    ]
    let flow = 20 / resistances.reduce(0, +)
    func temperature(after count: Int) -> Double { 60 - flow * resistances[..<count].reduce(0, +) }
    let power = 2 * Double.pi * height * flow
    let (before, after) = (result.stages[1].heat, result.stages[2].heat)
    func heat(_ face: Int) -> Double { (after?.faces[face].heat ?? .nan) - (before?.faces[face].heat ?? .nan) }
    let places = [
      ("at the bore", 1), ("at the bulk's rim", 2), ("in the middle of the ring", 4), ("at the ring's rim", 5),
    ]
    return places.enumerated().map { probe, place in
      HeatCases.temperature(
        place.0, result.stages[2].probes[probe].temperature, temperature(after: place.1), scale: 20,
        Tolerance(accuracy: 2 * accuracy))
    }
      + [("into the bore", 0, -1.0), ("out of the ring's rim", 1, 1.0)].map { name, face, sign in
        .init(
          quantity: "heat \(name) in 100 s", unit: "J", reference: 100 * power, computed: sign * heat(face),
          tolerance: Tolerance(accuracy: 10 * accuracy))
      } + HeatCases.balance(result)
  }

  /// Both at 50 K, the ring's rim in a bath of 40 K. The two layers' eigenfunctions, J0 inside and J0 with Y0 outside, joined by the contact:
  /// M. N. Özışık, Heat Conduction (1993), chapter 8. 74 of them, and finite differences on 800 cells, agree to 6e-6 K.
  private static let transient = VerificationCase(
    name: "heat, bulk in a ring, transient", source: "eigenfunctions of two layers"
  ) { runner in
    let accuracy = 1e-4
    let result = try runner.run(
      held(
        stages: [
          .cool(field: 0, temperature: 50), .hold(duration: 5), .hold(duration: 15), .hold(duration: 40),
        ], cooling: [.init(body: "ring", face: .rim, coefficient: 2000, bath: 40)], contact: 5000, accuracy: accuracy))
    let places = ["on the axis", "at the bulk's rim", "in the middle of the ring", "at the ring's rim"]
    return zip(layers, result.stages.dropFirst()).flatMap { exact, stage in
      places.indices.map { k in
        HeatCases.temperature(
          "\(places[k]) after \(Int(exact.time)) s", stage.probes[k].temperature, exact.temperatures[k], scale: 10,
          Tolerance(accuracy: 2 * accuracy))
      }
    } + HeatCases.balance(result)
  }

  /// [K]
  private static let layers: [(time: Double, temperatures: [Double])] = [
    (5, [48.635961, 46.385570, 44.328606, 42.759501]), (20, [42.343255, 41.646528, 41.080432, 40.682859]),
    (60, [40.065152, 40.045778, 40.030039, 40.018985]),
  ]

  /// A disc in a pulse, whose heat goes into a ring and from that into a bath: what the drive does is stored or removed.
  private static let pulse = VerificationCase(
    name: "heat, disc in a ring in a pulse", source: "conservation of energy"
  ) { runner in
    let material = Material(
      name: "rebco", criticalCurrent: KimLaw(jc0: 6e8, b0: 1),
      temperatureFactor: .init(criticalTemperature: 92, exponent: 1.5), n: 21, heatCapacity: .constant(1e6),
      conductivity: ThermalConductivity(radial: .constant(20), axial: .constant(4)))
    let result = try runner.run(
      SimulationCase(
        name: "pulsed",
        bulks: [.init(shape: .init(name: "A", outerRadius: inner, zMin: 0, zMax: height), material: material)],
        supports: [ring(capacity: 1e6, conductivity: 5)],
        stages: [.cool(field: 0, temperature: 40), .pulse(peak: 4, riseTime: 10e-3, duration: 2)],
        cooling: [.init(body: "ring", face: .rim, coefficient: 2000, bath: 40)], accuracy: 0.02, fieldOutput: .none))
    guard let heat = result.stages[1].heat else { return [] }
    let energy = result.stages[1].energy
    return HeatCases.balance(result) + [
      .init(
        quantity: "heat through the ring's rim", unit: "J", reference: energy.removedHeat,
        computed: heat.faces.reduce(0) { $0 + $1.heat }, tolerance: Tolerance(accuracy: 1e-6)),
      .init(
        quantity: "heat in disc and ring by their means", unit: "J", reference: energy.storedHeat,
        computed: zip(heat.meanByBody, [inner * inner, outer * outer - inner * inner]).reduce(0) {
          $0 + 1e6 * Double.pi * height * $1.1 * ($1.0.temperature - 40)
        }, tolerance: Tolerance(accuracy: 1e-3)),
    ]
  }
}
