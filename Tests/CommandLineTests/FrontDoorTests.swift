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
