import Foundation

/// A run of the program that is still going on.
struct BackgroundRun {
  let process = Process()
  private let folder: TemporaryFolder

  init(_ arguments: [String], in folder: TemporaryFolder) throws {
    self.folder = folder
    try folder.write("", to: ".stderr")
    process.executableURL = Run.program
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: folder.url.appending(path: ".stderr"))
    try process.run()
  }

  /// Sends a signal; nothing when the run has ended.
  func send(_ number: Int32) { if process.isRunning { kill(process.processIdentifier, number) } }

  /// Waits for the end; the exit status, and what it said.
  func end() throws -> (status: Int32, bySignal: Bool, errors: String) {
    process.waitUntilExit()
    return (process.terminationStatus, process.terminationReason == .uncaughtSignal, try folder.text(of: ".stderr"))
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
