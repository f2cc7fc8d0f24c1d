import ArgumentParser
import RunFolders
import Session
import SystemPackage

struct SessionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "session", "Answers other programs: JSON-RPC 2.0 over standard input and output.",
    example: "fem-bulk session",
    """
    Python's package fembulk speaks it. Each message is behind a header Content-Length, as between editors and language \
    servers; Documentation/Session.md has the methods. Ends when standard input does.
    """)

  func run() {
    SessionServer(MessageStream(input: .standardInput, output: .standardOutput), program: .running).run()
  }
}
