import Magnets
import Notation
import Testing

@Suite struct `Timeline of a protocol` {
  private static let stages: [MagnetisationStage] = [
    .cool(field: 7, temperature: 5), .ramp(field: -1, pace: .rate(0.5)), .hold(duration: 10),
    .temperature(target: 20, pace: .rate(1.5)), .cool(field: 2, temperature: 8), .ramp(field: 2, pace: .duration(3)),
  ]

  @Test func `runs on from stage to stage, also over a later cool`() throws {
    let segments = try timeline(of: Self.stages)
    #expect(segments.map(\.start) == [0, 0, 16, 26, 36, 36])
    #expect(segments.map(\.end) == [0, 16, 26, 36, 36, 39])
    #expect(segments.map(\.duration) == [0, 16, 10, 10, 0, 3])
    #expect(segments.map(\.stage) == Self.stages)
  }

  @Test func `keeps what a stage does not change`() throws {
    let segments = try timeline(of: Self.stages)
    #expect(segments.map(\.field.start) == [7, 7, -1, -1, 2, 2])
    #expect(segments.map(\.field.end) == [7, -1, -1, -1, 2, 2])
    #expect(segments.map { $0.temperatures.map(\.start) } == [[5], [5], [5], [5], [8], [8]])
    #expect(segments.map { $0.temperatures.map(\.end) } == [[5], [5], [5], [20], [8], [8]])
  }

  @Test func `is linear within a stage`() throws {
    let segments = try timeline(of: Self.stages)
    #expect(segments[1].meanFieldRate == -0.5 && segments[3].meanFieldRate == 0 && segments[0].meanFieldRate == 0)
    #expect(segments[1].field(at: 4) == 5)
    #expect(segments[3].temperatures(at: 31).all == [12.5])
    #expect(segments[3].temperatures(at: 36)[7] == 20, "one temperature is that of every bulk")
    // A stage without duration is at its end.
    #expect(segments[4].field(at: 36) == 2 && segments[4].temperatures(at: 36)[0] == 8)
  }

  @Test func `a duration holds for a change of any size, a rate for that of the bulk that changes most`() throws {
    let segments = try timeline(
      of: [
        .cool(field: 1, temperature: .byBulk(["A": 5, "B": 8])),
        .temperature(target: .byBulk(["B": 9, "A": 25]), pace: .rate(2)),
        .temperature(target: 30, pace: .duration(7)),
      ], bulks: ["A", "B"])
    #expect(segments.map(\.duration) == [0, 10, 7])
    #expect(segments[1].temperatures.map(\.end) == [25, 9])
    #expect(segments[1].temperatures(at: 5).all == [15, 8.5])
    #expect(segments[2].temperatures.map(\.start) == [25, 9] && segments[2].temperatures.map(\.end) == [30, 30])
  }

  @Test func `its end can be held`() throws {
    let held = try timeline(of: Self.stages)[1].held
    #expect(held.start == 16 && held.end == 16)
    #expect(held.meanFieldRate == 0 && held.field(at: 100) == -1 && held.temperatures(at: 100).all == [5])
  }

  @Test func `there is none of stages that cannot be run`() {
    let error = #expect(throws: InvalidCase.self) {
      try timeline(of: [.ramp(field: 1, pace: .rate(-1)), .hold(duration: .nan)])
    }
    #expect(
      error?.findings.map(\.path.description) == ["protocol[0]", "protocol[0].ramp.rate", "protocol[1].hold.duration"])
    #expect(throws: InvalidCase.self) { try timeline(of: []) }
  }

  @Test(arguments: [["B"], []])
  func `there is none of temperatures for bulks of other names, or of none`(bulks: [String]) {
    #expect(throws: InvalidCase.self) {
      try timeline(of: [.cool(field: 1, temperature: .byBulk(["A": 5]))], bulks: bulks)
    }
  }
}

@Suite struct `Temperature of bulks` {
  @Test func `is a number for all, or one for each`() {
    let (number, whole): (BulkTemperature, BulkTemperature) = (4.2, 5)
    #expect(number == .uniform(4.2) && whole == .uniform(5))
    #expect(number.of("A") == 4.2)
    let each = BulkTemperature.byBulk(["A": 5, "B": 8])
    #expect(each.of("A") == 5 && each.of("B") == 8 && each.of("C") == nil)
  }

  @Test func `tells every stranger and every bulk that is left out`() {
    var value = SimulationCase(name: "x", bulks: [], stages: [])
    value.stages = [.cool(field: 1, temperature: .byBulk(["A": 0, "X": 5, "Y": .nan]))]
    // Without bulks nobody is a stranger: what is wrong with the list of bulks has been told.
    let alone = value.validate().filter { $0.path.description.hasPrefix("protocol") }
    #expect(
      alone.map(\.path.description) == ["protocol[0].cool.temperature.A", "protocol[0].cool.temperature.Y"])
  }
}
