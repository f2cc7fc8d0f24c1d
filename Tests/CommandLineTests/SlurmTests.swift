import Foundation
import GRDB
import Testing

@testable import fem_bulk

@Suite(.serialized) struct `Sweeps on Slurm` {
  private static let sweep = """
    case: case.yaml
    axes:
      - {key: materials.kim.jc.jc0, from: 2e8 A/m^2, to: 6e8 A/m^2, count: 50}
      - {key: protocol.0.cool.field, values: [2 T, 3 T, 4 T, 5 T]}
    """
  /// Fine enough that a task of 20 points takes a second or more.
  private static let caseText = SweepFixture.caseText.replacing("accuracy: 1 %", with: "accuracy: 0.1 %")

  @Test func `dry run prints the script and leaves nothing behind`() throws {
    let folder = try SweepFixture.folder(Self.sweep, caseText: Self.caseText)
    let run = try Run(
      [
        "sweep", "sweep.yaml", "--engine", "slurm", "--chunk", "30", "--time", "5", "--sbatch=--partition=short",
        "--dry-run",
      ],
      in: folder)
    #expect(run.status == 0, "\(run.errors)")
    for line in [
      "#SBATCH --array=0-6", "#SBATCH --time=5", "#SBATCH --partition=short", "#SBATCH --signal=B:USR1@60", "exec '",
    ] { #expect(run.output.contains("\n\(line)")) }
    #expect(try folder.contents() == ["case.yaml", "sweep.yaml"])
  }

  @Test func `without Slurm the points are kept and the message says what is missing`() throws {
    let folder = try SweepFixture.folder(Self.sweep, caseText: Self.caseText)
    let run = try Run(["sweep", "sweep.yaml", "--engine", "slurm"], in: folder, environment: ["PATH": "/nowhere"])
    #expect(run.status == 70)
    #expect(run.errors.contains("sbatch is not installed"))
    let waiting = try SweepFixture.query("sweep.sqlite", in: folder) { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM points WHERE status = 'waiting'")
    }
    #expect(waiting == 200)
  }

  /// 200 points in ten tasks; one task is killed, one hangs until its time is up, the controller restarts meanwhile.
  @Test(.enabled(if: SlurmCluster.isPossible), .timeLimit(.minutes(3)))
  func `every point is there once with the local engine's bits, whatever becomes of tasks and controller`() throws {
    let local = try SweepFixture.folder(Self.sweep, caseText: Self.caseText)
    #expect(try Run(["sweep", "sweep.yaml"], in: local).status == 0)
    let cluster = try SlurmCluster()
    let folder = try SweepFixture.folder(Self.sweep, caseText: Self.caseText)
    let run = try BackgroundRun(
      ["sweep", "sweep.yaml", "--engine", "slurm", "--chunk", "20"], in: folder, name: "sweep",
      environment: cluster.environment)
    let round = folder.url.appending(path: "sweep.sqlite-slurm/round-1").path

    func process(ofTask index: Int) throws -> Int32 {
      var found: Int32?
      try cluster.waitUntil(30) {
        found = SlurmCluster.processes(endingWith: ["sweep", "task", round, "\(index)"]).first
        return found != nil
      }
      return try #require(found)
    }
    kill(try process(ofTask: 0), SIGSTOP)
    kill(try process(ofTask: 1), SIGKILL)
    let job = try #require(try cluster.shell("squeue --noheader --format=%F").output.split(separator: "\n").first)
    #expect(try cluster.shell("scontrol update JobId=\(job)_0 EndTime=now").status == 0)
    try cluster.restartController()

    #expect(run.wait() == 0)
    let errors = try folder.text(of: ".sweep-errors")
    #expect(errors.contains("_0 ended as TIMEOUT"), "\(errors)")
    #expect(errors.contains("_1 ended as FAILED"), "\(errors)")
    let points = try SweepFixture.points(of: "sweep.sqlite", in: folder)
    #expect(points.count == 200)
    #expect(try points == SweepFixture.points(of: "sweep.sqlite", in: local))
    #expect(try Run(["sweep", "collect", "sweep.sqlite"], in: folder, environment: cluster.environment).status == 0)
    #expect(try SweepFixture.points(of: "sweep.sqlite", in: folder) == points)
  }
}
