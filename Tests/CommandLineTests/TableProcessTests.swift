import BulkSimulation
import CaseFiles
import CaseSamples
import Foundation
import FoundationEssentials
import Magnets
import Testing

/// Tables as people have them, through the program and its library.
@Suite struct `Tables from outside` {
  private static let caseText = """
    name: t
    bulks: [{name: A, material: m, outer_radius: 10 mm, z_min: -4 mm, z_max: 4 mm}]
    materials:
      m: {jc: {law: table, file: jc.csv}, n: 21}
    protocol:
      - {cool: {field: 3 T, temperature: 20 K}}
      - {ramp: {field: 0 T, rate: 4.8 T/h}}
    """

  @Test func `every form of one curve gives one field`() throws {
    #expect(jcTableVariants.count >= 30)
    var fields: [Double] = []
    for variant in jcTableVariants {
      let units =
        variant.units.isEmpty
        ? "" : ", units: {\(variant.units.map { "\($0.key): \($0.value)" }.sorted().joined(separator: ", "))}"
      let text = Self.caseText.replacingOccurrences(of: "jc.csv", with: "jc.csv\(units)")
      let read = try readCase(text: text, file: "case.yaml", tableText: { ($0, variant.text) })
      #expect(read.readings.count == 1 && read.readings[0].hasPrefix("jc.csv: 4 rows, B 0 to 4 T, Jc 1e8 to 5e8 A/m^2"))
      fields.append(try simulate(read.checked).stages[1].probes[0].bz)
    }
    for (field, variant) in zip(fields, jcTableVariants) {
      #expect(abs(field / fields[0] - 1) < 1e-12, "\(variant.name)")
    }
    // From an independent code.
    #expect(abs(fields[0] - 1.96082) < 0.005)
  }

