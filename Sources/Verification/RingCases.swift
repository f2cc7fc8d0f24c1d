internal import BulkSimulation
import Magnets
import Meshing
import Superconductors

/// Bulks with a hole: the net current of each is an unknown of its own, carried by a cut.
enum RingCases {
  static let all = [ring, tube]

  private static var ring: VerificationCase {
    VerificationCase(name: "ring, penetrated", source: "solenoid, exact for finite n") { runner in
      let (r, a, b, jc, n, accuracy) = (5e-3, 15e-3, 4e-3, 2e8, 50.0, 3e-3)
      let rate = 2 * Material.defaultE0 / a
      let exact = PenetratedCoil(
        innerRadius: r, outerRadius: a, zMin: -b, zMax: b, jc: jc, n: n, e0: Material.defaultE0, rate: rate)
      let shape = BulkShape(name: "ring", innerRadius: r, outerRadius: a, zMin: -b, zMax: b)
      let state = try runner.run(
        PenetratedCases.fieldCooled(
          [.init(shape: shape, material: PenetratedCases.bean(jc: jc, n: n))], field: 3, rate: rate,
          probes: [.init(name: "centre", r: 0, z: 0)], accuracy: accuracy)
      ).stages[1]
      return [
        .init(
          quantity: "Bz at centre of hole", unit: "T", reference: exact.axialField(z: 0), computed: state.probes[0].bz,
          tolerance: Tolerance(accuracy: accuracy)),
        .init(
          quantity: "saturation moment", unit: "A m^2", reference: exact.moment, computed: state.moment,
          tolerance: Tolerance(accuracy: accuracy)),
      ]
    }
  }

  /// Cooled in a field that its wall can hold: the hole keeps all of its flux, and J = Jc in the outer part of the wall.
  private static var tube: VerificationCase {
    VerificationCase(name: "long tube, flux in the hole", source: "Bean 1962") { runner in
      let (r, a, jc, field, n, accuracy) = (6e-3, 15e-3, 2e8, 1.5, 1000.0, 3e-3)
      let cylinder = LongCylinder(innerRadius: r, outerRadius: a)
      let result = try runner.run(
        cylinder.simulationCase(
          PenetratedCases.bean(jc: jc, n: n),
          stages: [.cool(field: field, temperature: 5), .ramp(field: 0, pace: .rate(2 * Material.defaultE0 / a))],
          radialCells: 12, accuracy: accuracy, maps: true))
      let state = result.stages[1]
      let front = a - field / (Constants.mu0 * jc)
      let moment = .pi / 3 * jc * (a * a * a - front * front * front) * cylinder.height
      let finiteN = Tolerance(accuracy: accuracy, model: 2 / n, because: "for n = 1000 instead of infinity")
      var checks = [
        VerificationCase.Check(
          quantity: "moment", unit: "A m^2", reference: moment, computed: state.moment, tolerance: finiteN)
      ]
      if let fields = state.fields {
        checks.append(
          .init(
            quantity: "Bz in the hole: kept", unit: "T", reference: field, computed: LongCylinder.axialField(fields),
            tolerance: Tolerance(accuracy: accuracy)))
      }
      return checks
    }
  }
}
