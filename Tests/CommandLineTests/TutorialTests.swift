import Foundation
import FoundationEssentials
import HostSystem
import Testing

/// The commands of the tutorial and of the pages on how to do something, run in each page's order in a folder of its own, print
/// what the page says they do.
@Test(arguments: [
  ("Tutorial", 7), ("HowTo/jc-table", 4), ("HowTo/own-material", 3), ("HowTo/ring-magnet", 6), ("HowTo/sub-cooling", 3),
  ("HowTo/imported-mesh", 4), ("HowTo/paper-figure", 6), ("HowTo/field-anywhere", 5), ("HowTo/solenoid", 2),
  ("HowTo/levitation", 2), ("HowTo/nmr", 5), ("HowTo/crack", 3),
])
func `a page's commands print what it says`(page: String, commandCount: Int) throws {
  let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
  let text = try String(contentsOf: root.appending(path: "Documentation/\(page).md"), encoding: .utf8)
  let folder = try TemporaryFolder()
  try FileManager.default.copyItem(at: root.appending(path: "meshes"), to: folder.url.appending(path: "meshes"))
  let path = "\(Run.program.deletingLastPathComponent().path):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
  var output: [String] = []
  var commands = 0
  func execute(_ command: String) throws {
    commands += 1
    // Without gnuplot a report warns, and ends well; a script of gnuplot is left out.
    if command.hasPrefix("gnuplot "), find("gnuplot") == nil { return }
    let run = try Run(
      ["-ec", command], in: folder, environment: ["PATH": path], program: URL(filePath: "/bin/sh"))
    #expect(run.status == 0, "\(command): \(run.errors)")
    output = run.output.split(separator: "\n").map(String.init)
  }
  // Odd parts of a text split at fences are what stands between them.
  for (i, block) in text.components(separatedBy: "```").enumerated() where !i.isMultiple(of: 2) {
    let lines = block.split(separator: "\n").map(String.init)
    // One script, since it may hold files.
    if lines.first == "sh" { try execute(lines.dropFirst().joined(separator: "\n")) }
    guard lines.first == "console" else { continue }
    for line in lines.dropFirst() {
      if line.hasPrefix("$ ") {
        try execute(String(line.dropFirst(2)))
      } else {
        #expect(output.contains { agrees($0, with: line) }, "\(line) is not among \(output)")
      }
    }
  }
  #expect(commands == commandCount)
}

/// Word by word, numbers to 0.5 %; `...` ends a line, or a word.
private func agrees(_ line: String, with expected: String) -> Bool {
  let words = line.split(separator: " ")
  for (i, word) in expected.split(separator: " ").enumerated() {
    if word == "..." { return true }
    guard words.indices.contains(i) else { return false }
    if word.hasSuffix("...") { return words[i].hasPrefix(word.dropLast(3)) }
    if let a = Double(word), let b = Double(words[i]) {
      if abs(a - b) > 0.005 * abs(a) { return false }
    } else if word != words[i] {
      return false
    }
  }
  return true
}
