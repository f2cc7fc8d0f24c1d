import Foundation
import Testing

@testable import fem_bulk

private let quickCase = """
  name: disc
  bulks: [{name: disc, material: m, outer_radius: 10 mm, z_min: -3 mm, z_max: 3 mm}]
  materials: {m: {jc: {law: kim, jc0: 5e8 A/m^2, b0: 1 T}, temperature: {tc: 38 K, exponent: 2}, n: 30}}
  protocol:
    - {cool: {field: 3 T, temperature: 14 K}}
    - {ramp: {field: 0 T, duration: 10 min}}
    - {hold: {duration: 10 h}}
    - {temperature: {to: 5 K, rate: 0.5 K/min}}
    - {hold: {duration: 10 h}}
  accuracy: 3 %
  """

/// gnuplot is no part of what the program needs; these tests say so where it is missing.
private let hasGnuplot = find("gnuplot") != nil

/// The file of a program in PATH.
func find(_ program: String) -> URL? {
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").lazy
    .map { URL(filePath: "\($0)/\(program)") }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
}

/// A run of the case with its report.
private func finishedRun() throws -> (folder: TemporaryFolder, name: String) {
  let folder = try TemporaryFolder()
  try folder.write(quickCase, to: "disc.yaml")
  let run = try Run(["simulate", "disc.yaml"], in: folder)
  #expect(run.status == 0, "\(run.errors)")
  return (folder, "runs/\(try #require(try folder.contents(of: "runs").first))")
}

@Suite struct `Report of a run` {
  @Test(.enabled(if: hasGnuplot, "gnuplot is not installed"))
  func `holds the answer and its pictures, and asks nobody for anything`() throws {
    let (folder, name) = try finishedRun()
    let page = try folder.text(of: "\(name)/report.html")
    #expect(page.contains("Trapped field, centre") && page.contains(" ± ") && page.contains("ppm/h"))
    for picture in [
      "field", "current", "critical-share", "section", "profile-mid-plane", "profile-above", "profile-axis", "history",
      "moment", "temperature", "warming", "decay", "material",
    ] {
      #expect(page.contains("<figure id=\"\(picture)\">"), "\(picture)")
    }
    let figures = page.split(separator: "<figure ").dropFirst()
    #expect(figures.allSatisfy { $0.contains("<svg role=\"img\" aria-label=\"") && $0.contains("<figcaption>") })
    // The names of namespaces are no requests; all else is forbidden by the page itself, too.
    let links = page.replacing("http://www.w3.org/", with: "")
    #expect(!links.contains("http:") && !links.contains("https:"))
    #expect(!page.contains("<script") && page.contains("default-src 'none'"))
    let ids = page.split(separator: "id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count)
  }

  @Test func `can be made again, and runs be compared`() throws {
    let (folder, name) = try finishedRun()
    try FileManager.default.removeItem(at: folder.url.appending(path: "\(name)/report.html"))
    #expect(try Run(["report", name, "--plots", "none"], in: folder).output == "Report: \(name)/report.html\n")
    #expect(try folder.text(of: "\(name)/report.html").contains("Trapped field, centre"))
    #expect(
      try folder.text(of: "\(name)/profiles.csv").hasPrefix("stage,stage_name,line,r[m],z[m],Br[T],Bz[T]\n1,ramp,"))
    #expect(try Run(["simulate", "disc.yaml", "--accuracy", "5%", "--no-report"], in: folder).status == 0)
    let both = try folder.contents(of: "runs").map { "runs/\($0)" }
    let comparison = try Run(["report"] + both + ["--plots", "none"], in: folder)
    #expect(comparison.output == "Report: comparison.html\n")
    #expect(
      try folder.text(of: "comparison.html").contains("<th scope=\"row\">accuracy</th><td>3.0 %</td><td>5.0 %</td>"))
    #expect(try Run(["report"] + both, in: folder).status == 73)
  }

  @Test func `is left without pictures when gnuplot is missing, and the run stands`() throws {
    let folder = try TemporaryFolder()
    try folder.write(quickCase, to: "disc.yaml")
    let run = try Run(["simulate", "disc.yaml"], in: folder, environment: ["PATH": folder.url.path])
    #expect(run.status == 0)
    #expect(run.errors.contains("install it by: sudo apt-get install gnuplot-nox"))
    let name = "runs/\(try #require(try folder.contents(of: "runs").first))"
    #expect(try folder.text(of: "\(name)/report.html").contains("gnuplot is not installed"))
  }

  @Test(.enabled(if: hasGnuplot, "gnuplot is not installed"))
  func `leaves files for a paper`() throws {
    let (folder, name) = try finishedRun()
    #expect(try Run(["report", name, "--plots", "pdf"], in: folder).status == 0)
    #expect(try folder.contents(of: "\(name)/plots").contains("field.pdf"))
    #expect(try folder.text(of: "\(name)/plots/current.pdf").hasPrefix("%PDF"))
    #expect(try Run(["report", name, "--plots", "svg"], in: folder).status == 0)
    #expect(try folder.text(of: "\(name)/plots/field.svg").contains("</svg>"))
    // No trace of the script that was run.
    let hidden = try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: name).path)
    #expect(!hidden.contains { $0.hasPrefix(".") })
  }

  @Test func `is refused for what is no run`() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("empty")
    let run = try Run(["report", "empty"], in: folder)
    #expect(run.status == 66)
    #expect(run.errors.hasPrefix("fem-bulk: empty/summary.json: is missing or cannot be read;"))
    try folder.write("{}", to: "empty/summary.json")
    #expect(try Run(["view", "empty"], in: folder).status == 65)
    #expect(try Run(["report", "a", "--output", "b.html"], in: folder).status == 64)
  }

  @Test func `is shown in the terminal`() throws {
    let (folder, name) = try finishedRun()
    let run = try Run(["view", name], in: folder, environment: ["COLUMNS": "70", "LC_ALL": "C.UTF-8"])
    #expect(run.status == 0 && run.output.contains("Bz (T) at the probes: centre") && !run.output.contains("\u{1B}"))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 70 })
    let plain = try Run(["view", name], in: folder, environment: ["COLUMNS": "70", "LC_ALL": "C"])
    #expect(plain.output.utf8.allSatisfy { $0 < 0x80 })
  }

  /// Steps of equal length on two meshes end at the same times, and the history used to lose those.
  @Test func `has a history up to the end of the last stage`() throws {
    let (folder, name) = try finishedRun()
    let lines = try folder.text(of: "\(name)/history.csv").split(separator: "\n").dropFirst()
    let times = lines.map { Double($0.prefix { $0 != "," }) ?? .nan }
    #expect(abs((times.last ?? 0) - (600 + 2 * 36000 + 18 * 60)) < 1e-6)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
  }
}

