import Foundation
import FoundationEssentials
import Testing

/// The article's listing is the file that is compiled here, and prints what the article says.
@Test func `the article on the trapped field is true`() throws {
  let tests = URL(filePath: #filePath).deletingLastPathComponent()
  let article = try String(
    contentsOf: tests.appending(path: "../../Sources/BulkSimulation/BulkSimulation.docc/TrappedField.md"),
    encoding: .utf8)
  let listing = try String(contentsOf: tests.appending(path: "LibraryExample.swift"), encoding: .utf8)
  #expect(article.contains("```swift\n\(listing)```"))

  let lines = try trappedField()
  let centre = lines.filter { $0.contains(" centre ") }.map { $0.split(separator: " ") }
  #expect(centre.map { $0[0] } == ["cool", "ramp", "hold"])
  let fields = centre.compactMap { Double($0[2]) }
  try #require(fields.count == 3)
  #expect(abs(fields[1] - 2.034) < 0.002 && abs(fields[2] - 1.759) < 0.002)
}
