import Foundation
import Testing

@testable import CaseFiles

/// `FEM_BULK_RENEW_REFERENCE=1 swift test --filter KeyReferenceTests` writes what the grammar says into the page.
@Test func `the reference of keys in Documentation is that of the grammar`() throws {
  let page = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../Documentation/CaseFiles.md"
  ).standardizedFileURL
  let text = String(decoding: try Data(contentsOf: page), as: UTF8.self)
  let (start, end) = (
    "<!-- reference of keys: made by keyReference() -->\n\n", "\n<!-- end of the reference of keys -->"
  )
  let from = try #require(text.firstRange(of: start)?.upperBound)
  let to = try #require(text.firstRange(of: end)?.lowerBound)
  if ProcessInfo.processInfo.environment["FEM_BULK_RENEW_REFERENCE"] != nil {
    try Data((text[..<from] + keyReference() + text[to...]).utf8).write(to: page)
    return
  }
  #expect(
    text[from..<to] == keyReference(),
    "renew it: FEM_BULK_RENEW_REFERENCE=1 swift test --filter KeyReferenceTests")
}

@Suite struct `Reference of keys` {
  @Test(
    arguments: [
      "| `accuracy` | ratio, 0.001 % to 10 % | 0.3 % |", "| `bulks.*.inner_radius` | length, ≥ 0 | 0 mm |",
      "| `materials.*.n` | number, 1 to 10000 | required |",
      "| `mesh.cells_r` | whole number, 4 to 100000 | required |",
      "| `solver.system` | `condensed`, `banded` | – |", "| `law: kim` |", "| `peak_jc` | current density, > 0 |",
      "| `rate` | temperature rate, > 0 |", "| length | `m`, `cm`, `mm`, `um` |",
    ])
  func `says what a key takes`(row: String) {
    #expect(keyReference().contains(row))
  }

  /// Whoever reads the page wants a sentence for each key.
  @Test func `has a sentence for every key`() {
    let rows = keyReference().split(separator: "\n").filter { $0.hasPrefix("| `") }
    #expect(rows.count > 50)
    for row in rows { #expect(!row.hasSuffix("|  |"), "\(row)") }
  }
}
