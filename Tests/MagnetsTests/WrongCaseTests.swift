import BulkSimulation
import CaseSamples
import Magnets
import Meshing
import Notation
import Superconductors
import Testing

@Suite struct `A case with a fault` {
  @Test func `comes in more kinds than forty, each its own`() {
    #expect(WrongCase.all.count >= 40)
    #expect(Set(WrongCase.all.map(\.description)).count >= 100)
  }

  @Test func `the cases that they are made from have none`() {
    #expect(pairValue.validate() == [])
    #expect(meshedPairValue.validate() == [])
  }

  @Test(arguments: WrongCase.all)
  func `is told with the path of its key and a remedy`(wrong: WrongCase) {
    let findings = wrong.value.validate()
    #expect(
      findings.contains { $0.path.description == wrong.path && $0.message.contains(wrong.message) }, "\(findings)")
    #expect(findings.allSatisfy { !$0.problem.isEmpty && !$0.remedy.isEmpty && !$0.message.hasSuffix(".") })
  }

  @Test(arguments: WrongCase.all)
  func `is never run`(wrong: WrongCase) {
    // The plan of a run and the mesh take a `ValidCase` alone.
    let invalid = InvalidCase(wrong.value.validate())
    #expect(throws: invalid) { RunPlan(try ValidCase(wrong.value)) }
    #expect(throws: invalid) { sectionMesh(of: try ValidCase(wrong.value)) }
    #expect(throws: SimulationError.invalid(invalid)) { try simulate(wrong.value) }
    #expect(throws: SimulationError.invalid(invalid)) { try PreparedMagnet(wrong.value) }
  }

  @Test func `is not run on a magnet that was prepared for a right one`() throws {
    let magnet = try PreparedMagnet(pairValue)
    // Whether it could serve a case is asked before that is checked.
    for wrong in WrongCase.all {
      #expect(!magnet.serves(wrong.value) || wrong.value.bulks.map(\.shape) == pairValue.bulks.map(\.shape))
    }
    for wrong in WrongCase.protocols + WrongCase.maps {
      let invalid = SimulationError.invalid(InvalidCase(wrong.value.validate()))
      #expect(throws: invalid) { try magnet.run(wrong.value) }
    }
  }

  @Test func `has all of its faults told at once, in the order of the keys`() {
    var value = pairValue
    value.name = ""
    value.bulks[1].shape.zMax = 2e-3
    for index in value.bulks.indices { value.bulks[index].material.n = .number(.nan) }
    value.stages[2] = .hold(duration: -1)
    value.accuracy = 0
    #expect(
      value.validate().map(\.path.description) == [
        "name", "bulks[1]", "materials.ba122.n", "protocol[2].hold.duration", "accuracy",
      ])
  }
}
