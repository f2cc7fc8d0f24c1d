internal import BulkSimulation
import Magnets
import Meshing
import RealModule
import Superconductors

/// Magnets whose heat is computed with them: Joule heat in closed form, pulses and a flux jump against independent computations.
enum HeatCases {
  static let all: [VerificationCase] =
    HeatConductionCases.all + HeatedSupportCases.all + [ohmicHeat, pulsedDisc, fieldCooled] + pulses.map(pulsedCylinder)
    + [jump]
    + [0.07, 0.085].map(boundary)

  // MARK: Joule heat

  /// An ohmic cylinder in a field that rises at a rate: J = sigma r dB/dt/2, and its heat.
  private static let ohmicHeat = VerificationCase(
    name: "heat, ohmic cylinder in a ramp", source: "closed form"
  ) { runner in
    let (cylinder, accuracy, resistivity, rate, time) = (LongCylinder(), 2e-3, 1e-5, 1.0, 0.2)
    let material = Material(
      name: "ohmic", criticalCurrent: ConstantLaw(jc0: 1), n: 1, e0: resistivity, heatCapacity: .constant(1e4),
      conductivity: ThermalConductivity(.constant(1)))
    let result = try runner.run(
      cylinder.simulationCase(
        material, stages: [.cool(field: 0, temperature: 20), .ramp(field: rate * time, pace: .rate(rate))],
        radialCells: 12, accuracy: accuracy))
    // P = pi R^4 h sigma rate^2/8, less what is not flowing yet in the first mu0 sigma R^2/j1^2 or so: (1 - ...)^2 of each mode.
    let (radius, conductivity) = (cylinder.outerRadius, 1 / resistivity)
    var energy = 0.0
    for zero in besselZeros {
      let tau = Constants.mu0 * conductivity * radius * radius / (zero * zero)
      let x = time / tau
      let flowing = x - 1.5 + 2 * Double.exp(-x) - 0.5 * Double.exp(-2 * x)
      // The share of the mode in the power, 32/j^4, and the integral of (1 - exp(-t/tau))^2.
      energy += 32 / Double.pow(zero, 4) * tau * flowing
    }
    let steady = Double.pi * Double.pow(radius, 4) * cylinder.height * conductivity * rate * rate / 8
    energy *= steady
    return [
      .init(
        quantity: "heat", unit: "J", reference: energy, computed: result.stages[1].heat?.dissipated ?? .nan,
        tolerance: Tolerance(accuracy: accuracy)),
      .init(
        quantity: "mean rise of T", unit: "K", reference: energy / (1e4 * cylinder.volume),
        computed: (result.stages[1].heat?.mean.temperature ?? .nan) - 20, tolerance: Tolerance(accuracy: accuracy)),
    ]
  }

  /// Of J0.
  private static let besselZeros: [Double] = {
    let first = [2.404825557695773, 5.520078110286311, 8.653727912911013, 11.791534439014281]
    return first
      + (5...60).map { (k: Int) -> Double in
        let beta = (Double(k) - 0.25) * Double.pi
        return beta + 1 / (8 * beta)
      }
  }()

  // MARK: Pulses

  private static func rebco(_ jc: any CriticalCurrentLaw, capacity: Double, radial: Double, axial: Double) -> Material {
    Material(
      name: "rebco", criticalCurrent: jc, temperatureFactor: .init(criticalTemperature: 92, exponent: 1.5), n: 21,
      heatCapacity: .constant(capacity),
      conductivity: ThermalConductivity(radial: .constant(radial), axial: .constant(axial)))
  }

