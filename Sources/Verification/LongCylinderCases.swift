internal import BulkSimulation
import Magnets
import RealModule
import Superconductors

/// Long cylinders: laws of Jc(B), and creep.
enum LongCylinderCases {
  private static let jc = 5e8
  private static let radius = LongCylinder().outerRadius

  static let all: [VerificationCase] =
    [
      remanence("Bean", ConstantLaw(jc0: jc), .bean(jc: jc, radius: radius)),
      remanence("Kim", KimLaw(jc0: jc, b0: 1), .kim(jc0: jc, b0: 1, radius: radius)),
      remanence("exponential", ExponentialLaw(jc0: jc, b0: 1), .exponential(jc0: jc, b0: 1, radius: radius)),
      steeperThanKim, hysteresisLoss,
    ] + creepTable.map(creep) + [false, true].map(fieldDependentCreep)

  private static func remanence(
    _ law: String, _ jc: @autoclosure @escaping @Sendable () throws -> any CriticalCurrentLaw, _ exact: RemanentField
  ) -> VerificationCase {
    VerificationCase(name: "long cylinder, \(law)", source: "critical state, closed form") { runner in
      let (n, accuracy) = (1000.0, 3e-3)
      let cylinder = LongCylinder()
      let material = Material(name: law, criticalCurrent: try jc(), n: n)
      let result = try runner.run(
        cylinder.simulationCase(
          material,
          stages: [
            .cool(field: 1.5 * exact.centre, temperature: 5),
            .ramp(field: 0, pace: .rate(2 * Material.defaultE0 / radius)),
          ], radialCells: 12, accuracy: accuracy, maps: true))
      let tolerance = Tolerance(accuracy: accuracy, model: 2 / n, because: "for n = 1000 instead of infinity")
      var checks = [
        VerificationCase.Check(
          quantity: "mean remanent B = mu0 M", unit: "T", reference: exact.mean,
          computed: Constants.mu0 * result.stages[1].moment / cylinder.volume, tolerance: tolerance)
      ]
      if let fields = result.stages[1].fields {
        checks.append(
          .init(
            quantity: "Bz on the axis", unit: "T", reference: exact.centre, computed: LongCylinder.axialField(fields),
            tolerance: tolerance))
      }
      return checks
    }
  }

  /// A law that no other name has.
  private static var steeperThanKim: VerificationCase {
    remanence(
      "formula", try FormulaLaw("5e8 A/m^2 / (1 + (B / 1 T)^2)"),
      .quadratic(jc0: jc, b0: 1, radius: radius))
  }

  /// A full loop of the applied field in Bean's cylinder. W. J. Carr, AC Loss and Macroscopic Theory of Superconductors
  /// (1983), chapter 6: `(4/3) mu0 Hp Hm - (2/3) mu0 Hp²` of volume and cycle for Hm above Hp.
  private static var hysteresisLoss: VerificationCase {
    VerificationCase(name: "energy of a hysteresis loop", source: "Bean 1962, Carr 1983; Poynting's theorem") {
      runner in
      let (n, accuracy) = (1000.0, 3e-3)
      let cylinder = LongCylinder()
      let full = RemanentField.bean(jc: 2e8, radius: radius).centre
      let amplitude = 1.2 * full
      let pace = MagnetisationStage.Pace.rate(2 * Material.defaultE0 / radius)
      let result = try runner.run(
        cylinder.simulationCase(
          PenetratedCases.bean(jc: 2e8, n: n),
          stages: [.cool(field: 0, temperature: 5)]
            + [amplitude, -amplitude, amplitude].map { .ramp(field: $0, pace: pace) },
          radialCells: 20, accuracy: accuracy))
      let (first, last) = (result.stages[1].energy, result.stages[3].energy)
      let loss = (4 * full * amplitude - 2 * full * full) / (3 * Constants.mu0) * cylinder.volume
      // What flows ahead of a turning field's front was critical before, and creeps by ln(n)/n until the front comes.
      let creep = Tolerance(
        accuracy: accuracy, model: Double.log(n) / n,
        because: "for the creep of currents that the front has yet to reach")
      return [
        .init(
          quantity: "heat of one cycle", unit: "J", reference: loss, computed: last.dissipated - first.dissipated,
          tolerance: creep),
        .init(
          quantity: "work of one cycle", unit: "J", reference: loss, computed: last.work - first.work,
          tolerance: creep),
        .init(
          quantity: "work = stored + heat", unit: "J", reference: last.work, computed: last.stored + last.dissipated,
          tolerance: Tolerance(accuracy: 1e-3)),
      ]
    }
  }

