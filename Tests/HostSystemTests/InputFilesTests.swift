import Testing

@testable import HostSystem

@Suite struct `Input files` {
  @Test func `a missing file is told with what it should be`() {
    #expect(throws: InputError(.missing, "nowhere.yaml: no such case file")) {
      try readInput("nowhere.yaml", what: "case file")
    }
  }

  @Test func `a folder is no file`() {
    #expect(throws: InputError(.missing, ".: not a file; name a case file")) { try readInput(".", what: "case file") }
  }

  @Test func `a file over the limit is refused, one at the limit is read`() throws {
    let file = "/proc/self/cmdline"
    let text = try readInput(file, what: "text")
    #expect(!text.isEmpty)
    #expect(throws: InputError.self) { try readInput(file, what: "text", limit: text.utf8.count - 1) }
    #expect(try readInput(file, what: "text", limit: text.utf8.count) == text)
  }

  @Test(arguments: [("a/b.yaml", "a/"), ("b.yaml", ""), ("/b.yaml", "/")])
  func `the folder of a path is what stands before the last slash`(path: String, folder: String) {
    #expect(folderOf(path) == folder)
    #expect(joined(folder, "b.yaml") == path)
  }

  @Test func `checksums are those of zlib`() {
    #expect(crc32("123456789".utf8) == 0xCBF4_3926)
    #expect(crc32("".utf8) == 0)
  }
}