@Suite struct `Maps in Python` {
  @Test(.enabled(if: hasModules("meshio", "numpy"), "python3 with meshio and numpy is not installed"))
  func `are read by meshio with the values of the run`() throws {
    let (folder, name) = try finishedRun()
    let script = """
      import glob, json, sys
      import meshio, numpy as np
      run = sys.argv[1]
      summary = json.load(open(f"{run}/summary.json"))
      for path in sorted(glob.glob(f"{run}/fields/*.vtu")):
          mesh = meshio.read(path)
          stage = summary["stages"][int(path.split("stage-")[1].split("-")[0])]
          moment = 0.0
          for k, block in enumerate(mesh.cells):
              corners = mesh.points[block.data]
              r, z = corners[:, :, 0], corners[:, :, 1]
              area = 0.5 * abs(np.sum(r * np.roll(z, -1, 1) - np.roll(r, -1, 1) * z, axis=1))
              # Rectangles: the mean of r^2 from both of its sides.
              a, b = r.min(1), r.max(1)
              moment += np.sum(np.pi * (a * a + a * b + b * b) / 3 * area * mesh.cell_data["J [A/m^2]"][k])
              assert mesh.cell_data["B [T]"][k].shape[1] == 3 and np.all(mesh.cell_data["Jc [A/m^2]"][k] >= 0)
          assert abs(moment - stage["moment_A_m2"]) <= 0.05 * max(abs(stage["moment_A_m2"]), 1), (moment, stage)
      print("read")
      """
    let python = try #require(find("python3"))
    let run = try Run(["-c", script, name], in: folder, program: python)
    #expect(run.output == "read\n", "\(run.errors)")
  }

  /// The program of the page is run as it stands there.
  @Test(.enabled(if: hasModules("numpy"), "python3 with numpy is not installed"))
  func `are read as the documentation says`() throws {
    let (folder, name) = try finishedRun()
    let page = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Documentation/python.md"),
      encoding: .utf8)
    let block = try #require(page.split(separator: "```python\n").dropFirst().first?.split(separator: "```").first)
    let run = try Run(["-c", String(block), name], in: folder, program: find("python3"))
    #expect(run.status == 0 && run.output.contains(" T at the centre after hold"), "\(run.output)\(run.errors)")
  }
}

/// Whether Python is there with modules.
private func hasModules(_ names: String...) -> Bool {
  guard let python = find("python3") else { return false }
  return (try? Run(["-c", "import \(names.joined(separator: ", "))"], program: python).status) == 0
}

@Suite struct `Page in a browser` {
  /// Answers of the browser are those of a reader: it lays the page out and says whether anything sticks out.
  @Test(
    .enabled(if: hasGnuplot && find("chromium") != nil, "gnuplot or chromium is not installed"),
    arguments: [360, 1280, 1920])
  func `fits its width and draws every picture`(width: Int) throws {
    let (folder, name) = try finishedRun()
    // What the page itself forbids: a script, added for this test alone.
    let probe = """
      <script>
      const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
      const boxes = [...document.querySelectorAll('figure svg')].map(s => s.getBoundingClientRect());
      document.title = [wide, boxes.length, boxes.every(b => b.width > 200 && b.height > 80),
        performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:')).length].join(' ');
      </script>
      """
    let page = try folder.text(of: "\(name)/report.html")
      .replacing("default-src 'none'", with: "default-src 'none'; script-src 'unsafe-inline'")
      .replacing("</body>", with: probe + "</body>")
    try folder.write(page, to: "page.html")
    let run = try Run(
      [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=\(width),2000",
        "--dump-dom",
        "file://\(folder.url.path)/page.html",
      ], in: folder, program: find("chromium"))
    #expect(run.output.contains("<title>false 13 true 0</title>"), "\(run.output.prefix(400))")
  }
}
