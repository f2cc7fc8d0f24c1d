import BulkSimulation
import FoundationEssentials
import Glibc
import HostSystem
import Notation
import Testing

@testable import RunFolders

struct RunFolderTests {
  @Test func `a run leaves exactly these files`() throws {
    try withTemporaryFolder { parent in
      let folder = try RunFolder(parent: "\(parent)/new/runs", name: "pair")
      try folder.write(sampleRecord(folder))
      #expect(
        try files(below: folder.path) == [
          "case.yaml", "provenance.json", "history.csv", "summary.json", "fields.pvd", "fields/stage-1-ramp.vtu",
        ])
      #expect(try contents("\(folder.path)/case.yaml") == "name: pair\n")
      #expect(try contents("\(folder.path)/history.csv") == HistoryTable(sampleResult()).table.csv)
      #expect(try contents("\(folder.path)/summary.json") == encodeJSON(RunSummary(sampleResult())) + "\n")
      #expect(try contents("\(folder.path)/fields/stage-1-ramp.vtu") == vtuText(sampleFields()))
      #expect(try contents("\(folder.path)/fields.pvd").contains(#"file="fields/stage-1-ramp.vtu""#))
    }
  }

  @Test func `without field maps there is no collection`() throws {
    try withTemporaryFolder { parent in
      let folder = try RunFolder(parent: parent, name: "pair")
      try folder.write(sampleRecord(folder, sampleResult(fields: nil)))
      #expect(
        try files(below: folder.path) == ["case.yaml", "provenance.json", "history.csv", "summary.json"])
    }
  }

  @Test func `the name carries the time in UTC`() throws {
    try withTemporaryFolder { parent in
      let time = Date(timeIntervalSince1970: 1_785_576_600)
      let first = try RunFolder(parent: parent, name: "a pair/../x", time: time)
      #expect(first.path == "\(parent)/a-pair-..-x-20260801-093000")
      let second = try RunFolder(parent: parent + "/", name: "a pair/../x", time: time)
      #expect(second.path == "\(parent)/a-pair-..-x-20260801-093000-2")
      #expect(try RunFolder(parent: parent, name: "a pair/../x", time: time).path == first.path + "-3")
    }
  }

  @Test(arguments: [("", "run"), ("..", "run"), ("/", "run"), (".hidden", "hidden"), ("Größe 1", "Größe-1")])
  func `names are safe for the file system`(name: String, expected: String) {
    #expect(fileName(from: name) == expected)
    #expect(fileName(from: String(repeating: "ü", count: 300)).utf8.count == 80)
  }

  @Test func `runs at the same instant never share a folder`() async throws {
    let parent = FileManager.default.temporaryDirectory.appending(path: "fem-bulk-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: parent) }
    let time = Date(timeIntervalSince1970: 0)
    let paths = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<40 {
        group.addTask { try RunFolder(parent: "\(parent)/runs", name: "pair", time: time).path }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(paths.count == 40)
  }

  @Test func `nothing is overwritten`() throws {
    try withTemporaryFolder { parent in
      let folder = try RunFolder(parent: parent, name: "pair")
      try folder.write(sampleRecord(folder, caseText: "first"))
      #expect(throws: OutputError(.writeFile, path: "\(folder.path)/provenance.json", reason: "File exists")) {
        try folder.write(sampleRecord(folder, caseText: "second"))
      }
      #expect(try contents("\(folder.path)/case.yaml") == "first\n")
    }
  }

  // Root may write anywhere, so this one needs another user; the refusals after it meet root as well.
  @Test(.enabled(if: geteuid() != 0, "root may write into a read-only folder"))
  func `a read-only parent is an error with the folder's path`() throws {
    try withTemporaryFolder { parent in
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: parent)
      let error = #expect(throws: OutputError.self) { try RunFolder(parent: parent, name: "pair") }
      #expect(error?.path.hasPrefix("\(parent)/pair-") == true)
      #expect(error?.reason == "Permission denied")
    }
  }

  @Test func `a parent that cannot be made is an error with its path`() {
    let error = #expect(throws: OutputError.self) { try RunFolder(parent: "/proc/fem-bulk", name: "pair") }
    #expect(error?.path == "/proc/fem-bulk")
    #expect(error?.description.hasPrefix("cannot create the folder /proc/fem-bulk: ") == true)
  }

  @Test func `a parent that is a file is an error with its path`() throws {
    try withTemporaryFolder { parent in
      try writeNewFile("\(parent)/file", "")
      #expect(throws: OutputError(.createFolder, path: "\(parent)/file", reason: "Not a directory")) {
        try RunFolder(parent: "\(parent)/file", name: "pair")
      }
    }
  }

  @Test func `a folder that has gone is an error with the file's path and leaves nothing behind`() throws {
    try withTemporaryFolder { parent in
      let folder = try RunFolder(parent: parent, name: "pair")
      try FileManager.default.removeItem(atPath: folder.path)
      #expect(
        throws: OutputError(.writeFile, path: "\(folder.path)/case.yaml", reason: "No such file or directory")
      ) {
        try folder.write(sampleRecord(folder, caseText: ""))
      }
      #expect(try files(below: parent).isEmpty)
    }
  }

  @Test func `provenance holds times and arguments but no absolute path`() {
    let text = encodeJSON(sampleProvenance(sampleResult().numerics))
    for part in [
      #""version" : "0.1.0""#, #""commit" : "abc123""#, #""pair.yaml""#, #""--output=runs""#, #""total_s" : 0.875"#,
      #""setup_s" : 0.25"#, #""started" : "2026-08-01T09:30:00Z""#,
    ] {
      #expect(text.contains(part), "\(part) is missing in \(text)")
    }
    #expect(!text.contains("someone"))
    #expect(!text.contains("/srv"))
  }
}
