import Foundation
import FoundationEssentials
import HostSystem

/// A finished run of the program.
struct Run {
  var status: Int32
  var output: String
  var errors: String

  /// - Parameters:
  ///   - environment: changes to that of the tests.
  ///   - program: another one than fem-bulk.
  init(
    _ arguments: [String], in folder: TemporaryFolder? = nil, environment: [String: String] = [:], program: URL? = nil
  ) throws {
    let scratch = try folder ?? TemporaryFolder()
    // Files instead of pipes: a pipe that nobody empties stops the program.
    try scratch.write("", to: ".stdout")
    try scratch.write("", to: ".stderr")
    let process = Process()
    process.executableURL = program ?? Self.program
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.arguments = arguments
    process.currentDirectoryURL = scratch.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: scratch.url.appending(path: ".stdout"))
    process.standardError = try FileHandle(forWritingTo: scratch.url.appending(path: ".stderr"))
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = try scratch.text(of: ".stdout")
    errors = try scratch.text(of: ".stderr")
  }

  /// The program lies beside the bundle of the tests.
  static var program: URL {
    #if os(macOS)
      Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
        .appending(path: "fem-bulk") ?? URL(filePath: "fem-bulk")
    #else
      URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "fem-bulk")
    #endif
  }
}

/// A folder that goes with its last user.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "fem-bulk-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  func write(_ data: Data, to name: String) throws { try data.write(to: url.appending(path: name)) }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(at: url.appending(path: name), withIntermediateDirectories: true)
  }

  func text(of name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
  }

  /// Names of visible files, sorted.
  func contents(of name: String = ".") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.appending(path: name).path).filter { !$0.hasPrefix(".") }
      .sorted()
  }
}
