import BulkSimulation
import Magnets
import Meshing
import Superconductors
import Testing

@Suite struct `Prepared magnet` {
  private static func simulationCase(
    jc0: Double = 3e8, zMax: Double = 5e-3, stages: [MagnetisationStage]? = nil
  ) -> SimulationCase {
    let shape = BulkShape(name: "A", outerRadius: 15e-3, zMin: -5e-3, zMax: zMax)
    let material = Material(name: "kim", criticalCurrent: KimLaw(jc0: jc0, b0: 1.5), n: 15)
    return SimulationCase(
      name: "disc", bulks: [.init(shape: shape, material: material)],
      stages: stages ?? [
        .cool(field: 4, temperature: 5), .ramp(field: 0, pace: .duration(3000)), .hold(duration: 3600),
      ],
      accuracy: 0.003)
  }

  @Test func `gives what simulate gives, and the same for another material as one prepared for it`() throws {
    let first = Self.simulationCase()
    let magnet = try PreparedMagnet(first)
    let run = try magnet.run(first)
    let reference = try simulate(first)
    #expect(run.stageEnds.count == reference.stages.count)
    for (end, stage) in zip(run.stageEnds, reference.stages) {
      #expect(end.time == stage.time && end.appliedField == stage.appliedField)
      for (probe, expected) in zip(end.probes, stage.probes) {
        #expect(abs(probe.y - expected.bz) <= 2 * expected.error + 0.003 * abs(expected.bz))
      }
      #expect(abs(end.moment - stage.moment) <= 2 * stage.momentError + 0.003 * abs(stage.moment))
    }
    let second = Self.simulationCase(jc0: 2e8)
    #expect(magnet.serves(second))
    #expect(try magnet.run(second).stageEnds[1].probes == PreparedMagnet(second).run(second).stageEnds[1].probes)
  }

  @Test func `has the history at the times asked for`() throws {
    let simulationCase = Self.simulationCase()
    let times = [1000.0, 3000, 3100, 6600]
    let run = try PreparedMagnet(simulationCase).run(simulationCase, at: times)
    #expect(run.history.map(\.time) == [0, 1000, 3000, 3100, 6600])
    #expect(abs(run.history[1].appliedField - 8.0 / 3) < 1e-12)
    #expect(run.history[2].probes == run.stageEnds[1].probes && run.history[4].probes == run.stageEnds[2].probes)
  }

  @Test func `does not serve other shapes`() throws {
    let magnet = try PreparedMagnet(Self.simulationCase())
    #expect(!magnet.serves(Self.simulationCase(zMax: 4e-3)))
    #expect(magnet.serves(Self.simulationCase(stages: [.cool(field: 1, temperature: 20)])))
  }

  @Test func `changes smoothly with a parameter`() throws {
    let magnet = try PreparedMagnet(Self.simulationCase())
    let values = try (0...20).map { step in
      let simulationCase = Self.simulationCase(jc0: 3e8 * (1 + 0.001 * Double(step)))
      return try magnet.run(simulationCase).stageEnds[1].probes[0].y
    }
    // Third differences of a smooth function vanish; those of noise are four times as large as itself.
    for i in 0..<18 {
      let difference = values[i + 3] - 3 * values[i + 2] + 3 * values[i + 1] - values[i]
      #expect(abs(difference) < 4e-5 * values[0], "\(difference)")
    }
  }
}
