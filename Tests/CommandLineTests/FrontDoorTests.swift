import Foundation
import FoundationEssentials
import HostSystem
import Testing

@testable import fem_bulk

/// What strangers bring: names, numbers and cases as other programs write them, and the short ways in.
@Suite struct `The front door` {
  // MARK: Bytes and names

  @Test(arguments: encodings(of: outsideCase))
  func `a case file is the same behind a byte order mark`(bytes: Data) throws {
    let folder = try TemporaryFolder()
    try folder.write(bytes, to: "case.yaml")
    let run = try Run(["simulate", "case.yaml", "--json", "--no-report"], in: folder)
    #expect(abs(try bz(run, "centre") - 0.63653) < 0.001)
  }

  @Test(arguments: ["\\351.yaml", "r\\377/case.yaml", "\\303(.yaml", "case.yaml --output r\\377"])
  func `names that are no UTF-8 are refused by one sentence`(name: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(outsideCase, to: "case.yaml")
    let script = "exec \"$0\" simulate $(printf '\(name)')"
    let run = try Run(["-c", script, Run.program.path], in: folder, program: URL(filePath: "/bin/sh"))
    #expect(run.status == 64 && run.errors.contains("is not UTF-8, as names of files have to be here"), "\(run.errors)")
    #expect(try folder.contents() == ["case.yaml"])
  }

  @Test(arguments: [
    ("0x15", "0x15 is hexadecimal; write the decimal number 21"),
    ("0o25", "0o25 is octal; write the decimal number 21"),
    ("2_1", "2_1 has digits grouped by _; write 21 without"),
    ("0b10101", "0b10101 is binary; write the decimal number 21"),
    ("1_000", "1_000 has digits grouped by _; write 1000 without"),
    ("+0X15", "+0X15 is hexadecimal; write the decimal number 21"),
  ])
  func `numbers in other notations are told as decimals`(number: String, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(outsideCase.replacingOccurrences(of: "n: 21", with: "n: \(number)"), to: "case.yaml")
    let run = try Run(["simulate", "case.yaml"], in: folder)
    #expect(run.status == 65)
    #expect(run.errors == "fem-bulk: case.yaml:5: materials.m.n: \(message)\n")
  }

  // MARK: What says nothing

  @Test(arguments: [
    ("sweep", "axes: [{key: protocol.1.ramp.field, factors: [0.8, 1, 1.2]}]"),
    ("sweep", "samples: {method: sobol, count: 4, parameters: [{key: protocol.1.ramp.field, sigma: 5 %}]}"),
    ("sweep", "axes: [{key: probes.c.r, factors: [1, 2]}]"),
    ("sweep", "axes: [{key: bulks.*.inner_radius, factors: [1, 2]}]"),
    (
      "sensitivity",
      "outputs: [{name: c, probe: c, stage: ramp}]\nassumptions: [{key: protocol.1.ramp.field, low: -20 %, high: +20 %}]"
    ),
  ])
  func `a share of nothing is refused`(command: String, text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(outsideCase + "probes: {c: {r: 0 mm, z: 0 mm}}\n", to: "case.yaml")
    try folder.write("case: case.yaml\n\(text)\n", to: "file.yaml")
    let run = try Run([command, "file.yaml"], in: folder)
    #expect(run.status == 65 && run.errors.contains(#/ is 0 .*share of /#), "\(run.errors)")
    #expect(run.errors.contains("write values with a unit"))
  }

