import Foundation
import FoundationEssentials
import GRDB
import HostSystem
import Testing

@testable import fem_bulk

/// Sweeps as their users meet them: processes that are killed, stopped, run twice at once.
@Suite(.serialized) struct `Sweep processes` {
  private static func reference() throws -> [[String]] {
    let folder = try SweepFixture.folder()
    let run = try Run(["sweep", "sweep.yaml", "--jobs", "1"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    return try SweepFixture.points(of: "sweep.sqlite", in: folder)
  }

  @Test func `kill -9 at twenty random moments loses and doubles nothing`() throws {
    let reference = try Self.reference()
    let folder = try SweepFixture.folder()
    var done = 0
    var ended = 0
    for _ in 0..<20 {
      let run = try BackgroundRun(["sweep", "sweep.yaml", "--jobs", "2"], in: folder, name: "killed")
      Thread.sleep(forTimeInterval: .random(in: 0.02...0.3))
      if run.end(with: SIGKILL) != nil { ended += 1 }
      guard FileManager.default.fileExists(atPath: folder.url.appending(path: "sweep.sqlite").path) else { continue }
      let (integrity, count) = try SweepFixture.checkedCount("sweep.sqlite", in: folder)
      #expect(integrity == "ok" && count >= done)
      done = count
    }
    let last = try Run(["sweep", "sweep.yaml"], in: folder)
    #expect(last.status == 0, "\(last.errors)")
    #expect(try SweepFixture.points(of: "sweep.sqlite", in: folder) == reference)
    #expect(reference.count == SweepFixture.count)
    // Else the sweep was over before it could be killed.
    #expect(ended < 20)
  }

  @Test func `two processes share the points, each once`() throws {
    let reference = try Self.reference()
    let folder = try SweepFixture.folder()
    let runs = try ["a", "b"].map { try BackgroundRun(["sweep", "sweep.yaml", "--jobs", "1"], in: folder, name: $0) }
    for run in runs { #expect(run.wait() == 0) }
    #expect(try SweepFixture.points(of: "sweep.sqlite", in: folder) == reference)
    let claims = try SweepFixture.query("sweep.sqlite", in: folder) { db in
      try Int.fetchAll(db, sql: "SELECT DISTINCT claims FROM points")
    }
    #expect(claims == [1])
  }

  @Test func `when one of two is killed the other takes its points over`() throws {
    let reference = try Self.reference()
    let folder = try SweepFixture.folder()
    let runs = try ["a", "b"].map { try BackgroundRun(["sweep", "sweep.yaml", "--jobs", "1"], in: folder, name: $0) }
    Thread.sleep(forTimeInterval: 0.4)
    runs[0].end(with: SIGKILL)
    #expect(runs[1].wait() == 0)
    #expect(try SweepFixture.points(of: "sweep.sqlite", in: folder) == reference)
  }

  @Test func `a worker that is killed is started again`() throws {
    let reference = try Self.reference()
    let folder = try SweepFixture.folder()
    let run = try BackgroundRun(["sweep", "sweep.yaml", "--jobs", "1"], in: folder, name: "a")
    Thread.sleep(forTimeInterval: 0.4)
    // Its only child.
    let children = try String(
      contentsOfFile: "/proc/\(run.process.processIdentifier)/task/\(run.process.processIdentifier)/children",
      encoding: .utf8)
    for child in children.split(separator: " ").compactMap({ Int32($0) }) { kill(child, SIGKILL) }
    #expect(run.wait() == 0)
    #expect(try SweepFixture.points(of: "sweep.sqlite", in: folder) == reference)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal stops with 75 and loses nothing`(signal: Int32) throws {
    let folder = try SweepFixture.folder(SweepFixture.sweep.replacing("count: 40", with: "count: 2000"))
    let run = try BackgroundRun(["sweep", "sweep.yaml", "--jobs", "1"], in: folder, name: "a")
    Thread.sleep(forTimeInterval: 1.5)
    #expect(run.end(with: signal) == 75)
    let errors = try folder.text(of: ".a-errors")
    #expect(errors.contains("stopped with") && errors.contains("the same command continues"))
    let states = try SweepFixture.query("sweep.sqlite", in: folder) { db in
      try String.fetchAll(db, sql: "SELECT DISTINCT status FROM points ORDER BY status")
    }
    #expect(states == ["done", "waiting"])
  }

  @Test(arguments: [
    (
      "axes: [{key: gap, from: 1 mm, to: 2 mm, count: 1000000}, {key: protocol.0.cool.field, from: 1 T, to: 2 T, count: 1000000}]",
      "sweep.yaml:1: axes[1]: 1000000000000 points; a sweep has at most 10000000"
    ),
    (
      "samples: {method: saltelli, count: 9000000, parameters: [{key: gap, from: 1 mm, to: 2 mm}]}",
      "sweep.yaml:1: samples: 27000000 points; a sweep has at most 10000000"
    ),
    (
      "axes:\n  - linked:\n"
        + String(
          repeating: "    - {key: gap, from: 1 mm, to: 2 mm, count: 1000000}\n", count: 1000),
      "sweep.yaml:2: axes[0]: 1000000 points of 1000 quantities; points times quantities are at most 100000000"
    ),
    ("axes: [{key: gap, factors: []}]", "sweep.yaml:1: axes[0]: no value; write one or more"),
    ("points: points.csv", "points.csv:2: materials.*.jc.jc0: 1e308 is beyond all numbers"),
  ])
  func `refuses more than it could hold before it takes memory for it`(sweep: String, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(sweep, to: "sweep.yaml")
    try folder.write("materials.*.jc.jc0[kA/cm^2]\n1e308\n", to: "points.csv")
    // In kB: a million points and the program, not much more.
    try folder.write("ulimit -v 3000000; exec '\(Run.program.path)' sweep sweep.yaml", to: "limited.sh")
    let run = try Run(["limited.sh"], in: folder, program: URL(filePath: "/bin/bash"))
    #expect(run.status == 65 && run.errors.contains(message), "\(run.errors)")
    #expect(try !folder.contents().contains("sweep.sqlite"))
  }

  @Test func `no room for the store ends with 73, and goes on when there is some`() throws {
    let folder = try SweepFixture.folder()
    // The shell's limit of the size of files, in kB: enough for an empty store, not for all results.
    try folder.write(
      "ulimit -f 90; trap '' XFSZ; exec '\(Run.program.path)' sweep sweep.yaml --jobs 1", to: "limited.sh")
    let run = try Run(["limited.sh"], in: folder, program: URL(filePath: "/bin/bash"))
    #expect(run.status == 73, "\(run.errors)")
    #expect(run.errors.contains("what the sweep has computed until now is kept"))
    #expect(try SweepFixture.checkedCount("sweep.sqlite", in: folder).integrity == "ok")
    #expect(try Run(["sweep", "sweep.yaml"], in: folder).status == 0)
    #expect(try SweepFixture.points(of: "sweep.sqlite", in: folder) == Self.reference())
  }
}
