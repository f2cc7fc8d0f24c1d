import Magnets
import Superconductors
import Testing

@testable import BulkSimulation

/// Magnets that are penetrated in part. Numbers by the integral method of `Benchmarks/references`, as far as three grids agree.
@Suite struct `Flux fronts` {
  private static let disc = ReferenceMagnets.disc(height: 6, material: ReferenceMagnets.kim(n: 21))

  private static func pair(accuracy: Double) -> SimulationCase {
    var simulationCase = ReferenceMagnets.kimCase(accuracy: accuracy)
    simulationCase.stages[0] = .cool(field: 2, temperature: 5)
    return simulationCase
  }

  @Test(arguments: [(0.003, 300), (0.001, 400)])
  func `a pair cooled in 2 T takes few cells, and its bars hold`(accuracy: Double, cells: Int) throws {
    let result = try simulate(Self.pair(accuracy: accuracy))
    #expect(result.warnings.isEmpty)
    #expect(result.numerics.runs[result.numerics.finest].cells <= cells)
    let reference = [[1.98743, 2.00000, 1.50668, 12.7562], [1.85989, 1.9992, 1.32500, 10.7546]]
    // What the grids of the reference leave open.
    let open = [[1e-4, 1e-5, 2e-4, 2e-3], [3e-4, 6e-4, 2e-4, 2e-3]]
    for (stage, numbers) in zip(result.stages.dropFirst(), reference.indices) {
      let ours = stage.probes.map { ($0.bz, $0.error) } + [(stage.moment, stage.momentError)]
      for (k, (value, error)) in ours.enumerated() {
        #expect(abs(value - reference[numbers][k]) <= 2 * error + open[numbers][k])
        #expect(error <= accuracy * value)
      }
    }
  }

  @Test func `rows of a loop are as accurate as they say`() throws {
    let rate = ReferenceMagnets.rampRate
    let result = try simulate(
      SimulationCase(
        name: "loop", bulks: [Self.disc],
        stages: [
          .cool(field: 0, temperature: 5), .ramp(field: 7, pace: rate), .ramp(field: -7, pace: rate),
          .ramp(field: 7, pace: rate),
        ],
        probes: [.init(name: "centre", r: 0, z: 0)], accuracy: 0.005, outputInterval: 375, fieldOutput: .none))
    #expect(result.warnings.isEmpty)
    // Time, Bz at the centre and moment: shielding, just before and behind the front's arrival, trapping, turned around.
    let reference: [(Double, Double, Double)] = [
      (375, 0, -4.2218), (1500, 0, -4.2676), (1875, 0.72326, -3.67704), (5625, 6.40612, 1.42396),
      (10500, 2.0341, 6.7249), (12000, 0.31697, 4.26861), (13125, -2.23992, 2.88961), (21000, -2.0341, -6.7249),
      (25125, 4.66678, -2.03375),
    ]
    for (time, field, moment) in reference {
      let row = try #require(result.history.first { $0.time == time })
      #expect(row.probeErrors[0] <= 0.005 * 6.4 && row.momentError <= 0.005 * 6.75)
      #expect(abs(row.probes[0].y - field) <= 2 * row.probeErrors[0] + 2e-3)
      #expect(abs(row.moment - moment) <= 2 * row.momentError + 1e-3)
    }
  }