  @Test func `a share of no gap is refused`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      bulks:
        - {name: A, material: m, outer_radius: 10 mm, z_min: 0 mm, z_max: 4 mm}
        - {name: B, material: m, outer_radius: 10 mm, z_min: -4 mm, z_max: 0 mm}
      materials: {m: {jc: {law: constant, jc0: 1e8 A/m^2}, n: 21}}
      protocol: [{cool: {field: 2 T, temperature: 20 K}}, {ramp: {field: 0 T, rate: 1 T/h}}]
      """, to: "case.yaml")
    try folder.write("case: case.yaml\naxes: [{key: gap, factors: [1, 2]}]\n", to: "sweep.yaml")
    let run = try Run(["sweep", "sweep.yaml"], in: folder)
    #expect(run.status == 65 && run.errors.contains(#/gap is 0 .*share of /#), "\(run.errors)")
  }

  @Test(arguments: [("p", "P"), ("Probe_1", "probe_1"), ("aB", "Ab"), ("x-1", "X-1")])
  func `a sweep names probes that differ in case alone`(first: String, second: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      outsideCase + "probes: {\(first): {r: 0 mm, z: 0 mm}, \(second): {r: 0 mm, z: 5 mm}}\n", to: "case.yaml")
    let single = try Run(["simulate", "case.yaml", "--json", "--no-report"], in: folder)
    #expect(abs(try bz(single, first) - 0.6365) < 0.001)
    #expect(abs(try bz(single, second) - 0.2783) < 0.001)
    try folder.write("case: case.yaml\naxes: [{key: materials.m.n, values: [21, 30]}]\n", to: "sweep.yaml")
    let run = try Run(["sweep", "sweep.yaml"], in: folder)
    #expect(
      run.status == 65
        && run.errors.contains("the probes \([first, second].joined(separator: " and ")) differ in case"),
      "\(run.errors)")
  }

  @Test(arguments: scansOfNothing)
  func `a fit that explains nothing says so`(rows: String, words: String?) throws {
    let folder = try TemporaryFolder()
    try folder.write(outsideCase, to: "case.yaml")
    try folder.write("r[mm],Bz[T]\n\(rows)", to: "scan.csv")
    try folder.write(
      """
      case: case.yaml
      parameters: [{key: materials.m.jc.jc0, start: 8e7 A/m^2, lower: 1e5 A/m^2, upper: 1e9 A/m^2}]
      data: [{scan: {file: scan.csv, z: 5 mm, stage: ramp}}]
      """, to: "fit.yaml")
    let run = try Run(["fit", "fit.yaml"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("the fit explains nothing of scan scan.csv") == (words != nil), "\(run.errors)")
    if let words { #expect(run.errors.contains(words), "\(run.errors)") }
  }

  @Test func `a trapped field of the wrong sign explains nothing`() throws {
    let run = try Run(["fit", "--fcm", "7T", "--trapped=-2.83T", "--sigma", "0.02T"])
    #expect(run.status == 0 && run.errors.contains("the fit explains nothing of trapped"), "\(run.errors)")
    #expect(run.errors.contains("was the probe reversed?"))
  }

  // MARK: Meshes

  private static let meshCase = """
    name: d
    mesh: {file: part.msh}
    bulks: [{name: disc, material: kim}]
    materials: {kim: {jc: {law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}, n: 21}}
    protocol:
      - {cool: {field: 7 T, temperature: 5 K}}
      - {ramp: {field: 0 T, rate: 4.8 T/h}}
    probes: {centre: {r: 0 mm, z: 0 mm}}
    accuracy: 1 %
    """

  @Test(arguments: meshUnits)
  func `a mesh is read in the unit that is told`(unit: String?, factor: Double) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      outsideCase.replacingOccurrences(of: "outer_radius: 10 mm", with: "outer_radius: 15 mm"), to: "rectangle.yaml")
    #expect(try Run(["mesh", "rectangle.yaml", "--output", "m.msh", "--format", "2.2"], in: folder).status == 0)
    // The same section in another unit: each node times the factor.
    var isNode = false
    let lines = try folder.text(of: "m.msh").split(separator: "\n").map { line -> String in
      if line.hasPrefix("$") { isNode = line == "$Nodes" }
      let words = line.split(separator: " ")
      guard isNode, words.count == 4 else { return line.replacingOccurrences(of: "\"A\"", with: "\"disc\"") }
      return "\(words[0]) " + words.dropFirst().map { "\((Double($0) ?? .nan) * factor)" }.joined(separator: " ")
    }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "part.msh")
    let file = unit.map { "file: part.msh, unit: \($0)" } ?? "file: part.msh"
    try folder.write(Self.meshCase.replacingOccurrences(of: "file: part.msh", with: file), to: "case.yaml")
    let run = try Run(["simulate", "case.yaml", "--json", "--no-report"], in: folder)
    // The disc of the verification, 30 mm by 8 mm.
    #expect(abs(try bz(run, "centre") - 2.289) < 0.02, "\(run.errors)")
    #expect(!run.errors.contains("m wide"))
    guard unit != nil, factor <= 1000 else { return }
    try folder.write(Self.meshCase, to: "metres.yaml")
    let metres = try Run(["simulate", "metres.yaml", "--json", "--no-report"], in: folder)
    #expect(
      metres.errors.contains(
        "bulk disc is \(factor == 1000 ? "30 m wide and 8" : "3 m wide and 0.8") m high; where the mesh is drawn in millimetres, write unit: mm"
      ), "\(metres.errors)")
  }

  @Test(arguments: otherMeshes)
  func `a mesh of another kind is told the option to change`(mesh: Data, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(mesh, to: "part.msh")
    try folder.write(Self.meshCase, to: "case.yaml")
    let run = try Run(["simulate", "case.yaml"], in: folder)
    #expect(run.status == 65 && run.errors.contains(message), "\(run.errors)")
  }

  // MARK: Drift

  @Test(arguments: [
    "solver: {formulation: h, air_resistivity: 1e-4 ohm m}", "solver: {formulation: h, air_resistivity: 1e-5 ohm m}",
    "solver: {formulation: h, air_resistivity: 1e-6 ohm m}", "",
  ])
  func `the drift is the slope of the hold that follows`(solver: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      outsideCase + """
          - {hold: {duration: 1 min}}
        probes:
          inside: {r: 0 mm, z: 0 mm}
          out: {r: 0 mm, z: 6 mm}
        \(solver)

