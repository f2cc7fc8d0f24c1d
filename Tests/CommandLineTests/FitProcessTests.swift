import CaseSamples
import Foundation
import FoundationEssentials
import HostSystem
import Magnets
import Testing

@testable import fem_bulk

/// `fem-bulk fit` and `fem-bulk sensitivity` as their users meet them.
@Suite struct `Program that fits` {
  @Test func `fits the pair to a trapped field, and its case gives that field`() throws {
    let folder = try TemporaryFolder()
    let run = try Run(
      ["fit", "--fcm", "1T", "--trapped", "0.9T", "--sigma", "10mT", "--accuracy", "2%", "--json"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let document = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "fem-bulk/fit/1")
    let parameter = try #require((document["parameters"] as? [[String: Any]])?.first)
    #expect(parameter["key"] as? String == "scale")
    #expect((parameter["standard_error"] as? Double ?? 0) > 0)
    let name = try #require(try folder.contents(of: "runs").first)
    #expect(name.hasPrefix("fit-pair-"))
    let files = try folder.contents(of: "runs/\(name)")
    for file in ["case.yaml", "fit.json", "history.csv", "residuals.csv", "summary.json"] {
      #expect(files.contains(file))
    }
    let again = try Run(["simulate", "runs/\(name)/case.yaml", "--json", "--output", "again"], in: folder)
    #expect(again.status == 0, "\(again.errors)")
    let summary = try #require(try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any])
    let stage = try #require((summary["stages"] as? [[String: Any]])?.last)
    let centre = try #require((stage["probes"] as? [String: [String: Double]])?["centre"])
    #expect(abs((centre["Bz_T"] ?? 0) - 0.9) < 0.02)
  }

  @Test func `fits a file and prints tables`() throws {
    let folder = try TemporaryFolder()
    try folder.write(discCase, to: "disc.yaml")
    try folder.write(
      """
      case: disc.yaml
      parameters: [{key: materials.kim.jc.jc0}, {key: materials.kim.jc.b0}]
      data: [{trapped: {value: 1.2 T, probe: centre, stage: ramp, sigma: 10 mT}}]
      """, to: "fit.yaml")
    let run = try Run(["fit", "fit.yaml"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("materials.kim.jc.jc0") && run.output.contains("Correlations:"))
    #expect(run.errors.contains("the data cannot tell materials.kim.jc.jc0 and materials.kim.jc.b0 apart"))

    try folder.write("data: []\nparameters: [{key: scale}]\n", to: "empty.yaml")
    #expect(try Run(["fit", "empty.yaml"], in: folder).status == 65)
    #expect(try Run(["fit", "absent.yaml"], in: folder).status == 66)
    try folder.write("case: none.yaml\ndata: []\nparameters: []\n", to: "lost.yaml")
    let lost = try Run(["fit", "lost.yaml"], in: folder)
    #expect(lost.status == 66)
    #expect(lost.errors == "fem-bulk: lost.yaml:1: case: none.yaml: no such case file\n")
  }

  @Test(arguments: [
    (["fit"], "fem-bulk: nothing to fit to; write --trapped 2.83T, or name a fit file"),
    (["fit", "fit.yaml", "--trapped", "1T"], "fem-bulk: --trapped belongs to the built-in pair; with a fit file,"),
    (["fit", "--trapped", "2.83"], "fem-bulk: The value '2.83' is invalid for '--trapped <field>': 2.83 has no unit;"),
    (["sensitivity", "--json", "--markdown"], "fem-bulk: --markdown and --json exclude each other"),
  ])
  func `ends with 64 when it is used wrongly`(arguments: [String], message: String) throws {
    let run = try Run(arguments)
    #expect(run.status == 64)
    #expect(run.output.isEmpty && run.errors.hasPrefix(message), "\(run.errors)")
  }

  @Test func `prints a table of sensitivities in three ways`() throws {
    let folder = try TemporaryFolder()
    try folder.write(discCase, to: "disc.yaml")
    try folder.write(
      """
      case: disc.yaml
      outputs: [{name: trapped, probe: centre, stage: ramp}]
      assumptions: [{key: materials.kim.n, low: 10, high: 20, why: creep}]
      """, to: "assumptions.yaml")
    let text = try Run(["sensitivity", "assumptions.yaml"], in: folder)
    #expect(text.status == 0 && text.output.contains("  - materials.kim.n: creep"), "\(text.errors)")
    let markdown = try Run(["sensitivity", "assumptions.yaml", "--markdown"], in: folder)
    #expect(markdown.status == 0 && markdown.output.contains("| materials.kim.n | 10 | 20 | "))
    let json = try Run(["sensitivity", "assumptions.yaml", "--json"], in: folder)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "fem-bulk/sensitivity/1")
    let refit = try Run(["sensitivity", "assumptions.yaml", "--refit"], in: folder)
    #expect(refit.status == 65 && refit.errors.hasPrefix("fem-bulk: assumptions.yaml: --refit needs an entry refit:"))
    #expect(try folder.contents() == ["assumptions.yaml", "disc.yaml"])
  }
}
