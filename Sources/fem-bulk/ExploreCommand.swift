import ArgumentParser
import Explorer
import HostSystem
import RunFolders
import Session

struct ExploreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "explore", "Shows a magnet or a design in the browser, where numbers follow the hand.",
    example: "fem-bulk explore case.yaml",
    """
    A case file, the folder of a run, the file of a design or the store of a sweep; without one the built-in pair. Only programs of this machine that know \
    the address reach the page; nothing is fetched from elsewhere, and no file is written but samples and suggestions into a design. \
    Serves until interrupted.
    """)

  @Argument(help: ArgumentHelp("Case file, run folder, design or store.", valueName: "file"), completion: .file())
  var path: String?

  @Option(help: ArgumentHelp("Port of the page; 0 for any that is free.", valueName: "number"))
  var port: UInt16 = 0

  @Flag(name: .customLong("no-open"), help: "Print the address of the page, and start no browser.")
  var printsOnly = false

  func run() async throws {
    let server = try ExplorerServer(
      program: .running, opened: try path.map { try OpenedWork(path: $0) } ?? OpenedWork(), port: Int(port))
    StopSignals.take(userSignal: .stop)
    try StandardOutput.write(server.address)
    if !printsOnly {
      Task.detached {
        if await !openInBrowser(server.invitationAddress) {
          StandardError.warning("no browser could be started; open the address above")
        }
      }
    }
    server.run { StopSignals.isStopAsked }
  }
}
