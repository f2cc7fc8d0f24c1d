import Magnets
import Superconductors
import Testing

@testable import BulkSimulation

/// Where the model ends, a result says so; where it does not end, nothing is said.
@Suite struct `Warnings of a run` {
  private static func warnings(
    _ material: Material, _ stages: [MagnetisationStage], accuracy: Double = 0.03
  ) throws -> [RunWarning] {
    try simulate(
      SimulationCase(
        name: "w", bulks: [ReferenceMagnets.disc(radius: 10, height: 8, material: material)], stages: stages,
        accuracy: accuracy, fieldOutput: .none)
    ).warnings
  }

  private static let ramp = MagnetisationStage.ramp(field: 0, pace: .rate(4.8 / 3600))

  private static func table(_ curves: [CriticalCurrentTable.Curve]) -> Material {
    Material(name: "m", criticalCurrent: TableLaw(table: CriticalCurrentTable(curves: curves)), n: 21)
  }

  private static func curve(_ temperature: Double?, _ jc: [Double], upTo end: Double) -> CriticalCurrentTable.Curve {
    let step = end / Double(jc.count - 1)
    return .init(
      temperature: temperature, fluxDensity: jc.indices.map { Double($0) * step }, criticalCurrentDensity: jc)
  }

  // MARK: Ranges of tables and cards

  /// What of a warning does not depend on the field beside the magnet, which is a little above the applied one.
  private enum End: Equatable {
    case beyond(Double)
    case irreversible(Double)
    case other(String)
  }

  private static func ends(_ warning: RunWarning) -> End {
    switch warning {
    case .fieldBeyondTable("m", let field, let end) where field > end: .beyond(end)
    case .fieldBeyondIrreversibility("m", let field, let end) where field > end: .irreversible(end)
    default: .other(warning.kind)
    }
  }

  @Test(arguments: [(2.0, false), (3.8, false), (4.5, true), (-4.5, true), (12, true)]) func `fields beyond a table`(
    field: Double, isBeyond: Bool
  ) throws {
    let found = try Self.warnings(
      Self.table([Self.curve(nil, [5e8, 2e8, 1e8], upTo: 4)]), [.cool(field: field, temperature: 20), Self.ramp])
    #expect(found.map(Self.ends) == (isBeyond ? [.beyond(4)] : []))
    #expect(found.allSatisfy { "\($0)".contains("falling exponentially") && $0.remedy.contains("measure Jc") })
  }

  /// The field from which on Jc is 0 is the first of the zeros at the end, not the end of the table.
  @Test(arguments: [
    ([5e8, 2e8, 1e8, 0], 6.0, 6.0), ([5e8, 2e8, 1e8, 0, 0, 0], 10, 6), ([5e8, 1e7, 0], 4, 4),
    ([4e8, 3e8, 2e8, 1e8, 0, 0], 10, 8),
  ])
  func `fields above the irreversibility field`(jc: [Double], end: Double, nilFrom: Double) throws {
    let material = Self.table([Self.curve(nil, jc, upTo: end)])
    let above = try Self.warnings(material, [.cool(field: 12, temperature: 20), Self.ramp])
    #expect(above.map(Self.ends) == [.irreversible(nilFrom)])
    #expect(try Self.warnings(material, [.cool(field: 0.9 * nilFrom, temperature: 20), Self.ramp]) == [])
  }