  /// On the axis the field of a magnet that is ramped down falls only.
  @Test func `no row shows more than the cooling field by more than its bar`() throws {
    func run(_ ramps: [Double]) throws -> SimulationResult {
      try simulate(
        SimulationCase(
          name: "disc",
          bulks: [
            ReferenceMagnets.disc(radius: 10, height: 8, material: ReferenceMagnets.bean(jc: 1e8, n: 21))
          ],
          stages: [.cool(field: 2, temperature: 20)] + ramps.map { .ramp(field: $0, pace: .rate(1.0 / 3600)) },
          probes: [.init(name: "centre", r: 0, z: 0)], accuracy: 0.001, fieldOutput: .none))
    }
    let whole = try run([0])
    for row in whole.history { #expect(row.probes[0].y <= 2 + row.probeErrors[0]) }
    // A ramp in two parts passes through the same states.
    let split = try run([1.556, 0]).stages[1]
    let next = try #require(whole.history.first { $0.time >= split.time })
    let before = try #require(whole.history.last { $0.time <= split.time })
    let share = (split.time - before.time) / max(next.time - before.time, 1)
    let between = before.moment + share * (next.moment - before.moment)
    #expect(abs(between - split.moment) <= next.momentError + before.momentError + split.momentError + 0.01)
  }

  /// Rows lie between the steps, which end elsewhere when the ramp is cut in two.
  @Test func `rows of a ramp and of one in two parts differ by no more than their bars`() throws {
    let material = Material(name: "kim", criticalCurrent: KimLaw(jc0: 9.66e7, b0: 3), n: 21)
    func rows(_ fields: [Double]) throws -> [SimulationResult.HistoryRow] {
      let result = try simulate(
        SimulationCase(
          name: "thin",
          bulks: [
            ReferenceMagnets.disc(radius: 8, height: 2, centre: 2, name: "A", material: material),
            ReferenceMagnets.disc(radius: 6.4, height: 1, centre: -1.5, name: "B", material: material),
          ],
          stages: [.cool(field: 7, temperature: 5)] + fields.map { .ramp(field: $0, pace: .rate(7.0 / 3600)) },
          probes: [.init(name: "middle", r: 0, z: 2e-3)], accuracy: 0.005, outputInterval: 60, fieldOutput: .none))
      return result.history.filter { $0.time.truncatingRemainder(dividingBy: 60) == 0 }
    }
    let (whole, split) = try (rows([0]), rows([2.24, 0]))
    #expect(whole.count > 50)
    for row in whole {
      let other = try #require(split.first { $0.time == row.time })
      #expect(abs(row.moment - other.moment) <= row.momentError + other.momentError)
      #expect(abs(row.probes[0].y - other.probes[0].y) <= row.probeErrors[0] + other.probeErrors[0])
    }
  }

  /// Nor does it rise while that field is held: all meshes of up to 324 equal cells say 3.053 T.
  @Test func `what is held after a ramp stays within its bar of the cooling field`() throws {
    let result = try simulate(
      SimulationCase(
        name: "held",
        bulks: [ReferenceMagnets.disc(height: 2, material: ReferenceMagnets.bean(jc: 9.66e8, n: 40))],
        stages: [
          .cool(field: 3, temperature: 5), .ramp(field: 0, pace: ReferenceMagnets.rampRate), .hold(duration: 86400),
        ],
        probes: [.init(name: "centre", r: 0, z: 0)], accuracy: 0.003, fieldOutput: .none))
    for stage in result.stages { #expect(stage.probes[0].bz <= 3 + stage.probes[0].error) }
  }

  /// 3.23 T would reach the axis, so that a core stays there which coarse meshes lose when the field turns; they all agree in that.
  @Test func `a core that all meshes lose is within the bars`() throws {
    let tenTeslaAnHour = MagnetisationStage.Pace.rate(10.0 / 3600)
    let result = try simulate(
      SimulationCase(
        name: "core",
        bulks: ReferenceMagnets.pair(gap: 0.5, material: ReferenceMagnets.bean(jc: 2.9e8, n: 100)),
        stages: [.cool(field: 0, temperature: 5)]
          + [3.0, -3, 3].map { .ramp(field: $0, pace: tenTeslaAnHour) },
        probes: [.init(name: "inside", r: 0, z: 3e-3)], accuracy: 0.01, fieldOutput: .none))
    for stage in result.stages.dropFirst() {
      #expect(abs(stage.probes[0].bz) <= 2 * stage.probes[0].error + 0.01)
    }
  }

  /// mu0 Jc0 R/B0 = 335 and 126: Jc falls by orders of magnitude within a cell.
  @Test(arguments: [(40.0, 6.0, 20e9, 0.5, 50.0), (15.0, 6.0, 2e9, 0.3, 21.0), (5.0, 6.0, 5e9, 0.05, 5.0)])
  func `a magnet with a steep law that is charged from zero finishes`(
    radius: Double, height: Double, jc0: Double, b0: Double, n: Double
  ) throws {
    let material = Material(name: "steep", criticalCurrent: ExponentialLaw(jc0: jc0, b0: b0), n: n)
    let result = try simulate(
      SimulationCase(
        name: "steep", bulks: [ReferenceMagnets.disc(radius: radius, height: height, material: material)],
        stages: [
          .cool(field: 0, temperature: 5), .ramp(field: 3, pace: .rate(30.0 / 3600)),
          .ramp(field: -3, pace: .rate(30.0 / 3600)), .hold(duration: 60),
        ], accuracy: 0.1, fieldOutput: .none))
    // Screened, or penetrated where hardly any current is left at 3 T: never beyond what is applied.
    for stage in result.stages { #expect(abs(stage.probes[0].bz) < 3.3) }
  }
}
