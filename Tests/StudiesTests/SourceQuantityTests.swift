import BulkSimulation
import CaseFiles
import Fitting
import HostSystem
import Magnets
import Notation
import ProcessDesign
import Reports
import Sweeps
import Testing

@testable import Studies

/// Forces, stiffness and homogeneity in sweeps, fits, tables of sensitivity and designs.
@Suite struct `Quantities of sources in studies` {
  private static let levitation = """
    name: levitation
    bulks:
      - {name: disc, material: m, outer_radius: 15 mm, z_min: -10 mm, z_max: 0 mm}
    materials:
      m: {jc: {law: kim, jc0: 3e8 A/m^2, b0: 0.5 T}, n: 25}
    sources:
      pm: {kind: magnet, outer_radius: 12.5 mm, z_min: 300 mm, z_max: 315 mm, remanence: 1.3 T}
    protocol:
      - {cool: {field: 0 T, temperature: 77 K}}
      - {move: {source: pm, gap: 5 mm, speed: 10 mm/s}}
      - {move: {source: pm, distance: 0.1 mm, speed: 1 mm/s}}
    probes:
      below: {r: 0 mm, z: -30 mm}
    accuracy: 3 %
    mesh: {cells_r: 8, cells_z: 8}
    """

  private static func checked(_ name: String) throws -> ValidCase {
    try readCase(text: levitation, file: name).checked
  }

  private static func sweep(_ text: String) throws -> SweepPlan {
    try readSweep(
      text: "case: levitation.yaml\naxes: [{key: materials.m.jc.jc0, factors: [1, 1.2]}]\n" + text, file: "sweep.yaml",
      readCase: checked
    ) { _ in throw InputError(.missing, "no table") }.plan()
  }

