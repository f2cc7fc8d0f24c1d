import Foundation
import Magnets
import Superconductors
import Testing
import TimeStepping

@testable import BulkSimulation

/// Observed orders on the Kim case, printed and bounded: a mistake in a weight or a sign costs an order first.
@Suite struct ConvergenceTests {
  private let probes = [
    SimulationCase.Probe(name: "centre", r: 0, z: 0), .init(name: "inside", r: 0, z: 4e-3),
    .init(name: "surface", r: 0, z: 7.5e-3),
  ]
  private let stages: [MagnetisationStage] = [
    .cool(field: 7, temperature: 5), .ramp(field: 0, pace: ReferenceMagnets.rampRate),
  ]

  /// Bz at the probes and the moment after the ramp, or after a hold [s].
  private func values(division: Double, tolerance: Double, hold: Double? = nil) throws -> [Double] {
    let stages = stages + [hold.map { .hold(duration: $0) }].compactMap { $0 }
    let run = try ReferenceMagnets.transient(
      ReferenceMagnets.pair(gap: 2, material: ReferenceMagnets.kim(n: 21)), stages: stages, probes: probes,
      radialCells: 5 * division, axialCells: 2 * division, airGrowth: exp(0.5 / division), tolerance: tolerance)
    let end = run.stageEnds[stages.count - 1].values
    return end.probes.map(\.y) + [end.moment]
  }

  @Test func `fields and moment converge with the square of the cell size`() throws {
    let meshes = try [0.4, 1.0, 2.0, 4.0].map { try values(division: $0, tolerance: 3e-4) }
    let exact = [2.14672, 2.37931, 1.53449, 12.7966]
    for (k, name) in ["Bz(0, 0)", "Bz(0, 4 mm)", "Bz(0, 7.5 mm)", "moment"].enumerated() {
      let errors = meshes.map { abs($0[k] / exact[k] - 1) }
      let order = log2(errors[1] / errors[3]) / 2
      print(
        "\(name): relative errors on 2 x 1, 5 x 2, 10 x 4 and 20 x 8 cells per bulk "
          + errors.map { String(format: "%.5f", $0) }.joined(separator: ", ")
          + String(format: "; observed order %.2f", order))
      #expect(errors[3] < 1e-3 && errors[3] < errors[1])
      #expect(order > 1.5 && order < 2.5, "\(name)")
      #expect(errors[0] > errors[2], "\(name)")
    }
  }

  @Test func `errors in time fall with the integrator's tolerance`() throws {
    let tolerances = [3e-2, 1e-2, 3e-3, 1e-3]
    let exact = try values(division: 2, tolerance: 1e-5, hold: 3600)
    let errors = try tolerances.map { tolerance in
      zip(try values(division: 2, tolerance: tolerance, hold: 3600), exact).map { abs($0 / $1 - 1) }.max() ?? 0
    }
    let order = log(errors[0] / errors[3]) / log(tolerances[0] / tolerances[3])
    print("worst relative errors at tolerances \(tolerances): \(errors); observed order in the tolerance \(order)")
    #expect(zip(errors, errors.dropFirst()).allSatisfy { $0 > $1 })
    #expect(order > 0.4 && order < 1)
    #expect(errors[3] < 1.5e-4)
  }

  /// The table of the decision on the integrator: cost at equal error of what is reported.
  @Test(arguments: [21.0, 100]) func `SDIRK2 needs fewest factorisations for a tenth of a per cent`(n: Double) throws {
    func run(_ tableau: Tableau, _ tolerance: Double) throws -> Transient {
      try ReferenceMagnets.transient(
        ReferenceMagnets.pair(gap: 2, material: ReferenceMagnets.kim(n: n)), stages: stages + [.hold(duration: 3600)],
        probes: probes, radialCells: 10, axialCells: 4, airGrowth: 1.3, tolerance: tolerance, tableau: tableau)
    }
    func reported(_ run: Transient) -> [Double] {
      run.stageEnds.dropFirst().flatMap { $0.values.probes.map(\.y) + [$0.values.moment] }
    }
    let exact = reported(try run(.sdirk3, 1e-5))
    var cheapest: [String: Int] = [:]
    for tableau in [Tableau.euler, .sdirk2, .sdirk3] {
      for tolerance in [1e-2, 3e-3, 1e-3] {
        let transient = try run(tableau, tolerance)
        let error = zip(reported(transient), exact).map { abs($0 / $1 - 1) }.max() ?? 1
        let counts = transient.counts
        print(
          "| n = \(Int(n)), \(tableau.name) | \(tolerance) | \(counts.steps) | \(counts.factorisations) | "
            + "\(counts.iterations) | " + String(format: "%.4f %% |", 100 * error))
        guard error < 1e-3 else { continue }
        cheapest[tableau.name] = min(cheapest[tableau.name] ?? .max, counts.factorisations)
      }
    }
    let ours = try #require(cheapest["SDIRK2"])
    #expect(ours <= cheapest["SDIRK3"] ?? .max)
    #expect(cheapest["backward Euler"] == nil, "first order does not get there with these tolerances")
  }

  @Test(arguments: [20.0, 50, 100]) func `creep ends in -1e6/((n - 1) t) ppm/h`(n: Double) throws {
    let run = try ReferenceMagnets.transient(
      [ReferenceMagnets.disc(height: 30, material: ReferenceMagnets.bean(jc: 2e8, n: n))],
      stages: [
        .cool(field: 9, temperature: 5), .ramp(field: 0, pace: .duration(60)), .hold(duration: 72 * 3600),
      ],
      probes: probes, radialCells: 6, axialCells: 12, airGrowth: 1.3, tolerance: 1e-3)
    let end = run.stageEnds[2]
    let drift = 1e6 * 3600 * end.rates.moment / end.values.moment
    let expected = -1e6 / ((n - 1) * 72)
    print("n = \(n): drift after 72 h \(drift) ppm/h, -1e6/((n - 1) t) = \(expected) ppm/h")
    #expect(abs(drift / expected - 1) < 0.01)
  }
}
