import Foundation
import Testing

/// Documentation/Changing.md names files that are there: whoever moves one is told.
@Suite struct `Where a change belongs` {
  private static let paths: [String] = {
    let page = repository.appending(path: "Documentation/Changing.md")
    guard let text = try? String(contentsOf: page, encoding: .utf8) else { return [] }
    return text.matches(of: /`((?:Sources|Tests|Documentation)\/[^`]+)`/).map { String($0.1) }
  }()

  @Test(arguments: paths) func `names files that are there`(path: String) {
    #expect(FileManager.default.fileExists(atPath: repository.appending(path: path).path))
  }

  @Test func `has five answers with files of each`() throws {
    let text = try String(contentsOf: repository.appending(path: "Documentation/Changing.md"), encoding: .utf8)
    let answers = text.split(separator: "\n## ").dropFirst()
    #expect(answers.count == 5)
    for answer in answers { #expect(answer.contains("\n1. `Sources/"), "\(answer.prefix(40))") }
    #expect(Self.paths.count > 15)
  }
}
