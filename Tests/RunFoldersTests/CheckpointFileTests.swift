import BulkSimulation
import FoundationEssentials
import HostSystem
import Magnets
import Testing

@testable import RunFolders

@Suite struct `Checkpoint files` {
  private static func state(afterSteps steps: Int) throws -> SimulationState {
    var (left, saved): (Int, SimulationState?) = (steps, nil)
    let checkpoints = Checkpoints {
      left -= 1
      return left > 0 ? .goOn : .stop
    } save: { state, _ in
      saved = state
    }
    #expect(throws: SimulationError.self) { try simulate(sampleCase, checkpoints: checkpoints) }
    return try #require(saved)
  }

  private static func file(_ state: SimulationState, caseText: String = "name: disc\n") -> CheckpointFile {
    CheckpointFile(
      origin: .init(version: "0.1.0", commit: nil, caseText: caseText, meshText: nil), arguments: ["simulate"],
      started: Date(timeIntervalSince1970: 1_785_576_600), state: state)
  }

  @Test func `are read as they were written`() throws {
    let file = Self.file(try Self.state(afterSteps: 12))
    let again = try CheckpointFile(file.bytes, path: "checkpoint")
    #expect("\(again)" == "\(file)")
  }

  @Test func `are refused after any change of a byte, and at any shorter length`() throws {
    let bytes = Self.file(try Self.state(afterSteps: 12)).bytes
    #expect(bytes.count > 2000)
    var refused = 0
    func refuse(_ damaged: [UInt8]) {
      do throws(RunFolderError) {
        _ = try CheckpointFile(damaged, path: "runs/x/checkpoint")
        Issue.record("read")
      } catch {
        #expect(error.description.hasPrefix("runs/x/checkpoint is "))
        refused += 1
      }
    }
    // The line and what follows it, then places all over the file.
    let places = Array(0..<100) + (0..<1000).map { _ in Int.random(in: 0..<bytes.count) }
    for place in places {
      var damaged = bytes
      damaged[place] ^= 1 << UInt8.random(in: 0..<8)
      refuse(damaged)
      refuse(Array(bytes[..<place]))
    }
    refuse(bytes + [0])
    #expect(refused == 2 * places.count + 1)
  }

  @Test func `replace each other, and the one before is kept`() throws {
    try withTemporaryFolder { parent in
      let (first, second) = (Self.file(try Self.state(afterSteps: 6)), Self.file(try Self.state(afterSteps: 12)))
      let name: String
      do {
        let folder = try RunFolder(parent: parent, name: "disc")
        name = folder.path
        try folder.prepare(case: "name: disc\n", attachments: [:])
        try folder.write(first)
        try folder.write(second)
        // Its own process is still at it.
        #expect(throws: RunFolderError.inUse(path: name)) { try RunFolder(resuming: name) }
      }
      try Data("half".utf8).write(to: URL(filePath: "\(name)/history.csv.part"))
      let folder = try RunFolder(resuming: name + "/")
      #expect(try files(below: name) == ["case.yaml", "checkpoint", "checkpoint.previous"])
      let (last, previous) = (try folder.checkpoint(), try folder.checkpoint(previous: true))
      #expect("\(last)" == "\(second)" && "\(previous)" == "\(first)")
      try Data(second.bytes.dropLast()).write(to: URL(filePath: "\(name)/checkpoint"))
      #expect(
        throws: RunFolderError.damaged(
          path: "\(name)/checkpoint",
          reason: "is damaged: its checksum is wrong; the one before it is taken by --previous")
      ) { try folder.checkpoint() }
      // A complete run has none.
      try folder.write(sampleRecord(folder, caseText: "name: disc"))
      #expect(try files(below: name).isDisjoint(with: ["checkpoint", "checkpoint.previous"]))
      #expect(try contents("\(name)/case.yaml") == "name: disc\n")
      #expect(throws: RunFolderError.noCheckpoint(path: "\(name)/checkpoint")) { try folder.checkpoint() }
    }
  }

  @Test func `are missed where there are none`() throws {
    try withTemporaryFolder { parent in
      #expect(throws: RunFolderError.noFolder(path: "\(parent)/x")) { try RunFolder(resuming: "\(parent)/x") }
      let path = try RunFolder(parent: parent, name: "disc").path
      #expect(throws: RunFolderError.noCheckpoint(path: "\(path)/checkpoint")) {
        try RunFolder(resuming: path).checkpoint()
      }
    }
  }
}
