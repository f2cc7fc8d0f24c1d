import Foundation
import FoundationEssentials
import HostSystem
import Notation
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
func finishedRun() throws -> (folder: TemporaryFolder, name: String) {
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
      "section", "field", "current", "critical-share", "profile-mid-plane", "profile-above", "profile-axis", "history",
      "moment", "temperature", "warming", "decay-1", "decay-2", "material",
    ] {
      #expect(page.contains("<figure id=\"\(picture)\""), "\(picture)")
    }
    #expect(page.contains("<h3>Convergence</h3>") && page.contains("made for the pictures alone"))
    #expect(page.contains("numerical error: ") && page.contains("if Jc is 10 % higher"))
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
    let page = try folder.text(of: "comparison.html").replacing(#/ data-head="[^"]*"/#, with: "")
    #expect(page.contains("<th scope=\"row\">accuracy</th><td>3 %</td><td>5 %</td>"))
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
