import ArgumentParser
import DesignHistory
import HostSystem

struct DesignReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Computes suggestions again from what they came from, and compares them to the byte.",
    discussion: """
      Example: fem-bulk design replay furnace.design

      Ends with 70 when a round gives other experiments than it gave then, which happens with another version of the program, \
      or of the linear algebra below it.
      """)

  @OptionGroup var file: DesignFileArgument

  @Option(help: ArgumentHelp("Number of a round of suggestions. (default: all)", valueName: "number"))
  var round: Int?

  func run() throws {
    let design = try file.open()
    let rounds = try design.rounds()
    let chosen = rounds.filter { round == nil || $0.id == round }
    if let round, chosen.isEmpty {
      throw ProgramError(.wrongUse, "--round \(round): there were \(rounds.count) rounds, counted from 1")
    }
    var different: [Int] = []
    for round in chosen {
      let again = try design.replay(round)
      let isSame = again == round.result
      try StandardOutput.write(
        "round \(round.id), \(round.time), version \(round.version), \(round.samples.count) samples,"
          + " \(round.pending.count) pending: \(isSame ? "the same" : "different")")
      if !isSame {
        different.append(round.id)
        try StandardOutput.write("  then\n\(indented(round.result))\n  now\n\(indented(again))")
      }
    }
    guard different.isEmpty else {
      throw ProgramError(
        .computationFailed,
        "\(design.path): round \(different.map(String.init).joined(separator: ", ")) gives other experiments now")
    }
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
  }
}
