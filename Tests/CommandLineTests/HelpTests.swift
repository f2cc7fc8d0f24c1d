import ArgumentParser
import Foundation
import FoundationEssentials
import HostSystem
import Testing

@testable import fem_bulk

@Suite struct `Help` {
  /// The command and those below it that users see, with the words that call them; a default subcommand needs none.
  private static func all(
    _ command: any ParsableCommand.Type, _ path: [String]
  ) -> [(path: [String], command: any ParsableCommand.Type)] {
    let standard = command.configuration.defaultSubcommand
    var found: [(path: [String], command: any ParsableCommand.Type)] = [(path, command)]
    // No key path: the compiler crashes on one from a metatype.
    for subcommand in command.configuration.subcommands where subcommand.configuration.shouldDisplay {
      let isDefault = standard.map { $0 == subcommand } ?? false
      found += all(subcommand, isDefault ? path : path + [subcommand.configuration.commandName ?? ""])
    }
    return found
  }

  /// As a shell splits them: what stands in single quotes is one word.
  private func words(_ line: some StringProtocol) -> [String] {
    var words = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "'": isQuoted.toggle()
      case " " where !isQuoted: words.append("")
      default: words[words.count - 1].append(character)
      }
    }
    return words.filter { !$0.isEmpty }
  }

  @Test func `of every command begins with an example that the command takes`() throws {
    let commands = Self.all(FemBulk.self, ["fem-bulk"])
    #expect(commands.count >= 14)
    for (path, command) in commands {
      let text = command.configuration.discussion
      let call = path.joined(separator: " ")
      // Exit codes are of another command's.
      let expected = call == "fem-bulk exit-codes" ? "fem-bulk simulate" : call
      #expect(text.hasPrefix("Example: \(expected)"), "\(call): \(text.prefix(60))")
      // Parsed, not run, up to what the shell makes of it; a file that it names need not exist.
      let example = text.prefix { $0 != "\n" }.dropFirst("Example: ".count).prefix { !">|".contains($0) }
      let arguments = Array(words(example).dropFirst())
      #expect(throws: Never.self, "\(example)") { _ = try FemBulk.parseAsRoot(arguments) }
    }
  }

  /// What the script of bash offers where a word has been begun.
  @Test(arguments: [
    ("fem-bulk rep", "report"), ("fem-bulk report --plo", "--plots"), ("fem-bulk report --plots p", "page pdf"),
    ("fem-bulk init --template r", "ring reinforced"), ("fem-bulk materials show mg", "mgb2-20k"),
  ])
  func `completes words in bash`(line: String, offers: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(try Run(["--generate-completion-script", "bash"]).output, to: "complete.bash")
    let script = """
      source ./complete.bash
      COMP_LINE=$1; COMP_POINT=${#1}; read -ra COMP_WORDS <<<"$1"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=()
      function=$(complete -p fem-bulk | sed -E 's/.*-F ([^ ]+).*/\\1/')
      $function fem-bulk "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
      echo "${COMPREPLY[@]}"
      """
    let path = "\(Run.program.deletingLastPathComponent().path):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
    let run = try Run(["-c", script, "-", line], in: folder, environment: ["PATH": path], program: find("bash"))
    #expect(run.output == offers + "\n", "\(run.errors)")
  }

  @Test(arguments: ["zsh", "fish"])
  func `has completion scripts that their shells read`(shell: String) throws {
    let folder = try TemporaryFolder()
    let script = try Run(["--generate-completion-script", shell])
    #expect(script.status == 0 && script.output.contains("materials"))
    guard let program = find(shell) else { return }
    try folder.write(script.output, to: "script")
    #expect(try Run(["-n", "script"], in: folder, program: program).status == 0)
  }
}

/// The toolchain makes the library's documentation without a warning.
@Test(.enabled(if: find("docc") != nil, "docc is not installed"))
func `the library's documentation builds without a warning`() throws {
  let folder = try TemporaryFolder()
  let modules = Run.program.deletingLastPathComponent().appending(path: "Modules").path
  let run = try Run(
    [modules, "library.doccarchive"], in: folder, program: repository.appending(path: "Documentation/docc"))
  #expect(run.status == 0, "\(run.output)\(run.errors)")
  #expect(
    FileManager.default.fileExists(
      atPath: folder.url.appending(path: "library.doccarchive/data/documentation/bulksimulation/trappedfield.json").path
    ))
}
