import Foundation
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@testable import BulkSimulation

/// A simulation that is stopped again and again, and goes on each time from what was saved, gives the same bits.
@Suite struct `Checkpoints of a simulation` {
  private static let kim = ReferenceMagnets.kim(n: 21)

  private static func disc(
    _ stages: [MagnetisationStage], solver: SimulationCase.Solver = .init(), innerRadius: Double = 0
  ) -> SimulationCase {
    var simulationCase = SimulationCase(
      name: "disc", bulks: [ReferenceMagnets.disc(height: 6, material: kim)], stages: stages, accuracy: 0.01,
      outputInterval: 40, fieldOutput: .stageEnds, solver: solver)
    simulationCase.bulks[0].shape.innerRadius = innerRadius
    return simulationCase
  }

  private static let charge: [MagnetisationStage] = [
    .cool(field: 2, temperature: 5), .ramp(field: 0, pace: .duration(500)), .hold(duration: 1e4),
  ]

  private static let heated: SimulationCase = {
    var value = Heat.jumping(rate: 1)
    value.stages.append(.temperature(target: 8, pace: .duration(5)))
    return value
  }()

  private static let cases: [(String, SimulationCase)] = [
    ("condensed", disc(charge, solver: .init(system: .condensed))),
    ("banded", disc(charge, solver: .init(system: .banded))),
    ("plain H", disc(charge, solver: .init(formulation: .h(airResistivity: 1e-6)))),
    ("ring", disc(charge, innerRadius: 5e-3)),
    (
      "loop, second cooling, warming",
      disc([
        .cool(field: 0, temperature: 5), .ramp(field: 1, pace: .duration(100)), .ramp(field: -1, pace: .duration(200)),
        .ramp(field: 1, pace: .duration(200)), .cool(field: 1, temperature: 5), .ramp(field: 0, pace: .duration(100)),
        .temperature(target: 20, pace: .duration(100)),
      ])
    ),
    ("heat, a jump and two coolings of a bath", heated), ("heat, a ring and a jump", HeldHeat.jumping),
    ("two rounds", ReferenceMagnets.kimCase(accuracy: 5e-4)),
  ]

  /// Everything but wall times, as text that tells bits apart.
  private func bits(_ result: SimulationResult) -> String {
    var result = result
    result.numerics.total = 0
    for run in result.numerics.runs.indices {
      (result.numerics.runs[run].setup, result.numerics.runs[run].solve) = (0, 0)
    }
    return "\(result)"
  }

  @Test(arguments: cases.indices) func `go on bit for bit`(index: Int) throws {
    let (name, simulationCase) = Self.cases[index]
    var steps = 0
    let counter = Checkpoints {
      steps += 1
      return .goOn
    } save: { _, _ in
    }
    let whole = bits(try simulate(simulationCase, checkpoints: counter))
    // Without anybody who asks, the same.
    #expect(bits(try simulate(simulationCase)) == whole)
    var generator = SystemRandomNumberGenerator()
    var (stops, saved): (Int, SimulationState?) = (0, nil)
    var result: SimulationResult?
    while result == nil, stops < 200 {
      var left = Int.random(in: 1...max(2, steps / 6), using: &generator)
      let checkpoints = Checkpoints {
        left -= 1
        return left > 0 ? .goOn : .stop
      } save: { state, purpose in
        #expect(purpose == .resume)
        saved = state
      }
      do throws(SimulationError) {
        result = try simulate(simulationCase, from: saved, checkpoints: checkpoints)
      } catch {
        guard case .stopped = error else { throw error }
        stops += 1
        // As files have it.
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
          positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
          positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        saved = try decoder.decode(SimulationState.self, from: try encoder.encode(#require(saved)))
      }
    }
    #expect(stops >= 3, "\(name)")
    #expect(try bits(#require(result)) == whole, "\(name) after \(stops) stops")
  }

  @Test func `of another case are refused`() throws {
    var saved: SimulationState?
    let checkpoints = Checkpoints {
      .stop
    } save: { state, _ in
      saved = state
    }
    #expect(throws: SimulationError.self) { try simulate(Self.cases[0].1, checkpoints: checkpoints) }
    let state = try #require(saved)
    for (_, other) in Self.cases[1...4] {
      #expect(throws: SimulationError.foreignState) { try simulate(other, from: state) }
    }
  }
}