  private static let pulsedDisc = VerificationCase(
    name: "heat, disc in a pulse of 4 T", source: "integral method with finite volumes, three grids"
  ) { runner in
    let accuracy = 0.01
    let rows: [(time: Double, fields: [Double], moment: Double, largest: Double, mean: Double, heat: Double)] = [
      (0.01, [2.66293, 3.33891, 3.65608], -2.1392, 44.780, 43.176, 14.388),
      (0.04, [2.8393, 1.96201, 1.45986], 4.7563, 47.279, 44.590, 20.875),
      (1, [1.9711, 1.1352, 0.6525], 4.7444, 45.885, 44.933, 25.088),
    ]
    let result = try runner.run(
      SimulationCase(
        name: "disc",
        bulks: [
          .init(
            shape: .init(name: "A", outerRadius: 12e-3, zMin: -5e-3, zMax: 5e-3),
            material: rebco(KimLaw(jc0: 6e8, b0: 1), capacity: 1e6, radial: 20, axial: 4))
        ],
        stages: [.cool(field: 0, temperature: 40), .pulse(peak: 4, riseTime: 10e-3, duration: 1)],
        cooling: [.init(body: "A", face: .bottom, coefficient: 2000, bath: 40)],
        probes: [0, 5.5e-3, 8e-3].enumerated().map { .init(name: "p\($0.offset)", r: 0, z: $0.element) },
        accuracy: accuracy, outputTimes: [0.01, 0.04], fieldOutput: .none))
    let tolerance = Tolerance(accuracy: accuracy)
    var checks = balance(result)
    for row in rows {
      guard let found = result.history.first(where: { abs($0.time - row.time) < 1e-9 }), let heat = found.heat else {
        continue
      }
      let when = "at \(1000 * row.time) ms"
      for k in row.fields.indices {
        checks.append(
          .init(
            quantity: "Bz at probe \(k) \(when)", unit: "T", reference: row.fields[k], computed: found.probes[k].y,
            scale: 3.3, tolerance: tolerance))
      }
      checks += [
        .init(
          quantity: "moment \(when)", unit: "A m^2", reference: row.moment, computed: found.moment, scale: 5.4,
          tolerance: tolerance),
        .init(
          quantity: "largest T \(when)", unit: "K", reference: row.largest, computed: heat.largest.temperature,
          scale: 8,
          tolerance: tolerance),
        .init(
          quantity: "mean T \(when)", unit: "K", reference: row.mean, computed: heat.mean.temperature, scale: 8,
          tolerance: tolerance),
        .init(
          quantity: "heat \(when)", unit: "J", reference: row.heat, computed: heat.dissipated, scale: 25,
          tolerance: tolerance),
      ]
    }
    return checks
  }

  private static let pulses: [(peak: Double, centre: Double, mean: Double, axis: Double, rim: Double)] = [
    (5, 2.926, 1.2613, 45.900, 48.105), (10, 2.651, 1.1134, 51.167, 54.384),
  ]

  /// A long cylinder without cooling, a second after a pulse.
  private static func pulsedCylinder(
    _ row: (peak: Double, centre: Double, mean: Double, axis: Double, rim: Double)
  ) -> VerificationCase {
    VerificationCase(
      name: "heat, long cylinder in a pulse of \(Int(row.peak)) T", source: "one dimension, converged"
    ) { runner in
      let (cylinder, accuracy) = (LongCylinder(), 5e-3)
      var simulationCase = cylinder.simulationCase(
        rebco(KimLaw(jc0: 5e8, b0: 1.3), capacity: 5900 * 132, radial: 20, axial: 20),
        stages: [.cool(field: 0, temperature: 40), .pulse(peak: row.peak, riseTime: 10e-3, duration: 1)],
        radialCells: 24, accuracy: accuracy, maps: true)
      simulationCase.probes.append(.init(name: "rim", r: cylinder.outerRadius, z: 0.5 * cylinder.height))
      let result = try runner.run(simulationCase)
      let (end, tolerance) = (result.stages[1], Tolerance(accuracy: accuracy))
      var checks: [VerificationCase.Check] = [
        .init(
          quantity: "mean B = mu0 M", unit: "T", reference: row.mean,
          computed: Constants.mu0 * end.moment / cylinder.volume, tolerance: tolerance),
        temperature("on the axis", end.probes[0].temperature, row.axis, scale: row.rim - 40, tolerance),
        temperature("at the rim", end.probes[1].temperature, row.rim, scale: row.rim - 40, tolerance),
      ]
      if let fields = end.fields {
        checks.append(
          .init(
            quantity: "Bz on the axis", unit: "T", reference: row.centre, computed: LongCylinder.axialField(fields),
            tolerance: Tolerance(accuracy: accuracy, model: 0.005, because: "for a mesh of 48 cells, not extrapolated"))
        )
      }
      return checks + balance(result)
    }
  }

  // MARK: A flux jump

