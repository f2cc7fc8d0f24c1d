import ArgumentParser
import DesignHistory
import HostSystem
import Notation
import ProcessDesign
import Reports

struct DesignSuggestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "suggest", "Proposes the next experiments.", example: "fem-bulk design suggest furnace.design -n 4",
    """
    Pending experiments are taken into account: proposals are far enough from them and from each other to be made at the same \
    time. A proposal is pending until its sample is added, or it is dropped.
    """)

  @OptionGroup var file: DesignFileArgument

  @Option(name: .shortAndLong, help: ArgumentHelp("How many.", valueName: "count"))
  var number = 1

  @Option(help: ArgumentHelp("ei, ucb, pi or thompson. (default: as defined)", valueName: "acquisition"))
  var acquisition: DesignSettings.Acquisition?

  @Option(help: ArgumentHelp("matern52, matern32, rbf or linear. (default: as defined)", valueName: "kernel"))
  var kernel: Kernel?

  @Option(help: ArgumentHelp("Standard deviations of ucb. (default: as defined)", valueName: "number"))
  var exploration: Double?

  @Flag(help: "Print one JSON document instead of a table.")
  var json = false

  func validate() throws {
    guard (1...100).contains(number) else {
      throw ValidationError("-n \(number): 1 to 100 experiments can be proposed at a time")
    }
    if let exploration, !(exploration >= 0 && exploration.isFinite) {
      throw ValidationError("--exploration \(exploration) is not a number of standard deviations; write one as in 2")
    }
  }

  func run() throws {
    let design = try file.open()
    var settings = design.definition.settings
    settings.acquisition = acquisition ?? settings.acquisition
    settings.kernel = kernel ?? settings.kernel
    settings.exploration = exploration ?? settings.exploration
    let objectives = design.definition.outcomes.count { $0.goal != nil }
    guard objectives == 1 || settings.acquisition == .expectedImprovement else {
      throw ProgramError(
        .wrongUse, "--acquisition \(settings.acquisition.rawValue) knows one objective; the design has two")
    }
    let chosen = settings
    let (experiments, suggestions) = try design.suggest(number, settings: chosen, version: FemBulk.version)
    if json {
      try StandardOutput.write(
        encodeJSON(SuggestionDocument(design.definition, experiments, suggestions)))
    } else {
      try StandardOutput.write(suggestionText(design.definition, experiments, suggestions, askedFor: number))
    }
  }
}