  /// Of a table of two temperatures only the curves count that a run uses.
  @Test func `curves of other temperatures do not matter`() throws {
    let material = Self.table([
      Self.curve(20, [6e8, 4e8, 2e8], upTo: 10), Self.curve(50, [2e8, 1e8, 2e7], upTo: 5),
      Self.curve(77, [1e8, 1e7, 0], upTo: 3),
    ])
    func of(_ field: Double, _ temperature: Double) throws -> [RunWarning] {
      try Self.warnings(material, [.cool(field: field, temperature: .uniform(temperature)), Self.ramp])
    }
    #expect(try of(8, 20) == [])
    #expect(try of(8, 30).map(Self.ends) == [.beyond(5)])
    #expect(try of(4, 77).map(Self.ends) == [.irreversible(3)])
    #expect(try of(4, 60).map(Self.ends) == [.irreversible(3)])
    #expect(
      try of(2, 4.2) == [.temperatureBeyondTable(material: "m", run: 4.2...4.2, table: 20...77)])
    #expect("\(try of(2, 4.2)[0])".contains("the nearest curve is used"))
  }

  @Test(arguments: [(2.5, 70.0, 0), (4, 70, 1), (2.5, 50, 1), (4, 50, 2), (3.02, 65, 1)]) func `numbers of a card`(
    field: Double, temperature: Double, count: Int
  ) throws {
    let found = try Self.warnings(
      MaterialCard.rebco77K.material, [.cool(field: field, temperature: .uniform(temperature)), Self.ramp])
    let kinds = found.map(\.kind)
    #expect(kinds.count == count, "\(found)")
    #expect(kinds.contains("field_beyond_validity") == (field > 3))
    #expect(kinds.contains("temperature_beyond_validity") == (temperature < 65))
    #expect(found.allSatisfy { "\($0)".contains("its law is used all the same") && $0.material == "rebco-77k" })
  }

  // MARK: Tc

  private static let factored = Material(
    name: "f", criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5),
    temperatureFactor: TemperatureFactor(criticalTemperature: 39, exponent: 1.5), n: 30)

  @Test func `a magnet that is never below Tc`() throws {
    let cases: [([MagnetisationStage], Int?)] = [
      ([.cool(field: 2, temperature: 45), Self.ramp], 1),
      ([.cool(field: 2, temperature: 39), Self.ramp], 1),
      ([.cool(field: 2, temperature: 45), .hold(duration: 3600)], 0),
      // Cooled through Tc in the field, as furnaces of magnets do it.
      ([.cool(field: 2, temperature: 45), .temperature(target: 20, pace: .rate(0.1)), Self.ramp], nil),
      // Warmed beyond Tc at the end.
      ([.cool(field: 2, temperature: 20), Self.ramp, .temperature(target: 45, pace: .rate(0.1))], nil),
      // And a field after that, which nothing traps.
      (
        [
          .cool(field: 2, temperature: 20), Self.ramp, .temperature(target: 45, pace: .rate(0.1)),
          .ramp(field: 1, pace: .rate(1e-3)),
        ], 3
      ),
      // The field is set while it is warm, then it is cooled: field cooling in full.
      (
        [
          .cool(field: 0, temperature: 60), .ramp(field: 2, pace: .rate(1e-3)),
          .temperature(target: 20, pace: .rate(0.1)), Self.ramp,
        ], nil
      ),
      ([.cool(field: 2, temperature: 20), Self.ramp, .cool(field: 2, temperature: 50), Self.ramp], 3),
    ]
    for (stages, stage) in cases {
      let found = try Self.warnings(Self.factored, stages).filter { $0.kind == "above_critical_temperature" }
      #expect(found.first?.stage?.index == stage, "\(stages)")
      #expect(found.count == (stage == nil ? 0 : 1) && found.allSatisfy { $0.bulk == "disc" })
      #expect(found.allSatisfy { $0.remedy.contains("below Tc") })
    }
  }

  @Test func `of two bulks the warm one is named`() throws {
    var simulationCase = SimulationCase(
      name: "two", bulks: ReferenceMagnets.pair(gap: 2, material: Self.factored),
      stages: [.cool(field: 2, temperature: .byBulk(["A": 20, "B": 40])), Self.ramp], accuracy: 0.03, fieldOutput: .none
    )
    let found = try simulate(simulationCase).warnings
    #expect(found.map(\.kind) == ["above_critical_temperature"] && found.first?.bulk == "B")
    simulationCase.stages[0] = .cool(field: 2, temperature: .byBulk(["A": 20, "B": 38]))
    #expect(try simulate(simulationCase).warnings == [])
  }

  // MARK: Holds

  /// The drift behind a ramp is c/(t0 + t): the share of t0 is measured by the drift itself.
  @Test(arguments: [21.0, 50, 100]) func `a hold much shorter than its ramp`(n: Double) throws {
    func found(_ hold: Double) throws -> [RunWarning] {
      try Self.warnings(
        ReferenceMagnets.kim(n: n), [.cool(field: 5, temperature: 20), Self.ramp, .hold(duration: hold)],
        accuracy: 0.003)
    }
    // The field relaxes by itself, about, in 1.5 T / 4.8 T/h / n.
    let origin = 1.5 / 4.8 * 3600 / n
    let short = try #require(try found(origin).first)
    guard case .shortHold(let stage, let duration, let change, let share) = short else {
      Issue.record("\(short)")
      return
    }
    #expect(
      stage.index == 2 && abs(duration / origin - 1) < 1e-9 && change == 3750 && (0.5..<1).contains(share), "\(share)")
    #expect(try found(40 * origin) == [])
    #expect(try found(2 * 86400) == [])
  }

  // MARK: All of them

  @Test func `each has a word of its own, and says what to do`() {
    let stage = RunWarning.Stage(index: 1, name: "ramp")
    let all: [RunWarning] = [
      .accuracyMissed(asked: 0.001, reached: 0.003, fixesMesh: false), .fluxJumps(count: 3, steps: 90),
      .energyImbalance(stage: stage, share: 0.02), .nearOutline(distance: 3, share: 0.02),
      .oversizedBulk(name: "A", width: 30, height: 8, isDrawn: true), .idleStage(stage, at: .field(2)),
      .idleStage(stage, at: .temperature(5)), .idleStage(stage, at: .temperaturesOfBulks),
      .scatteringTable(material: "m", share: 0.05), .fieldBeyondTable(material: "m", field: 8, end: 7),
      .fieldBeyondIrreversibility(material: "m", field: 8, end: 5),
      .temperatureBeyondTable(material: "m", run: 5...20, table: 10...20),
      .fieldBeyondValidity(material: "m", field: 8, limit: 7),
      .temperatureBeyondValidity(material: "m", run: 5...5, valid: 10...20),
      .aboveCriticalTemperature(stage, bulk: "A", temperature: 95, criticalTemperature: 92),
      .shortHold(stage, duration: 60, change: 5250, share: 0.3),
      .heat(
        stage,
        .init(bulk: "A", mean: 12, largest: 20, allowed: 1.5, duration: 0.01, cooling: 3, slowEnough: 400)),
    ]
    #expect(Set(all.map(\.kind)).count == all.count - 2)
    for warning in all {
      #expect(!warning.remedy.isEmpty && "\(warning)" == "\(warning.message); \(warning.remedy)")
      #expect(!"\(warning)".contains("\n"))
    }
    #expect(
      "\(all[16])"
        == "stage 1, ramp: its own heat would warm bulk A by about 20 K, 12 K on average, and 1.5 K lower Jc by a tenth; the stage "
        + "takes 10 ms, heat 3 s or so to leave the bulk. Temperatures here are those of the protocol; take the result for that of "
        + "a magnet kept cold, or let the stage last 6.7 min or more")
  }
}
