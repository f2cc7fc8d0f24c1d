internal import BulkSimulation
import Magnets
import RealModule
import Superconductors

/// n = 1: a conductor of resistivity E0/Jc, and the orders of convergence on its smooth currents.
enum OhmicCases {
  static let all = [eddyCurrents, orderInSpace, orderInTime]

  private static let material = PenetratedCases.bean(jc: 1e8, n: 1)
  private static let exact = EddyCurrents(
    radius: LongCylinder().outerRadius, resistivity: Material.defaultE0 / 1e8, rate: 0.01, rampEnd: 30)
  private static let source = "Bessel series, Smythe"

  /// A ramp with stops at `times` [s], of which one is the end of the ramp.
  private static func simulationCase(_ times: [Double], radialCells: Int, accuracy: Double) -> SimulationCase {
    var start = 0.0
    let stages = times.map { time -> MagnetisationStage in
      defer { start = time }
      return time <= exact.rampEnd
        ? .ramp(field: exact.rate * time, pace: .rate(exact.rate)) : .hold(duration: time - start)
    }
    return LongCylinder().simulationCase(
      material, stages: [.cool(field: 0, temperature: 5)] + stages, radialCells: radialCells, accuracy: accuracy)
  }

  private static func reference(_ time: Double) -> Double { exact.magnetisation(time: time) * LongCylinder().volume }

  private static var eddyCurrents: VerificationCase {
    VerificationCase(name: "eddy currents, n = 1", source: source) { runner in
      let (times, accuracy) = ([10, 30, 60, 120.0], 3e-3)
      let result = try runner.run(simulationCase(times, radialCells: 12, accuracy: accuracy))
      return zip(times, result.stages.dropFirst()).map { time, state in
        .init(
          quantity: "moment at \(Int(time)) s, \(time <= exact.rampEnd ? "ramp" : "decay")", unit: "A m^2",
          reference: reference(time), computed: state.moment, scale: abs(reference(exact.rampEnd)),
          tolerance: Tolerance(accuracy: accuracy))
      }
    }
  }

  /// The slope of log|error| against log(size).
  static func order(_ errors: [Double], _ sizes: [Double]) -> Double {
    Double.log(abs(errors[0] / errors[errors.count - 1])) / Double.log(sizes[0] / sizes[sizes.count - 1])
  }

  private static var orderInSpace: VerificationCase {
    VerificationCase(name: "order in the cell size", source: source) { runner in
      let times = [30, 60.0]
      let cells = [6, 12, 24]
      let runs = try cells.map {
        try runner.stageEnds(simulationCase(times, radialCells: $0, accuracy: 1e-3), tolerance: 1e-6).moments
      }
      return times.indices.map { k in
        .init(
          quantity: "moment at \(Int(times[k])) s, 6 to 24 cells", reference: 2,
          computed: order(runs.map { $0[k + 1] - reference(times[k]) }, cells.map { 1 / Double($0) }), scale: 1,
          tolerance: Tolerance(accuracy: 0.2))
      }
    }
  }

  private static var orderInTime: VerificationCase {
    VerificationCase(name: "order in the time step", source: "the same mesh, tolerance 1e-8") { runner in
      let times = [30, 60.0]
      let simulationCase = simulationCase(times, radialCells: 12, accuracy: 1e-3)
      let exact = try runner.stageEnds(simulationCase, tolerance: 1e-8).moments
      let runs = try [1e-4, 1e-5, 1e-6].map { try runner.stageEnds(simulationCase, tolerance: $0) }
      return times.indices.map { k in
        .init(
          quantity: "moment at \(Int(times[k])) s, tolerance 1e-4 to 1e-6", reference: 2,
          computed: order(runs.map { $0.moments[k + 1] - exact[k + 1] }, runs.map { 1 / Double($0.steps) }), scale: 1,
          tolerance: Tolerance(accuracy: 0.3))
      }
    }
  }
}
