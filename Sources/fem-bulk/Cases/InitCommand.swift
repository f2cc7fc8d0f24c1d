import ArgumentParser
import CaseFiles
import FoundationEssentials
import HostSystem

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a case file with comments to start from.",
    discussion: """
      Example: fem-bulk init --template ring

      The file is named after the template unless told otherwise. A file that exists is not replaced.
      """)

  @Option(
    help: ArgumentHelp(
      "What the case is: \(CaseTemplate.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "template"))
  var template = CaseTemplate.pair

  @Argument(
    help: "File to write. (default: the template's name and .yaml)", completion: .file(extensions: ["yaml", "yml"]))
  var caseFile: String?

  func run() throws {
    let path = caseFile ?? "\(template.rawValue).yaml"
    guard !FileManager.default.fileExists(atPath: path) else {
      throw ProgramError(.cannotWrite, "\(path): exists already; name another file or remove it")
    }
    do {
      // Refuses again, in case the file has come into being since.
      try Data(template.text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
    } catch {
      throw ProgramError(.cannotWrite, "\(path): cannot be written; check that the folder exists and is writable")
    }
    try StandardOutput.write("\(path): written; change it, then run: fem-bulk simulate \(path)")
  }
}

extension CaseTemplate: ExpressibleByArgument {}
