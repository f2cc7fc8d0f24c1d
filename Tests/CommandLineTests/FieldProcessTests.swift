import Foundation
import FoundationEssentials
import Testing

/// `fem-bulk field`, as its users meet it.
@Suite struct `The field command` {
  /// A folder with one run of the built-in pair.
  private static func run() throws -> (folder: TemporaryFolder, name: String) {
    let folder = try TemporaryFolder()
    let run = try Run(
      ["simulate", "--fcm", "7T", "--hold", "1h", "--accuracy", "1%", "--no-report", "--json"], in: folder)
    #expect(run.status == 0)
    let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    return (folder, try #require(document?["folder"] as? String))
  }

  private static func rows(_ csv: String) throws -> [[Double]] {
    let lines = csv.split(separator: "\n")
    #expect(lines.first == "r[m],z[m],Br[T],Bz[T],A_phi[T m],error[T]")
    return try lines.dropFirst().map { line in
      try line.split(separator: ",").map { try #require(Double($0)) }
    }
  }

  @Test func `writes values along lines, at points and on grids in every format`() throws {
    let (folder, name) = try Self.run()
    let summary =
      try JSONSerialization.jsonObject(with: Data(try folder.text(of: "\(name)/summary.json").utf8)) as? [String: Any]
    let stages = try #require(summary?["stages"] as? [[String: Any]])
    let line = try Run(["field", name, "--line", "r=0,z=-10mm:10mm:0.5mm"], in: folder)
    #expect(line.status == 0 && line.errors.isEmpty)
    let rows = try Self.rows(line.output)
    #expect(rows.count == 41 && rows.allSatisfy { $0.count == 6 && $0[0] == 0 && $0[2] == 0 && $0[5] > 0 })
    let centre = try #require((stages.last?["probes"] as? [String: [String: Double]])?["centre"])
    #expect(abs(rows[20][3] - (centre["Bz_T"] ?? 0)) < 1e-6 && rows[20][1] == 0)
    // By name and number, and before the field was gone.
    for stage in ["ramp", "1"] {
      let output = try Run(["field", name, "--stage", stage, "--line", "r=0,z=0"], in: folder).output
      #expect(try Self.rows(output)[0][3] > rows[20][3])
    }
    let cool = try Self.rows(try Run(["field", name, "--stage", "cool", "--line", "r=10mm,z=0"], in: folder).output)
    #expect(cool.count == 1 && cool[0][2...3] == [0, 7] && abs(cool[0][4] - 0.035) < 1e-15 && cool[0][5] == 0)
    try folder.write("r[mm],z[mm]\n0,0\n15,6.5\n7.5,3\n", to: "points.csv")
    let points = try Self.rows(try Run(["field", name, "points.csv"], in: folder).output)
    #expect(points.count == 3 && abs(points[0][3] - rows[20][3]) < 1e-6 && points[1].allSatisfy(\.isFinite))
    let ranges = "r=0:20mm:1mm,z=-10:10mm:1mm"
    for file in ["map.csv", "map.vti", "map.npz"] {
      let run = try Run(["field", name, "--grid", ranges, "--output", file], in: folder)
      #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
      #expect(try Run(["field", name, "--grid", ranges, "--output", file], in: folder).status == 73)
    }
    #expect(try Self.rows(try folder.text(of: "map.csv")).count == 441)
    #expect(try Run(["field", name, "points.csv", "--output", "points.npz"], in: folder).status == 0)
    #expect(try Run(["field", name, "points.csv", "--output", "points.vti"], in: folder).status == 64)
    if let python = python(with: "numpy") {
      try folder.write(Self.script, to: "read.py")
      let check = try Run(["read.py"], in: folder, program: python)
      #expect(check.status == 0, "\(check.errors)")
    }
  }

  /// Reads the files of one grid and compares them.
  private static let script = """
    import base64, re
    import numpy as np
    table = np.loadtxt("map.csv", delimiter=",", skiprows=1)
    arrays = np.load("map.npz")
    assert arrays["Bz"].shape == (21, 21) and arrays["r"].shape == (21,)
    r, z = np.meshgrid(arrays["r"], arrays["z"])
    for column, values in enumerate([r, z, arrays["Br"], arrays["Bz"], arrays["A_phi"], arrays["error"]]):
        assert np.array_equal(values.ravel(), table[:, column]), column
    assert np.all(arrays["A_phi_error"][:, 1:] > 0)
    text = open("map.vti").read()
    assert 'WholeExtent="0 20 0 20 0 0"' in text and 'Origin="0 -0.01 0" Spacing="0.001 0.001 1"' in text

    def array(name):
        data = base64.b64decode(re.search(f'Name="{re.escape(name)}"[^>]*>([^<]*)<', text).group(1))
        assert int.from_bytes(data[:8], "little") == len(data) - 8
        return np.frombuffer(data[8:])
    field = array("B [T]").reshape(-1, 3)
    assert np.array_equal(field[:, 0], table[:, 2]) and np.array_equal(field[:, 1], table[:, 3])
    assert np.array_equal(array("A_phi [T m]"), table[:, 4]) and np.array_equal(array("error [T]"), table[:, 5])
    points = np.load("points.npz")
    assert points["r"].shape == points["Bz"].shape == (3,)
    """

  @Test func `tells how homogeneous the field is`() throws {
    let (folder, name) = try Self.run()
    let text = try Run(["field", name, "--sphere", "0.5mm"], in: folder)
    #expect(text.status == 0 && text.output.contains("peak to peak") && text.output.contains("zonal"))
    let json = try Run(["field", name, "--sphere", "0.5mm", "--json"], in: folder)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "fem-bulk/homogeneity/1")
    #expect((document["zonal_T"] as? [Any])?.count == 9)
    let cylinder = try Run(["field", name, "--cylinder", "2mmx10mm", "--centre", "3mm"], in: folder)
    #expect(cylinder.status == 0 && cylinder.output.contains("Currents flow within"))
  }

  @Test func `refuses what it cannot do, with the remedy`() throws {
    let (folder, name) = try Self.run()
    let line = ["--line", "r=0,z=0"]
    for (arguments, status, reason) in [
      ([name], 64, "say where"), ([name, "--sphere", "1mm"] + line, 64, "say where"),
      ([name, "--line", "r=0:1mm:1mm,z=0:1mm:1mm"], 64, "fix one"), ([name, "--grid", "r=0"], 64, "z is missing"),
      ([name, "--stage", "holt"] + line, 64, "0 cool, 1 ramp, 2 hold"),
      ([name, "--output", "a.txt"] + line, 64, ".vti"), ([name, "missing.csv"], 66, "no such table"),
      (["nowhere"] + line, 66, "nowhere"), ([name, "--cylinder", "1mm"], 64, "10mmx20mm"),
      ([name, "--json"] + line, 64, "--sphere"), ([name, "--sphere", "0mm"], 64, "positive"),
    ] {
      let run = try Run(["field"] + arguments, in: folder)
      #expect(run.status == status && run.errors.contains(reason) && run.output.isEmpty, "\(arguments): \(run.errors)")
    }
    try folder.write("r[mm],z[mm]\n-1,0\n", to: "points.csv")
    let negative = try Run(["field", name, "points.csv"], in: folder)
    #expect(negative.status == 65 && negative.errors.contains("points.csv:2") && negative.errors.contains("negative"))
    // A folder of an earlier version, and a damaged one.
    let currents = folder.url.appending(path: "\(name)/currents.npz")
    let bytes = try Data(contentsOf: currents)
    try bytes.prefix(1000).write(to: currents)
    #expect(try Run(["field", name] + line, in: folder).status == 65)
    try FileManager.default.removeItem(at: currents)
    let old = try Run(["field", name] + line, in: folder)
    #expect(old.status == 66 && old.errors.contains("earlier versions") && old.errors.contains("fem-bulk simulate"))
    // It is still shown.
    #expect(try Run(["report", name, "--plots", "none"], in: folder).status == 0)
  }
}
