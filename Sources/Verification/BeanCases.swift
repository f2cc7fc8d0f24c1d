internal import BulkSimulation
import Magnets
import Meshing
import RealModule
import Superconductors

/// Bulks that are penetrated in part, constant Jc.
enum BeanCases {
  static let all: [VerificationCase] =
    [
      virginCurve(
        aspect: 0.2, cells: .init(radial: 20, axial: 12), [(0.1, 0.4050), (0.2, 0.6720), (0.4, 0.9250), (0.6, 0.9893)]),
      virginCurve(
        aspect: 1.8, cells: .init(radial: 12, axial: 24), [(0.1, 0.3260), (0.2, 0.5614), (0.4, 0.8423), (0.6, 0.9614)]),
      thinDisc, fieldCoolingIdentity,
    ] + [(0.1, 5.864632), (0.2, 3.565386), (0.5, 2.108618), (1, 1.585363), (1.8, 1.337817)].map(screening)

  private static let n = 200.0

  /// Moments over that of saturation at the applied fields [T], ramped so that E reaches E0 at the rim.
  private static func virginMoments(
    _ runner: CaseRunner, radius a: Double, half b: Double, jc: Double, fields: [Double],
    cells: SimulationCase.CellCounts,
    accuracy: Double
  ) throws -> [Double] {
    let rate = 2 * Material.defaultE0 / a
    let result = try runner.run(
      SimulationCase(
        name: "virgin",
        bulks: [
          .init(
            shape: BulkShape(name: "disc", outerRadius: a, zMin: -b, zMax: b),
            material: PenetratedCases.bean(jc: jc, n: n))
        ],
        stages: [.cool(field: 0, temperature: 5)] + fields.map { .ramp(field: $0, pace: .rate(rate)) },
        accuracy: accuracy, fieldOutput: .none, cells: cells))
    let saturation = 2 * Double.pi / 3 * jc * a * a * a * b
    return result.stages.dropFirst().map { -$0.moment / saturation }
  }

  private static func virginCurve(
    aspect: Double, cells: SimulationCase.CellCounts, _ table: [(field: Double, moment: Double)]
  ) -> VerificationCase {
    VerificationCase(name: "virgin curve, b/a = \(aspect)", source: "quadratic programme for ring currents, error 4e-4")
    {
      runner in
      let (a, jc, accuracy) = (15e-3, 2e8, 1e-2)
      let b = a * aspect
      let penetration = Constants.mu0 * jc * b * Double.asinh(a / b)
      let moments = try virginMoments(
        runner, radius: a, half: b, jc: jc, fields: table.map { $0.field * penetration }, cells: cells,
        accuracy: accuracy)
      return zip(table, moments).map { reference, moment in
        .init(
          quantity: "m/m_sat at Ha/Hp = \(reference.field)", reference: reference.moment, computed: moment, scale: 1,
          tolerance: Tolerance(accuracy: accuracy, model: 4e-4, because: "the reference's error"))
      }
    }
  }

  /// A disc of b/a = 0.005 against one without thickness.
  private static var thinDisc: VerificationCase {
    VerificationCase(name: "thin disc, b/a = 0.005", source: "Mikheenko and Kuzovlev 1993, Clem and Sanchez 1994") {
      runner in
      let (a, jc, accuracy) = (15e-3, 2e8, 1e-2)
      let b = 0.005 * a
      let fields = [0.5, 1, 2]
      let moments = try virginMoments(
        runner, radius: a, half: b, jc: jc, fields: fields.map { $0 * Constants.mu0 * jc * b },
        cells: .init(radial: 32, axial: 4), accuracy: accuracy)
      return zip(fields, moments).map { x, moment in
        .init(
          quantity: "m/m_sat at Ha/Hd = \(x)", reference: ThinDisc.moment(x), computed: moment, scale: 1,
          tolerance: Tolerance(accuracy: accuracy))
      }
    }
  }

  /// Constant Jc does not see the field itself: cooled in B0 and ramped to 0 is the virgin state of -B0.
  private static var fieldCoolingIdentity: VerificationCase {
    VerificationCase(name: "field cooling identity", source: "J depends on dB/dt alone") { runner in
      let field = 0.5
      func run(_ stages: [MagnetisationStage]) throws -> SimulationResult.StageState {
        try runner.run(
          SimulationCase(
            name: "identity",
            bulks: [
              .init(
                shape: BulkShape(name: "disc", outerRadius: 15e-3, zMin: -3e-3, zMax: 3e-3),
                material: PenetratedCases.bean(jc: 2e8, n: n))
            ],
            stages: stages, probes: [.init(name: "centre", r: 0, z: 0), .init(name: "above", r: 5e-3, z: 4e-3)],
            accuracy: 1e-2, fieldOutput: .none, cells: .init(radial: 8, axial: 8))
        ).stages[1]
      }
      let trapped = try run([.cool(field: field, temperature: 5), .ramp(field: 0, pace: .duration(600))])
      let virgin = try run([.cool(field: 0, temperature: 5), .ramp(field: field, pace: .duration(600))])
      let rounding = Tolerance(accuracy: 1e-9)
      return [
        .init(
          quantity: "trapped moment: minus the virgin one", unit: "A m^2", reference: -virgin.moment,
          computed: trapped.moment,
          tolerance: rounding),
        .init(
          quantity: "trapped Bz at centre: B0 - virgin", unit: "T", reference: field - virgin.probes[0].bz,
          computed: trapped.probes[0].bz, tolerance: rounding),
        .init(
          quantity: "trapped Bz above: B0 - virgin", unit: "T", reference: field - virgin.probes[1].bz,
          computed: trapped.probes[1].bz, tolerance: rounding),
      ]
    }
  }

  private static func screening(aspect: Double, slope: Double) -> VerificationCase {
    VerificationCase(name: "perfect screening, b/a = \(aspect)", source: "boundary elements, six digits") { runner in
      let (a, field, accuracy) = (10e-3, 0.1, 1e-2)
      let b = a * aspect
      let state = try runner.run(
        SimulationCase(
          name: "screening",
          bulks: [
            .init(
              shape: BulkShape(name: "cylinder", outerRadius: a, zMin: -b, zMax: b),
              material: PenetratedCases.bean(jc: 1e13, n: 30))
          ],
          stages: [.cool(field: 0, temperature: 5), .ramp(field: field, pace: .duration(75))], accuracy: accuracy,
          fieldOutput: .none)
      ).stages[1]
      let volume = 2 * .pi * a * a * b
      return [
        .init(
          quantity: "-M/Ha", reference: slope, computed: -state.moment / volume / (field / Constants.mu0),
          tolerance: Tolerance(
            accuracy: accuracy, model: 0.5e-2, because: "for a current sheet at the rim, where order 2 is not reached"))
      ]
    }
  }
}

/// A thin disc with constant Jc in a transverse field. P. N. Mikheenko and Y. E. Kuzovlev, Physica C 204, 229 (1993);
/// J. R. Clem and A. Sanchez, Phys. Rev. B 50, 9355 (1994).
public enum ThinDisc {
  /// m / m_sat at x = Ha/Hd, Hd = Jc d/2.
  public static func moment(_ x: Double) -> Double {
    2 / .pi * (Double.acos(1 / Double.cosh(x)) + Double.sinh(x) / (Double.cosh(x) * Double.cosh(x)))
  }
}
