import BulkSimulation
import CaseFiles
import CaseSamples
import DesignHistory
import Foundation
import Magnets
import Meshing
import ProcessDesign
import Studies
import Superconductors
import Sweeps
import Testing

/// All that the program does with a case, without the program: what another door, of another language or a browser, would call.
@Suite struct `Libraries without the program` {
  private static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fem-bulk-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in DiscStudies.files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    return folder
  }

  private static func surprise(_ remark: String) { Issue.record("\(remark)") }

  @Test func `read a case file, edit it by key path, and run it`() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let read = try readCase(path: folder.appending(path: "disc.yaml").path)
    let editable = EditableCase(read.checked)
    let edited = try editable.setting([
      .init(key: "protocol[0].cool.field", setting: .number(3)),
      .init(key: "materials.kim.jc.jc0", setting: .text("2e8 A/m^2")),
      .init(key: "bulks.A.outer_radius", setting: .factor(0.8)),
    ])
    var expected = read.simulationCase
    expected.stages[0] = .cool(field: 3, temperature: 5)
    expected.bulks[0].material.criticalCurrent = KimLaw(jc0: 2e8, b0: 1.5)
    expected.bulks[0].shape.outerRadius = 12e-3
    #expect(edited.simulationCase == expected)
    let (one, other) = (try simulate(edited), try simulate(expected))
    #expect(one.stages.map(\.probes) == other.stages.map(\.probes) && one.stages[1].probes[0].bz > 0.3)
    #expect(throws: CaseChangeError.self) { try editable.setting([.init(key: "accuracy", setting: .number(-1))]) }
  }

  @Test func `sweep, and each point is the run of the case that one edits by hand`() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let plan = try readSweep(path: folder.appending(path: "sweep.yaml").path, remark: Self.surprise).plan()
    var evaluator = try pointEvaluator(plan.evaluation)
    let points = plan.design.points().enumerated().map { SweepPoint(point: $0.offset + 1, values: $0.element) }
    #expect(points.count == 6)
    let editable = EditableCase(try readCase(path: folder.appending(path: "disc.yaml").path).checked)
    for point in points {
      let outcome = evaluator.evaluate(point)
      #expect(outcome.error == nil)
      let (jc0, field) = (try #require(point.values[0].number), try #require(point.values[1].number))
      let edited = try editable.setting([
        .init(key: "materials.kim.jc.jc0", setting: .number(jc0)),
        .init(key: "protocol.0.cool.field", setting: .number(field)),
      ])
      let run = try simulate(edited, on: FirstMeshes(edited))
      let expected = try plan.evaluation.outputs.map { try $0.value(in: run) }
      #expect(outcome.results?.values == expected.map { $0?.value })
      let errors = zip(plan.evaluation.outputs, expected).map { $0.errorName == nil ? nil : $1?.error }
      #expect(outcome.results?.errors == errors && outcome.results?.isAccurate == run.meetsAccuracy)
    }
  }

  @Test func `fit, and the fitted case gives what was measured`() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = try runFit(readFit(path: folder.appending(path: "fit.yaml").path, remark: Self.surprise))
    let fitted = try ValidCase(report.fittedCase)
    let trapped = try PreparedMagnet(fitted).run(fitted).stageEnds[1].probes[0].y
    #expect(abs(trapped - 1) < 1e-4 && report.values.count == 1 && report.simulated == [[trapped]])
  }

  @Test func `vary assumptions, each to what the edited case gives`() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let problem = try readSensitivity(path: folder.appending(path: "sensitivity.yaml").path, remark: Self.surprise)
    let report = try runSensitivity(problem, refit: false)
    let editable = EditableCase(try readCase(path: folder.appending(path: "disc.yaml").path).checked)
    func trapped(_ changes: [EditableCase.Change]) throws -> Double {
      let edited = try editable.setting(changes)
      return try PreparedMagnet(edited).run(edited).stageEnds[1].probes[0].y
    }
    #expect(report.base.values[0] == (try trapped([])))
    #expect(report.sides[0].low.values[0] == (try trapped([.init(key: "materials.kim.n", setting: .number(10))])))
    #expect(report.sides[0].high.values[0] == (try trapped([.init(key: "materials.kim.n", setting: .number(20))])))
    #expect(report.sides[1].low.values[0] == (try trapped([.init(key: "materials.kim.jc.b0", setting: .factor(0.8))])))
  }

  @Test func `design experiments, whose outcomes are those of simulations`() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let definition = try readDesignDefinition(
      path: folder.appending(path: "design.yaml").path, remark: Self.surprise)
    let design = try DesignFile.create(
      path: folder.appending(path: "c.design").path, definition: definition, version: "test")
    var samples: [SimulatedSample] = []
    try runSimulatedDesign(design, samples: 4, version: "test") { samples.append($0) }
    #expect(samples.map(\.number) == [1, 2, 3, 4])
    let editable = EditableCase(try readCase(path: folder.appending(path: "disc.yaml").path).checked)
    for sample in samples {
      let edited = try editable.setting([
        .init(key: "protocol[0].cool.field", setting: .text("\(sample.parameters[0]) T"))
      ])
      #expect(sample.outcomes == [try simulate(edited).stages[1].probes[0].bz])
    }
    #expect(try design.state().used.count == 4)
  }
}
