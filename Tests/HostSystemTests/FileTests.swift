import FoundationEssentials
import HostSystem
import Testing

/// A path of this test's own, gone afterwards with all that was written there.
private func withPath(_ body: (String) throws -> Void) rethrows {
  let path = FileManager.default.temporaryDirectory.appending(path: "fem-bulk-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: path) }
  try body(path)
}

@Suite struct `Files` {
  @Test func `are new, or replaced as a whole`() throws {
    try withPath { folder in
      try createFolders("\(folder)/a//b/")
      #expect(try !createFolder(exclusively: "\(folder)/a") && isFolder("\(folder)/a/b"))
      let path = "\(folder)/a/text"
      try writeNewFile(path, "first")
      #expect(throws: OutputError(.writeFile, path: path, reason: "File exists")) { try writeNewFile(path, "second") }
      #expect(try readInput(path, what: "text") == "first")
      try keepAside(path, as: path + ".previous")
      try replaceFile(path, "third")
      #expect(try readInput(path, what: "text") == "third")
      #expect(try readInput(path + ".previous", what: "text") == "first")
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/a").count == 3)
      removeFile(path)
      removeFile(path)
      #expect(!exists(path))
      let missing = "\(folder)/none/text"
      #expect(throws: OutputError(.writeFile, path: missing, reason: "No such file or directory")) {
        try replaceFile(missing, "")
      }
    }
  }

  @Test func `that are databases are known by their first bytes`() throws {
    try withPath { path in
      #expect(!isSQLite(path))
      try replaceFile(path, "SQLite format 3")
      #expect(!isSQLite(path))
      try replaceFile(path, "SQLite format 3\0 and more")
      #expect(isSQLite(path))
      #expect(!isSQLite("/"))
    }
  }

  @Test func `have the checksum that everybody knows`() {
    #expect(crc32("123456789".utf8) == 0xCBF4_3926)
    #expect(crc32([]) == 0)
  }
}

@Suite struct `Locks` {
  @Test func `of a folder keep others out until they are let go of`() throws {
    try withPath { folder in
      try createFolders(folder)
      do {
        let lock = try #require(FolderLock(folder))
        #expect(FolderLock(folder) == nil)
        withExtendedLifetime(lock) {}
      }
      #expect(FolderLock(folder) != nil)
    }
  }

  @Test func `of numbers tell who lives`() throws {
    try withPath { path in
      let one = try NumberLocks(path: path)
      do {
        let other = try NumberLocks(path: path)
        #expect(one.hold(1) && other.hold(2))
        #expect(!one.hold(2) && one.isHeldElsewhere(2) && other.isHeldElsewhere(1))
        #expect(!one.isHeldElsewhere(1) && !one.isHeldElsewhere(3))
      }
      #expect(!one.isHeldElsewhere(2) && one.hold(2))
      let missing = "\(path)/owners"
      #expect(throws: OutputError(.writeFile, path: missing, reason: "Not a directory")) {
        try NumberLocks(path: missing)
      }
    }
  }
}
