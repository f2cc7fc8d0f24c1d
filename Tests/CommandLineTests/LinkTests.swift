import Foundation
import FoundationEssentials
import Testing

/// Links of the documentation lead somewhere: files that are there, and headings in them.
@Suite struct `Links in the documentation` {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static let pages: [String] = {
    guard let files = FileManager.default.enumerator(atPath: root.path) else { return [] }
    var pages: [String] = []
    for case let file as String in files {
      let name = file.split(separator: "/").last ?? ""
      // Builds, also of the benchmarks' own packages, and what runs have left.
      if name.hasPrefix(".") || file.hasPrefix("runs") {
        files.skipDescendants()
      } else if file.hasSuffix(".md") {
        pages.append(file)
      }
    }
    return pages.sorted()
  }()

  /// The text without its blocks of code, in which brackets are no links.
  private func prose(_ page: URL) throws -> String {
    try String(contentsOf: page, encoding: .utf8).split(separator: "```", omittingEmptySubsequences: false)
      .enumerated().filter { $0.offset % 2 == 0 }.map { String($0.element) }.joined()
  }

  /// As GitHub makes them of headings.
  private func anchors(_ page: URL) throws -> Set<String> {
    let headings = try prose(page).split(separator: "\n").filter { $0.hasPrefix("#") }
    return Set(
      headings.map { heading in
        let text = heading.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces).lowercased()
        return String(text.compactMap { $0 == " " ? "-" : $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : nil })
      })
  }

  @Test(arguments: pages) func `lead somewhere`(page: String) throws {
    let url = Self.root.appending(path: page)
    for match in try prose(url).matches(of: /\]\(([^)\s]+)\)/) {
      let link = String(match.1)
      guard !link.contains("://"), !link.hasPrefix("mailto:") else { continue }
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let target = parts[0].isEmpty ? url : url.deletingLastPathComponent().appending(path: parts[0]).standardized
      #expect(FileManager.default.fileExists(atPath: target.path), "\(page): \(link)")
      if parts.count == 2, target.pathExtension == "md" {
        #expect(try anchors(target).contains(parts[1]), "\(page): \(link)")
      }
    }
  }

  @Test func `are looked for in all pages`() { #expect(Self.pages.count > 20 && Self.pages.contains("README.md")) }
}
