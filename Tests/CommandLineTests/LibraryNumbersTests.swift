import BulkSimulation
import CaseFiles
import CaseSamples
import DesignHistory
import Foundation
import HostSystem
import Magnets
import Notation
import ProcessDesign
import Reports
import RunFolders
import Studies
import Sweeps
import Testing

/// What the program prints are the numbers that the libraries give without it, to the last bit.
@Suite struct `Program and libraries` {
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in DiscStudies.files { try folder.write(text, to: name) }
    return folder
  }

  private static func path(_ name: String, in folder: TemporaryFolder) -> String {
    folder.url.appending(path: name).path
  }

  /// A document without what no two runs have in common: wall times, folders, dates.
  private static func object(_ text: String) throws -> NSDictionary {
    try #require(timeless(JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any]) as NSDictionary
  }

  private static func timeless(_ value: Any) -> Any {
    switch value {
    case let value as [String: Any]:
      value.filter { !["folder", "total_s", "setup_s", "solve_s", "time"].contains($0.key) }.mapValues(timeless)
    case let value as [Any]: value.map(timeless)
    default: value
    }
  }

  /// The document that a command prints.
  private static func printed(_ arguments: String..., in folder: TemporaryFolder) throws -> NSDictionary {
    let run = try Run(arguments, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    return try object(run.output)
  }

  @Test func `simulate alike`() throws {
    let folder = try Self.folder()
    let printed = try Self.printed("simulate", "disc.yaml", "--json", "--no-report", in: folder)
    let result = try simulate(readCase(path: Self.path("disc.yaml", in: folder)).checked)
    #expect(printed == (try Self.object(encodeJSON(RunSummary(result)))))
  }

  @Test func `sweep alike`() throws {
    let folder = try Self.folder()
    _ = try Self.printed("sweep", "sweep.yaml", "--json", in: folder)
    let export = try Run(["sweep", "export", "sweep.sqlite"], in: folder)
    let lines = export.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let plan = try readSweep(path: Self.path("sweep.yaml", in: folder), remark: { _ in }).plan()
    let columns = try plan.evaluation.outputs.map { output in try #require(lines[0].firstIndex { $0 == output.name }) }
    let errors = try plan.evaluation.outputs.compactMap(\.errorName).map { name in
      try #require(lines[0].firstIndex { $0 == name })
    }
    let points = plan.design.points()
    #expect(lines.count == 1 + points.count)
    var evaluator = try pointEvaluator(plan.evaluation)
    for (index, values) in points.enumerated() {
      let outcome = evaluator.evaluate(SweepPoint(point: index + 1, values: values))
      #expect(columns.map { Double(lines[index + 1][$0]) } == outcome.results?.values, "point \(index + 1)")
      let stated = zip(plan.evaluation.outputs, outcome.results?.errors ?? []).filter { $0.0.errorName != nil }.map(\.1)
      #expect(errors.map { Double(lines[index + 1][$0]) } == stated, "point \(index + 1)")
    }
  }

  @Test func `fit alike`() throws {
    let folder = try Self.folder()
    let printed = try Self.printed("fit", "fit.yaml", "--json", in: folder)
    let report = try runFit(readFit(path: Self.path("fit.yaml", in: folder), remark: { _ in }))
    #expect(printed == (try Self.object(encodeJSON(FitDocument(report, warnings: [])))))
  }

  @Test func `vary assumptions alike`() throws {
    let folder = try Self.folder()
    let printed = try Self.printed("sensitivity", "sensitivity.yaml", "--json", in: folder)
    let problem = try readSensitivity(path: Self.path("sensitivity.yaml", in: folder), remark: { _ in })
    let report = try runSensitivity(problem, refit: false)
    #expect(printed == (try Self.object(encodeJSON(SensitivityDocument(report)))))
  }

  @Test func `design alike`() throws {
    let folder = try Self.folder()
    let made = try Run(["design", "init", "program.design", "design.yaml"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let printed = try Self.printed("design", "run", "program.design", "--samples", "4", "--json", in: folder)
    let definition = try readDesignDefinition(path: Self.path("design.yaml", in: folder), remark: { _ in })
    let design = try DesignFile.create(
      path: Self.path("library.design", in: folder), definition: definition, version: "test")
    try runSimulatedDesign(design, samples: 4, version: "test") { _ in }
    let state = try design.state()
    let document = try Self.object(
      encodeJSON(DesignDocument(state, try state.study().insight(seed: state.definition.seed))))
    #expect(printed == document)
  }
}
