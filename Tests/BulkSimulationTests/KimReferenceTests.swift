import BulkSimulation
import Magnets
import Superconductors
import Testing

/// Two bulks with Kim's law, field-cooled in 7 T: values of an independent integral method on refined grids, relative
/// errors 3e-5 to 6e-5.
private let reference: [(centre: Double, inside: Double, surface: Double, moment: Double)] = [
  (2.14672, 2.37931, 1.53449, 12.7966), (1.86554, 2.08028, 1.32642, 10.7598),
]

@Suite struct KimReferenceTests {
  @Test(arguments: [1e-2, 3e-3, 1e-3]) func `all eight numbers keep the accuracy asked for, and their error bars`(
    accuracy: Double
  ) throws {
    let result = try simulate(ReferenceMagnets.kimCase(accuracy: accuracy))
    #expect(result.warnings.isEmpty)
    #expect(result.numerics.mirrored)
    #expect(result.stages.count == 1 + reference.count)
    for (stage, expected) in zip(result.stages.dropFirst(), reference) {
      let values = stage.probes.map { ($0.bz, $0.error) } + [(stage.moment, stage.momentError)]
      let exact = [expected.centre, expected.inside, expected.surface, expected.moment]
      for ((value, error), truth) in zip(values, exact) {
        let difference = abs(value - truth)
        #expect(difference <= accuracy * truth, "\(stage.stage): \(value) instead of \(truth)")
        // Honest: the true error is at most twice the estimate, the estimate at most ten times what was asked for.
        #expect(difference <= 2 * error + 6e-5 * truth, "\(stage.stage): \(value) ± \(error) instead of \(truth)")
        #expect(error <= 10 * max(difference, accuracy * truth))
        #expect(error > 0)
      }
    }
    let fine = result.numerics.runs[result.numerics.finest]
    print(
      "Kim case to \(100 * accuracy) %: \(fine.cells) cells, \(fine.steps) steps, \(fine.factorisations) factorisations"
    )
  }

  @Test func `at ten by four cells per bulk a few hundred factorisations do`() throws {
    let result = try simulate(ReferenceMagnets.kimCase(cells: .init(radial: 10, axial: 4)))
    let fine = result.numerics.runs[result.numerics.finest]
    #expect(fine.cells == 40)
    #expect(fine.steps < 90 && fine.factorisations < 260, "\(fine)")
    #expect(abs(result.stages[1].probes[0].bz / reference[0].centre - 1) < 1e-3)
  }

  @Test func `half the magnet gives what the whole magnet gives`() throws {
    let pair = ReferenceMagnets.pair(gap: 2, material: ReferenceMagnets.kim(n: 21))
    var other = pair
    // Mirrored by value: n that differs by rounding is another material.
    other[1].material = ReferenceMagnets.kim(n: 21 + 1e-9)
    let cells = SimulationCase.CellCounts(radial: 8, axial: 4)
    func run(_ bulks: [SimulationCase.Bulk]) throws -> SimulationResult {
      var simulationCase = ReferenceMagnets.kimCase(cells: cells)
      simulationCase.bulks = bulks
      return try simulate(simulationCase)
    }
    let (half, whole) = (try run(pair), try run(other))
    #expect(half.numerics.mirrored && !whole.numerics.mirrored)
    #expect(2 * half.numerics.runs[half.numerics.finest].cells == whole.numerics.runs[whole.numerics.finest].cells)
    for (a, b) in zip(half.stages, whole.stages) {
      #expect(abs(a.moment - b.moment) <= 2e-4 * abs(b.moment))
      #expect(abs(a.momentByBulk[1] - b.momentByBulk[1]) <= 2e-4 * abs(b.momentByBulk[1]))
      for (p, q) in zip(a.probes, b.probes) { #expect(abs(p.bz - q.bz) <= 2e-4 * abs(q.bz)) }
    }
  }

  @Test func `the same case gives the same bits`() throws {
    let (a, b) = (
      try simulate(ReferenceMagnets.kimCase(accuracy: 1e-2)), try simulate(ReferenceMagnets.kimCase(accuracy: 1e-2))
    )
    #expect(a.stages.map(\.probes) == b.stages.map(\.probes))
    #expect(a.stages.map(\.moment) == b.stages.map(\.moment))
    #expect(a.history.map(\.moment) == b.history.map(\.moment))
  }

  /// Bz(0, 0) after the ramp from the integral method, errors below 5e-4: steeper laws trap more.
  @Test(arguments: [(1.0, 0.1917), (5, 1.4634), (21, 2.14672), (100, 2.3587), (300, 2.3980), (1000, 2.4127)])
  func `every n keeps the accuracy asked for without a setting touched`(n: Double, centre: Double) throws {
    let accuracy = 3e-3
    let result = try simulate(ReferenceMagnets.kimCase(n: n, accuracy: accuracy))
    let fine = result.numerics.runs[result.numerics.finest]
    let (ramp, hold) = (result.stages[1], result.stages[2])
    let value = ramp.probes[0].bz
    print(
      "n = \(n): centre \(value) T, \(fine.cells) cells, \(fine.steps) steps, "
        + "\(fine.rejected) rejected, \(fine.factorisations) factorisations, \(fine.newtonIterations) iterations")
    #expect(abs(value / centre - 1) <= accuracy + 5e-4, "\(value) instead of \(centre)")
    #expect(abs(value - centre) <= 2 * ramp.probes[0].error + 5e-4 * centre)
    // What is trapped decays, the less the steeper the law.
    #expect(hold.moment >= 0 && hold.moment < ramp.moment)
    #expect(hold.probes[0].bz < value)
  }
}