  /// M/M0 for Jc = 2e8 A/m², E0 = 1e-4 V/m, R = 15 mm with the clock started at J = Jc everywhere; drift in ppm/h.
  private static let creepTable: [(n: Double, points: [(hours: Double, moment: Double, drift: Double?)])] = [
    (
      20,
      [
        (1.0 / 6, 0.77827, nil), (1, 0.70849, -52557), (10, 0.62767, -5262.4), (24, 0.59941, -2192.9),
        (72, 0.56573, -730.98),
      ]
    ),
    (
      50,
      [
        (1.0 / 6, 0.89009, nil), (1, 0.85818, -20397), (10, 0.81880, -2040.7), (24, 0.80430, -850.32),
        (72, 0.78646, -283.44),
      ]
    ),
    (
      100,
      [
        (1.0 / 6, 0.93735, nil), (1, 0.92055, -10098), (10, 0.89939, -1010.1), (24, 0.89147, -420.87),
        (72, 0.88163, -140.29),
      ]
    ),
  ]

  /// n from 60 without field to 20 at 4 T and above, as a formula or a table: cooled in 8 T, ramped to zero in 600 s, held.
  private static func fieldDependentCreep(isTable: Bool) -> VerificationCase {
    VerificationCase(
      name: "creep, n(B) as a \(isTable ? "table" : "formula")", source: "one-dimensional solution, error 1e-5"
    ) { runner in
      let (jc, accuracy) = (2e8, 1e-3)
      let cylinder = LongCylinder()
      // At 10 K, in the middle of the table's temperatures.
      let n: PowerLawExponent =
        isTable
        ? .table(
          ExponentTable(curves: [
            .init(temperature: 5, fluxDensity: [0, 1, 2, 4], exponent: [70, 55, 40, 10]),
            .init(temperature: 15, fluxDensity: [0, 2, 4], exponent: [50, 40, 30]),
          ])) : .formula(try LawFormula("max(20, 60 - 10 * B / 1 T)", quantity: nil))
      let holds = [600.0, 3000, 32400, 50400].map { MagnetisationStage.hold(duration: $0) }
      let result = try runner.run(
        cylinder.simulationCase(
          Material(name: "m", criticalCurrent: ConstantLaw(jc0: jc), n: n),
          stages: [.cool(field: 8, temperature: 10), .ramp(field: 0, pace: .duration(600))] + holds, radialCells: 12,
          accuracy: accuracy))
      let initial = jc * radius / 3 * cylinder.volume
      return zip(fieldDependentMoments, result.stages.dropFirst()).map { row, state in
        .init(
          quantity: "M/M0 after \(row.time)", reference: row.moment, computed: state.moment / initial,
          tolerance: Tolerance(accuracy: accuracy))
      }
    }
  }

  /// M/M0 for Jc = 2e8 A/m², E0 = 1e-4 V/m, R = 15 mm.
  private static let fieldDependentMoments = [
    ("the ramp", 0.992069), ("10 min", 0.891175), ("1 h", 0.860378), ("10 h", 0.822837), ("24 h", 0.809139),
  ].map { (time: $0.0, moment: $0.1) }

  private static func creep(
    n: Double, points: [(hours: Double, moment: Double, drift: Double?)]
  ) -> VerificationCase {
    VerificationCase(name: "creep, n = \(Int(n))", source: "one-dimensional solution, error 1e-5") { runner in
      let (jc, accuracy) = (2e8, 1e-3)
      let cylinder = LongCylinder()
      // So fast that the ramp ends with the moment of J = Jc: the factor makes up for J falling like r^(1/n) to the axis.
      // What is left of the state before is forgotten within mu0 Jc R²/(n E0), 3 s at n = 20: 3e-4 of M at ten minutes.
      let rate = 2 * Material.defaultE0 / radius * Double.pow(1 + 1 / (3 * n), n)
      var start = 0.0
      let holds = points.map { point in
        defer { start = point.hours }
        return MagnetisationStage.hold(duration: 3600 * (point.hours - start))
      }
      let result = try runner.run(
        cylinder.simulationCase(
          PenetratedCases.bean(jc: jc, n: n),
          stages: [.cool(field: 8, temperature: 5), .ramp(field: 0, pace: .rate(rate))] + holds, radialCells: 8,
          accuracy: accuracy))
      let initial = jc * radius / 3 * cylinder.volume
      var checks: [VerificationCase.Check] = []
      for (point, state) in zip(points, result.stages.dropFirst(2)) {
        let time = point.hours < 1 ? "10 min" : "\(Int(point.hours)) h"
        checks.append(
          .init(
            quantity: "M/M0 after \(time)", reference: point.moment, computed: state.moment / initial,
            tolerance: Tolerance(accuracy: accuracy)))
        // E separates into shape times time, so every field and moment drifts at the same relative rate.
        guard let drift = point.drift, let computed = state.probes[0].drift else { continue }
        checks.append(
          .init(
            quantity: "drift after \(time)", unit: "ppm/h", reference: drift, computed: computed,
            tolerance: Tolerance(
              accuracy: accuracy, model: 2e-2,
              because: "for a rate, which follows the n-th power of J and is not controlled")))
      }
      return checks
    }
  }
}
