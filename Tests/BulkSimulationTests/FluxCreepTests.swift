import Foundation
import Magnets
import Meshing
import Superconductors
import Testing

@testable import BulkSimulation

@Suite struct FluxCreepTests {
  private func decay(
    n: Double, hold: Double, temperatures: [Double] = [5], interval: Double? = nil
  ) throws -> SimulationResult {
    var material = ReferenceMagnets.bean(jc: 3e8, n: n)
    material.temperatureFactor = TemperatureFactor(criticalTemperature: 38, exponent: 2)
    return try simulate(
      SimulationCase(
        name: "creep", bulks: [ReferenceMagnets.disc(height: 6, material: material)],
        stages: [
          .cool(field: 7, temperature: .uniform(temperatures[0])), .ramp(field: 0, pace: ReferenceMagnets.rampRate),
        ] + temperatures.dropFirst().map { .temperature(target: .uniform($0), pace: .rate(1.0 / 60)) }
          + [.hold(duration: hold)],
        accuracy: 1e-3, outputInterval: interval, fieldOutput: .none))
  }

  @Test(arguments: [20.0, 50, 100]) func `late creep has the exponent -1/(n-1), whatever the history shows`(
    n: Double
  ) throws {
    for interval: Double? in [nil, 20 * 3600] {
      let result = try decay(n: n, hold: 72 * 3600, interval: interval)
      let creep = try #require(result.creep.first)
      #expect(result.creep.count == 1 && creep.stage == 2)
      #expect(!creep.probes.isEmpty && creep.probes.count == result.stages[2].probes.count)
      #expect(creep.times.first == 1 && creep.times.last == 72 * 3600)
      for (probe, end) in zip(creep.probes, result.stages[2].probes) {
        // The ramp leaves E at a tenth of E0 at the rim, from where the clock of n = 20 runs half a minute ahead: later than
        // 5000 s that is below 0.6 %.
        for (i, time) in creep.times.enumerated() where time > 5000 {
          // A current that is wrong by one in 10^4 has a rate that is wrong by n in 10^4.
          let exponent = try #require(probe.exponent[i])
          let drift = try #require(probe.drift[i])
          #expect(abs(exponent * (n - 1) + 1) < 0.02, "t = \(time) s: \(exponent)")
          let law = -1e6 / ((n - 1) * time / 3600)
          #expect(abs(drift / law - 1) < 0.02, "t = \(time) s: \(drift) ppm/h")
        }
        #expect(zip(probe.bz, probe.bz.dropFirst()).allSatisfy { $0 > $1 })
        let last = try #require(probe.bz.last)
        #expect(abs(last / end.bz - 1) < 1e-9)
        #expect(probe.error.allSatisfy { $0 > 0 && $0 < 3e-3 * end.bz }, "\(probe.error)")
        // 0.1 ppm/h at 1e6/((n - 1) t) h.
        let quiet = try #require(probe.quietAfter)
        #expect(probe.quietAfterIsExtrapolated)
        #expect(abs(quiet * (n - 1) / (1e7 * 3600) - 1) < 0.05, "\(quiet) s")
      }
    }
  }

  @Test func `a magnet that was cooled further is quiet from the start`() throws {
    let creep = try #require(try decay(n: 100, hold: 24 * 3600, temperatures: [14, 5]).creep.first)
    #expect(!creep.probes.isEmpty)
    for probe in creep.probes {
      #expect(probe.quietAfter == 0 && !probe.quietAfterIsExtrapolated)
      #expect(probe.drift.count == creep.times.count && probe.drift.allSatisfy { abs($0 ?? 1) < 0.1 })
    }
  }

  @Test func `the quiet time follows the law of creep`() throws {
    // 1/|drift| linear in time: 100 / (10 + t) falls below 0.1 at 990.
    let times = [1.0, 10, 50, 100]
    let beyond = try #require(FluxCreep.quietAfter(times, times.map { -100 / (10 + $0) }))
    #expect(beyond.isExtrapolated && abs(beyond.time - 990) < 1e-9)
    let within = try #require(FluxCreep.quietAfter([1, 10, 100, 1000], [-10, -1, -0.1, -0.01]))
    #expect(!within.isExtrapolated && abs(within.time - 100) < 1e-6)
    // A drift that does not fall tells nothing; nor does one that changes its sign.
    #expect(FluxCreep.quietAfter(times, [-2, -2, -2, -2]) == nil)
    #expect(FluxCreep.quietAfter(times, [-2, -1, -0.5, 0.5]) == nil)
    #expect(FluxCreep.quietAfter(times, [nil, nil, nil, nil]) == nil)
  }
}
