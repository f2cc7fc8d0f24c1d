import Foundation
import Testing

/// What the manifest and the READMEs promise of the house.
@Suite struct `House` {
  private static let root = URL(filePath: #filePath).appending(path: "../../..").standardized

  /// A target of the manifest, with the targets and products that it declares.
  private struct Target {
    var name: String
    var dependencies: Set<String>
    var isTest: Bool
    var folder: String { (isTest ? "Tests/" : "Sources/") + name }
    var module: String { Self.module(name) }
    var modules: Set<String> { Set(dependencies.map(Self.module)) }

    private static func module(_ name: String) -> String { name.replacingOccurrences(of: "-", with: "_") }
  }

  /// The targets of the manifest that lie in `Sources` and those of tests, in its order.
  private static func targets() throws -> [Target] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    // A folder of its own, for this one is locked while tests run.
    let scratch = FileManager.default.temporaryDirectory.appending(path: "fem-bulk-house-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    process.arguments = [
      "swift", "package", "--package-path", root.path, "--scratch-path", scratch.path, "dump-package",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    return try #require(document["targets"] as? [[String: Any]]).compactMap { target in
      guard let name = target["name"] as? String, target["path"] == nil else { return nil }
      let dependencies = (target["dependencies"] as? [[String: [Any]]] ?? []).compactMap {
        $0.values.first?[0] as? String
      }
      return Target(name: name, dependencies: Set(dependencies), isTest: target["type"] as? String == "test")
    }
  }

  /// The Swift files of a target, with their lines.
  private static func files(of target: Target) throws -> [(name: String, lines: [String])] {
    let folder = root.appending(path: target.folder)
    let names = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      return (
        "\(target.folder)/\(name)", text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      )
    }
  }

  /// The module that a line imports; nil for any other line.
  private static func module(_ line: String) -> String? {
    var words = line.split(separator: " ").map(String.init)
    words.removeAll { $0.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains($0) }
    return words.count == 2 && words[0] == "import" ? words[1] : nil
  }

  @Test func `a target imports only what stands above it in the manifest, and says so there`() throws {
    let targets = try Self.targets()
    #expect(targets.first?.name == "CLAPACK" && targets.count > 40)
    let modules = Set(targets.map(\.module))
    var above: Set<String> = []
    for target in targets {
      #expect(target.modules.intersection(modules).isSubset(of: above), "\(target.name) depends on what is below it")
      for file in try Self.files(of: target) {
        for module in file.lines.compactMap(Self.module) where modules.contains(module) {
          #expect(above.contains(module), "\(file.name) imports \(module)")
          // Else it compiles only as long as another target happens to be built before.
          #expect(target.modules.contains(module), "\(file.name) imports \(module), which the manifest does not say")
        }
      }
      above.insert(target.module)
    }
  }

  @Test func `a library depends on nothing that it does not import`() throws {
    let targets = try Self.targets().filter { !$0.isTest && $0.name != "fem-bulk" }
    let modules = Set(targets.map(\.module))
    for target in targets {
      let imported = Set(try Self.files(of: target).flatMap { $0.lines.compactMap(Self.module) })
      let idle = target.modules.intersection(modules).subtracting(imported)
      #expect(idle.isEmpty, "\(target.name) imports none of \(idle.sorted())")
    }
  }

  @Test func `the program only speaks`() throws {
    let program = try #require(try Self.targets().last { !$0.isTest })
    let files = try Self.files(of: program)
    let lines = files.reduce(0) { $0 + $1.lines.count }
    #expect(files.count > 20 && lines <= 3000, "\(lines) lines")
  }

  @Test func `each target's README says what it owns in under forty lines`() throws {
    // The doors to C are a map of names, without a README.
    let doors = ["CLAPACK", "CMinpack", "CNLopt"]
    for target in try Self.targets() where !target.isTest && !doors.contains(target.name) {
      let file = Self.root.appending(path: "Sources/\(target.name)/README.md")
      let text = try #require(try? String(contentsOf: file, encoding: .utf8), "\(target.name) has no README.md")
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines < 40, "\(target.name): \(lines) lines")
      #expect(text.count > 200, "\(target.name): the README says nothing")
    }
  }
}
