import ArgumentParser
import DesignHistory
import HostSystem
import Notation
import ProcessDesign
import Reports

struct DesignShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows the best sample, how good the model is, and what is still unsure.",
    discussion: """
      Example: fem-bulk design show furnace.design

      --json has all samples, and each one as predicted from the others.
      """)

  @OptionGroup var file: DesignFileArgument

  @Flag(help: "Print one JSON document instead of tables.")
  var json = false

  func run() throws {
    let design = try file.open()
    let state = try design.state()
    let insight = try designInsight(state)
    try StandardOutput.write(json ? encodeJSON(DesignDocument(state, insight)) : designText(state, insight))
  }
}

/// What the models of a design say; nil while there are too few samples.
func designInsight(_ state: DesignState) throws -> DesignInsight? {
  do {
    return try state.study().insight(seed: state.definition.seed)
  } catch {
    throw ProgramError(.computationFailed, "\(state.definition.name): \(error)")
  }
}