        """, to: "case.yaml")
    let run = try Run(["simulate", "case.yaml", "--json", "--no-report"], in: folder)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.errors)")
    let stages = try #require(document["stages"] as? [[String: Any]])
    let drift = try #require(stages[1]["drift_ppm_per_h"] as? [String: Double])
    #expect(abs(try #require(drift["inside"]) / -1.609e6 - 1) < 0.02)
    #expect(abs(try #require(drift["out"]) / -3.68e6 - 1) < 0.02)
  }

  // MARK: Short ways

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
    #expect(centre["differences"] as? [Double] == [values[1] - values[0]])
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

private let meshUnits: [(String?, Double)] = [("mm", 1000), ("cm", 100), ("um", 1e6), (nil, 1)]

/// Binary files of both formats, one of HDF5, one of Gmsh's first format.
private let otherMeshes: [(Data, String)] = [
  (
    Data("$MeshFormat\n4.1 1 8\n\u{1}\0\0\0\n$EndMeshFormat\n".utf8),
    "the file is binary; write it with Mesh.Binary = 0"
  ),
  (
    Data("$MeshFormat\n2.2 1 8\n".utf8) + [1, 0, 0, 0, 0x81, 0xFE, 0xFF, 0x0A],
    "part.msh:2: the file is binary; write it with Mesh.Binary = 0"
  ),
  (Data([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0xFF]), "no Gmsh mesh: it begins with"),
  (Data("$NOD\n1\n1 0 0 0\n$ENDNOD\n".utf8), "no Gmsh mesh: it begins with \"$NOD\" instead of $MeshFormat"),
]

/// Reversed; in millitesla under a head of tesla; noise where the magnet should be; as it is.
private let scansOfNothing: [(String, String?)] = [
  ("0,-0.278\n2,-0.245\n4,-0.185\n6,-0.117\n8,-0.05\n", "was the probe reversed?"),
  ("0,278\n2,245\n4,185\n6,117\n8,50\n", "see to sign, unit, stage and probe of the data"),
  ("0,0.001\n2,-0.002\n4,0.001\n6,-0.001\n8,0.002\n", "explains nothing"),
  ("0,0.278\n2,0.245\n4,0.185\n6,0.117\n8,0.05\n", nil),
]
