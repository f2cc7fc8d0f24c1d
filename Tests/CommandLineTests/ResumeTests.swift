import CaseSamples
import Foundation
import FoundationEssentials
import HostSystem
import Testing

@testable import fem_bulk

/// Runs that are stopped or killed, and what becomes of them.
@Suite struct `Stopped runs` {
  /// Long enough to be stopped: half a second.
  private static let longCase = goodCase.replacing("cells_r: 20, cells_z: 8", with: "cells_r: 48, cells_z: 20")
  private static let arguments = ["simulate", "pair.yaml", "--no-report", "--checkpoint", "0.01 s"]

  private func folderWithCase() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(Self.longCase, to: "pair.yaml")
    return folder
  }

  /// The run's folder, relative.
  private func runFolder(_ folder: TemporaryFolder, _ parent: String = "runs") throws -> String {
    try #require(existingRunFolder(folder, parent))
  }

  /// nil as long as there is none.
  private func existingRunFolder(_ folder: TemporaryFolder, _ parent: String = "runs") -> String? {
    (try? folder.contents(of: parent))?.first.map { "\(parent)/\($0)" }
  }

  private func exists(_ folder: TemporaryFolder, _ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.url.appending(path: name).path)
  }

  /// A run that has been saved and is still going on.
  private func savedRun(_ folder: TemporaryFolder) throws -> (run: BackgroundRun, name: String) {
    let run = try BackgroundRun(Self.arguments, in: folder)
    var name = ""
    let isSaved = BackgroundRun.wait {
      name = existingRunFolder(folder) ?? ""
      return !name.isEmpty && exists(folder, "\(name)/checkpoint")
    }
    #expect(isSaved)
    return (run, name)
  }

  @Test(arguments: [SIGTERM, SIGINT]) func `save, end with 75 and are gone on with`(number: Int32) throws {
    let folder = try folderWithCase()
    let (run, name) = try savedRun(folder)
    run.send(number)
    let (status, bySignal, errors) = try run.end()
    #expect(status == 75 && !bySignal)
    #expect(errors.contains("pair: stopped in stage ") && errors.hasSuffix("go on with: fem-bulk resume \(name)\n"))
    #expect(!exists(folder, "\(name)/summary.json"))
    let resumed = try Run(["resume", name, "--no-report"], in: folder)
    #expect(resumed.status == 0 && resumed.output.contains("Folder: \(name)"), "\(resumed.errors)")
    let provenance = try folder.text(of: "\(name)/provenance.json")
    #expect(provenance.contains("\"resumed\"") && provenance.contains("\"simulate\""))
    let again = try Run(["resume", name], in: folder)
    #expect(again.status == 65)
    #expect(again.errors == "fem-bulk: \(name): the run is complete; nothing is left to resume\n")
  }

  @Test func `save and go on when SIGUSR1 asks`() throws {
    let folder = try folderWithCase()
    // After its first step it is not saved again by itself.
    let run = try BackgroundRun(["simulate", "pair.yaml", "--no-report", "--checkpoint", "1 h"], in: folder)
    var name = ""
    #expect(
      BackgroundRun.wait {
        name = existingRunFolder(folder) ?? ""
        return exists(folder, "\(name)/checkpoint")
      })
    #expect(!exists(folder, "\(name)/checkpoint.previous"))
    run.send(SIGUSR1)
    var saved = false
    _ = BackgroundRun.wait {
      saved = exists(folder, "\(name)/checkpoint.previous")
      return saved || !run.process.isRunning
    }
    #expect(try run.end().status == 0 && saved)
    #expect(exists(folder, "\(try runFolder(folder))/summary.json"))
  }

  /// More with FEM_BULK_KILLS=100.
  @Test(arguments: [longCase, HeatedCases.jumpingHalfWay, HeatedCases.held])
  func `end with the same bytes however often they are killed`(
    text: String
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "pair.yaml")
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try Run(Self.arguments + ["--output", "whole"], in: folder).status == 0)
    let length = (clock.now - start) / .seconds(1)
    let whole = try runFolder(folder, "whole")
    let wanted = ProcessInfo.processInfo.environment["FEM_BULK_KILLS"].flatMap(Int.init) ?? 8
    var (equal, kills) = (0, 0)
    for attempt in 0..<4 * wanted where equal < wanted {
      let parent = "runs-\(attempt)"
      var run = try BackgroundRun(Self.arguments + ["--output", parent], in: folder)
      func killSometime() throws {
        usleep(UInt32(1e6 * Double.random(in: 0...length)))
        run.send(SIGKILL)
        if try run.end().bySignal { kills += 1 }
      }
      try killSometime()
      guard let name = existingRunFolder(folder, parent) else { continue }
      guard exists(folder, "\(name)/checkpoint") else {
        // Killed before the first step, or after the last file.
        if !exists(folder, "\(name)/summary.json") {
          let refused = try Run(["resume", name], in: folder)
          #expect(refused.status == 65 && refused.errors.contains("checkpoint: is missing"))
        }
        continue
      }
      if attempt % 2 == 0 {
        run = try BackgroundRun(["resume", name, "--no-report", "--checkpoint", "0.01 s"], in: folder)
        try killSometime()
      }
      if !exists(folder, "\(name)/summary.json") {
        let resumed = try Run(["resume", name, "--no-report"], in: folder)
        #expect(resumed.status == 0, "\(resumed.errors)")
      }
      for file in ["summary.json", "history.csv", "case.yaml"] {
        #expect(try folder.text(of: "\(name)/\(file)") == folder.text(of: "\(whole)/\(file)"), "\(file)")
      }
      // A kill between the last file and the end of the checkpoints leaves these.
      let files = try folder.contents(of: name).filter { !$0.hasPrefix("checkpoint") }
      #expect(try files == folder.contents(of: whole))
      equal += 1
    }
    #expect(equal == wanted)
    print("\(equal) runs killed \(kills) times, each resumed to the same bytes")
  }

  @Test func `with a damaged, missing or foreign checkpoint are refused with 65`() throws {
    let folder = try folderWithCase()
    let (run, name) = try savedRun(folder)
    _ = BackgroundRun.wait { exists(folder, "\(name)/checkpoint.previous") }
    run.send(SIGTERM)
    #expect(try run.end().status == 75)
    let file = folder.url.appending(path: "\(name)/checkpoint")
    let bytes = try Data(contentsOf: file)
    func refused(_ reason: String) throws {
      let resumed = try Run(["resume", name], in: folder)
      #expect(resumed.status == 65 && resumed.output.isEmpty && resumed.errors.contains(reason), "\(resumed.errors)")
      #expect(!exists(folder, "\(name)/summary.json"))
    }
    for place in [0, 20, 45, bytes.count / 2, bytes.count - 1] {
      var damaged = bytes
      damaged[place] ^= 4
      try damaged.write(to: file)
      try refused(place < 20 ? "is no checkpoint of fem-bulk" : "is damaged: its checksum is wrong")
      try bytes.prefix(place).write(to: file)
      try refused("checkpoint is ")
    }
    // The one before it is whole.
    #expect(try Run(["resume", name, "--previous", "--checkpoint", "10 min"], in: folder).status == 0)
  }

  @Test func `of a case that was changed since are refused with 65`() throws {
    let folder = try folderWithCase()
    let (run, name) = try savedRun(folder)
    run.send(SIGTERM)
    #expect(try run.end().status == 75)
    let text = try folder.text(of: "\(name)/case.yaml")
    try folder.write(text.replacing("n: 21", with: "n: 22"), to: "\(name)/case.yaml")
    let changed = try Run(["resume", name], in: folder)
    #expect(changed.status == 65)
    #expect(changed.errors.contains("case.yaml: is not the case that the checkpoint is of"), "\(changed.errors)")
    try folder.write(text, to: "\(name)/case.yaml")
    #expect(try Run(["resume", name, "--no-report"], in: folder).status == 0)

    let absent = try Run(["resume", "runs/none"], in: folder)
    #expect(absent.status == 66 && absent.errors == "fem-bulk: runs/none: no such run folder\n")
  }

  @Test func `are worked on by one process at a time`() throws {
    let folder = try folderWithCase()
    let (run, name) = try savedRun(folder)
    let second = try Run(["resume", name], in: folder)
    #expect(second.status == 73)
    #expect(second.errors.contains("another run is working in this folder"), "\(second.errors)")
    #expect(try run.end().status == 0)
  }
}
