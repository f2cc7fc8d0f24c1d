import ArgumentParser
import CaseFiles
import HostSystem
import Notation

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of case files, for editors.",
    discussion: """
      Example: fem-bulk schema > case.schema.json

      Draft 2020-12. With it an editor completes keys and marks slips: the first line of a case file may be \
      "# yaml-language-server: $schema=case.schema.json". It knows keys, units and ranges; what takes arithmetic, as \
      overlapping bulks, only fem-bulk check finds.
      """)

  func run() throws { try StandardOutput.write(encodeJSON(caseSchema())) }
}