  @Test func `a sweep has them as columns and targets`() throws {
    let plan = try Self.sweep(
      """
      outputs:
        - {homogeneity: {sphere: 4 mm, z: -20 mm}, stage: 1}
        - {name: line, homogeneity: {line: 4 mm, z: -20 mm}, stage: 1}
        - {force: pm, stage: 1}
      target: {stiffness: pm, stage: 2}
      """)
    #expect(plan.target == "move2_stiffness_N_per_m")
    let names = plan.evaluation.outputs.map(\.name)
    #expect(names.suffix(2) == ["move1_homogeneity_ppm", "line"] && names.count { $0 == "move1_pm_force_N" } == 1)
    var evaluator = try pointEvaluator(plan.evaluation)
    let results = try [1.0, 1.2].map { factor in
      try #require(evaluator.evaluate(SweepPoint(point: 0, values: [.number(factor)])).results)
    }
    func values(_ name: String) throws -> [Double] {
      let index = try #require(names.firstIndex(of: name))
      return try results.map { try #require($0.values[index]) }
    }
    let stiffness = try values("move2_stiffness_N_per_m")
    #expect(stiffness[1] > 0 && stiffness[0] > 0 && stiffness[1] != stiffness[0])
    #expect(try values("move1_homogeneity_ppm") != values("line"))
    #expect(try values("move1_pm_force_N")[1] > values("move1_pm_force_N")[0])
    let homogeneity = try Self.sweep("target: {homogeneity: {sphere: 4 mm, z: -20 mm}, stage: 2}")
    #expect(homogeneity.target == "move2_homogeneity_ppm")
  }

  @Test(arguments: [
    ("target: {stiffness: pm, stage: 0}", "does not move pm"), ("target: {force: dsic, stage: 1}", "did you mean disc"),
    ("target: {force: pm, probe: below, stage: 1}", "exclude each other"),
    ("target: {homogeneity: {}, stage: 1}", "one of sphere, line and cylinder"),
    ("target: {homogeneity: {sphere: 0 mm}, stage: 1}", "not positive"),
    (
      "outputs: [{name: temperature_K, homogeneity: {sphere: 4 mm}, stage: 1}, {name: temperature_K, homogeneity: {line: 4 mm}, stage: 1}]",
      "is there already"
    ),
    ("target: {stage: 1}", "probe is missing"),
  ]) func `what there is not is told`(text: String, message: String) {
    let error = #expect(throws: InputError.self) { try Self.sweep(text) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func `a fit finds the current density from a force and a stiffness`() throws {
    let checked = try Self.checked("levitation.yaml")
    let truth = try EditableCase(checked).setting([
      .init(key: "materials.m.jc.jc0", setting: .text("3.6e8 A/m^2"))
    ])
    let run = try PreparedMagnet(truth).run(truth)
    let force = run.stageEnds[1].forces[1].force
    let stiffness = try #require(run.stiffness[2]).value
    for data in [
      "- {measured: {value: \(plain(force)) N, force: pm, stage: 1}}",
      "- {measured: {value: \(plain(1e-3 * stiffness)) N/mm, stiffness: pm, stage: 2}}",
    ] {
      let problem = try readFit(
        text: """
          case: levitation.yaml
          parameters:
            - {key: materials.m.jc.jc0, start: 3e8 A/m^2, lower: 1e8 A/m^2, upper: 1e9 A/m^2}
          data:
            \(data)
          """, file: "fit.yaml", readCase: Self.checked
      ) { _ in throw InputError(.missing, "no table") }
      let values = try problem.minimum().values
      let fitted = try EditableCase(checked).setting([
        .init(key: "materials.m.jc.jc0", setting: .text("\(plain(values[0])) A/m^2"))
      ])
      let again = try PreparedMagnet(fitted).run(fitted)
      if problem.data[0].unit == "N" {
        #expect(abs(values[0] / 3.6e8 - 1) < 1e-3 && abs(again.stageEnds[1].forces[1].force / force - 1) < 1e-4)
      } else {
        // A stiffness has the same value for more than one density.
        #expect(abs(try #require(again.stiffness[2]).value / stiffness - 1) < 1e-3, "\(values)")
      }
      #expect(["N", "N/m"].contains(problem.data[0].unit))
    }
  }

  @Test func `a table of sensitivity has them in their units`() throws {
    let problem = try readSensitivity(
      text: """
        case: levitation.yaml
        outputs:
          - {name: push, force: pm, stage: 1}
          - {name: spring, stiffness: pm, stage: 2}
          - {name: sample, homogeneity: {sphere: 4 mm, z: -20 mm}, stage: 2}
          - {name: field, probe: below, stage: 2}
        assumptions:
          - {key: materials.m.jc.jc0, low: 2e8 A/m^2, high: 4e8 A/m^2, why: not measured}
        """, file: "assumptions.yaml", readCase: Self.checked)
    let report = try runSensitivity(problem, refit: false)
    #expect(report.sides[0].low.values[0] < report.base.values[0])
    #expect(report.sides[0].high.values[0] > report.base.values[0])
    #expect(report.base.values.allSatisfy { $0.isFinite && $0 != 0 })
    let text = sensitivityMarkdown(report)
    for part in ["force at low [N]", "stiffness at high [N/m]", "[ppm]", "Bz at low [T]"] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
  }

  @Test func `a design asks for them`() throws {
    let base = try Self.checked("levitation.yaml").simulationCase
    let fail = { (reason: String) in InputError(.use, reason) }
    for (words, unit, quantity) in [
      ("force pm 1", "N", ReportedQuantity.Observable.force(1)), ("stiffness 2", "N/mm", .stiffness),
      ("homogeneity 10mm -2mm 2", "ppm", .homogeneity(.sphere(diameter: 0.01), z: -0.002)),
    ] {
      let figure = try DesignFigure(words, of: base, fail: fail)
      try figure.check(unit: unit)
      #expect(try DesignFigure(text: figure.text) == figure)
      var changed = base
      #expect(try figure.quantity(addingProbesTo: &changed).quantity == quantity)
      #expect(changed == base)
    }
    for words in ["force pum 1", "stiffness 0", "homogeneity 0mm 0mm 2", "force pm"] {
      #expect(throws: InputError.self) { try DesignFigure(words, of: base, fail: fail) }
    }
  }
}
