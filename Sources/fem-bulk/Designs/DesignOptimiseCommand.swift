import ArgumentParser
import CaseFiles
import DesignHistory
import FoundationEssentials
import HostSystem
import Magnets
import Notation
import ProcessDesign
import Studies

/// `fem-bulk design --simulate case.yaml`: what `design` does when no other command is named.
struct DesignOptimiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimise",
    abstract: "Makes a design of a case and runs it; the command of design --simulate.",
    discussion: """
      Example: fem-bulk design --simulate pair.yaml --parameter 'gap=1:10:0.5 mm' --maximise 'bz centre hold [T]' --samples 25
      """)

  @Option(
    help: ArgumentHelp("Case to be optimised.", valueName: "case"), completion: .file(extensions: ["yaml", "yml"]))
  var simulate: String?

  @OptionGroup var changes: CaseChanges

  @OptionGroup var parts: DesignOptions

  @Option(help: ArgumentHelp("File of the design. (default: the case's name with .design)", valueName: "design"))
  var design: String?

  @OptionGroup var limits: SimulatedRunOptions

  func run() throws {
    guard let simulate else {
      guard parts.isEmpty, changes.texts.isEmpty, design == nil, !limits.json else {
        throw ValidationError("name the case by --simulate, or a command: init, add, suggest, show")
      }
      throw CleanExit.helpRequest(DesignCommand.self)
    }
    let definition = try definition(caseFile: simulate)
    let path = design ?? "\(definition.name).design"
    let file: DesignFile
    if FileManager.default.fileExists(atPath: path) {
      file = try DesignFile(path: path)
      guard file.definition == definition else {
        throw ProgramError(.cannotWrite, "\(path): holds another design; name another file by --design")
      }
    } else {
      file = try DesignFile.create(path: path, definition: definition, version: FemBulk.version)
    }
    try runDesign(file, samples: limits.samples, json: limits.json)
  }

  private func definition(caseFile: String) throws -> DesignDefinition {
    let read = try readRunnableCase(path: caseFile, setting: changes)
    let simulation = DesignSimulation.Draft(read.checked)
    var draft = DesignDraft(name: read.simulationCase.name)
    for text in parts.parameters {
      // In expressions and tables, materials.kim.n goes by the name materials_kim_n.
      let key = trimmed(text.prefix { $0 != "=" })
      try draft.add(rangeOption: identifier(key) + text.drop { $0 != "=" })
      try simulation.addKey(key, of: draft.parameters[draft.parameters.count - 1]) {
        InputError(.use, "--parameter '\(text)': \($0)")
      }
    }
    for (goal, text) in parts.goals {
      let fail = { (reason: String) in InputError(.use, "--\(goal.rawValue) '\(text)': \(reason)") }
      guard let (words, unit) = splitHead(text) else { throw fail("a bracket is missing") }
      let figure = try DesignFigure(words, of: simulation.base, fail: fail)
      try draft.add(outcome: identifier(words), unit: unit, goal: goal, atLeast: nil, atMost: nil, fail: fail)
      try simulation.add(figure, of: draft.outcomes[draft.outcomes.count - 1], fail: fail)
    }
    draft.simulation = try simulation.simulation
    return try parts.finish(&draft, example: "--parameter 'gap=1:10:0.5 mm' --maximise 'bz centre hold [T]'")
  }

  /// A key or a phrase as a name.
  private func identifier(_ text: String) -> String {
    let word = String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return word.replacing("__", with: "_")
  }
}
