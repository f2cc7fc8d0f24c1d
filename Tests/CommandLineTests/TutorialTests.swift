import Foundation
import Testing

/// The tutorial's commands, run in its order in one folder, print what it says they do.
@Test func `the tutorial is true`() throws {
  let page = try String(
    contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Documentation/Tutorial.md"),
    encoding: .utf8)
  let folder = try TemporaryFolder()
  let path = "\(Run.program.deletingLastPathComponent().path):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
  var output: [String] = []
  var commands = 0
  func execute(_ command: String) throws {
    let run = try Run(
      ["-c", command], in: folder, environment: ["PATH": path], program: URL(filePath: "/bin/sh"))
    // Without gnuplot a report warns, and ends well.
    #expect(run.status == 0, "\(command): \(run.errors)")
    output = run.output.split(separator: "\n").map(String.init)
    commands += 1
  }
  // Odd parts of a text split at fences are what stands between them.
  for (i, block) in page.components(separatedBy: "```").enumerated() where !i.isMultiple(of: 2) {
    let lines = block.split(separator: "\n").map(String.init)
    if lines.first == "sh" { for line in lines.dropFirst() { try execute(line) } }
    guard lines.first == "console" else { continue }
    for line in lines.dropFirst() {
      if line.hasPrefix("$ ") {
        try execute(String(line.dropFirst(2)))
      } else {
        #expect(output.contains { agrees($0, with: line) }, "\(line) is not among \(output)")
      }
    }
  }
  #expect(commands == 8)
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
