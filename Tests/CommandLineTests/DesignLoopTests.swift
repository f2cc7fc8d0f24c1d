import CaseSamples
import Foundation
import FoundationEssentials
import Magnets
import Testing

/// Designs whose samples are simulated, pages, and the demonstration of the documentation.
@Suite struct `Program that closes the loop` {
  @Test func `optimises a simulated magnet and goes on where it was stopped`() throws {
    let design = try DesignRuns()
    try design.folder.write(discCase, to: "disc.yaml")
    func optimise(_ samples: Int) throws -> Run {
      try design(
        "--simulate", "disc.yaml", "--parameter", "protocol.0.cool.field=0.5:3:0.5 T", "--parameter",
        "materials.kim.n=10:40:10", "--maximise", "bz centre ramp [T]", "--samples", "\(samples)", "--json")
    }
    let first = try optimise(4)
    #expect(first.status == 0, "\(first.errors)")
    let run = try optimise(8)
    #expect(
      run.status == 0 && run.errors.contains("sample 8 of 8:") && !run.errors.contains("sample 4 of 8:"),
      "\(run.errors)")
    let document = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let samples = try #require(document["samples"] as? [[String: Any]])
    #expect(samples.count == 8)
    // One of them, by the simulator itself.
    let best = try #require((document["best"] as? [Int])?.first)
    let parameters = try #require(samples[best - 1]["parameters"] as? [String: Double])
    let trapped = try #require((samples[best - 1]["outcomes"] as? [String: Double])?["bz_centre_ramp"])
    var text = discCase.replacing(
      "field: 4 T, temp", with: "field: \(parameters["protocol_0_cool_field"] ?? 0) T, temp")
    text = text.replacing("n: 15", with: "n: \(parameters["materials_kim_n"] ?? 0)")
    try design.folder.write(text, to: "best.yaml")
    let check = try Run(["simulate", "best.yaml", "--json", "--no-report"], in: design.folder)
    let summary = try #require(try JSONSerialization.jsonObject(with: Data(check.output.utf8)) as? [String: Any])
    let stages = try #require(summary["stages"] as? [[String: Any]])
    let ramp = try #require(stages.first { $0["stage"] as? String == "ramp" })
    let centre = (ramp["probes"] as? [String: [String: Any]])?["centre"]?["Bz_T"] as? Double
    #expect(centre == trapped)
  }

  @Test func `computes what a sample's own Jc traps`() throws {
    let design = try DesignRuns()
    try design.folder.write(discCase, to: "disc.yaml")
    try design.folder.write(
      """
      parameters:
        temperature: {from: 400 C, to: 800 C, step: 1 C}
      outcomes:
        trapped: {maximise: T, probe: centre, stage: ramp}
        density: {unit: "%", at_least: 80 %}
      simulate: {case: disc.yaml, sample_material: kim}
      """, to: "f.yaml")
    #expect(try design("init", "f.design", "f.yaml").status == 0)
    for (name, jc) in [("weak", 2e8), ("strong", 4e8)] {
      try design.folder.write("B[T],Jc[A/m^2]\n0,\(jc)\n1,\(0.6 * jc)\n3,\(0.3 * jc)\n", to: "\(name).csv")
    }
    let weak = try design("add", "f.design", "temperature=500", "density=85", "--jc-table", "weak.csv")
    #expect(weak.status == 0, "\(weak.errors)")
    try design.folder.write("temperature[C],density[%],jc_table\n600,90,strong.csv\n", to: "samples.csv")
    #expect(try design("add", "f.design", "--csv", "samples.csv").status == 0)
    let samples = try #require(try design.document("show", "f.design", "--json")["samples"] as? [[String: Any]])
    let trapped = samples.compactMap { ($0["outcomes"] as? [String: Double])?["trapped"] }
    #expect(trapped.count == 2 && trapped[0] > 0 && trapped[1] > trapped[0])
    let missing = try design("add", "f.design", "temperature=500", "--jc-table", "none.csv")
    #expect(missing.status == 66 && missing.errors == "fem-bulk: none.csv: no such table of Jc of kim\n")
  }

  @Test func `writes a page, with pictures where gnuplot is`() throws {
    let design = try DesignRuns()
    try design.makeFurnace()
    try design.folder.write(DesignRuns.samples(15), to: "samples.csv")
    try design("add", "f.design", "--csv", "samples.csv")
    try design("suggest", "f.design", "-n", "2")
    let run = try design("report", "f.design")
    #expect(run.status == 0 && run.output == "Report: f.html\n", "\(run.errors)")
    let page = try design.folder.text(of: "f.html")
    #expect(page.contains("<h1>f</h1>") && page.contains("Make these next") && !page.contains("http://www.example"))
    if run.errors.isEmpty {
      for figure in [
        "convergence", "parallel", "slice-0-0", "slice-1-acquisition", "pair-0-1-mean", "pair-0-1-deviation",
        "pair-0-1-acquisition", "left-0",
      ] {
        #expect(page.contains("<figure id=\"\(figure)\">"), "\(figure)")
      }
    } else {
      #expect(run.errors.contains("gnuplot is not installed"))
    }
  }

  private static var hasPython: Bool {
    (try? Run(["python3", "--version"], program: URL(filePath: "/usr/bin/env")).status) == 0
  }

  @Test(.enabled(if: hasPython, "python3 is not installed"))
  func `data-driven search beats the researcher's grid at equal numbers of samples`() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Documentation/process-design/demonstrate.py")
    let run = try Run(
      ["python3", script.path, "--program", Run.program.path, "--samples", "30", "--seeds", "3"],
      program: URL(filePath: "/usr/bin/env"))
    #expect(run.status == 0, "\(run.errors)")
    func median(_ name: String) throws -> Double {
      let line = try #require(run.output.split(separator: "\n").last { $0.hasPrefix(name) && $0.contains("median") })
      return try #require(line.split(separator: " ").last.flatMap { Double($0) })
    }
    #expect(try median("data-driven") > median("researcher-driven") + 0.02, "\(run.output)")
    #expect(try median("data-driven") > 0.95, "\(run.output)")
  }
}
