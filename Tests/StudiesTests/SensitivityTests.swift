import BulkSimulation
import CaseFiles
import CaseSamples
import HostSystem
import Magnets
import Notation
import Reports
import Testing

@testable import Studies

@Suite struct `Sensitivity` {
  private func problem(_ text: String) throws -> SensitivityProblem {
    try readSensitivity(text: text, file: "assumptions.yaml") { _ in
      try readCase(text: discCase, file: "disc.yaml").checked
    }
  }

  private let text = """
    case: disc.yaml
    outputs:
      - {name: trapped, probe: centre, stage: ramp}
      - {name: partial, probe: surface, stage: ramp, set: {protocol.0.cool.field: 0.5 T}}
    assumptions:
      - {key: probes.surface.z, low: 5.5 mm, high: 6.5 mm, why: position}
      - {key: materials.kim.n, low: 10, high: 20, why: creep}
      - {key: scale, low: -10 %, high: +10 %, why: size}
    refit: {key: scale, value: 1.5 T, probe: centre, stage: ramp}
    """

  @Test func `varies one assumption at a time`() throws {
    let report = try runSensitivity(try problem(text), refit: false)
    let base = report.base.values
    // The trapped field does not see the other probe, and goes up with n and with Jc.
    #expect(report.sides[0].low.values[0] == base[0] && report.sides[0].high.values[0] == base[0])
    for index in 1...2 {
      #expect(report.sides[index].low.values[0] < base[0] && report.sides[index].high.values[0] > base[0])
    }
    #expect(report.sides[0].low.values[1] > base[1] && report.sides[0].high.values[1] < base[1])
    #expect(abs(base[1]) < 0.5 && base[0] > 0.5)
    #expect(report.order(output: 0).last == 0 && report.order(output: 1).first == 0)
    // A case of its own with the key in it gives the same.
    let changed = try readCase(text: discCase.replacing("n: 15", with: "n: 20"), file: "disc.yaml").checked
    let run = try PreparedMagnet(changed).run(changed)
    #expect(abs(report.sides[1].high.values[0] - run.stageEnds[1].probes[0].y) < 1e-12)
    #expect(sensitivityMarkdown(report).contains("| assumption | low | high |"))
  }

  @Test func `keeps the measured value when it fits anew`() throws {
    let report = try runSensitivity(try problem(text), refit: true)
    for side in report.sides.flatMap({ [$0.low, $0.high] }) + [report.base] {
      #expect(abs(side.values[0] - 1.5) < 1e-4)
      #expect(side.refitted ?? 0 > 0)
    }
    // What was taken away is put back.
    let base = try #require(report.base.refitted)
    let less = try #require(report.sides[2].low.refitted)
    #expect(abs(less * 0.9 / base - 1) < 1e-4)
  }

  @Test func `has assumptions of its own about the pair`() throws {
    let problem = try readSensitivity(text: builtInAssumptions, file: "built-in") { _ in
      try ValidCase(BuiltInPair().simulationCase)
    }
    #expect(problem.outputs.map(\.name) == ["M1 centre", "M5 centre", "M5 surface"])
    for assumption in problem.assumptions { #expect(!assumption.why.isEmpty) }
    #expect(problem.calibration?.key == "scale")
  }

  @Test(
    arguments: slips(
      #"""
      low: 10, => low: 0.5, => :7: assumptions[1].low: with materials.kim.n = 0.5: materials.kim.n: 0.5 is below 1
      key: materials.kim.n => key: materials.kim.nn => :7: assumptions[1].key: materials.kim has no nn;
      0.5 T => 0.5 => :4: outputs[1].set: with protocol.0.cool.field = 0.5: protocol[0].cool.field: 0.5 has no unit
      probe: surface => probe: top => :4: outputs[1].probe: unknown probe top; did you mean
      why: size => reason: size => :8: assumptions[2]: unknown key reason; did you mean
      """#))
  func `refuses a slip with file, line and remedy`(slip: Slip) throws {
    let error = #expect(throws: InputError.self) { try problem(slip.made(in: text)) }
    #expect(error?.message.hasPrefix("assumptions.yaml" + slip.message) == true, "\(String(describing: error))")
  }
}
