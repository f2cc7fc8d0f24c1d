import ArgumentParser
import CaseFiles
import Notation

/// `--set materials.a.n=50`, in every command that takes a case.
struct CaseChanges: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Sets a key of the case, as in --set materials.a.n=50 or --set 'protocol.1.ramp.rate=1 T/h'; may be repeated.",
      valueName: "key=value"))
  var texts: [String] = []

  func validate() throws { _ = try changes }

  var changes: [EditableCase.Change] {
    get throws {
      try texts.map { text in
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
        guard parts.count == 2, !parts[0].isEmpty else {
          throw ValidationError("--set \(text): write key=value, as in --set materials.a.n=50")
        }
        return EditableCase.Change(key: parts[0], setting: .text(parts[1]))
      }
    }
  }
}
