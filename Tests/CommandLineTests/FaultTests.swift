import CaseSamples
import Foundation
import FoundationEssentials
import HostSystem
import Testing

@testable import fem_bulk

/// What goes wrong around the program: disks, rights, memory, other programs.
@Suite struct `Faults` {
  private static let shortCase = goodCase.replacing("cells_r: 20, cells_z: 8", with: "cells_r: 8, cells_z: 4")

  /// A file system of its own can only be made by root, and not in every container.
  private static let mountWorks: Bool = {
    guard let folder = try? TemporaryFolder(), (try? SmallDisk(in: folder, size: "64k")) != nil else { return false }
    return true
  }()

  /// A tmpfs of a fixed size at `disk`, gone with its last user.
  private final class SmallDisk {
    private let path: String
    struct Failure: Error {}

    init(in folder: TemporaryFolder, size: String) throws {
      try folder.makeFolder("disk")
      path = folder.url.appending(path: "disk").path
      guard try shell("mount -t tmpfs -o size=\(size) tmpfs '\(path)'") == 0 else { throw Failure() }
    }

    func makeReadOnly() throws { #expect(try shell("mount -o remount,ro '\(path)'") == 0) }

    deinit { _ = try? shell("umount '\(path)'") }
  }

  @Test(.enabled(if: mountWorks), arguments: ["8k", "24k", "40k"])
  func `a full disk ends a run with 73 and the name of the file`(size: String) throws {
    let folder = try TemporaryFolder()
    let disk = try SmallDisk(in: folder, size: size)
    try folder.write(Self.shortCase, to: "pair.yaml")
    for checkpoints in [[], ["--checkpoint", "0.001 s"]] {
      let run = try Run(["simulate", "pair.yaml", "--output", "disk/runs"] + checkpoints, in: folder)
      #expect(run.status == 73 && run.output.isEmpty, "\(run.errors)")
      #expect(run.errors.contains("fem-bulk: cannot write the file disk/runs/pair-"), "\(run.errors)")
      #expect(run.errors.contains("No space left on device"))
      // What is there can be read, and nothing is half there.
      let name = try #require(try folder.contents(of: "disk/runs").last)
      let files = try folder.contents(of: "disk/runs/\(name)")
      #expect(!files.contains("summary.json") && !files.contains { $0.hasSuffix(".part") }, "\(files)")
      for file in files where file != "fields" { #expect(try !folder.text(of: "disk/runs/\(name)/\(file)").isEmpty) }
      #expect(try shell("rm -r '\(folder.url.path)/disk/runs'") == 0)
    }
    _ = disk
  }

  @Test(.enabled(if: mountWorks)) func `a run that was saved before the disk was full is gone on with when it is not`()
    throws
  {
    let folder = try TemporaryFolder()
    let disk = try SmallDisk(in: folder, size: "200k")
    try folder.write(Self.shortCase, to: "pair.yaml")
    let run = try BackgroundRun(
      ["simulate", "pair.yaml", "--no-report", "--output", "disk/runs", "--checkpoint", "0.001 s"], in: folder)
    // Too large for the disk: field maps of 9000 cells.
    let status = try run.end().status
    let name = try #require(try folder.contents(of: "disk/runs").first)
    if status == 73 {
      #expect(try shell("mount -o remount,size=4m '\(folder.url.path)/disk'") == 0)
      let resumed = try Run(["resume", "disk/runs/\(name)", "--no-report"], in: folder)
      #expect(resumed.status == 0, "\(resumed.errors)")
    }
    #expect(try folder.contents(of: "disk/runs/\(name)").contains("summary.json"))
    _ = disk
  }

  @Test(.enabled(if: mountWorks)) func `a folder that cannot be written ends a run with 73 before it computes`() throws
  {
    let folder = try TemporaryFolder()
    let disk = try SmallDisk(in: folder, size: "1m")
    try disk.makeReadOnly()
    let run = try Run(["simulate", "--fcm", "7T", "--output", "disk/runs"], in: folder)
    #expect(run.status == 73 && run.output.isEmpty)
    #expect(run.errors == "fem-bulk: cannot create the folder disk/runs: Read-only file system\n")
  }

  @Test func `without gnuplot the result is the same`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.shortCase, to: "pair.yaml")
    let run = try Run(["simulate", "pair.yaml"], in: folder, environment: ["PATH": folder.url.path])
    #expect(run.status == 0 && run.output.contains("Report: "))
    #expect(run.errors.contains("gnuplot"), "\(run.errors)")
  }

  @Test func `a standard output that nobody reads ends it with 73`() throws {
    let folder = try TemporaryFolder()
    let status = try shell("cd '\(folder.url.path)' && '\(Run.program.path)' materials >/dev/full 2>errors")
    #expect(status == 73)
    #expect(try folder.text(of: "errors") == "fem-bulk: standard output: cannot be written\n")
  }

  /// The program ends, whatever kind of end the system gives it, and leaves nothing that looks like a result.
  @Test func `too little memory leaves no result behind`() throws {
    let folder = try TemporaryFolder()
    try folder.write(goodCase.replacing("cells_r: 20, cells_z: 8", with: "cells_r: 100, cells_z: 100"), to: "pair.yaml")
    let status = try shell(
      "cd '\(folder.url.path)' && ulimit -c 0 -v 700000 && SWIFT_BACKTRACE=enable=no timeout 60 '\(Run.program.path)'"
        + " simulate pair.yaml --no-report 2>errors")
    #expect(status != 0)
    for name in (try? folder.contents(of: "runs")) ?? [] {
      #expect(try !folder.contents(of: "runs/\(name)").contains("summary.json"))
    }
  }

  @Test(arguments: [
    ("mesh: {cells_r: 50000, cells_z: 10000}", "GB of memory"), ("output: {every: 1e-3 s}", "rows"),
  ])
  func `a case that is too large is refused with 65`(line: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let text = goodCase.split(separator: "\n").filter { !$0.hasPrefix("output:") && !$0.hasPrefix("mesh:") }
    try folder.write((text + [Substring(line)]).joined(separator: "\n"), to: "pair.yaml")
    let run = try Run(["simulate", "pair.yaml"], in: folder)
    #expect(
      run.status == 65 && run.errors.contains(reason) && run.errors.hasPrefix("fem-bulk: pair.yaml:"), "\(run.errors)")
    #expect(try folder.contents() == ["pair.yaml"])
  }

  @Test(arguments: ["../secret.csv", "/etc/passwd", "sub/../../secret.csv", "pipe"])
  func `a case reads no file outside of its folder, and no device`(file: String) throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("cases/sub")
    try folder.write("B[T],Jc[A/m^2]\n0,5e8\n1,3e8\n", to: "secret.csv")
    #expect(try shell("mkfifo '\(folder.url.path)/cases/pipe'") == 0)
    let law = "{law: table, file: \(file)}"
    try folder.write(
      goodCase.replacing("{law: kim, jc0: 5e8 A/m^2, b0: 1.5 T}", with: law), to: "cases/pair.yaml")
    let run = try Run(["check", "cases/pair.yaml"], in: folder)
    #expect(run.status == (file == "pipe" ? 66 : 65), "\(run.errors)")
    #expect(run.errors.contains(file == "pipe" ? "not a file" : "is outside of the folder of the case file"))
  }
}

/// Runs a line of shell; its exit status.
private func shell(_ line: String) throws -> Int32 {
  let process = Process()
  process.executableURL = URL(filePath: "/bin/sh")
  process.arguments = ["-c", line]
  process.standardInput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
  return process.terminationStatus
}
