internal import BulkSimulation
import Magnets
import Meshing
import Superconductors

/// Heat that is conducted and taken away, without currents, against closed forms.
enum HeatConductionCases {
  static let all: [VerificationCase] = [cooledCylinder, orderInSpace, benchmark]

  /// Carries nothing, conducts heat.
  private static func conductor(_ capacity: Double, _ conductivity: Double) -> Material {
    Material(
      name: "conductor", criticalCurrent: ConstantLaw(jc0: 1), n: 2, heatCapacity: .constant(capacity),
      conductivity: ThermalConductivity(.constant(conductivity)))
  }

  /// A cylinder whose rim is cooled, Bessel's series: H. S. Carslaw, J. C. Jaeger, Conduction of Heat in Solids (1959), 7.7.
  private static let cooledCylinder = VerificationCase(
    name: "heat, cylinder cooled at its rim", source: "Bessel series (Carslaw and Jaeger)"
  ) { runner in
    let accuracy = 1e-4
    let result = try runner.run(
      SimulationCase(
        name: "cooled-cylinder",
        bulks: [.init(shape: .init(name: "A", outerRadius: 15e-3, zMin: 0, zMax: 10e-3), material: conductor(1e6, 10))],
        stages: [.cool(field: 0, temperature: 50)] + holds,
        cooling: [.init(body: "A", face: .rim, coefficient: 2000, bath: 40)],
        probes: [.init(name: "axis", r: 0, z: 5e-3), .init(name: "rim", r: 15e-3, z: 5e-3)], accuracy: accuracy,
        fieldOutput: .none))
    var checks = HeatCases.balance(result)
    for (exact, stage) in zip(bessel, result.stages.dropFirst()) {
      for (k, place) in [("axis", exact.axis), ("rim", exact.rim)].enumerated() {
        checks.append(
          HeatCases.temperature(
            "at the \(place.0) after \(Int(exact.time)) s", stage.probes[k].temperature, place.1, scale: 10,
            Tolerance(accuracy: 2 * accuracy)))
      }
    }
    return checks
  }

  /// On the axis and at the rim [K].
  private static let bessel: [(time: Double, axis: Double, rim: Double)] = [
    (5, 46.894868, 42.440551), (20, 40.825957, 40.286261), (60, 40.002798, 40.000970),
  ]
  private static let holds = zip([0] + bessel.map(\.time), bessel.map(\.time)).map {
    MagnetisationStage.hold(duration: $1 - $0)
  }

  /// The same as a slice of an infinitely long cylinder, on four meshes as they are.
  private static let orderInSpace = VerificationCase(
    name: "heat, order in the cell size", source: "Bessel series (Carslaw and Jaeger)"
  ) { runner in
    let (cylinder, cells) = (LongCylinder(), [24, 48, 96, 192])
    let runs = try cells.map { cells in
      var simulationCase = cylinder.simulationCase(
        conductor(1e6, 10), stages: [.cool(field: 0, temperature: 50)] + holds, radialCells: cells, accuracy: 1e-4)
      simulationCase.cooling = [.init(body: "cylinder", face: .rim, coefficient: 2000, bath: 40)]
      simulationCase.probes.append(.init(name: "rim", r: cylinder.outerRadius, z: 0.5 * cylinder.height))
      return try runner.stageEnds(simulationCase, tolerance: 1e-8).temperatures
    }
    return bessel.enumerated().flatMap { stage, exact in
      [("axis", exact.axis), ("rim", exact.rim)].enumerated().flatMap { probe, place in
        let (name, errors) = (place.0, runs.map { $0[stage + 1][probe] - place.1 })
        var checks = [
          VerificationCase.Check(
            quantity: "T at the \(name) after \(Int(exact.time)) s, 192 cells", unit: "K", reference: place.1,
            computed: runs[3][stage + 1][probe], scale: 10, tolerance: Tolerance(accuracy: 1e-5))
        ]
        // On coarser meshes the error at the rim after 5 s is not yet that of small cells: nearly the same on 12 and on 24.
        // After a minute next to nothing is left, and the six digits of the reference are too few for an order.
        guard exact.time < 60 else { return checks }
        checks.append(
          .init(
            quantity: "its order, 96 to 192 cells", reference: 2,
            computed: OhmicCases.order(Array(errors[2...]), cells[2...].map { 1 / Double($0) }), scale: 1,
            tolerance: Tolerance(accuracy: 0.2)))
        return checks
      }
    }
  }

  /// NAFEMS transient test: a steel cylinder at 0 whose surface comes to 1000; here from 300 K. J. Barlow, G. A. O. Davies, Selected FE
  /// Benchmarks in Structural and Thermal Analysis (1986).
  private static let benchmark = VerificationCase(
    name: "heat, NAFEMS axisymmetric transient", source: "NAFEMS"
  ) { runner in
    let accuracy = 1e-3
    let result = try runner.run(
      SimulationCase(
        name: "nafems",
        bulks: [
          .init(shape: .init(name: "A", outerRadius: 0.3, zMin: 0, zMax: 0.4), material: conductor(7850 * 460, 52))
        ],
        stages: [.cool(field: 0, temperature: 300), .hold(duration: 190)],
        cooling: [.init(body: "A", face: .all, coefficient: 1e9, bath: 1300)],
        probes: [.init(name: "point", r: 0.1, z: 0.3)], accuracy: accuracy, fieldOutput: .none))
    return [
      HeatCases.temperature(
        "at r = 0.1 m, z = 0.3 m after 190 s", result.stages[1].probes[0].temperature, 300 + 186.403, scale: 186.403,
        Tolerance(accuracy: 1e-3))
    ]
  }
}
