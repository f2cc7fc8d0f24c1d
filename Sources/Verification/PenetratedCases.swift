internal import BulkSimulation
import Magnets
import Meshing
import Superconductors

/// Bulks that are penetrated throughout: exact fields and moments.
enum PenetratedCases {
  static let all: [VerificationCase] =
    [0.05, 0.1, 0.2, 0.5, 1, 1.8, 2, 5, 10].map { cylinder(aspect: $0, n: 200) }
    + [0.2, 1.8].map { cylinder(aspect: $0, n: 20) } + [0, 0.5, 1, 2, 3].map(pair) + [kimPair]

  private static let source = "Brandt 1998; exact for finite n"

  /// Field-cooled in so high a field that the ramp to zero ends in the steady state.
  static func fieldCooled(
    _ bulks: [SimulationCase.Bulk], field: Double, rate: Double, probes: [SimulationCase.Probe], accuracy: Double
  ) -> SimulationCase {
    SimulationCase(
      name: "penetrated", bulks: bulks,
      stages: [.cool(field: field, temperature: 5), .ramp(field: 0, pace: .rate(rate))], probes: probes,
      accuracy: accuracy, fieldOutput: .none)
  }

  static func bean(jc: Double, n: Double) -> Material {
    Material(name: "bean", criticalCurrent: ConstantLaw(jc0: jc), n: n)
  }

  private static func cylinder(aspect: Double, n: Double) -> VerificationCase {
    VerificationCase(name: "Bean cylinder, b/a = \(aspect), n = \(Int(n))", source: source) { runner in
      let (a, jc, accuracy) = (10e-3, 3e8, 3e-3)
      let b = a * aspect
      // E reaches E0 at the rim.
      let rate = 2 * Material.defaultE0 / a
      let exact = PenetratedCoil(
        outerRadius: a, zMin: -b, zMax: b, jc: jc, n: n, e0: Material.defaultE0, rate: rate)
      let centre = exact.axialField(z: 0)
      let state = try runner.run(
        fieldCooled(
          [.init(shape: BulkShape(name: "cylinder", outerRadius: a, zMin: -b, zMax: b), material: bean(jc: jc, n: n))],
          field: 2.5 * centre, rate: rate,
          probes: [.init(name: "centre", r: 0, z: 0), .init(name: "face", r: 0, z: b)], accuracy: accuracy)
      ).stages[1]
      let tolerance = Tolerance(accuracy: accuracy)
      return [
        .init(
          quantity: "penetration field, Bz at centre", unit: "T", reference: centre, computed: state.probes[0].bz,
          tolerance: tolerance),
        .init(
          quantity: "Bz at end face", unit: "T", reference: exact.axialField(z: b), computed: state.probes[1].bz,
          tolerance: tolerance),
        .init(
          quantity: "saturation moment", unit: "A m^2", reference: exact.moment, computed: state.moment,
          tolerance: tolerance),
      ]
    }
  }

  /// Two discs of 30 mm by 6 mm.
  private static func pair(gap: Double) -> VerificationCase {
    VerificationCase(name: "two discs, gap \(gap) mm", source: source) { runner in
      let (a, t, h, jc, n, accuracy) = (15e-3, 6e-3, 0.5e-3 * gap, 2e8, 200.0, 3e-3)
      let rate = 2 * Material.defaultE0 / a
      let material = bean(jc: jc, n: n)
      let shapes = [
        BulkShape(name: "A", outerRadius: a, zMin: h, zMax: h + t),
        BulkShape(name: "B", outerRadius: a, zMin: -h - t, zMax: -h),
      ]
      let coils = shapes.map {
        PenetratedCoil(
          outerRadius: a, zMin: $0.zMin, zMax: $0.zMax, jc: jc, n: n, e0: Material.defaultE0, rate: rate)
      }
      func field(_ z: Double) -> Double { coils.reduce(0) { $0 + $1.axialField(z: z) } }
      let state = try runner.run(
        fieldCooled(
          shapes.map { .init(shape: $0, material: material) }, field: 2 * field(0), rate: rate,
          probes: [.init(name: "centre", r: 0, z: 0), .init(name: "face", r: 0, z: h + t)], accuracy: accuracy)
      ).stages[1]
      return [
        .init(
          quantity: "Bz between the discs", unit: "T", reference: field(0), computed: state.probes[0].bz,
          tolerance: Tolerance(accuracy: accuracy)),
        .init(
          quantity: "Bz at outer face", unit: "T", reference: field(h + t), computed: state.probes[1].bz,
          tolerance: Tolerance(accuracy: accuracy)),
      ]
    }
  }

  /// Two bulks with Kim's law, against an independent integral method on refined grids.
  private static var kimPair: VerificationCase {
    VerificationCase(name: "Kim pair", source: "integral method, refined grids, error 6e-5") { runner in
      let accuracy = 1e-3
      let material = Material(name: "kim", criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5), n: 21)
      let result = try runner.run(
        SimulationCase(
          name: "kim",
          bulks: [
            .init(shape: BulkShape(name: "A", outerRadius: 15e-3, zMin: 1e-3, zMax: 7e-3), material: material),
            .init(shape: BulkShape(name: "B", outerRadius: 15e-3, zMin: -7e-3, zMax: -1e-3), material: material),
          ],
          stages: [
            .cool(field: 7, temperature: 5), .ramp(field: 0, pace: .rate(4.8 / 3600)), .hold(duration: 3600),
          ],
          probes: [
            .init(name: "centre", r: 0, z: 0), .init(name: "inside", r: 0, z: 4e-3),
            .init(name: "surface", r: 0, z: 7.5e-3),
          ],
          accuracy: accuracy, fieldOutput: .none))
      let references = [
        ("ramp", [2.14672, 2.37931, 1.53449], 12.7966), ("hold", [1.86554, 2.08028, 1.32642], 10.7598),
      ]
      let tolerance = Tolerance(accuracy: accuracy, model: 6e-5, because: "the reference's error")
      var checks: [VerificationCase.Check] = []
      for ((stage, fields, moment), state) in zip(references, result.stages.dropFirst()) {
        for ((place, field), probe) in zip(zip(["0", "4 mm", "7.5 mm"], fields), state.probes) {
          checks.append(
            .init(
              quantity: "Bz(0, \(place)) after \(stage)", unit: "T", reference: field, computed: probe.bz,
              tolerance: tolerance))
        }
        checks.append(
          .init(
            quantity: "moment after \(stage)", unit: "A m^2", reference: moment, computed: state.moment,
            tolerance: tolerance))
        checks.append(
          .init(
            quantity: "stored + heat = work, \(stage)", unit: "J", reference: state.energy.work,
            computed: state.energy.stored + state.energy.dissipated, tolerance: Tolerance(accuracy: accuracy)))
      }
      return checks
    }
  }
}