  @Test(arguments: encodings(of: "B (T)\tJc (A/cm²)\n0\t5e4\n1\t3e4\n2\t2e4\n4\t1e4\n") + latin1Tables)
  func `files of any encoding are read`(table: Data) throws {
    let folder = try TemporaryFolder()
    try folder.write(table, to: "jc.csv")
    try folder.write(Self.caseText, to: "case.yaml")
    let run = try Run(["check", "case.yaml"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors == "fem-bulk: jc.csv: 4 rows, B 0 to 4 T, Jc 1e8 to 5e8 A/m^2 at every temperature\n")
    #expect(run.output.contains("4.0,100000000.0\n"))
  }

  @Test(arguments: [
    ("PK\u{3}\u{4}\0\0\0", "jc.csv: is not text; export the table as CSV"),
    ("0 5e8\n1 3e8\n", "jc.csv:1: the first line is numbers; name the columns and their units above them"),
    ("5e8\n3e8\n", "jc.csv:1: the first line is numbers"),
    (
      "B,Jc\n0,5e8\n1,3e8\n",
      "jc.csv:1: the column B has no unit; write it as in B[T], or beside the file as in units: {B: T}"
    ),
  ])
  func `what says too little is refused`(text: String, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "jc.csv")
    try folder.write(Self.caseText, to: "case.yaml")
    let run = try Run(["simulate", "case.yaml"], in: folder)
    #expect(run.status == 65 && run.errors.contains(message), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test(arguments: [
    (
      "r[mm],z[mm],factor\n0,-4,0.5\n10,-4,nan\n0,4,0.5\n10,4,0.5\n",
      "map.csv:3: factor: nan is not a number at r = 10, z = -4; "
    ),
    (
      "r[mm],z[mm],factor\n0,-4,0.5\n10,-4,--\n0,4,0.5\n10,4,0.5\n",
      "map.csv:3: factor: -- is not a number at r = 10, z = -4; "
    ),
    ("r[mm],z[mm],factor\n0,-4,0.5\n0,4,0.5\n10,4,0.5\n", "map.csv:4: the point r = 10, z = -4 is missing; "),
    ("factor;z (cm);r (mm)\n0,5;-0,4;0\n0,5;0,4;0\n0,5;0,4;10\n", "map.csv:4: the point r = 10, z = -0,4 is missing; "),
  ])
  func `a hole in a map asks for a number`(text: String, message: String) throws {
    let folder = try mapped(text)
    let run = try Run(["simulate", "case.yaml"], in: folder)
    #expect(run.status == 65 && run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.contains("a place that was not measured may take that of its neighbour"))
  }

  @Test(arguments: [
    "r[mm],z[mm],factor\n0,-4,0.5\n10,-4,0.5\n0,4,0.5\n10,4,0.5\n",
    "z [mm]\tr [mm]\tfactor [%]\n-4\t0\t50\n-4\t10\t50\n4\t10\t50\n4\t0\t50\n4\t0\t50\n",
  ])
  func `a whole map gives its field`(text: String) throws {
    let run = try Run(["simulate", "case.yaml", "--json", "--no-report"], in: try mapped(text))
    #expect(abs(try bz(run, "centre") - 0.31827) < 0.001)
  }

  private func mapped(_ map: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(map, to: "map.csv")
    try folder.write(
      outsideCase.replacingOccurrences(of: "n: 21", with: "n: 21, jc_map: {file: map.csv}"), to: "case.yaml")
    return folder
  }

  @Test func `scans are read in any form`() throws {
    var fitted: [Double] = []
    for scan in [
      "r[mm],Bz[T]\n0,0.2783\n2,0.2455\n4,0.1846\n", "r[mm];Bz[mT]\n0;278,3\n2;245,5\n4;184,6\n",
      "% x (cm)   Bz (G)\n0     2783\n0.2   2455\n0.4   1846\n",
      "point;r[mm];Bz[T]\n1;0;0,2783\n2;2;0,2455\n3;4;0,1846\n",
    ] {
      let folder = try TemporaryFolder()
      try folder.write(outsideCase, to: "case.yaml")
      try folder.write(scan, to: "scan.csv")
      try folder.write(
        """
        case: case.yaml
        parameters: [{key: materials.m.jc.jc0, start: 8e7 A/m^2}]
        data: [{scan: {file: scan.csv, z: 5 mm, stage: ramp}}]
        """, to: "fit.yaml")
      let run = try Run(["fit", "fit.yaml", "--json"], in: folder)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.contains("scan scan.csv: left out the column point") == scan.hasPrefix("point"))
      let document = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      let parameter = try #require((document["parameters"] as? [[String: Any]])?.first)
      fitted.append(try #require(parameter["value"] as? Double))
    }
    #expect(abs(fitted[0] / 1e8 - 1) < 0.02)
    for value in fitted { #expect(abs(value / fitted[0] - 1) < 1e-9) }
  }

  @Test(arguments: [
    (
      "sample,rate[C/min],temperature[C],jc[A/m^2],note\nA1,50,600,1e8,cracked\nA2,60,500,2e8,\n", "samples 1 to 2",
      true
    ),
    ("rate[C/min];temperature[C];jc[A/m^2]\n50;600;1,5e8\n", "sample 1", false),
    ("Rate (C/min)\tTemperature (°C)\tJc (A/cm2)\n50\t600\t1,5e4\n", "sample 1", false),
    ("\"rate[C/min]\",\"temperature[C]\",\"jc[A/m^2]\"\n\"50\",\"600\",\"1.5e8\"\n", "sample 1", false),
    ("# furnace 2\nrate [C/min] temperature [C] jc [A/m^2]\n50 600 1.5e8 # good\n", "sample 1", false),
  ])
  func `samples of a design are read in any form`(text: String, added: String, isWarned: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "samples.csv")
    let made = try Run(
      [
        "design", "init", "x.design", "--parameter", "rate=10:200:0.1 C/min", "--parameter", "temperature=400:800:1 C",
        "--maximise", "jc [A/m^2]",
      ], in: folder)
    #expect(made.status == 0)
    let run = try Run(["design", "add", "x.design", "--csv", "samples.csv"], in: folder)
    #expect(run.status == 0 && run.output == "x.design: added \(added)\n", "\(run.errors)")
    #expect(run.errors.contains("the column sample is none of the design and is left out") == isWarned)
  }

  @Test(arguments: [
    "materials.m.n,protocol.1.ramp.rate[T/h]\n21,1\n30,2\n",
    "materials.m.n;protocol.1.ramp.rate (T/h)\n21;1,0\n30;2,0\n",
    "protocol.1.ramp.rate [T/h] materials.m.n\n1 21\n2 30\n",
    "# points\nprotocol.1.ramp.rate [mT/min]  materials.m.n\n16.666666666666668 21\n33.333333333333336 30\n",
  ])
  func `points of a sweep are read in any form`(text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(outsideCase, to: "case.yaml")
    try folder.write(text, to: "points.csv")
    try folder.write("case: case.yaml\npoints: points.csv\n", to: "sweep.yaml")
    let run = try Run(["sweep", "sweep.yaml", "--jobs", "1"], in: folder)
    #expect(run.status == 0 && run.output.contains("2 points, 2 done"), "\(run.errors)")
  }
}

/// A remark in German and a raised 2, a Greek mu.
private let latin1Tables: [Data] = [
  "# gemessen f\u{FC}r uns\nB (T);Jc (A/cm\u{B2})\n0;5e4\n1;3e4\n2;2e4\n4;1e4\n",
  "\u{B5}0H (T),Jc (A/cm\u{B2})\n0,5e4\n1,3e4\n2,2e4\n4,1e4\n",
].map { text in Data(text.unicodeScalars.map { UInt8($0.value) }) }
