import Foundation
import FoundationEssentials
import HostSystem

/// A run of the program that is still going on.
final class BackgroundRun {
  let process = Process()
  private let folder: TemporaryFolder
  private let name: String

  /// - Parameter name: of its output's files, where several run in one folder.
  init(
    _ arguments: [String], in folder: TemporaryFolder, name: String = "run", environment: [String: String] = [:]
  ) throws {
    (self.folder, self.name) = (folder, name)
    try folder.write("", to: ".\(name)-output")
    try folder.write("", to: ".\(name)-errors")
    process.executableURL = Run.program
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: folder.url.appending(path: ".\(name)-output"))
    process.standardError = try FileHandle(forWritingTo: folder.url.appending(path: ".\(name)-errors"))
    try process.run()
  }

  /// Sends a signal; nothing when the run has ended.
  func send(_ number: Int32) { if process.isRunning { kill(process.processIdentifier, number) } }

  /// Waits for the end; the exit status, and what it said.
  func end() throws -> (status: Int32, bySignal: Bool, errors: String) {
    process.waitUntilExit()
    return (
      process.terminationStatus, process.terminationReason == .uncaughtSignal, try folder.text(of: ".\(name)-errors")
    )
  }

  /// Waits for the end.
  ///
  /// - Returns: the exit status; nil for a run that a signal ended.
  func wait() -> Int32? {
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : nil
  }

  /// Ends it with a signal, unless it has ended by itself; returns as `wait` does.
  @discardableResult
  func end(with signal: Int32) -> Int32? {
    send(signal)
    return wait()
  }

  /// Waits until something is true, for ten seconds at most.
  static func wait(until isTrue: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<5000 {
      if try isTrue() { return true }
      usleep(2000)
    }
    return false
  }
}
