import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@Suite struct `A checked case` {
  private static let good = SimulationCase(
    name: "disc",
    bulks: [
      .init(
        shape: BulkShape(name: "A", outerRadius: 15e-3, zMin: -3e-3, zMax: 3e-3),
        material: Material(name: "kim", criticalCurrent: KimLaw(jc0: 5e8, b0: 1.5), n: 21))
    ],
    stages: [.cool(field: 7, temperature: 5), .ramp(field: 0, pace: .rate(4.8 / 3600)), .hold(duration: 3600)])

  @Test func `has its stages laid out in time`() throws {
    let checked = try ValidCase(Self.good)
    #expect(checked.timeline.map(\.end) == [0, 5250, 8850])
    #expect(checked.name == "disc" && checked.simulationCase == Self.good)
  }

  @Test func `is not to be had for a case with faults, all of which are told`() {
    var wrong = Self.good
    wrong.bulks[0].material.n = .number(0.5)
    wrong.stages[1] = .ramp(field: 0, pace: .rate(-1))
    let error = #expect(throws: InvalidCase.self) { try ValidCase(wrong) }
    #expect(error?.findings.map(\.path.description) == ["materials.kim.n", "protocol[1].ramp.rate"])
  }
}