  /// Jc without field dependence, c and kappa as of a bulk at helium's temperature.
  private static func jumping(rate: Double, until field: Double, accuracy: Double = 0.01) -> SimulationCase {
    let temperatures = (0...60).map { 4 * Double.pow(10, Double($0) / 60 * 1.1) }
    let capacities = temperatures.map { 950 * Double.pow($0 / 5, 3) / (1 + Double.pow($0 / 40, 3)) }
    let factor = TemperatureFactor(criticalTemperature: 37, exponent: 1.5)
    let material = Material(
      name: "ba122", criticalCurrent: ConstantLaw(jc0: 3e8 / factor(5)), temperatureFactor: factor, n: 21,
      heatCapacity: .table(.init(temperatures: temperatures, values: capacities)),
      conductivity: ThermalConductivity(.power(at1K: 0.2, exponent: 1)))
    var simulationCase = LongCylinder().simulationCase(
      material, stages: [.cool(field: 7, temperature: 5), .ramp(field: field, pace: .rate(rate))], radialCells: 16,
      accuracy: accuracy)
    simulationCase.cooling = [.init(body: "cylinder", face: .rim, coefficient: 500)]
    return simulationCase
  }

  /// Slow enough: quiet.
  private static let fieldCooled = VerificationCase(
    name: "heat, long cylinder field-cooled, 0.01 T/s", source: "one dimension, converged"
  ) { runner in
    let (cylinder, accuracy) = (LongCylinder(), 5e-3)
    var simulationCase = jumping(rate: 0.01, until: 0, accuracy: accuracy)
    simulationCase.fieldOutput = .stageEnds
    let result = try runner.run(simulationCase)
    let tolerance = Tolerance(accuracy: accuracy)
    let warmest = result.history.compactMap(\.heat?.largest.temperature).max() ?? .nan
    var checks: [VerificationCase.Check] = [
      .init(
        quantity: "mean B = mu0 M", unit: "T", reference: 1.8203,
        computed: Constants.mu0 * result.stages[1].moment / cylinder.volume, tolerance: tolerance),
      .init(
        quantity: "largest T ever", unit: "K", reference: 5.7061, computed: warmest, scale: 0.7061, tolerance: tolerance
      ),
      .init(
        quantity: "flux jumps", reference: 0, computed: Double(result.fluxJumps.count), scale: 1,
        tolerance: .init(accuracy: 0)),
    ]
    if let fields = result.stages[1].fields {
      checks.append(
        .init(
          quantity: "Bz on the axis", unit: "T", reference: 5.2881, computed: LongCylinder.axialField(fields),
          tolerance: Tolerance(accuracy: accuracy, model: 0.003, because: "for a mesh of 32 cells, not extrapolated")))
    }
    return checks + balance(result)
  }

  private static let jump = VerificationCase(
    name: "heat, flux jump at 0.1 T/s", source: "one dimension, converged"
  ) { runner in
    let result = try runner.run(jumping(rate: 0.1, until: 2))
    guard let jump = result.fluxJumps.first else {
      return [.init(quantity: "flux jumps", reference: 1, computed: 0, tolerance: Tolerance(accuracy: 0))]
    }
    return [
      .init(
        quantity: "applied field of the jump", unit: "T", reference: 3.642, computed: jump.appliedField,
        tolerance: Tolerance(accuracy: 0.02))
    ]
  }

  /// Whether it jumps: not yet at 0.07 T/s, at 0.085 T/s it does.
  private static func boundary(_ rate: Double) -> VerificationCase {
    VerificationCase(name: "heat, \(rate) T/s", source: "one dimension, converged") { runner in
      let result = try runner.run(jumping(rate: rate, until: 0))
      return [
        .init(
          quantity: "jumps or not", reference: rate > 0.078 ? 1 : 0, computed: result.fluxJumps.isEmpty ? 0 : 1,
          scale: 1,
          tolerance: Tolerance(accuracy: 0))
      ]
    }
  }

  /// A temperature at a place against what it should be [K].
  static func temperature(
    _ place: String, _ computed: SimulationResult.TemperatureValue?, _ reference: Double, scale: Double,
    _ tolerance: Tolerance
  ) -> VerificationCase.Check {
    .init(
      quantity: "T \(place)", unit: "K", reference: reference, computed: computed?.temperature ?? .nan, scale: scale,
      tolerance: tolerance)
  }

  /// What the drive does is stored in the field and as heat, or removed.
  static func balance(_ result: SimulationResult) -> [VerificationCase.Check] {
    guard let end = result.stages.last, end.heat != nil else { return [] }
    let energy = end.energy
    let (spent, largest) = (
      energy.stored + energy.storedHeat + energy.removedHeat,
      max(energy.dissipated, abs(energy.work), abs(energy.removedHeat))
    )
    return [
      .init(
        quantity: "field, heat stored and heat removed, against work", unit: "J", reference: energy.work,
        computed: spent,
        scale: max(largest, 1e-300), tolerance: Tolerance(accuracy: 2e-3))
    ]
  }
}
