import Foundation
import FoundationEssentials
import HostSystem
import Testing

@testable import fem_bulk

/// A magnet from a table and a size, single keys set beside a case, what two runs differ in.
@Suite struct `Short ways in` {
  private static let table = "B (mT);T (K);Jc (kA/cm2)\n0;20;50\n1000;20;30\n2000;20;20\n4000;20;10\n"

  @Test(arguments: [
    ["jc.csv", "--disc", "20mmx8mm"], ["jc.csv", "--disc", "20mm", "x", "8mm"], ["jc.csv", "--disc", "20 mm × 8 mm"],
    ["--disc", "2cmx0.8cm", "jc.csv"],
  ])
  func `a table and a size are a magnet`(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table, to: "jc.csv")
    let run = try Run(
      ["simulate"] + arguments + ["--fcm", "3T", "--set", "materials.a.n=21", "--json", "--no-report"], in: folder)
    #expect(run.errors == "fem-bulk: jc.csv: 4 rows, B 0 to 4 T, Jc 1e8 to 5e8 A/m^2 at 20 K\n")
    // As of the case file with this disc.
    #expect(abs(try bz(run, "centre") - 1.96082) < 0.005)
  }

  @Test(arguments: [
    (["jc.csv"], 64, "jc.csv is a table; say what it is of, as in --disc 30mmx10mm --fcm 7T --temperature 20K"),
    (
      ["jc.csv", "--disc", "30mm", "--fcm", "7T"], 64, "--disc: 30mm is no size of a disc; write diameter and thickness"
    ),
    (["jc.csv", "--disc", "30x10", "--fcm", "7T"], 64, "--disc: 30 has no unit; write 30 mm"),
    (["jc.csv", "--disc", "30mmx10mm"], 64, "--disc needs a field, as in --fcm 7T"),
    (["--disc", "30mmx10mm", "--fcm", "7T"], 64, "--disc needs a table of Jc"),
    (
      ["jc.csv", "--disc", "30mmx10mm", "--fcm", "7T", "--gap", "1mm"], 64,
      "--gap belongs to the built-in pair; leave it out"
    ),
    (
      ["jc.csv", "--disc", "30mmx10mm", "--fcm", "7T", "--set", "materials.a.m=3"], 65,
      "materials.a has no m; did you mean n?"
    ),
    (["none.csv", "--disc", "30mmx10mm", "--fcm", "7T"], 66, "none.csv: no such table"),
    (["jct.csv", "--disc", "30mmx10mm", "--fcm", "7T"], 64, "--temperature is missing; jct.csv has Jc at 5, 20 K"),
    (["bad.csv", "--disc", "30mmx10mm", "--fcm", "7T"], 65, "bad.csv:1: the column B has no unit"),
  ])
  func `a table that lacks something is told what`(arguments: [String], status: Int32, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table, to: "jc.csv")
    try folder.write("B[T],5 K[A/m^2],20 K[A/m^2]\n0,5e8,2e8\n1,3e8,1e8\n", to: "jct.csv")
    try folder.write("B,Jc\n0,1\n1,2\n", to: "bad.csv")
    let run = try Run(["simulate"] + arguments, in: folder)
    #expect(run.status == status && run.errors.contains("fem-bulk: \(message)"), "\(run.errors)")
  }

  @Test func `keys are set in every command that takes a case`() throws {
    let folder = try TemporaryFolder()
    try folder.write(outsideCase, to: "case.yaml")
    let set = ["--set", "materials.m.n=30", "--set", "protocol.1.ramp.rate=2 T/h"]
    let check = try Run(["check", "case.yaml"] + set, in: folder)
    #expect(check.output.contains("n: 30\n") && check.output.contains("materials.m.n = 30 is set beside the case."))
    let run = try Run(["simulate", "case.yaml", "--json", "--no-report"] + set, in: folder)
    let (plain, other) = (
      try bz(Run(["simulate", "case.yaml", "--json", "--no-report"], in: folder), "centre"), try bz(run, "centre")
    )
    #expect(other > plain + 0.001)
    #expect(try Run(["mesh", "case.yaml", "--output", "a.msh", "--set", "accuracy=1 %"], in: folder).status == 0)
    try folder.write("case: case.yaml\naxes: [{key: protocol.0.cool.field, values: [2 T]}]\n", to: "sweep.yaml")
    let sweep = try Run(["sweep", "sweep.yaml", "--jobs", "1"] + set, in: folder)
    #expect(sweep.output.contains("\(String(format: "%.3f", other).prefix(4))"), "\(sweep.output)\(sweep.errors)")
    try folder.write(
      "case: case.yaml\noutputs: [{name: c, probe: centre, stage: ramp}]\nassumptions: [{key: materials.m.n, low: -10 %, high: +10 %}]\n",
      to: "sensitivity.yaml")
    let sensitivity = try Run(["sensitivity", "sensitivity.yaml", "--json"] + set, in: folder)
    #expect(sensitivity.status == 0, "\(sensitivity.errors)")
    try folder.write(
      "case: case.yaml\nparameters: [{key: scale}]\ndata: [{trapped: {value: 0.6 T, probe: centre, stage: ramp}}]\n",
      to: "fit.yaml")
    let fit = try Run(["fit", "fit.yaml", "--json"] + set, in: folder)
    #expect(fit.status == 0, "\(fit.errors)")
    let design = try Run(
      [
        "design", "--simulate", "case.yaml", "--parameter", "protocol.0.cool.field=1:2:0.5 T", "--maximise",
        "bz centre ramp [T]", "--samples", "3",
      ] + set, in: folder)
    #expect(design.status == 0, "\(design.errors)")
    for command in [
      ["simulate", "case.yaml"], ["check", "case.yaml"], ["sweep", "sweep.yaml", "--store", "b.sqlite"],
      ["fit", "fit.yaml"],
    ] {
      let wrong = try Run(command + ["--set", "materials.m.k=1"], in: folder)
      #expect(
        wrong.status == 65 && wrong.errors.contains("materials.m has no k; did you mean n?"),
        "\(command): \(wrong.errors)")
    }
  }

  @Test func `compare lists every difference and the errors of results`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table, to: "jc.csv")
    try folder.write(Self.table.replacingOccurrences(of: "2000;20;20", with: "2000;20;19"), to: "other.csv")
    for (table, output) in [("jc.csv", "a"), ("other.csv", "b")] {
      let run = try Run(
        ["simulate", table, "--disc", "20mmx8mm", "--fcm", "3T", "--no-report", "--output", output], in: folder)
      #expect(run.status == 0)
    }
    let folders = try ["a", "b"].map { "\($0)/\(try folder.contents(of: $0)[0])" }
    let text = try Run(["compare"] + folders, in: folder).output
    #expect(text.contains("materials.a.jc.data\n"))
    #expect(
      text.contains("1 of 4 values differ, most at B = 2 T, T = 20 K: 1.9e8 instead of 2e8 A/m^2 (-5.0 %)"), "\(text)")
    #expect(text.contains("±") && text.contains("difference") && !text.contains("materials.a.n"))
    let json = try Run(["compare", "--json"] + folders, in: folder)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let rows = try #require(document["results"] as? [[String: Any]])
    let centre = try #require(
      rows.first { $0["stage"] as? String == "ramp" && $0["quantity"] as? String == "Bz centre" })
    let (values, errors) = (try #require(centre["values"] as? [Double]), try #require(centre["errors"] as? [Double]))
    let differences = try #require(centre["differences"] as? [Double])
    #expect(differences.count == 1 && abs(differences[0] - (values[1] - values[0])) < 1e-12)
    let bar = try #require((centre["difference_errors"] as? [Double])?.first)
    #expect(abs(bar / (errors[0] + errors[1]) - 1) < 1e-12)
    let same = try Run(["compare", folders[0], folders[0]], in: folder).output
    #expect(same.contains("The cases are the same."))
    #expect(try Run(["compare", folders[0]], in: folder).status == 64)
  }

  @Test func `the program knows version and commit wherever it was copied`() throws {
    let folder = try TemporaryFolder()
    let copy = folder.url.appending(path: "elsewhere")
    try FileManager.default.copyItem(at: Run.program, to: copy)
    let (own, copied) = (try Run(["--version"]).output, try Run(["--version"], in: folder, program: copy).output)
    #expect(own == copied && own.hasPrefix(FemBulk.version))
    let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    let citation = try String(contentsOf: root.appending(path: "CITATION.cff"), encoding: .utf8)
    #expect(citation.contains("\nversion: \(FemBulk.version)\n"))
    guard FileManager.default.fileExists(atPath: root.appending(path: ".git").path), find("git") != nil else { return }
    let commit = try #require(own.split(separator: " ").last?.dropLast())
    #expect(commit.prefix(40).count == 40 && commit.prefix(40).allSatisfy(\.isHexDigit), "\(own)")
  }
}
