import Foundation
import Testing

/// Laws as expressions, through the program.
@Suite struct `Formulas from outside` {
  private static let caseText = """
    name: f
    bulks: [{name: A, material: m, outer_radius: 10 mm, z_min: -4 mm, z_max: 4 mm}]
    materials:
      m:
        jc: {law: formula, expression: "jc0 / (1 + B / b0)", constants: {jc0: 50 kA/cm^2, b0: 1.5 T}}
        n: {law: table, file: n.csv}
    protocol:
      - {cool: {field: 3 T, temperature: 20 K}}
      - {ramp: {field: 0 T, rate: 4.8 T/h}}
    accuracy: 1 %

    """

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(caseText, to: "f.yaml")
    try folder.write("B (mT);n\n0;40\n3000;15\n", to: "n.csv")
    return folder
  }

  private static func centre(_ arguments: [String], in folder: TemporaryFolder) throws -> Double {
    let run = try Run(["simulate", "f.yaml", "--json", "--no-report"] + arguments, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let document = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let stages = try #require(document["stages"] as? [[String: Any]])
    let probes = try #require(stages.last?["probes"] as? [String: [String: Any]])
    return try #require(probes["centre"]?["Bz_T"] as? Double)
  }

  @Test func `are simulated, varied by key, and written into the run folder`() throws {
    let folder = try Self.folder()
    let run = try Run(["check", "f.yaml"], in: folder)
    #expect(run.status == 0 && run.errors == "fem-bulk: n.csv: 2 rows, B 0 to 3 T, n 15 to 40 at every temperature\n")
    #expect(run.output.contains(#"expression: "jc0 / (1 + B / b0)""#) && run.output.contains("0.0,40.0\n"))
    let plain = try Self.centre([], in: folder)
    let higher = try Self.centre(["--set", "materials.m.jc.constants.b0=3000 mT"], in: folder)
    let kim = try Self.centre(["--set", "materials.m.jc.expression=jc0 / (1 + (B / b0)^1)"], in: folder)
    #expect(higher > 1.1 * plain && abs(kim / plain - 1) < 1e-9)
    try folder.write(
      "case: f.yaml\naxes: [{key: materials.m.jc.constants.b0, values: [1.5 T, 3 T]}]\n", to: "s.yaml")
    let sweep = try Run(["sweep", "s.yaml", "--jobs", "1"], in: folder)
    #expect(sweep.status == 0, "\(sweep.errors)")
    let rows = try Run(["sweep", "export", "s.sqlite"], in: folder).output.split(separator: "\n").map {
      $0.split(separator: ",")
    }
    #expect(rows.count == 3, "\(rows)")
  }

  @Test(arguments: [
    ("(1 + B / b0)", "(1 + B / b1)", "character 16, `b1`: unknown name b1 (known: B, T, r, z, jc0, b0, pi"),
    ("(1 + B / b0)", "(1 m + B / b0)", "`(1 m + B / b0)`: a length (m) and a plain number cannot be added"),
    ("(1 + B / b0)", "(1 + B / b0", "a closing parenthesis is missing"),
    ("jc0 / (1 + B / b0)", "jc0 * (1 - B / b0)", "character 7, `(1 - B / b0)`: Jc is -"),
    ("jc0 / (1 + B / b0)", "jc0 * b0 / B", "division by zero at B = 0 T"),
  ])
  func `that are wrong are named with line and place`(old: String, new: String, message: String) throws {
    let folder = try Self.folder()
    try folder.write(Self.caseText.replacingOccurrences(of: old, with: new), to: "f.yaml")
    let run = try Run(["check", "f.yaml"], in: folder)
    #expect(run.status == 65)
    let place = "fem-bulk: f.yaml:5: materials.m.jc.expression: "
    #expect(run.errors.contains(place) && run.errors.contains(message), "\(run.errors)")
  }
}
