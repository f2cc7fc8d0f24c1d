import BulkSimulation
import Magnets
import Meshing
import Superconductors
import Testing

@Suite struct `What a tenth of Jc changes` {
  private func disc(jc: Double, fields: [Double]) throws -> ValidCase {
    let shape = BulkShape(name: "disc", outerRadius: 15e-3, zMin: -3e-3, zMax: 3e-3)
    let material = Material(name: "bean", criticalCurrent: ConstantLaw(jc0: jc), n: 50)
    return try ValidCase(
      SimulationCase(
        name: "disc", bulks: [.init(shape: shape, material: material)],
        stages: [.cool(field: fields[0], temperature: 5), .ramp(field: fields[1], pace: .duration(3600))],
        probes: [.init(name: "centre", r: 0, z: 0), .init(name: "above", r: 0, z: 5e-3)], accuracy: 0.003))
  }

  /// A full magnet in the critical state carries Jc everywhere: what it traps is proportional to it.
  @Test func `is a tenth of what a full magnet traps`() throws {
    let checked = try disc(jc: 2e8, fields: [5, 0])
    let (response, stage) = (try MaterialResponse(of: checked), try #require(try simulate(checked).stages.last))
    #expect(abs(response.moment / stage.moment - 0.1) < 2e-3)
    for (change, probe) in zip(response.probes, stage.probes) { #expect(abs(change / probe.bz - 0.1) < 2e-3) }
  }

  /// One whose core flux never reaches keeps there what it was cooled in.
  @Test func `is next to nothing in the core of one that is penetrated in part`() throws {
    let response = try MaterialResponse(of: disc(jc: 2e9, fields: [2, 1.5]))
    #expect(abs(response.probes[0]) < 0.02 && response.moment > -1)
  }
}
