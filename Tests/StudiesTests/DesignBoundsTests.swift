import DesignHistory
import Foundation
import ProcessDesign
import Testing

/// Bounds and steps that are set anew in a design that has samples, rounds and pending experiments.
@Suite struct `Bounds of a design` {
  private static func design(_ body: (DesignFile) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fem-bulk-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let definition = DesignDefinition(
      name: "furnace",
      parameters: [
        DesignParameter(name: "temperature", unit: "C", lower: 400, upper: 800, step: 1),
        DesignParameter(name: "hold", unit: "min", lower: 2, upper: 120, step: 0.5),
      ], outcomes: [DesignOutcome(name: "jc", unit: "A/m^2", goal: .maximise)],
      settings: DesignSettings(initialSamples: 4), seed: 1)
    let design = try DesignFile.create(
      path: folder.appending(path: "furnace.design").path, definition: definition, version: "test")
    _ = try design.add(
      (0..<6).map { k in
        let (temperature, hold) = (420 + 70 * Double(k), 10 + 15 * Double((k * 3) % 7))
        let (warm, long) = ((temperature - 620) / 200, (hold - 40) / 80)
        return NewSample(parameters: [temperature, hold], outcomes: [1 - warm * warm - long * long], sigmas: [nil])
      })
    try body(design)
  }

  private static func parameters(_ lower: Double, _ upper: Double, step: Double = 1) -> [DesignParameter] {
    [
      DesignParameter(name: "temperature", unit: "C", lower: lower, upper: upper, step: step),
      DesignParameter(name: "hold", unit: "min", lower: 2, upper: 120, step: 0.5),
    ]
  }

  @Test func `suggestions keep to new ones, and old rounds are replayed with the old`() throws {
    try Self.design { design in
      let settings = design.definition.settings
      let first = try design.suggest(2, settings: settings, version: "test").experiments
      try design.drop(experiments: first.map(\.id), samples: [])
      let changed = try design.change(Self.parameters(500, 560, step: 4), version: "test")
      #expect(changed.definition.parameters == Self.parameters(500, 560, step: 4))
      // Samples out of bounds stay, and count.
      #expect(try changed.state().used.count == 6)
      let second = try changed.suggest(3, settings: settings, version: "test").experiments
      for experiment in second {
        #expect((500...560).contains(experiment.parameters[0]))
        #expect((experiment.parameters[0] - 500).truncatingRemainder(dividingBy: 4) == 0)
      }
      #expect(first.contains { !(500...560).contains($0.parameters[0]) })
      let rounds = try changed.rounds()
      #expect(rounds.count == 2)
      for round in rounds { #expect(try changed.replay(round) == round.result) }
      // What was opened before does not write with bounds that are no more.
      #expect(throws: HistoryError.self) { try design.suggest(1, settings: settings, version: "test") }
      #expect(try DesignFile(path: design.path).definition == changed.definition)
    }
  }

  @Test func `what the file holds may forbid them, with the reason`() throws {
    try Self.design { design in
      let pending = try design.suggest(1, settings: design.definition.settings, version: "test").experiments[0]
      let place = pending.parameters[0]
      func refusal(_ parameters: [DesignParameter]) throws -> String {
        do throws(HistoryError) {
          _ = try design.change(parameters, version: "test")
          return ""
        } catch {
          guard case .refused(let text) = error else { throw error }
          return text
        }
      }
      #expect(try refusal(Self.parameters(place + 1, place + 101)).contains("experiment 1 is pending at temperature"))
      #expect(try refusal(Self.parameters(place - 0.5, place + 99.5)).contains("answer it or drop it first"))
      #expect(try refusal(Self.parameters(place, place + 0.02, step: 0.01)).contains("a thousand ranges"))
      #expect(try refusal(Array(Self.parameters(400, 800).reversed())).contains("only bounds and steps"))
      #expect(try refusal(Self.parameters(place, place + 100)).isEmpty)
    }
  }
}
